"""«Già che è qui»: what may be done for a person who is at the counter for something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from isee.benefits import Nature, Outcome
from isee.dossier.attestations import isee_in_force
from isee.entitlement.benefit_page import Line, overview
from isee.entitlement.data_reuse import may_reuse
from isee.entitlement.said import Said
from isee.models import Application, ChecklistItem, Dossier, NeededPaper
from sportello.models import Citizen, Delegation

SOON = timedelta(days=60)
SHOWN_BENEFITS = 4
# How many of each kind are told: who is at the counter has few, and nobody reads a long list.
SHOWN_EACH = 5


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
    hints = (
        *_renewals(citizen, on),
        *_isee(citizen, on),
        *_delegations(citizen, on),
        *_documents(citizen),
        *_papers(citizen),
    )
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
    for delegation in expiring.select_related("principal", "delegate").order_by("valid_to", "pk")[
        :SHOWN_EACH
    ]:
        given = delegation.principal_id == citizen.pk
        other = delegation.delegate if given else delegation.principal
        text = f"La delega {'a' if given else 'di'} {other} scade il {delegation.valid_to:%d/%m/%Y}."
        yield Hint(text, reverse("new_delegation", args=[delegation.principal_id]), "Rinnovala")


def _renewals(citizen: Citizen, on: date) -> Iterator[Hint]:
    """The benefits to be renewed soon, or not renewed in time, for which nobody asked again. One query."""
    receiver = Coalesce("beneficiary", "case__citizen")
    again = Application.objects.annotate(receiver_id=receiver).filter(
        receiver_id=OuterRef("receiver_id"),
        name=OuterRef("name"),
        pk__gt=OuterRef("pk"),
        state__in=[Application.State.OPEN, Application.State.SUBMITTED, Application.State.GRANTED],
    )
    due = (
        _of(citizen)
        .annotate(receiver_id=receiver)
        .filter(~Exists(again), state=Application.State.GRANTED, renew_on__range=(on - SOON, on + SOON))
    )
    for application in due.order_by("renew_on", "pk")[:SHOWN_EACH]:
        assert application.renew_on  # noqa: S101 # as the query says
        verb = "andava rinnovata" if application.renew_on < on else "si rinnova"
        text = f"{application.name}: {verb} entro il {application.renew_on:%d/%m/%Y}."
        yield Hint(text, reverse("application", args=[application.pk]), "Serve una domanda nuova")


def _documents(citizen: Citizen) -> Iterator[Hint]:
    dossiers = Dossier.objects.filter(case__citizen=citizen, state__in=Dossier.IN_WORK)
    missing = Count("checklist", Q(checklist__state__in=ChecklistItem.TO_BRING, checklist__is_required=True))
    for dossier in (
        dossiers.annotate(missing=missing).filter(missing__gt=0).select_related("case")[:SHOWN_EACH]
    ):
        text = f"Pratica {dossier.case}: {_lacking(dossier.missing)}."
        yield Hint(text, reverse("dossier", args=[dossier.pk]), "Chiedilo ora")


def _papers(citizen: Citizen) -> Iterator[Hint]:
    """The applications still to be decided that lack a paper. One query."""
    undecided = _of(citizen).filter(state__in=[Application.State.OPEN, Application.State.SUBMITTED])
    missing = Count("papers", Q(papers__state__in=NeededPaper.TO_BRING))
    for application in undecided.annotate(missing=missing).filter(missing__gt=0)[:SHOWN_EACH]:
        text = f"{application.name}, pratica {application.case}: {_lacking(application.missing)}."
        yield Hint(text, reverse("application", args=[application.pk]), "Chiedilo ora")


def _of(citizen: Citizen) -> QuerySet[Application]:
    """The applications that a person made, or that somebody made for this person."""
    mine = Q(case__citizen=citizen) | Q(beneficiary=citizen)
    return Application.objects.filter(mine).select_related("case")


def _lacking(count: int) -> str:
    return "manca un documento" if count == 1 else f"mancano {count} documenti"


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
