"""Acts on a dossier: opened, worked on, presented, closed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from isee.dossier import checklist, progress, revisions, terms
from isee.models import Dossier, Member, Transmission
from sportello import daily_log, drafts, visits
from sportello.cases import close_case, open_case, reopen_case
from sportello.models import Case, Citizen, Office, Service, User, Visit
from sportello.permission import NotAllowed

State = Dossier.State


class CannotOpen(NotAllowed):
    """No dossier can be opened for this person."""


class CannotMove(NotAllowed):
    """The dossier is not where this step begins."""


def current_dossier(citizen: Citizen, year: int) -> Dossier | None:
    """The dossier of a person for a DSU year that is neither closed nor abandoned."""
    of_year = Dossier.objects.filter(case__citizen=citizen, dsu_date__year=year)
    return of_year.exclude(state__in=Dossier.FINAL).select_related("case").first()


@transaction.atomic
def open_dossier(*, visit: Visit, service: Service, operator: User, at: datetime) -> tuple[Dossier, bool]:
    """Open the dossier of this year for the citizen at the desk, or find the one already open.

    The second value says whether it is new. The declarant is the citizen. Raises CannotOpen, and NotAllowed where
    the visit is not at this desk or the service may not be given today.
    """
    visit, on = visits.at_desk(visit, operator), timezone.localdate(at)
    if visit.citizen_id is None:
        raise CannotOpen(
            "Prima di aprire il fascicolo di' chi è la persona al banco: cercala e scegli la sua scheda."
        )
    visits.require_standing(visit, on)
    # Two desks that open at once for the same person get one dossier.
    citizen = Citizen.objects.select_for_update().get(pk=visit.citizen_id)
    if existing := current_dossier(citizen, on.year):
        return existing, False
    if citizen.deceased_on:
        raise CannotOpen("La persona risulta deceduta: la DSU la presenta un altro componente del nucleo.")
    case = open_case(citizen=citizen, service=service, operator=operator, at=at, visit=visit)
    dossier = begin_dossier(case=case, on=on)
    record(dossier, "isee.dossier.opened", "aperto", operator=operator, at=at, visit=visit)
    return dossier, True


@transaction.atomic
def begin_dossier(*, case: Case, on: date) -> Dossier:
    """Hang on a case the dossier of a DSU of that day, its citizen as declarant. Raises CannotOpen."""
    citizen = case.citizen
    if citizen.birth_date is None:
        raise CannotOpen(
            "Manca la data di nascita: aggiungila nella scheda della persona, poi apri il fascicolo."
        )
    office = Office.objects.first()
    dossier = Dossier.objects.create(case=case, dsu_date=on, home_town=office.town if office else "")
    Member.objects.create(
        dossier=dossier,
        citizen=citizen,
        surname=citizen.surname,
        given_name=citizen.given_name,
        birth_date=citizen.birth_date,
        tax_code=citizen.main_tax_code.code if citizen.main_tax_code else "",
        relation=Member.Relation.DECLARANT,
    )
    checklist.refresh(dossier)
    return dossier


def data_changed(dossier: Dossier, kind: str, what: str, *, operator: User, at: datetime) -> None:
    """End an act that changed what the dossier says: checklist, state, log. The dossier is locked already."""
    checklist.refresh(dossier)
    if dossier.is_editable:
        progress.settle(dossier, data_changed=True)
    record(dossier, kind, what, operator=operator, at=at)


@transaction.atomic
def save_dwelling(
    *, dossier: Dossier, answers: Mapping[str, Any], operator: User, at: datetime, seen: int | None = None
) -> None:
    """Keep where the household lives (MB.1 panel B), by the names of the fields.

    The rent, in euro a year, and the contract are only of a rented home. Raises NotEditable, Conflict.
    """
    progress.lock_for_change(dossier)
    dossier.dwelling_to_confirm = False
    _answer(dossier, answers, operator=operator, at=at, seen=seen)
    data_changed(dossier, "isee.dwelling.saved", "scritta l'abitazione", operator=operator, at=at)


@transaction.atomic
def confirm_dwelling(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Say that the household still lives where it did the year before; raises NotEditable."""
    progress.lock_for_change(dossier)
    dossier.dwelling_to_confirm = False
    revisions.keep(dossier, dossier=dossier, operator=operator, at=at, fields=())
    data_changed(dossier, "isee.dwelling.confirmed", "confermata l'abitazione", operator=operator, at=at)


@transaction.atomic
def save_kinds(
    *, dossier: Dossier, answers: Mapping[str, Any], operator: User, at: datetime, seen: int | None = None
) -> None:
    """Keep which kinds of ISEE are asked for, for whom, and what they ask of the dossier itself.

    Raises NotEditable, Conflict.
    """
    progress.lock_for_change(dossier)
    _answer(dossier, answers, operator=operator, at=at, seen=seen)
    data_changed(dossier, "isee.kinds.saved", "scritto quale ISEE serve", operator=operator, at=at)


def _answer(
    dossier: Dossier, answers: Mapping[str, Any], *, operator: User, at: datetime, seen: int | None
) -> None:
    """Write answers into a dossier that is locked: what was in memory was read again."""
    for name, value in answers.items():
        setattr(dossier, name, value)
    revisions.keep(dossier, dossier=dossier, operator=operator, at=at, seen=seen, fields=tuple(answers))


@transaction.atomic
def record_simulation(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Note that a simulation was printed for the citizen; while in work the dossier is then simulated."""
    progress.lock(dossier)
    if dossier.is_editable:
        progress.set_state(dossier, State.SIMULATED)
    record(dossier, "isee.simulation.printed", "stampata la simulazione", operator=operator, at=at)


@transaction.atomic
def record_dsu_sheet(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Note that the foglio DSU was printed: it holds all that the household declares."""
    record(dossier, "isee.dsu_sheet.printed", "stampato il foglio DSU", operator=operator, at=at)


@transaction.atomic
def present_dsu(
    *,
    dossier: Dossier,
    protocol: str,
    on: date,
    transmission: Transmission,
    operator: User,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Note that the DSU was presented: household, ages and figures of the law are those of that day.

    The transmission says who sent it, with which receipt; by when the attestation is expected follows from the day.
    A protocol typed wrong may be typed again until the attestation is there. Raises CannotMove, Conflict.
    """
    progress.lock(dossier)
    if not dossier.is_editable and dossier.state != State.PRESENTED:
        raise CannotMove(
            f"Il fascicolo è già «{dossier.get_state_display()}»: la DSU non si presenta da qui."
        )
    if on.year != dossier.year:
        raise CannotMove(f"Il fascicolo è per la DSU {dossier.year}: per la DSU {on.year} aprine uno nuovo.")
    transmission.sent_on, transmission.expected_on = on, terms.attestation_expected(on)
    revisions.keep(transmission, dossier=dossier, operator=operator, at=at, seen=seen)
    dossier.dsu_protocol, dossier.dsu_date, dossier.state = protocol, on, State.PRESENTED
    dossier.save(update_fields=["dsu_protocol", "dsu_date", "state"])
    record(dossier, "isee.dsu.presented", "DSU presentata", operator=operator, at=at)


@transaction.atomic
def plan_transmission(
    *, transmission: Transmission, operator: User, at: datetime, seen: int | None = None
) -> None:
    """Note who will send the DSU, before it is sent: data may still change. Raises CannotMove, Conflict."""
    dossier = transmission.dossier
    progress.lock(dossier)
    if not dossier.is_editable:
        raise CannotMove("La DSU è già presentata: correggi i dati della presentazione.")
    revisions.keep(transmission, dossier=dossier, operator=operator, at=at, seen=seen)
    record(dossier, "isee.transmission.planned", "scritto chi trasmette la DSU", operator=operator, at=at)


@transaction.atomic
def close_dossier(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Close an attested dossier and its case. Raises CannotMove before the attestation."""
    progress.lock(dossier)
    if dossier.state != State.ATTESTED:
        raise CannotMove(
            "Si chiude un fascicolo attestato: trascrivi prima l'attestazione, oppure abbandonalo."
        )
    _end(dossier, State.CLOSED, Case.State.CONCLUDED, operator=operator, at=at)


@transaction.atomic
def abandon_dossier(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Give a dossier up, and its case with it. Raises CannotMove from the attestation on."""
    progress.lock(dossier)
    if dossier.state not in (*Dossier.IN_WORK, State.PRESENTED):
        raise CannotMove(f"Un fascicolo «{dossier.get_state_display()}» non si abbandona.")
    _end(dossier, State.ABANDONED, Case.State.ABANDONED, operator=operator, at=at)


@transaction.atomic
def reopen_dossier(*, dossier: Dossier, operator: User, at: datetime) -> None:
    """Take up again a dossier that was closed or given up, where its papers say. Raises CannotMove."""
    Citizen.objects.select_for_update().get(pk=dossier.case.citizen_id)
    progress.lock(dossier)
    if not dossier.is_final and dossier.case.is_open:
        raise CannotMove("Il fascicolo è già aperto.")
    other = current_dossier(dossier.case.citizen, dossier.year)
    if other and other != dossier:
        raise CannotMove(
            f"Per la DSU {dossier.year} c'è già un altro fascicolo aperto, pratica {other.case}."
        )
    if not dossier.case.is_open:
        reopen_case(case=dossier.case, operator=operator, at=at)
    if dossier.attestation:
        progress.set_state(dossier, State.ATTESTED)
    elif dossier.dsu_protocol:
        progress.set_state(dossier, State.PRESENTED)
    else:
        progress.settle(dossier, data_changed=True)
    record(dossier, "isee.dossier.reopened", "riaperto", operator=operator, at=at)


def record(
    dossier: Dossier, kind: str, what: str, *, operator: User, at: datetime, visit: Visit | None = None
) -> None:
    """Write the line of an act on a dossier in the daily log: what was done, without names and amounts."""
    text = f"Fascicolo {dossier}: {what}."
    daily_log.record(kind, text, operator=operator, at=at, visit=visit, case=dossier.case)


def _end(
    dossier: Dossier, state: Dossier.State, case_state: Case.State, *, operator: User, at: datetime
) -> None:
    progress.set_state(dossier, state)
    drafts.forget_about(dossier)
    if dossier.case.is_open:
        close_case(case=dossier.case, state=case_state, operator=operator, at=at)
    kind = f"isee.dossier.{state}"
    record(dossier, kind, str(dossier.get_state_display()), operator=operator, at=at)
