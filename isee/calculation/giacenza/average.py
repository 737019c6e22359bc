"""The balance of each day of a year, and their average."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from isee.calculation.amounts import ZERO, cents, euro
from isee.calculation.formulas.isp import average_balance
from isee.calculation.giacenza.table import BadStatement
from isee.calculation.invalid import InvalidHousehold

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Giacenza:
    """What the DSU asks of an account, in euro: the balance of 31 December and the average of the year.

    `days` are the days of the year whose balance is known; `warnings` are Italian sentences on what the
    operator should check.
    """

    year: int
    saldo: Decimal
    average: Decimal
    days: int
    warnings: tuple[str, ...] = ()

    @property
    def explanation(self) -> str:
        """Return an Italian sentence with the two values."""
        return (
            f"Al 31/12/{self.year} il saldo è {euro(self.saldo)}; la giacenza media è {euro(self.average)}, "
            f"su {self.days} giorni conosciuti."
        )


@dataclass(frozen=True, slots=True)
class Period:
    """Consecutive days with one balance, both ends included."""

    first: date
    last: date
    balance: Decimal

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1


def periods(points: list[tuple[date, Decimal]], opening: Decimal | None, year: int) -> Iterator[Period]:
    """Give the periods of a year in which the balance is known.

    `points` are days with the balance at their end, in their order; each holds until the next. `opening` is
    the balance before the first of them, None when it is not known.
    """
    begin, end = date(year, 1, 1), date(year, 12, 31)
    marks = [*points]
    if opening is not None:
        first = min([day for day, _ in points[:1]] + [begin])
        marks.insert(0, (first - ONE_DAY, opening))
    following = [day - ONE_DAY for day, _ in marks[1:]] + [end]
    for (day, balance), until in zip(marks, following, strict=True):
        first, last = max(day, begin), min(until, end)
        if first <= last:
            yield Period(first, last, balance)


def giacenza(found: list[Period], year: int, on: date, warnings: list[str]) -> Giacenza:
    """Average the balances of a year for a DSU of a day; days in the red count as zero: art. 5, c. 4, lett. a).

    Raises BadStatement when a balance is too large to be one.
    """
    overdrawn = sum(period.days for period in found if period.balance < 0)
    if overdrawn:
        warnings = [*warnings, f"Il conto è in rosso per {overdrawn} giorni: quei giorni valgono zero."]
    last = found[-1]
    try:
        average = average_balance([(period.days, max(ZERO, period.balance)) for period in found], on)
    except InvalidHousehold as error:
        raise BadStatement(f"{error}") from error
    return Giacenza(
        year=year,
        saldo=cents(max(ZERO, last.balance)),
        average=average,
        days=sum(period.days for period in found),
        warnings=tuple(warnings),
    )
