"""Acts on a case (pratica). Done during a visit, opening and concluding are acts of that visit too."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from sportello import acts, daily_log
from sportello.models import Act, Case, Citizen, Service, User, Visit
from sportello.permission import NotAllowed, require_permission

# Any number will do, as long as nobody else locks it: numbers of a year are given one at a time.
NUMBERING = 7_301_000


class NotInThatState(NotAllowed):
    """The case was opened, concluded or abandoned meanwhile."""


@transaction.atomic
def open_case(
    *, citizen: Citizen, service: Service, operator: User, at: datetime, visit: Visit | None = None
) -> Case:
    """Open a case with the next number of the year; in a visit this is also its act, with the timer's minutes.

    Raises NotAllowed where the service may not be given today, or where acts.add_act would refuse.
    """
    day = timezone.localdate(at)
    require_permission(service, day, operator)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBERING + day.year])
    last = Case.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
    case = Case.objects.create(
        year=day.year,
        number=last + 1,
        kind=service.kind,
        citizen=citizen,
        service=service,
        responsible=operator,
        opened_at=at,
    )
    minutes = _act_of_visit(visit, case, Act.Outcome.OPENED, operator, at)
    daily_log.record(
        "sportello.case.opened",
        f"Aperta la pratica {case}: {service}.",
        operator=operator,
        at=at,
        visit=visit,
        case=case,
        outcome="opened",
        minutes=minutes,
    )
    return case


@transaction.atomic
def edit_case(
    *,
    case: Case,
    protocol_number: str,
    protocol_date: date | None,
    benefit_code: str,
    responsible: User,
    operator: User,
    at: datetime,
) -> None:
    """Keep what the case needs from outside: its protocol, the code of its benefit, who answers for it."""
    case.protocol_number, case.protocol_date = protocol_number, protocol_date
    case.benefit_code, case.responsible = benefit_code, responsible
    case.save(update_fields=["protocol_number", "protocol_date", "benefit_code", "responsible"])
    protocol = (
        f"protocollo {protocol_number} del {protocol_date:%d/%m/%Y}" if protocol_date else "senza protocollo"
    )
    daily_log.record(
        "sportello.case.edited",
        f"Aggiornata la pratica {case}: {protocol}, responsabile {responsible.display_name}.",
        operator=operator,
        at=at,
        case=case,
    )


@transaction.atomic
def close_case(
    *, case: Case, state: Case.State, operator: User, at: datetime, visit: Visit | None = None
) -> None:
    """Conclude or abandon an open case; concluding it in a visit is also its act. Raises NotInThatState."""
    case = _locked(case)
    if not case.is_open:
        raise NotInThatState(f"La pratica {case} è già {case.get_state_display()}.")
    case.state, case.closed_at = state, at
    case.save(update_fields=["state", "closed_at"])
    concluded = state == Case.State.CONCLUDED
    minutes = _act_of_visit(visit, case, Act.Outcome.CONCLUDED, operator, at) if concluded else None
    daily_log.record(
        "sportello.case.closed",
        f"Pratica {case} {case.get_state_display()}: {case.service}.",
        operator=operator,
        at=at,
        visit=visit,
        case=case,
        outcome=state,
        minutes=minutes,
    )


@transaction.atomic
def reopen_case(*, case: Case, operator: User, at: datetime) -> None:
    """Open again a case that was concluded or abandoned. Raises NotInThatState."""
    case = _locked(case)
    if case.is_open:
        raise NotInThatState(f"La pratica {case} è già aperta.")
    case.state, case.closed_at = Case.State.OPEN, None
    case.save(update_fields=["state", "closed_at"])
    daily_log.record(
        "sportello.case.reopened", f"Riaperta la pratica {case}.", operator=operator, at=at, case=case
    )


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _act_of_visit(
    visit: Visit | None, case: Case, outcome: Act.Outcome, operator: User, at: datetime
) -> int | None:
    """Record the act in the visit, where there is one, and return its minutes for the line of the case."""
    if visit is None:
        return None
    act = acts.write_act(
        visit=visit, service=case.service, outcome=outcome, operator=operator, at=at, case=case
    )
    return act.minutes
