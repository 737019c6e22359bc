"""The figures of the supply of electricity, by the day for which they hold: `figures.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "figures.toml"


class Confidence(StrEnum):
    """How sure a figure is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Figure:
    """A figure with its unit in words, who says so, and how sure that is. `ended` is its last day, None while it runs."""

    description: str
    unit: str
    since: date
    ended: date | None
    value: Decimal
    values: tuple[Decimal, ...]
    act: str
    confidence: Confidence

    @property
    def is_sure(self) -> bool:
        """Whether it may be told as certain; else it is shown as to be verified."""
        return self.confidence is Confidence.HIGH


class NotKnown(LookupError):
    """No figure holds on that day: nobody may guess it."""


def figure(name: str, on: date) -> Figure:
    """The figure in force on a day; raises NotKnown where there is none."""
    in_force = [one for one in _table()[name] if one.since <= on and (one.ended is None or on <= one.ended)]
    if not in_force:
        raise NotKnown(f"{name}, {on}")
    return in_force[-1]


def number(name: str, on: date) -> int:
    """A figure that counts days or years; raises NotKnown."""
    return int(figure(name, on).value)


def latest(name: str) -> Figure:
    """The newest figure of a name, also where it has ended."""
    return _table()[name][-1]


@cache
def _table() -> dict[str, tuple[Figure, ...]]:
    with FILE.open("rb") as file:
        tables = tomllib.load(file)
    return {name: _figures(table) for name, table in tables.items()}


def _figures(table: dict[str, Any]) -> tuple[Figure, ...]:
    figures = [_figure(table, row) for row in table["values"]]
    return tuple(sorted(figures, key=lambda one: one.since))


def _figure(table: dict[str, Any], row: dict[str, Any]) -> Figure:
    values = row["value"] if isinstance(row["value"], list) else [row["value"]]
    numbers = tuple(Decimal(str(value)) for value in values)
    return Figure(
        description=table["description"],
        unit=table["unit"],
        since=row["from"],
        ended=row.get("ended"),
        value=numbers[0],
        values=numbers,
        act=row["act"],
        confidence=Confidence(row["confidence"]),
    )
