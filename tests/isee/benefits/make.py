"""Invented households and rules for the benefits, built from few words and fixed values."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from isee.benefits import (
    Citizenship,
    Consumption,
    Facts,
    IseeValue,
    Kind,
    Origin,
    Person,
    Relation,
    Rule,
    Service,
    Supply,
    national_rules,
    read,
)
from isee.benefits.conditions import AllOf, AnyOf, Condition, Declared, FigureUpTo

FOLDER = Path(__file__).parent
CENT = Decimal("0.01")
NAMES = ("Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gina")


def data(name: str) -> Any:
    """Read the expected figures kept beside the tests."""
    return yaml.safe_load((FOLDER / name).read_text())


def money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def national(rule_id: str) -> Rule:
    return next(rule for rule in national_rules() if rule.id == rule_id)


def isee(
    value: Decimal | str | int, kind: Kind = Kind.ORDINARY, on: date = date(2026, 3, 4), **facts: Any
) -> IseeValue:
    """Make the attestation of the year of a day, free of omissions."""
    facts = {"issued_on": date(on.year, 1, 1), "valid_to": date(on.year, 12, 31)} | facts
    return IseeValue(kind, Decimal(value), facts.pop("origin", Origin.ATTESTATION), **facts)


def person(
    position: int, born: date | None, relation: Relation = Relation.MINOR_CHILD, **facts: Any
) -> Person:
    return Person(born, relation, NAMES[position], **facts)


def household(size: int = 3, on: date = date(2026, 3, 4), **facts: Any) -> Facts:
    """Make a household of an old grandmother, then a newborn child, then adults, all at home in the Comune.

    What rules ask is known and favourable, except the answers to the questions they ask by name.
    """
    members = (
        person(0, date(1936, 5, 1), Relation.DECLARANT),
        person(1, on),
        *(person(place, date(1980, 5, 1), Relation.OTHER) for place in range(2, size)),
    )
    fine = Supply(holder_is_member=True, domestic=True, second=False, power=Decimal(3))
    known: dict[str, Any] = {
        "members": members[:size],
        "resident": True,
        "citizenship": Citizenship.ITALIAN,
        "supplies": dict.fromkeys(Service, fine),
        "consumption": Consumption.MEDIA,
        "holds": frozenset(),
    }
    return Facts(**(known | facts))


def large_family(on: date = date(2026, 3, 4), children: int = 4) -> Facts:
    """Make a mother, the newborn and other children, all minors."""
    others = (person(place, date(on.year - 10, 1, 1)) for place in range(2, children + 1))
    members = (person(0, date(1985, 5, 1), Relation.DECLARANT), person(1, on), *others)
    return household(on=on, members=members)


def fulfilling(rule: Rule, facts: Facts) -> Facts:
    """Answer every question that a rule asks by name as the rule wants, and make every amount it asks zero."""
    named = [*named_in(rule.conditions)]
    answers = {each.fact: each.expected for each in named if isinstance(each, Declared)}
    figures = {each.figure: Decimal(0) for each in named if isinstance(each, FigureUpTo)}
    return replace(facts, answers=answers, figures=figures)


def named_in(conditions: tuple[Condition, ...]) -> Iterator[Declared | FigureUpTo]:
    """Find the questions and amounts that a rule asks by name."""
    for condition in conditions:
        if isinstance(condition, AllOf | AnyOf):
            yield from named_in(condition.conditions)
        elif isinstance(condition, Declared | FigureUpTo):
            yield condition


PLAIN: dict[str, Any] = {
    "code": "mensa",
    "id": "mensa-2026",
    "name": "Mensa scolastica",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "act": "Deliberazione della Giunta 12/2026",
    "source": ["Giunta 12/2026"],
    "confidence": "high",
    "benefit_code": "A2.12",
    "nature": "tariff",
    "decider": "comune",
    "channel": "comune",
    "todo": "Presenta la domanda al Comune.",
    "isee": ["minors", "ordinary"],
    "amounts": [
        {
            "amount": {
                "kind": "by_isee",
                "unit": "meal",
                "tariff": {
                    "no_isee": 5,
                    "non_resident": 6,
                    "discounts": [{"from_child": 2, "percent": 30}],
                    "method": {
                        "kind": "linear",
                        "isee_min": 5000,
                        "isee_max": 20000,
                        "tariff_min": 1,
                        "tariff_max": 5,
                    },
                },
            }
        }
    ],
}


def local_data(tariff: dict[str, Any] | None = None, unit: str = "meal", **fields: Any) -> dict[str, Any]:
    """Write the data of a local tariff, as a form would."""
    given = dict(PLAIN)
    if tariff is not None:
        given["amounts"] = [{"amount": {"kind": "by_isee", "unit": unit, "tariff": tariff}}]
    return given | fields


def local(tariff: dict[str, Any] | None = None, unit: str = "meal", **fields: Any) -> Rule:
    return read(local_data(tariff, unit, **fields))
