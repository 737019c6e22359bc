"""The figures of the law by date, read from `parameters/*.toml`.

A parameter is addressed by its file and its name: `redditi.tasso_figurativo`. What chooses the figure is
the day of the DSU: not today, nor the year of the incomes. A value holds from its `from` until the next
one, or until its `ended` included.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from isee.calculation.kinds import Regime

FOLDER = Path(__file__).parent / "parameters"


class DayOfYear(NamedTuple):
    """A day that comes each year; in the files `--12-31`."""

    month: int
    day: int


class ByPersons(dict[int, Decimal]):
    """Values by number of persons."""


class ByName(dict[str, Decimal]):
    """Values by name."""


Value = Decimal | Fraction | bool | DayOfYear | ByPersons | ByName
T = TypeVar("T", bound=Value)


class Confidence(StrEnum):
    """How sure we are that a value is what the law says and INPS applies."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Figure:
    """One dated value of a parameter, with the act it comes from.

    `note` says in Italian what is not certain, or where the value was seen.
    """

    name: str
    description: str
    unit: str
    value: Value
    since: date
    act: str
    confidence: Confidence
    checked_on: date
    ended: date | None
    published: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the law through time, its values in the order of their dates."""

    name: str
    description: str
    unit: str
    values: tuple[Figure, ...]

    def on(self, day: date) -> Figure | None:
        """Return the value in force for a DSU of that day, if there is one."""
        begun = [figure for figure in self.values if figure.since <= day]
        if not begun or (begun[-1].ended is not None and begun[-1].ended < day):
            return None
        return begun[-1]

    def covers(self, year: int) -> bool:
        """Tell whether a value is in force on every day of the year."""
        after_each_end = [figure.ended + timedelta(days=1) for figure in self.values if figure.ended]
        days = [date(year, 1, 1), *(day for day in after_each_end if day.year == year)]
        return all(self.on(day) for day in days)


class NotInForce(LookupError):
    """A figure the calculation needs is not known for the day of the DSU; the message is for the operator."""

    def __init__(self, parameter: Parameter, on: date) -> None:
        self.name = parameter.name
        self.on = on
        first = parameter.values[0].since
        begins = f" (si conosce dal {first:%d/%m/%Y})" if on < first else ""
        super().__init__(
            f"Il calcolo per una DSU del {on:%d/%m/%Y} non si può fare: "
            f"per quella data manca il valore di «{parameter.description}»{begins}."
        )


def _value(raw: Any) -> Value:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.startswith("--"):
        month, day = raw.removeprefix("--").split("-")
        return DayOfYear(int(month), int(day))
    if isinstance(raw, str):
        return Fraction(raw)
    if isinstance(raw, dict) and all(key.isdecimal() for key in raw):
        return ByPersons({int(key): Decimal(amount) for key, amount in raw.items()})
    if isinstance(raw, dict):
        return ByName({key: Decimal(amount) for key, amount in raw.items()})
    return Decimal(raw)


def _parameter(name: str, table: dict[str, Any]) -> Parameter:
    figures = [
        Figure(
            name=name,
            description=table["description"],
            unit=table["unit"],
            value=_value(raw["value"]),
            since=raw["from"],
            act=raw["act"],
            confidence=Confidence(raw["confidence"]),
            checked_on=raw["checked_on"],
            ended=raw.get("ended"),
            published=raw.get("published"),
            note=raw.get("note", ""),
        )
        for raw in table["values"]
    ]
    figures.sort(key=lambda figure: figure.since)
    if len({figure.since for figure in figures}) < len(figures):
        raise ValueError(f"{name} has two values from the same day")
    return Parameter(name, table["description"], table["unit"], tuple(figures))


@cache
def parameters() -> Mapping[str, Parameter]:
    """Read every parameter file once; keys are `topic.name`."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found |= read_topic(path)
    return MappingProxyType(found)


def read_topic(path: Path) -> dict[str, Parameter]:
    """Read one parameter file. Raise ValueError when a key or a date is repeated, or a date is not one."""
    with path.open("rb") as file:
        topic = tomllib.load(file, parse_float=Decimal)
    names = {key: f"{path.stem}.{key}" for key in topic}
    return {name: _parameter(name, topic[key]) for key, name in names.items()}


@lru_cache(maxsize=128)
def in_force(on: date) -> Mapping[str, Figure]:
    """Return the figures in force for a DSU of that day, by name; what is not in force is not there."""
    dated = {name: parameter.on(on) for name, parameter in parameters().items()}
    return MappingProxyType({name: figure for name, figure in dated.items() if figure is not None})


@cache
def years_covered(*topics: str) -> tuple[int, ...]:
    """Return the DSU years in which every parameter of these files is in force from first to last day."""
    wanted = [p for p in parameters().values() if p.name.partition(".")[0] in topics]
    years = sorted({figure.since.year for parameter in wanted for figure in parameter.values})
    return tuple(year for year in years if all(parameter.covers(year) for parameter in wanted))


class Law:
    """The figures in force on one day, for one calculation: it remembers which ones were read."""

    def __init__(self, on: date, regime: Regime = Regime.ORDINARY) -> None:
        self.on = on
        self.regime = regime
        self._in_force = in_force(on)
        self._read: dict[str, Figure] = {}
        self._fresh: dict[str, Figure] = {}

    @property
    def read(self) -> tuple[Figure, ...]:
        """Return the figures read so far, in the order of their first reading."""
        return tuple(self._read.values())

    def take(self) -> tuple[Figure, ...]:
        """Return the figures read since the last time, for the line that was made with them."""
        taken = tuple(self._fresh.values())
        self._fresh = {}
        return taken

    def with_read(self, others: tuple[Figure, ...]) -> tuple[Figure, ...]:
        """Return other figures and then those read so far, each once."""
        return tuple({figure.name: figure for figure in (*others, *self._read.values())}.values())

    def amount(self, name: str) -> Decimal:
        """Return a number: euro, rate, points of the scale, persons, days. Raise NotInForce."""
        return self._value(name, Decimal)

    def fraction(self, name: str) -> Fraction:
        """Return a fraction that has no exact decimals. Raise NotInForce."""
        return self._value(name, Fraction)

    def flag(self, name: str) -> bool:
        """Return how the law is read where it says yes or no. Raise NotInForce."""
        return self._value(name, bool)

    def table(self, name: str) -> Mapping[int, Decimal]:
        """Return values by number of persons. Raise NotInForce."""
        return self._value(name, ByPersons)

    def named(self, name: str) -> Mapping[str, Decimal]:
        """Return values by name. Raise NotInForce."""
        return self._value(name, ByName)

    def day(self, name: str, year: int) -> date:
        """Return in a year a day that comes each year. Raise NotInForce."""
        return date(year, *self._value(name, DayOfYear))

    def whole(self, name: str) -> int:
        """Return a number of years, months or persons. Raise NotInForce."""
        return int(self._value(name, Decimal))

    def _value(self, name: str, kind: type[T]) -> T:
        figure = self._in_force.get(name)
        if figure is None:
            raise NotInForce(parameters()[name], self.on)
        if not isinstance(figure.value, kind):
            raise TypeError(f"{name} is not of type {kind.__name__}")
        self._read[name] = self._fresh[name] = figure
        return figure.value
