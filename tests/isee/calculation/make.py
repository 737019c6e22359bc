"""Invented households, built from few words and fixed values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any

from isee.calculation import (
    Account,
    Declaration,
    Household,
    Income,
    IncomeKind,
    Instrument,
    Isee,
    Member,
    Person,
    Property,
    Relation,
)
from isee.calculation.law import Law, Value, in_force

NAMES = ("Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gina", "Ivo", "Lea", "Mario")


def member(
    position: int = 0,
    *,
    incomes: dict[str, Any] | None = None,
    accounts: list[dict[str, Any]] | None = None,
    instruments: list[dict[str, Any]] | None = None,
    properties: list[dict[str, Any]] | None = None,
    **facts: Any,
) -> Member:
    """Make the member at this position: the first is Anna, who declares; each is a year younger."""
    return Member(
        name=facts.pop("name", NAMES[position]),
        birth_date=facts.pop("birth_date", date(1970 + position, 5, 1)),
        declarant=facts.pop("declarant", position == 0),
        incomes=tuple(Income(IncomeKind(kind), Decimal(amount)) for kind, amount in (incomes or {}).items()),
        accounts=tuple(Account(**decimals(account)) for account in accounts or []),
        instruments=tuple(Instrument(**decimals(instrument)) for instrument in instruments or []),
        properties=tuple(Property(**decimals(estate)) for estate in properties or []),
        **decimals(facts),
    )


def household(*members: dict[str, Any], size: int = 1, children: int = 0, **facts: Any) -> Household:
    """Make a household of these members, filled up to its size with members who have nothing.

    Children live there and are adults unless said otherwise.
    """
    facts.setdefault("cohabiting_children", children)
    facts.setdefault("minor_children", 0)
    given = [member(position, **values) for position, values in enumerate(members)]
    nothing = [member(position) for position in range(len(members), size)]
    counts = {"disabled", "in_residential_care", "cohabiting_children", "minor_children"}
    return Household(
        members=(*given, *nothing),
        children=children,
        **{key: value if key in counts else decimals({key: value})[key] for key, value in facts.items()},
    )


def exactly(*amounts: int | str) -> tuple[Decimal, ...]:
    """Write several amounts to be compared at once."""
    return tuple(Decimal(amount) for amount in amounts)


def decimals(values: dict[str, Any]) -> dict[str, Any]:
    """Turn whole numbers and number strings into Decimal; leave flags and the rest alone."""
    return {
        key: Decimal(value) if isinstance(value, int | str) and not isinstance(value, bool | Enum) else value
        for key, value in values.items()
    }


def amounts(result: Isee) -> dict[str, Decimal]:
    """Return the amounts of a result by the key of their line."""
    return {step.key: step.amount for step in result.steps}


def law_saying(on: date, name: str, value: Value) -> Law:
    """Make the law of a day as if one of its figures were another."""
    law = Law(on)
    law._in_force = MappingProxyType({**in_force(on), name: replace(in_force(on)[name], value=value)})
    return law


def person(position: int = 0, relation: str = "", *, born: date | None = None, **facts: Any) -> Person:
    """Make a person of a declaration: the first declares; incomes and the rest go to the member."""
    relation = relation or ("D" if position == 0 else "P")
    owned = ("incomes", "accounts", "instruments", "properties", "asset_increase", "name")
    of_member = {key: facts.pop(key) for key in owned if key in facts}
    if born is not None:
        of_member["birth_date"] = born
    return Person(
        member=member(position, declarant=relation == "D", **of_member), relation=Relation(relation), **facts
    )


def declaration(*persons: Person, on: date = date(2026, 6, 30), **facts: Any) -> Declaration:
    """Make a declaration of these persons."""
    return Declaration(on=on, persons=persons, **facts)
