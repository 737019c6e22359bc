"""«Perché non è arrivato?»: the electricity bonus of a household, and the search for why it does not show.

Nobody decides anything here and nothing is asked of INPS: what counts is the attestation held, or shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from isee.benefits import Facts, Rule, in_force
from isee.benefits.dues import ByMembers, Due, MemberClass
from isee.benefits.electricity import ECONOMIC, Cause, Inquiry, causes, shows_from, why_missing
from isee.entitlement.benefit_page import Line, Overview
from isee.entitlement.said import people

# Whom to turn to where every cause is excluded.
NOBODY_KNOWS = (
    "Nessuna delle cause conosciute. Il bonus non passa dal Comune: chiedi al venditore scritto nella bolletta, con il "
    "codice POD; se non risponde, allo Sportello per il consumatore di ARERA, 800 166 654."
)

Answered = Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class ClassAmount:
    """What a class of members gets in a year, and whether it is the one of this household."""

    words: str
    due: Due
    is_ours: bool


# Where the act that cures a cause is done in the dossier, by the name of its page.
IN_DOSSIER = {"DSU": "dossier", "DSU corretta": "attestation", "ISEE corrente": "corrente"}


@dataclass(frozen=True)
class Search:
    """Where the search stands: what is known of the bonus, the cause or the next question."""

    line: Line | None
    classes: tuple[ClassAmount, ...]
    shows_from: date | None
    inquiry: Inquiry
    answered: tuple[tuple[Cause, bool], ...]

    @property
    def is_over(self) -> bool:
        return self.inquiry.ask is None

    @property
    def known(self) -> tuple[Cause, ...]:
        """The causes that what is held excludes, without asking."""
        told = {cause.code for cause, _ in self.answered}
        return tuple(cause for cause in self.inquiry.excluded if cause.code not in told)

    @property
    def conclusion(self) -> tuple[str, str]:
        """What was found, and what to do."""
        found = self.inquiry.found
        return (found.cause, found.cure) if found else ("Non si trova una causa.", NOBODY_KNOWS)


def search(seen: Overview, answered: Answered) -> Search | None:
    """Look for the cause with what is known and answered; None on a day without rules for the bonus."""
    rule = next((rule for rule in in_force(seen.rules, seen.on) if rule.code == ECONOMIC), None)
    if rule is None:
        return None
    by_code = {cause.code: cause for cause in causes()}
    value = seen.facts.isee_for(rule.isee, seen.on)
    issued = value.issued_on if value and value.in_force(seen.on) else None
    return Search(
        line=seen.line(ECONOMIC),
        classes=tuple(_classes(rule, seen.facts, seen.on)),
        shows_from=shows_from(issued) if issued else None,
        inquiry=why_missing(rule, seen.facts, seen.on, dict(answered)),
        answered=tuple((by_code[code], answer) for code, answer in answered if code in by_code),
    )


def place_of_cure(search: Search, seen: Overview) -> tuple[str, str] | None:
    """The link to where the act is done that cures the cause found: its words, its address.

    In the dossier that is known; else on the page of the person, where a service begins. None where nothing is done.
    """
    found = search.inquiry.found
    if found is None or not found.act:
        return None
    dossier, page = seen.known.dossier, IN_DOSSIER.get(found.act)
    if dossier and page:
        return f"Vai al fascicolo: {found.act}", reverse(page, args=[dossier.pk])
    return f"Vai alla scheda: {found.act}", reverse("citizen", args=[seen.known.citizen.pk])


def _classes(rule: Rule, facts: Facts, on: date) -> list[ClassAmount]:
    """The amounts of the whole bonus, that of the lowest band of ISEE."""
    amount = rule.amounts[0].amount if rule.amounts else None
    if not isinstance(amount, ByMembers):
        return []
    size = len(facts.members) if facts.members is not None else None
    return [
        ClassAmount(_words(row), _due(amount, row, on), size is not None and _holds(row, size))
        for row in amount.classes
    ]


def _words(row: MemberClass) -> str:
    return f"{row.members}-{row.upto} componenti" if row.upto else f"{row.members} componenti o più"


def _holds(row: MemberClass, size: int) -> bool:
    return row.members <= size and (row.upto is None or size <= row.upto)


def _due(amount: ByMembers, row: MemberClass, on: date) -> Due:
    return amount.due(Facts(members=people(row.members, 0)), None, on)
