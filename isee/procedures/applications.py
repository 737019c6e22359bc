"""Acts on an application: opened, written, submitted, ended. What decides it is in isee/procedures/decisions.py."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from isee.models import Application, NeededPaper
from isee.procedures.due_dates import due_on
from isee.procedures.rules_in_use import version_of
from sportello import daily_log, visits
from sportello.cases import close_case, edit_case, open_case, reopen_case
from sportello.models import Case, Service, User, Visit
from sportello.permission import NotAllowed

State = Application.State


class CannotApply(NotAllowed):
    """No application can be opened here."""


class CannotMove(NotAllowed):
    """The application is not where this step begins."""


@transaction.atomic
def open_application(*, visit: Visit, service: Service, operator: User, at: datetime) -> Application:
    """Open an application for the citizen at the desk, with its case.

    Raises CannotApply where nobody is named, and NotAllowed where the visit is not at this desk or the service may
    not be given today.
    """
    visit = visits.at_desk(visit, operator)
    if visit.citizen is None:
        raise CannotApply(
            "Prima di aprire la domanda di' chi è la persona al banco: cercala e scegli la sua scheda."
        )
    visits.require_standing(visit, timezone.localdate(at))
    case = open_case(citizen=visit.citizen, service=service, operator=operator, at=at, visit=visit)
    application = begin_application(case)
    record(application, "opened", "aperta", operator=operator, at=at, visit=visit)
    return application


def begin_application(case: Case) -> Application:
    """Hang an application on a case; it needs the papers of the card of its service."""
    application = Application.objects.create(case=case, name=case.service.name[:120])
    need_papers(application, case.service.document_list)
    return application


def need_papers(application: Application, titles: list[str]) -> None:
    """Add to the papers those that are not there; none is taken away."""
    there = {paper.title.lower() for paper in application.papers.all()}
    NeededPaper.objects.bulk_create(
        NeededPaper(application=application, title=title[:1].upper() + title[1:200])
        for title in dict.fromkeys(titles)
        if title[:200].lower() not in there
    )


@transaction.atomic
def save_request(
    *, application: Application, fields: Mapping[str, Any], benefit_code: str, operator: User, at: datetime
) -> None:
    """Keep what is asked: the benefit, for whom, the call, the ISEE used.

    The version of the rule follows from its code and its day, and brings code of the benefit and papers. Raises
    CannotMove once it is decided.
    """
    lock_for_change(application)
    write(application, fields)
    on = application.event_on or application.submitted_on or timezone.localdate(at)
    rule = version_of(application.rule_code, on) if application.rule_code else None
    application.rule_id = rule.id if rule else ""
    if rule:
        benefit_code = rule.benefit_code or benefit_code
        need_papers(application, list(rule.documents))
    case = application.case
    case.benefit_code = benefit_code
    case.save(update_fields=["benefit_code"])
    if application.submitted_on:
        application.term_days, application.due_on = due_on(application)
    application.save()
    record(application, "saved", "scritto che cosa si chiede", operator=operator, at=at)


@transaction.atomic
def submit(
    *, application: Application, protocol_number: str, protocol_date: date, operator: User, at: datetime
) -> None:
    """Note that the application came in: from the day of the protocol the term runs (L. 241/1990, art. 2, c. 6).

    A protocol typed wrong may be typed again until there is a notice or a decision. Raises CannotMove.
    """
    lock_for_change(application)
    if application.notice_on:
        raise CannotMove("C'è già il preavviso di rigetto: il giorno della domanda non si cambia più.")
    case = application.case
    if (case.protocol_number, case.protocol_date) != (protocol_number, protocol_date):
        edit_case(
            case=case,
            protocol_number=protocol_number,
            protocol_date=protocol_date,
            benefit_code=case.benefit_code,
            responsible=case.responsible,
            operator=operator,
            at=at,
        )
    application.state, application.submitted_on = State.SUBMITTED, protocol_date
    application.term_days, application.due_on = due_on(application)
    application.save()
    record(application, "submitted", "presentata", operator=operator, at=at)


@transaction.atomic
def end(*, application: Application, on: date, reason: str, operator: User, at: datetime) -> None:
    """End a benefit that was granted, or an application that the person takes back. Raises CannotMove."""
    lock(application)
    if application.state not in (State.OPEN, State.SUBMITTED, State.GRANTED):
        raise CannotMove(f"La domanda è già {application.get_state_display()}.")
    if hasattr(application, "ranking_row"):
        raise CannotMove("È in una graduatoria pubblicata: la rinuncia si scrive nella pagina del bando.")
    application.state, application.ended_on, application.end_reason = State.ENDED, on, reason
    application.save()
    if application.case.is_open:
        close_case(case=application.case, state=Case.State.ABANDONED, operator=operator, at=at)
    record(application, "ended", "finita", operator=operator, at=at)


@transaction.atomic
def reopen(*, application: Application, operator: User, at: datetime) -> None:
    """Take back the last step of an application that was decided or ended: it was typed by mistake.

    Raises CannotMove where there is nothing to take back, and for what a published ranking decided.
    """
    lock(application)
    if application.is_editable:
        raise CannotMove("La domanda è già aperta.")
    if hasattr(application, "ranking_row"):
        raise CannotMove("È in una graduatoria pubblicata: non si cambia più.")
    if application.state == State.ENDED and application.decided_on:
        application.state = State.GRANTED
    else:
        application.state = State.SUBMITTED if application.submitted_on else State.OPEN
        application.decided_on = None
        if not application.case.is_open:
            reopen_case(case=application.case, operator=operator, at=at)
    application.ended_on, application.end_reason = None, ""
    application.save()
    record(application, "reopened", "riaperta", operator=operator, at=at)


# What the acts share


def lock(application: Application) -> None:
    """Read the application again and hold it until the transaction ends."""
    # Without its case: rows joined to one that was waited for may be those from before the wait.
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())


def lock_for_change(application: Application) -> None:
    """Hold the application; raise CannotMove once it is decided or ended."""
    lock(application)
    if not application.is_editable:
        raise CannotMove(f"La domanda è già {application.get_state_display()}: per cambiarla riaprila.")


def write(application: Application, fields: Mapping[str, Any]) -> None:
    """Put values into the row, unsaved."""
    for name, value in fields.items():
        setattr(application, name, value)


def record(
    application: Application,
    kind: str,
    what: str,
    *,
    operator: User,
    at: datetime,
    visit: Visit | None = None,
) -> None:
    """Write the line of an act in the daily log: what was done, without names, amounts and reasons."""
    text = f"Domanda {application.case}, {application.name}: {what}."
    daily_log.record(
        f"isee.application.{kind}", text, operator=operator, at=at, visit=visit, case=application.case
    )
