"""Acts on a visit: taking it in charge, saying who is there, suspending, resuming, closing."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from sportello import daily_log, tickets
from sportello.models import Citizen, Delegation, Feedback, Service, User, Visit
from sportello.permission import NotAllowed
from sportello.signals import visit_closed

# The screen offers to undo for ten seconds; the rest is for the answer to arrive.
UNDO_TIME = timedelta(seconds=15)
# What coming to a desk changes of a visit, from whichever state it comes.
SEATED = ["state", "operator", "started_at", "timer_from", "ended_at", "suspend_reason", "suspended_at"]


class AlreadyTaken(NotAllowed):
    """The visit waits no longer: the sentence says who has it, or how it ended."""


class DeskBusy(NotAllowed):
    """The operator serves somebody already; one at a time."""


class NobodyWaits(NotAllowed):
    """The waiting list of today is empty."""


class NotAtDesk(NotAllowed):
    """The visit is not in service at this operator's desk."""


class NothingDone(NotAllowed):
    """A visit is closed only when at least one act says what it was for."""


class TooLate(NotAllowed):
    """The time for undoing is over."""


class StandingLapsed(NotAllowed):
    """Who stands at the counter may not act for the citizen, or no longer."""


# Taking in charge


@transaction.atomic
def take_visit(*, visit: Visit, operator: User, at: datetime) -> Visit:
    """Take a waiting visit to the operator's desk.

    Raises AlreadyTaken where somebody was quicker, DeskBusy where the operator serves somebody already.
    """
    visit = locked(visit)
    if not visit.is_waiting:
        raise AlreadyTaken(where(visit, operator))
    waited = visit.minutes(at)
    _seat(visit, operator, at)
    daily_log.record(
        "sportello.visit.taken",
        f"Chiamato il turno {visit} dopo {waited} min di attesa.",
        operator=operator,
        at=at,
        visit=visit,
        service=visit.service,
    )
    return visit


@transaction.atomic
def call_next(*, operator: User, at: datetime) -> Visit:
    """Take the first of the waiting list that nobody else is taking; raises NobodyWaits, DeskBusy."""
    waiting = Visit.objects.waiting(timezone.localdate(at))
    first = waiting.select_for_update(skip_locked=True).first()
    if first is None:
        raise NobodyWaits("Nessuno in attesa.")
    return take_visit(visit=first, operator=operator, at=at)


@transaction.atomic
def start_visit(
    *,
    operator: User,
    at: datetime,
    citizen: Citizen | None = None,
    service: Service | None = None,
    priority: bool = False,
    channel: Visit.Channel = Visit.Channel.COUNTER,
) -> Visit:
    """Begin at once with the person in front of the operator: with the ticket the citizen holds, or a new one.

    Without a citizen the visit is anonymous. Raises DeskBusy.
    """
    waiting = (
        Visit.objects.waiting(timezone.localdate(at)).filter(citizen=citizen).first() if citizen else None
    )
    if waiting:
        return take_visit(visit=waiting, operator=operator, at=at)
    visit = tickets.new_visit(at=at, service=service, citizen=citizen, priority=priority, channel=channel)
    _seat(visit, operator, at)
    who = "" if citizen else " di una persona non registrata"
    daily_log.record(
        "sportello.visit.started",
        f"Iniziata la visita {visit}{who}.",
        operator=operator,
        at=at,
        visit=visit,
        service=service,
    )
    return visit


@transaction.atomic
def mark_gone(*, visit: Visit, operator: User, at: datetime) -> None:
    """The person left before being served: called in vain, or seen going. Raises AlreadyTaken, NothingDone."""
    visit = locked(visit)
    called_in_vain = visit.is_in_service and visit.operator_id == operator.pk
    if not visit.is_waiting and not called_in_vain:
        raise AlreadyTaken(where(visit, operator))
    if visit.acts.exists():
        raise NothingDone(f"La visita {visit} ha già degli atti: concludila.")
    visit.state, visit.ended_at = Visit.State.GONE, at
    visit.save(update_fields=["state", "ended_at"])
    text = f"Turno {visit}: andato via senza essere servito."
    daily_log.record("sportello.visit.gone", text, operator=operator, at=at, visit=visit)


# Who is there


@transaction.atomic
def identify(*, visit: Visit, citizen: Citizen, operator: User, at: datetime) -> None:
    """Say who the person at the desk is. Raises NotAllowed once acts were done for somebody else."""
    visit = at_desk(visit, operator)
    if visit.citizen_id == citizen.pk:
        return
    if visit.citizen_id and visit.acts.exists():
        raise NotAllowed(
            f"In questa visita ci sono già atti per {visit.person_name}: "
            f"concludila, poi inizia quella di {citizen}."
        )
    visit.citizen, visit.delegation, visit.on_behalf_reason = citizen, None, ""
    visit.save(update_fields=["citizen", "delegation", "on_behalf_reason"])
    text = f"Riconosciuta la persona della visita {visit}."
    daily_log.record("sportello.visit.identified", text, operator=operator, at=at, visit=visit)


@transaction.atomic
def say_who_stands(
    *, visit: Visit, operator: User, at: datetime, delegation: Delegation | None = None, reason: str = ""
) -> None:
    """Record who is at the counter: the citizen, somebody by a delegation in force, or somebody for a reason.

    Raises StandingLapsed where that person may not act for the citizen today.
    """
    visit = at_desk(visit, operator)
    visit.delegation, visit.on_behalf_reason = delegation, reason
    require_standing(visit, timezone.localdate(at))
    visit.save(update_fields=["delegation", "on_behalf_reason"])
    if delegation:
        text = f"Presente chi ha la delega n. {delegation.pk}: {delegation.get_kind_display()}."
    elif reason:
        text = f"Presente un'altra persona, senza delega: {reason}."
    else:
        text = "Presente la persona stessa."
    daily_log.record("sportello.visit.standing", text, operator=operator, at=at, visit=visit)


def require_standing(visit: Visit, on: date) -> None:
    """Raise StandingLapsed where the person at the counter may not act for the citizen on this day."""
    citizen, delegation = visit.citizen, visit.delegation
    if citizen is None:
        return
    if delegation and not delegation.is_in_force(on):
        raise StandingLapsed(
            f"La delega di {citizen} a {delegation.delegate} non vale più: "
            "indica di nuovo chi è presente, poi riprova."
        )
    if citizen.deceased_on and not visit.on_behalf_reason:
        raise StandingLapsed(f"{citizen} non è più in vita: scrivi chi è presente e a che titolo.")


# Pausing


@transaction.atomic
def suspend_visit(*, visit: Visit, reason: Visit.SuspendReason, operator: User, at: datetime) -> None:
    """Put a visit aside for a reason and free the desk."""
    visit = at_desk(visit, operator)
    visit.state, visit.suspend_reason, visit.suspended_at = Visit.State.SUSPENDED, reason, at
    visit.save(update_fields=["state", "suspend_reason", "suspended_at"])
    text = f"Sospesa la visita {visit}: {visit.get_suspend_reason_display().lower()}."
    daily_log.record("sportello.visit.suspended", text, operator=operator, at=at, visit=visit)


@transaction.atomic
def resume_visit(*, visit: Visit, operator: User, at: datetime) -> Visit:
    """Go on with a suspended visit, the own one or one handed over by a colleague.

    Raises AlreadyTaken where it is suspended no longer or is a colleague's, DeskBusy where the desk is not free.
    """
    visit = locked(visit)
    if not visit.is_suspended or not (visit.operator_id == operator.pk or visit.is_handed_over):
        raise AlreadyTaken(where(visit, operator))
    unrecorded = visit.suspended_at - visit.unrecorded_from() if visit.suspended_at else timedelta()
    visit.suspend_reason, visit.suspended_at = "", None
    _seat(visit, operator, at, timer_from=at - unrecorded)
    text = f"Ripresa la visita {visit}."
    daily_log.record("sportello.visit.resumed", text, operator=operator, at=at, visit=visit)
    return visit


# Closing


@transaction.atomic
def close_visit(*, visit: Visit, operator: User, at: datetime, face: int | None = None) -> None:
    """End a visit, with the face that the citizen chose, if any. Raises NothingDone where it has no act."""
    visit = at_desk(visit, operator)
    if not visit.acts.exists():
        raise NothingDone("Prima di concludere scrivi che cosa si è fatto.")
    visit.state, visit.ended_at = Visit.State.CLOSED, at
    visit.save(update_fields=["state", "ended_at"])
    if face:
        Feedback.objects.create(visit=visit, face=face, at=at)
    text = f"Conclusa la visita {visit}."
    daily_log.record("sportello.visit.closed", text, operator=operator, at=at, visit=visit)
    transaction.on_commit(lambda: visit_closed.send_robust(Visit, visit=visit, at=at))


@transaction.atomic
def undo_close(*, visit: Visit, operator: User, at: datetime) -> Visit:
    """Bring a visit just closed back to the desk; the person called meanwhile waits again.

    Raises TooLate after UNDO_TIME, DeskBusy where something was already done for the next person.
    """
    visit = locked(visit)
    ended_at = visit.ended_at
    if visit.state != Visit.State.CLOSED or visit.operator_id != operator.pk or ended_at is None:
        raise AlreadyTaken(where(visit, operator))
    if at - ended_at > UNDO_TIME:
        raise TooLate(f"Sono passati più di dieci secondi: la visita {visit} resta conclusa.")
    _send_back_to_wait(called_after=ended_at, operator=operator, at=at)
    Feedback.objects.filter(visit=visit).delete()
    visit.ended_at = None
    _seat(visit, operator, at, timer_from=visit.timer_from)
    text = f"Annullata la conclusione della visita {visit}."
    daily_log.record("sportello.visit.reopened", text, operator=operator, at=at, visit=visit)
    return visit


def _send_back_to_wait(*, called_after: datetime, operator: User, at: datetime) -> None:
    called = Visit.objects.at_desk_of(operator).filter(
        started_at__gte=called_after, arrived_at__lt=called_after, acts=None
    )
    for visit in called.select_for_update(of=("self",)):
        visit.state, visit.operator = Visit.State.WAITING, None
        visit.started_at = visit.timer_from = None
        visit.save(update_fields=["state", "operator", "started_at", "timer_from"])
        text = f"Il turno {visit} torna in attesa."
        daily_log.record("sportello.visit.put_back", text, operator=operator, at=at, visit=visit)


# What the acts share


def locked(visit: Visit) -> Visit:
    """The visit as it stands now, held until the transaction ends.

    Without its related rows: those joined to a row that was waited for may be the ones from before the wait.
    """
    return Visit.objects.select_for_update().get(pk=visit.pk)


def at_desk(visit: Visit, operator: User) -> Visit:
    """The visit, held; raises NotAtDesk unless it is in service at this operator's desk."""
    visit = locked(visit)
    if not visit.is_in_service or visit.operator_id != operator.pk:
        raise NotAtDesk(where(visit, operator))
    return visit


def _seat(visit: Visit, operator: User, at: datetime, timer_from: datetime | None = None) -> None:
    visit.state, visit.operator = Visit.State.IN_SERVICE, operator
    visit.started_at = visit.started_at or at
    visit.timer_from = timer_from or at
    try:
        with transaction.atomic():
            visit.save(update_fields=SEATED)
    except IntegrityError as error:
        if "one_visit_at_a_desk" not in str(error):
            raise
        present = Visit.objects.at_desk_of(operator).first()
        # Another tab may have freed the desk meanwhile.
        who = f"{present.person_name} ({present})" if present else "un'altra persona"
        raise DeskBusy(f"Al banco c'è {who}: concludi o sospendi, poi riprova.") from error


def where(visit: Visit, operator: User) -> str:
    """Where a visit is now, as a sentence for an operator who thought it elsewhere."""
    own = visit.operator_id == operator.pk
    colleague = visit.operator.display_name if visit.operator else ""
    match visit.state:
        case Visit.State.WAITING:
            return f"{visit} è in attesa."
        case Visit.State.IN_SERVICE:
            return f"{visit} è già al tuo banco." if own else f"{visit} l'ha già presa {colleague}."
        case Visit.State.SUSPENDED:
            return f"{visit} è tra le tue sospese." if own else f"{visit} l'ha sospesa {colleague}."
        case Visit.State.CLOSED:
            return f"{visit} è già conclusa." if own else f"{visit} l'ha già conclusa {colleague}."
    return f"{visit} è andato via."
