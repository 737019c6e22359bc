"""Whether the amounts of a rule make sense: bands, classes, tariffs and their methods."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from isee.benefits.dues import ByMembers, ByUse
from isee.benefits.facts import Consumption
from isee.benefits.methods import (
    Banded,
    FlatBands,
    Linear,
    Method,
    PercentBands,
    Piecewise,
    Proportional,
)
from isee.benefits.reading import Problem, places_of, problem
from isee.benefits.rule import Nature
from isee.benefits.tariffs import Tariff
from isee.calculation.amounts import CENT, number


def check_bands(bands: Sequence[Banded], path: str, last: Decimal | None = None) -> Iterator[Problem]:
    """Bands start from zero, follow each other without gap or overlap, and end open or at `last`."""
    if not bands:
        yield problem(path, "scrivi almeno una fascia.")
    for place, band in places_of(tuple(bands), path):
        if band.upto is not None and band.upto <= band.over:
            yield problem(f"{place}.upto", "la fine della fascia non viene dopo il suo inizio.")
    if bands and bands[0].over != 0:
        yield problem(f"{path}[0].over", "la prima fascia parte da zero.")
    for position, (one, other) in enumerate(pairwise(bands), start=1):
        place, names = f"{path}[{position}].over", f"fra la fascia {position} e la fascia {position + 1}"
        if one.upto is None:
            yield problem(f"{path}[{position - 1}].upto", "solo l'ultima fascia può restare aperta.")
        elif one.upto < other.over:
            gap = f"da {number(one.upto)} a {number(other.over)}"
            yield problem(place, f"{names} c'è un vuoto, {gap}: falla partire da {number(one.upto)}.")
        elif one.upto > other.over:
            both = f"da {number(other.over)} a {number(one.upto)}"
            yield problem(
                place, f"{names} c'è una sovrapposizione, {both}: falla partire da {number(one.upto)}."
            )
    if bands and bands[-1].upto is not None and (last is None or bands[-1].upto < last):
        yield problem(f"{path}[{len(bands) - 1}].upto", "l'ultima fascia resta aperta: togli la fine.")


def check_classes(amount: ByMembers, path: str) -> Iterator[Problem]:
    classes = amount.classes
    if not classes:
        yield problem(f"{path}.classes", "scrivi almeno una classe.")
        return
    if classes[0].members != 1:
        yield problem(f"{path}.classes[0].members", "la prima classe parte da un componente.")
    for position, (one, other) in enumerate(pairwise(classes), start=1):
        if one.upto is None or other.members != one.upto + 1:
            yield problem(
                f"{path}.classes[{position}].members", "fra le classi c'è un vuoto o una sovrapposizione."
            )
    for place, row in places_of(classes, f"{path}.classes"):
        if row.upto is not None and row.upto < row.members:
            yield problem(f"{place}.upto", "la fine della classe viene prima del suo inizio.")
    if classes[-1].upto is not None:
        yield problem(
            f"{path}.classes[{len(classes) - 1}].upto", "l'ultima classe resta aperta: togli la fine."
        )


def check_uses(amount: ByUse, path: str) -> Iterator[Problem]:
    for consumption in Consumption:
        rows = [row.upto for row in amount.rows if row.consumption is consumption]
        limits = [upto for upto in rows if upto is not None]
        if rows[-1:] != [None] or len(limits) != len(rows) - 1 or limits != sorted(set(limits)):
            yield problem(
                f"{path}.rows", f"per la classe {consumption} le potenze crescono, e l'ultima è aperta."
            )


def check_tariff(tariff: Tariff, path: str, nature: Nature) -> Iterator[Problem]:
    yield from _method(tariff.method, f"{path}.method", nature)
    if tariff.rounding.step < CENT or tariff.rounding.step % CENT:
        yield problem(f"{path}.rounding.step", "il passo è un centesimo o un suo multiplo.")
    if tariff.minimum is not None and tariff.maximum is not None and tariff.minimum > tariff.maximum:
        yield problem(f"{path}.maximum", "il massimo è più basso del minimo.")
    for position, (one, other) in enumerate(pairwise(tariff.discounts), start=1):
        if other.from_child <= one.from_child:
            yield problem(
                f"{path}.discounts[{position}].from_child", "i figli vanno in ordine, ognuno una volta."
            )


def _method(method: Method, path: str, nature: Nature) -> Iterator[Problem]:
    match method:
        case FlatBands():
            yield from check_bands(method.bands, f"{path}.bands")
            prices = [
                (f"{place}.price", band.price) for place, band in places_of(method.bands, f"{path}.bands")
            ]
            yield from _order(prices, nature)
        case PercentBands():
            yield from check_bands(method.bands, f"{path}.bands")
            shares = [
                (f"{place}.share", band.share) for place, band in places_of(method.bands, f"{path}.bands")
            ]
            yield from _order(shares, nature)
        case Piecewise():
            yield from check_bands(method.pieces, f"{path}.pieces")
            yield from _pieces(method, f"{path}.pieces", nature)
        case Linear():
            if method.isee_max <= method.isee_min:
                yield problem(f"{path}.isee_max", "l'ISEE massimo viene dopo il minimo.")
            ends = [(f"{path}.tariff_min", method.tariff_min), (f"{path}.tariff_max", method.tariff_max)]
            yield from _order(ends, nature)
        case Proportional():
            yield from _proportional(method, path, nature)


def _pieces(method: Piecewise, path: str, nature: Nature) -> Iterator[Problem]:
    ends: list[tuple[str, Decimal | None]] = []
    for place, piece in places_of(method.pieces, path):
        if piece.price_to is not None and piece.upto is None:
            yield problem(f"{place}.price_to", "una fascia aperta ha un prezzo solo.")
        if piece.price_to is not None and piece.price is None:
            yield problem(f"{place}.price", "manca il prezzo all'inizio della fascia.")
        ends.append((f"{place}.price", piece.price))
        if piece.price_to is not None:
            ends.append((f"{place}.price_to", piece.price_to))
    yield from _order(ends, nature)


def _proportional(method: Proportional, path: str, nature: Nature) -> Iterator[Problem]:
    if method.isee_max <= method.isee_min:
        yield problem(f"{path}.isee_max", "l'ISEE massimo viene dopo il minimo.")
        return
    if not method.reference:
        return
    ends: list[tuple[str, Decimal | None]] = [
        (f"{path}.below", method.below),
        (f"{path}.isee_min", method.isee_min * method.tariff / method.reference),
        (f"{path}.isee_max", method.isee_max * method.tariff / method.reference),
        (f"{path}.above", method.above),
    ]
    yield from _order(ends, nature)


def _order(ends: Sequence[tuple[str, Decimal | None]], nature: Nature) -> Iterator[Problem]:
    """A price never falls as the ISEE grows, a benefit never rises; what is not known is skipped."""
    known = [(place, amount) for place, amount in ends if amount is not None]
    for (_, before), (place, after) in pairwise(known):
        if nature is Nature.TARIFF and after < before:
            yield problem(
                place, f"il prezzo scende da {number(before)} a {number(after)} mentre l'ISEE cresce."
            )
        if nature is Nature.BENEFIT and after > before:
            yield problem(
                place, f"l'importo sale da {number(before)} a {number(after)} mentre l'ISEE cresce."
            )
