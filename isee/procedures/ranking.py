"""The ranking of a call: who may not be in it and why, who comes before whom, whom there is enough for.

Pure rules: no clock, no database. Amounts and ISEE are euro.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from isee.calculation.amounts import ZERO, euro


class Order(StrEnum):
    """By what applications are put in order."""

    ISEE = "isee"
    POINTS = "points"


class Tie(StrEnum):
    """Who comes before of those who are equal."""

    EARLIER = "earlier"
    OLDER = "older"
    LOWER_ISEE = "lower_isee"


class Outcome(StrEnum):
    """What becomes of an application."""

    ADMITTED = "admitted"
    WAITING = "waiting"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What the call says. It has places, or a budget; `amount_each` is the same for all, unless each has an own."""

    opens_on: date
    closes_on: date
    order: Order = Order.ISEE
    tie: Tie = Tie.EARLIER
    places: int | None = None
    budget: Decimal | None = None
    amount_each: Decimal | None = None
    isee_limit: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An application, as the ranking needs it. `pk` is given back; `number` is what is published."""

    pk: int
    number: str
    submitted_on: date
    protocol: str
    isee: Decimal | None = None
    isee_valid_to: date | None = None
    isee_omissions: bool = False
    points: int | None = None
    born_on: date | None = None
    amount: Decimal | None = None
    exclusion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An application in its place. `note` says why it is excluded, or how a tie was settled."""

    entry: Entry
    outcome: Outcome
    place: int | None = None
    wanted: Decimal | None = None
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a row of a published ranking is today: whether it is in, with how much of what it wanted."""

    pk: int
    place: int
    is_in: bool
    wanted: Decimal | None = None
    has: Decimal | None = None


def rank(entries: Collection[Entry], criteria: Criteria) -> list[Placed]:
    """Put the applications in order: those admitted, those that wait, then those excluded by number.

    With a budget who comes before is paid until it is consumed: the last admitted may have only what is left.
    Raises ValueError where there is nothing to give, or where points are missing.
    """
    if not criteria.places and not criteria.budget:
        raise ValueError("Non c'è nulla da assegnare: scrivi nel bando i posti o la disponibilità.")
    reasons = {entry.pk: why_excluded(entry, criteria) for entry in entries}
    ranked = sorted((entry for entry in entries if not reasons[entry.pk]), key=_order(criteria))
    _require_whole(ranked, criteria)
    excluded = sorted((entry for entry in entries if reasons[entry.pk]), key=_number)
    return [
        *_placed(ranked, criteria),
        *(Placed(entry=entry, outcome=Outcome.EXCLUDED, note=reasons[entry.pk]) for entry in excluded),
    ]


def why_excluded(entry: Entry, criteria: Criteria) -> str:
    """Say why an application cannot be in the ranking, in words that may be published; empty where it can."""
    if entry.exclusion:
        return entry.exclusion
    if entry.submitted_on < criteria.opens_on:
        return f"Presentata prima del {criteria.opens_on:%d/%m/%Y}, giorno di apertura del bando."
    if entry.submitted_on > criteria.closes_on:
        return f"Presentata dopo il {criteria.closes_on:%d/%m/%Y}, giorno di chiusura del bando."
    if _asks_isee(criteria):
        return _wrong_isee(entry, criteria)
    return ""


def slide(standings: Sequence[Standing], freed: Decimal | None, criteria: Criteria) -> list[Standing]:
    """Say who has more when somebody gives up (scorrimento): the standings that change, as they become.

    `freed` is what the one who left had. A place goes to the first of those waiting; money goes in the order of the
    ranking, first to whom only a part was left, until it is consumed.
    """
    standings = sorted(standings, key=lambda each: each.place)
    if criteria.places:
        return [replace(each, is_in=True, has=each.wanted) for each in standings if not each.is_in][:1]
    left, changed = freed or ZERO, []
    for each in standings:
        more = min((each.wanted or ZERO) - (each.has or ZERO), left)
        if more > 0:
            changed.append(replace(each, is_in=True, has=(each.has or ZERO) + more))
            left -= more
    return changed


def _asks_isee(criteria: Criteria) -> bool:
    by_isee = criteria.order is Order.ISEE or criteria.tie is Tie.LOWER_ISEE
    return by_isee or criteria.isee_limit is not None


def _wrong_isee(entry: Entry, criteria: Criteria) -> str:
    if entry.isee is None:
        return "Manca l'attestazione ISEE."
    if entry.isee_omissions:
        return "L'attestazione ISEE riporta omissioni o difformità."
    if entry.isee_valid_to and entry.isee_valid_to < entry.submitted_on:
        return "L'attestazione ISEE era scaduta il giorno della domanda."
    if criteria.isee_limit is not None and entry.isee > criteria.isee_limit:
        return f"ISEE oltre il limite del bando, {euro(criteria.isee_limit)}."
    return ""


def _require_whole(ranked: Sequence[Entry], criteria: Criteria) -> None:
    if criteria.order is Order.POINTS:
        without = [entry.number for entry in ranked if entry.points is None]
        if without:
            raise ValueError(f"Manca il punteggio di {_some(without)}: scrivilo, poi guarda la graduatoria.")
    if criteria.budget:
        without = [entry.number for entry in ranked if not _amount(entry, criteria)]
        if without:
            raise ValueError(
                f"Manca l'importo di {_some(without)}: scrivilo nella domanda, oppure uguale per tutti nel bando."
            )


def _placed(ranked: Sequence[Entry], criteria: Criteria) -> Iterator[Placed]:
    left, before = criteria.budget or ZERO, None
    for place, entry in enumerate(ranked, start=1):
        amount = wanted = _amount(entry, criteria)
        if criteria.places:
            admitted = place <= criteria.places
        else:
            amount = min(wanted or ZERO, left)
            admitted = amount > 0
            left -= amount
        notes = [_tie_note(before, entry, criteria)] if before else []
        if admitted and wanted and amount != wanted:
            notes.append(f"Importo ridotto a quanto resta: spettavano {euro(wanted)}.")
        yield Placed(
            entry=entry,
            outcome=Outcome.ADMITTED if admitted else Outcome.WAITING,
            place=place,
            wanted=wanted,
            amount=amount if admitted else None,
            note=" ".join(filter(None, notes)),
        )
        before = entry


def _amount(entry: Entry, criteria: Criteria) -> Decimal | None:
    """What an application would have, where there is enough."""
    return criteria.amount_each or entry.amount


def _order(criteria: Criteria) -> Callable[[Entry], tuple[object, ...]]:
    def key(entry: Entry) -> tuple[object, ...]:
        return (_first(entry, criteria), *_ties(entry, criteria.tie))

    return key


def _first(entry: Entry, criteria: Criteria) -> Decimal:
    """What the order is by: the least comes first."""
    if criteria.order is Order.POINTS:
        return Decimal(-(entry.points or 0))
    return entry.isee or ZERO


def _ties(entry: Entry, tie: Tie) -> tuple[object, ...]:
    earlier = (entry.submitted_on, _figures(entry.protocol), entry.protocol, *_number(entry))
    if tie is Tie.OLDER:
        return (entry.born_on or date.max, *earlier)
    if tie is Tie.LOWER_ISEE:
        return (entry.isee or ZERO, *earlier)
    return earlier


def _tie_note(before: Entry, entry: Entry, criteria: Criteria) -> str:
    """Say by what an application comes after one that is equal to it; empty where they are not."""
    if _first(before, criteria) != _first(entry, criteria):
        return ""
    equal = "punteggio" if criteria.order is Order.POINTS else "ISEE"
    if criteria.tie is Tie.OLDER and before.born_on != entry.born_on:
        by = "viene prima la persona più anziana"
    elif criteria.tie is Tie.LOWER_ISEE and before.isee != entry.isee:
        by = "viene prima l'ISEE più basso"
    elif before.submitted_on != entry.submitted_on:
        by = f"viene prima la domanda del {before.submitted_on:%d/%m/%Y}"
    elif before.protocol != entry.protocol:
        by = f"stesso giorno, viene prima il protocollo {before.protocol}"
    else:
        by = "stesso giorno e protocollo, viene prima il numero di domanda"
    return f"A parità di {equal} con la domanda {before.number}: {by}."


def _figures(protocol: str) -> int:
    """The figures of a protocol number as one number, so that 987 comes before 1002."""
    found = re.search(r"\d+", protocol)
    return int(found[0]) if found else 0


def _number(entry: Entry) -> tuple[int, int]:
    """Year and number of «12/2026», the older first."""
    number, _, year = entry.number.partition("/")
    return int(year or 0), int(number)


def _some(numbers: Sequence[str]) -> str:
    if len(numbers) == 1:
        return f"una domanda ({numbers[0]})"
    return f"{len(numbers)} domande (per esempio {', '.join(numbers[:3])})"
