"""How long others take: dated expectations with their source, in `terms.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from isee.calculation import Confidence
from sportello.office import is_working_day

FILE = Path(__file__).parent / "terms.toml"


@dataclass(frozen=True)
class Term:
    """How many working days something takes, from a day on, and who says so."""

    description: str
    since: date
    days: int
    source: str
    confidence: Confidence


def attestation_term(on: date) -> Term | None:
    """How long INPS takes for the attestation of a DSU of that day; None where nothing is known."""
    begun = [term for term in _terms("attestation") if term.since <= on]
    return begun[-1] if begun else None


def attestation_expected(on: date) -> date | None:
    """The day by which the attestation of a DSU of that day is expected; it is no term that binds INPS."""
    term = attestation_term(on)
    return working_day_after(on, term.days) if term else None


def working_day_after(day: date, days: int) -> date:
    """The last of so many working days after a day."""
    left = days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


@cache
def _terms(name: str) -> tuple[Term, ...]:
    with FILE.open("rb") as file:
        table = tomllib.load(file)[name]
    terms = [
        Term(
            description=table["description"],
            since=value["from"],
            days=value["days"],
            source=value["source"],
            confidence=Confidence(value["confidence"]),
        )
        for value in table["values"]
    ]
    return tuple(sorted(terms, key=lambda term: term.since))
