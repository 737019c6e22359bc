"""The five ways a tariff follows the ISEE, before minimum, maximum, discount and rounding.

Bands are written with both ends, as regulations do, so that a gap or an overlap can be seen. The end of a
band belongs to it (`upto_included`), and its beginning to the band before; turned off, it is the other way
round. The first band takes zero too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol, TypeVar

from isee.calculation.amounts import ZERO, euro, number, percent

HUNDRED = Decimal(100)


class Banded(Protocol):
    """Anything that holds from one ISEE to another; None is the open end."""

    @property
    def over(self) -> Decimal: ...
    @property
    def upto(self) -> Decimal | None: ...


B = TypeVar("B", bound=Banded)


def band_of(bands: Sequence[B], isee: Decimal, upto_included: bool) -> B | None:
    """Return the band in which an ISEE falls; None when no band takes it."""
    for band in bands:
        if band.upto is None or isee < band.upto or (upto_included and isee == band.upto):
            return (
                band
                if isee > band.over or (isee == band.over and _takes_start(band, upto_included))
                else None
            )
    return None


def _takes_start(band: Banded, upto_included: bool) -> bool:
    return not upto_included or band.over == 0


def band_words(band: Banded) -> str:
    """Write a band in a sentence: da 2.000,00 a 4.000,00 euro."""
    if band.upto is None:
        return f"oltre {euro(band.over)}" if band.over else "qualunque ISEE"
    return f"da {number(band.over)} a {euro(band.upto)}" if band.over else f"fino a {euro(band.upto)}"


@dataclass(frozen=True, slots=True)
class PriceBand:
    """A price, in euro, for a band of ISEE; without a price it is not known (full cost)."""

    over: Decimal
    upto: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShareBand:
    """A percentage of the cost, 0 to 100, for a band of ISEE."""

    over: Decimal
    share: Decimal
    upto: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A band with one price, or with a line from `price` at its beginning to `price_to` at its end."""

    over: Decimal
    upto: Decimal | None = None
    price: Decimal | None = None
    price_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FlatBands:
    """One price for each band. The price jumps at each end, and holds still between."""

    kind: ClassVar = "flat_bands"
    bands: tuple[PriceBand, ...]
    upto_included: bool = True

    def price(self, isee: Decimal) -> tuple[Decimal | None, str]:
        """Return the price in euro, None where it is not known, and how it was found."""
        band = band_of(self.bands, isee, self.upto_included)
        if band is None or band.price is None:
            return None, "Per questo ISEE il prezzo non è scritto nella regola."
        return band.price, f"Fascia {band_words(band)}: {euro(band.price)}."


@dataclass(frozen=True, slots=True)
class PercentBands:
    """A percentage of the cost of the service for each band."""

    kind: ClassVar = "percent_bands"
    bands: tuple[ShareBand, ...]
    cost: Decimal | None = None
    upto_included: bool = True

    def price(self, isee: Decimal) -> tuple[Decimal | None, str]:
        """Return the price in euro, None where the cost is not known, and how it was found."""
        band = band_of(self.bands, isee, self.upto_included)
        if band is None:
            return None, "Per questo ISEE la percentuale non è scritta nella regola."
        share = f"Fascia {band_words(band)}: {percent(band.share / HUNDRED)} del costo"
        if self.cost is None:
            return (ZERO, f"{share}.") if band.share == 0 else (None, f"{share}, che non è noto.")
        return self.cost * band.share / HUNDRED, f"{share} di {euro(self.cost)}."


@dataclass(frozen=True, slots=True)
class Linear:
    """A straight line between two ISEE, still outside them: no jump anywhere.

    tariff = tariff_min + (ISEE − isee_min) × (tariff_max − tariff_min) / (isee_max − isee_min)
    """

    kind: ClassVar = "linear"
    isee_min: Decimal
    isee_max: Decimal
    tariff_min: Decimal
    tariff_max: Decimal

    def price(self, isee: Decimal) -> tuple[Decimal | None, str]:
        """Return the price in euro and how it was found."""
        if isee <= self.isee_min:
            return self.tariff_min, f"Fino a {euro(self.isee_min)}: {euro(self.tariff_min)}."
        if isee >= self.isee_max:
            return self.tariff_max, f"Da {euro(self.isee_max)}: {euro(self.tariff_max)}."
        return _on_line(isee, self.isee_min, self.isee_max, self.tariff_min, self.tariff_max)


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Bands with one price and bands with a line, one after the other."""

    kind: ClassVar = "piecewise"
    pieces: tuple[Piece, ...]
    upto_included: bool = True

    def price(self, isee: Decimal) -> tuple[Decimal | None, str]:
        """Return the price in euro, None where it is not known, and how it was found."""
        piece = band_of(self.pieces, isee, self.upto_included)
        if piece is None or piece.price is None:
            return None, "Per questo ISEE si paga il costo intero, che la regola non dice."
        if piece.price_to is None or piece.upto is None:
            return piece.price, f"Fascia {band_words(piece)}: {euro(piece.price)}."
        return _on_line(isee, piece.over, piece.upto, piece.price, piece.price_to)


@dataclass(frozen=True, slots=True)
class Proportional:
    """ISEE × tariff / reference between two ISEE; one price up to the first, another above the second.

    `isee_min` and `isee_max` belong to what comes before them (`upto_included`). It may jump at both.
    """

    kind: ClassVar = "proportional"
    isee_min: Decimal
    isee_max: Decimal
    tariff: Decimal
    reference: Decimal
    below: Decimal = ZERO
    above: Decimal | None = None
    upto_included: bool = True

    def price(self, isee: Decimal) -> tuple[Decimal | None, str]:
        """Return the price in euro, None where it is not known, and how it was found."""
        if isee < self.isee_min or (self.upto_included and isee == self.isee_min):
            return self.below, f"Fino a {euro(self.isee_min)}: {euro(self.below)}."
        if isee > self.isee_max or (not self.upto_included and isee == self.isee_max):
            if self.above is None:
                return None, f"Oltre {euro(self.isee_max)} si paga il costo intero, che la regola non dice."
            return self.above, f"Oltre {euro(self.isee_max)}: {euro(self.above)}."
        worth = isee * self.tariff / self.reference
        return (
            worth,
            f"{number(isee)} × {number(self.tariff)} / {number(self.reference)} = {_long(worth)} euro.",
        )


Method = FlatBands | PercentBands | Linear | Piecewise | Proportional


def ends(method: Method) -> tuple[Decimal, ...]:
    """Return every ISEE at which the tariff may jump or bend, growing: what a chart needs to be exact."""
    match method:
        case Linear() | Proportional():
            found = {method.isee_min, method.isee_max}
        case FlatBands() | PercentBands():
            found = {band.upto for band in method.bands if band.upto is not None}
        case Piecewise():
            found = {piece.upto for piece in method.pieces if piece.upto is not None}
    return tuple(sorted(found))


def _on_line(
    isee: Decimal, isee_min: Decimal, isee_max: Decimal, low: Decimal, high: Decimal
) -> tuple[Decimal, str]:
    worth = low + (isee - isee_min) * (high - low) / (isee_max - isee_min)
    formula = (
        f"{number(low)} + ({number(isee)} − {number(isee_min)}) × ({number(high)} − {number(low)})"
        f" / ({number(isee_max)} − {number(isee_min)})"
    )
    return worth, f"{formula} = {_long(worth)} euro."


def _long(worth: Decimal) -> str:
    """Write what is not yet rounded with up to four decimals."""
    return f"{worth:,.4f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
