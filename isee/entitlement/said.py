"""What a person says at the counter for the benefits: kept for the visit, in the session, and nowhere else.

Some answers are about health, citizenship or bills, and nobody asked for them to be kept. The dossier keeps what was
declared; an application, once made, keeps what it needs. So these last as long as the visit at the desk, and are gone
as soon as another person's are written.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from isee.benefits import (
    Citizenship,
    Consumption,
    Facts,
    IseeValue,
    Kind,
    Origin,
    Person,
    Relation,
    Service,
    Supply,
)
from isee.benefits.facts import NO_SUPPLY

YES, NO = "yes", "no"
# The beginnings of the names of what is said of a paper shown at the counter.
SHOWN = "shown."

Said = Mapping[str, str]
NOTHING: Said = MappingProxyType({})


def with_said(facts: Facts, said: Said, born: date | None = None) -> Facts:
    """What is known together with what was said, which goes first; `born` is the birth date of who asks."""
    known = facts
    if "resident" in said:
        known = replace(known, resident=said["resident"] == YES)
    if "citizenship" in said:
        known = replace(known, citizenship=Citizenship(said["citizenship"]))
    if "event_on" in said:
        known = replace(known, event_on=date.fromisoformat(said["event_on"]))
    if "consumption" in said:
        known = replace(known, consumption=Consumption(said["consumption"]))
    if "holds" in said:
        known = replace(known, holds=frozenset(said["holds"].split()))
    return _with_shown(
        replace(
            known,
            supplies=_supplies(known, said),
            answers={**known.answers, **_answers(said)},
            figures={**known.figures, **_figures(said)},
        ),
        said,
        born,
    )


def _supplies(facts: Facts, said: Said) -> dict[Service, Supply]:
    supplies = dict(facts.supplies)
    for fact, value in said.items():
        if fact.startswith("supplies."):
            _, service, field = fact.split(".")
            of = Service(service)
            told = Decimal(value) if field == "power" else value == YES
            supplies[of] = replace(supplies.get(of, NO_SUPPLY), **{field: told})  # type: ignore[arg-type]  # by name
    return supplies


def _answers(said: Said) -> dict[str, bool]:
    return {
        fact.removeprefix("answers."): value == YES
        for fact, value in said.items()
        if fact.startswith("answers.")
    }


def _figures(said: Said) -> dict[str, Decimal]:
    return {
        fact.removeprefix("figures."): Decimal(value)
        for fact, value in said.items()
        if fact.startswith("figures.")
    }


def _with_shown(facts: Facts, said: Said, born: date | None) -> Facts:
    """Add the attestation that was shown at the counter, where none is held here."""
    if f"{SHOWN}isee" not in said:
        return facts
    value = IseeValue(
        Kind.ORDINARY,
        Decimal(said[f"{SHOWN}isee"]),
        Origin.ATTESTATION,
        date.fromisoformat(said[f"{SHOWN}issued_on"]),
        date.fromisoformat(said[f"{SHOWN}valid_to"]),
        said[f"{SHOWN}omissions"] == YES,
    )
    members = people(int(said[f"{SHOWN}adults"]), int(said[f"{SHOWN}children"]), born)
    return replace(facts, isee=(value,), members=members)


def people(adults: int, children: int, born: date | None = None) -> tuple[Person, ...]:
    """So many persons of whom only this is known: the first was born that day, the children are minors a carico."""
    grown = tuple(
        Person(
            None if place else born,
            Relation.OTHER if place else Relation.DECLARANT,
            f"adulto {place + 1}",
        )
        for place in range(adults)
    )
    small = tuple(
        Person(None, Relation.MINOR_CHILD, f"figlio {place + 1}", dependent=True) for place in range(children)
    )
    return grown + small
