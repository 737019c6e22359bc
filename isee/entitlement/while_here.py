"""«Già che è qui»: what may be done for a person who is at the counter for something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse

from isee.benefits import Nature, Outcome
from isee.dossier.attestations import isee_in_force
from isee.entitlement.benefit_page import Line, overview
from isee.entitlement.data_reuse import may_reuse
from isee.entitlement.said import Said
from isee.models import ChecklistItem, Dossier
from sportello.models import Citizen, Delegation

SOON = timedelta(days=60)
SHOWN_BENEFITS = 4


@dataclass(frozen=True)
class Hint:
    """One thing to do, where it is done, and how much it is worth where that is known."""

    text: str
    url: str
    more: str = ""


@dataclass(frozen=True)
class WhileHere:
    """What the panel shows. `searches` tells whether other benefits were looked for."""

    hints: tuple[Hint, ...]
    benefits: tuple[Hint, ...]
    searches: bool


def while_here(citizen: Citizen, on: date, said: Said) -> WhileHere:
    """What to tell a person on a day, in a fixed number of queries; nobody is asked anything.

    Benefits are looked for only where data of one case may be used for another.
    """
    searches = may_reuse()
    found = tuple(_unclaimed(citizen, on, said)) if searches else ()
    hints = (*_isee(citizen, on), *_delegations(citizen, on), *_documents(citizen))
    return WhileHere(hints, found[:SHOWN_BENEFITS], searches)


def _isee(citizen: Citizen, on: date) -> Iterator[Hint]:
    """Only that there is one, and until when: it is about the ISEE itself, not another use of it."""
    page, held = reverse("benefits", args=[citizen.pk]), isee_in_force(citizen, on)
    if held is None:
        yield Hint("Nessun ISEE in corso di validità.", page, "Si può preparare la DSU")
    elif held.attestation.valid_to - on <= SOON:
        dossier = reverse("dossier", args=[held.attestation.dossier_id])
        yield Hint(
            f"L'ISEE scade il {held.attestation.valid_to:%d/%m/%Y}.", dossier, "Poi serve una DSU nuova"
        )


def _delegations(citizen: Citizen, on: date) -> Iterator[Hint]:
    mine = Q(principal=citizen) | Q(delegate=citizen)
    expiring = Delegation.objects.filter(
        mine, revoked_on=None, valid_from__lte=on, valid_to__range=(on, on + SOON)
    )
    for delegation in expiring.select_related("principal", "delegate").order_by("valid_to", "pk")[:5]:
        given = delegation.principal_id == citizen.pk
        other = delegation.delegate if given else delegation.principal
        text = f"La delega {'a' if given else 'di'} {other} scade il {delegation.valid_to:%d/%m/%Y}."
        yield Hint(text, reverse("new_delegation", args=[delegation.principal_id]), "Rinnovala")


def _documents(citizen: Citizen) -> Iterator[Hint]:
    dossiers = Dossier.objects.filter(case__citizen=citizen, state__in=Dossier.IN_WORK)
    missing = Count("checklist", Q(checklist__state__in=ChecklistItem.TO_BRING, checklist__is_required=True))
    for dossier in dossiers.annotate(missing=missing).filter(missing__gt=0).select_related("case")[:5]:
        count = dossier.missing
        what = "manca un documento" if count == 1 else f"mancano {count} documenti"
        yield Hint(f"Pratica {dossier.case}: {what}.", reverse("dossier", args=[dossier.pk]), "Chiedilo ora")


def _unclaimed(citizen: Citizen, on: date, said: Said) -> Iterator[Hint]:
    page = reverse("benefits", args=[citizen.pk])
    for line in overview(citizen, on, said).lines:
        if _is_worth_telling(line):
            perhaps = "forse" if line.answer.outcome is Outcome.MANCA_UN_DATO else ""
            yield Hint(line.answer.rule.name, page, ": ".join(filter(None, [perhaps, line.amount])))


def _is_worth_telling(line: Line) -> bool:
    """A benefit that is due, or that the ISEE opens and a question or two would settle."""
    answer = line.answer
    if answer.rule.nature is not Nature.BENEFIT:
        return False
    opened_by_isee = answer.distance is not None and answer.distance >= 0
    return answer.outcome is Outcome.SPETTA or (answer.outcome is Outcome.MANCA_UN_DATO and opened_by_isee)
