"""The electricity bonus beyond its rules: when it shows, why it did not come, new application or variation."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from isee.benefits.answers import Outcome
from isee.benefits.evaluation import evaluate
from isee.benefits.facts import Facts, Origin, Service, accepted_kinds
from isee.benefits.rule import Rule
from isee.calculation.days import add_months

FILE = Path(__file__).parent / "electricity.toml"
ECONOMIC = "bonus_elettrico"
PHYSICAL = "bonus_elettrico_fisico"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a bonus may not have come: the question that finds it, and the act that cures it.

    `reveals` is the answer that finds the cause, `looks_at` the name under which facts may answer.
    """

    code: str
    question: str
    reveals: Literal["yes", "no"]
    looks_at: str
    cause: str
    cure: str
    act: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Where the search for the cause stands: the cause found, or what to ask next, or neither."""

    found: Cause | None
    ask: Cause | None
    excluded: tuple[Cause, ...]


class Request(StrEnum):
    """Which application SGAte takes for physical hardship (Modulo B)."""

    NEW = "new"
    VARIATION = "variation"
    UNKNOWN = "unknown"


@cache
def _file() -> Mapping[str, Any]:
    with FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def causes() -> tuple[Cause, ...]:
    """Return the causes in the order in which they are looked at."""
    return tuple(Cause(**row) for row in _file()["causes"])


def shows_from(attested_on: date) -> date:
    """Return the day from which a bill issued may show the bonus: about a month after the attestation."""
    return add_months(attested_on, _file()["months_to_find_the_supply"])


def why_missing(rule: Rule, facts: Facts, on: date, answers: Mapping[str, bool] | None = None) -> Inquiry:
    """Look for the first cause that holds; what the facts do not say is asked, one question at a time.

    `rule` is the version of the economic bonus in force. `answers` are the operator's, by code of the cause:
    they come before what the facts say.
    """
    known = _known(rule, facts, on)
    excluded: list[Cause] = []
    for cause in causes():
        answer = (answers or {}).get(cause.code, known.get(cause.looks_at))
        if answer is None:
            return Inquiry(None, cause, tuple(excluded))
        if answer is (cause.reveals == "yes"):
            return Inquiry(cause, None, tuple(excluded))
        excluded.append(cause)
    return Inquiry(None, None, tuple(excluded))


def _known(rule: Rule, facts: Facts, on: date) -> dict[str, bool | None]:
    value, supply = facts.isee_for(rule.isee, on), facts.supply(Service.ELECTRICITY)
    attested = [each for each in facts.isee if each.origin is Origin.ATTESTATION]
    usable = [each for each in attested if each.in_force(on) and each.kind in accepted_kinds(rule.isee)]
    by_isee_alone = evaluate(replace(rule, conditions=(), not_with=()), facts, value, on)
    over = {Outcome.SPETTA: False, Outcome.NON_SPETTA: True}.get(by_isee_alone.outcome)
    return {
        "isee": bool(usable) if facts.isee else None,
        "omissions": value.omissions if value else None,
        "threshold": over,
        "holder": supply.holder_is_member,
        "domestic": supply.domestic,
        "second": supply.second,
        "waited": None if value is None or value.issued_on is None else on >= shows_from(value.issued_on),
    }


def physical_request(facts: Facts) -> tuple[Request, str]:
    """Tell which application to file for physical hardship, with the sentence for the operator.

    SGAte refuses a new one that overlaps a running bonus: then it is a variation of place, device or hours.
    """
    if facts.holds is None:
        return Request.UNKNOWN, "Chiedi se un bonus per disagio fisico è già attivo, e guarda in SGAte."
    if PHYSICAL in facts.holds:
        return (
            Request.VARIATION,
            "Un bonus è già attivo: fai una variazione, la domanda nuova sarebbe rifiutata.",
        )
    return Request.NEW, "Nessun bonus attivo: fai una domanda nuova."
