"""The outbox of requests of contracts: steps that a worker takes, and what a supervisor may do with the queue.

A step is claimed in a short transaction, taken with none open, and noted in another: two workers never take the same
one, and a worker that dies in between leaves a request whose outcome is asked for, by its key, before anything is sent
again.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from partners import reachability
from partners.contract_steps import Step
from partners.models import ContractEvent, ContractRequest
from sportello import daily_log
from sportello.models import User
from sportello.permission import NotAllowed, require_permission

ADVANCE = "partners.advance_contract"
State = ContractRequest.State
# Enel is at work: it is asked from time to time. Seconds, by the number of questions that learnt nothing new.
REFRESH_PAUSES = (2, 5, 15, 60, 300, 900, 3600)
AT_WORK = (State.RECEIVED, State.ADMITTED)


class CannotRun(NotAllowed):
    """The queue has nothing to do with a request in its present state."""


def enter(request: ContractRequest, *, at: datetime, state: ContractRequest.State = State.QUEUED) -> None:
    """Put a request that is held into the queue, with the job that takes its first step, in one transaction."""
    request.state, request.attempts, request.next_step_at, request.changed_at = state, 0, at, at
    request.stopped_because = ""
    request.save()
    app.configure_task(ADVANCE).defer(request_id=request.pk)


# The worker's steps


@transaction.atomic
def claim(request_id: int, *, at: datetime) -> ContractRequest | None:
    """Take charge of the next step of a request, for a while; None where no step is due or somebody else has it.

    What comes back as *sent* is to be sent now, as *withdrawing* to be taken back; anything else is to be asked about.
    """
    request = locked(request_id)
    if request.next_step_at is None or request.next_step_at > at:
        return None
    if request.state in (State.QUEUED, State.WITHDRAWING):
        try:
            require_permission(request.case.service, timezone.localdate(at), request.operator)
        except NotAllowed as reason:
            _keep(request, Step(State(request.state), f"Aspetta: {reason}"), at)
            request.attempts += 1
            _schedule(request, at)
            return None
    if request.state == State.QUEUED:
        _keep(request, Step(State.SENT), at)
    elif request.state == State.SENT:
        sentence = "L'invio si è interrotto da noi: prima di inviare di nuovo si chiede all'ente."
        _keep(request, Step(State.UNKNOWN, sentence), at)
    request.next_step_at = at + lease()
    request.save()
    return request


@transaction.atomic
def note(claimed: ContractRequest, step: Step, *, at: datetime) -> None:
    """Record what came of a claimed step, and have the next one taken in time."""
    request = locked(claimed.pk)
    if (request.state, request.next_step_at) != (claimed.state, claimed.next_step_at):
        return  # it took too long, and somebody else took over, or a supervisor stopped it
    partner = request.case.service.partner
    if step.answered is not None and partner:
        (reachability.answered if step.answered else reachability.failed)(partner, at=at)
    _keep(request, step, at)
    request.attempts = 0 if step.forward else request.attempts + 1
    _schedule(request, at, asked_to_wait=step.retry_after)


def overdue(*, at: datetime) -> list[int]:
    """Ids of the requests whose step is late: their job was lost."""
    since = at - timedelta(seconds=settings.CONTRACT_LOST_AFTER)
    return list(ContractRequest.objects.filter(next_step_at__lt=since).values_list("pk", flat=True))


def lease() -> timedelta:
    """A step that was claimed and not noted for this long is taken as lost: longer than any adapter waits."""
    longest = max(sum(partner["OPTIONS"]["timeout"]) for partner in settings.PARTNERS.values())
    return timedelta(seconds=3 * longest + settings.CONTRACT_LOST_AFTER)


def _keep(request: ContractRequest, step: Step, at: datetime) -> None:
    """Take a step over into the request, which the caller saves; what is new of it becomes an event."""
    moved, told = request.state != step.state, request.notice
    request.state, request.notice, request.refused_field = step.state, step.message[:500], step.field
    request.partner_number = step.partner_number or request.partner_number
    if moved:
        request.changed_at = at
    if moved or request.notice != told:
        ContractEvent.objects.create(
            request=request, state=step.state, at=at, reference=step.reference, message=request.notice
        )
    if step.forward and moved:
        label = request.kind.label
        record(request, "step", f"{label}, pratica {request.case}: {request.get_state_display()}.", at)


def _schedule(request: ContractRequest, at: datetime, asked_to_wait: int = 0) -> None:
    """Save the request with the moment of its next step, and the job that takes it; a final one has none."""
    if not request.is_under_way:
        request.next_step_at = None
        request.save()
        return
    pauses = REFRESH_PAUSES if request.state in AT_WORK else settings.CONTRACT_PAUSES
    pause = max(pauses[min(request.attempts, len(pauses) - 1)], asked_to_wait)
    request.next_step_at = at + timedelta(seconds=pause)
    request.save()
    app.configure_task(ADVANCE, schedule_at=request.next_step_at).defer(request_id=request.pk)


# What a supervisor may do


@transaction.atomic
def run_again(*, request: ContractRequest, reason: str, by: User, at: datetime) -> None:
    """Have the next step taken now, also of a request that was stopped; raises CannotRun where there is none."""
    request = locked(request.pk)
    if not request.is_under_way:
        raise CannotRun(f"La richiesta è {request.get_state_display()}: la coda non ha niente da fare.")
    is_claimed = request.state == State.SENT and not request.stopped_because
    if is_claimed and request.next_step_at and request.next_step_at > at:
        raise CannotRun("Proprio adesso è in viaggio: aspetta la conferma, poi decidi.")
    request.attempts, request.stopped_because, request.next_step_at = 0, "", at
    request.save()
    _tell(request, f"Rimessa in moto da {by.display_name}: {reason}", "run_again", by, at)
    app.configure_task(ADVANCE).defer(request_id=request.pk)


@transaction.atomic
def stop(*, request: ContractRequest, reason: str, by: User, at: datetime) -> None:
    """Have no more steps taken until somebody runs it again; raises CannotRun where there are none to take."""
    request = locked(request.pk)
    if not request.is_under_way or request.stopped_because:
        state = "già ferma" if request.stopped_because else request.get_state_display()
        raise CannotRun(f"La richiesta è {state}: non c'è niente da fermare.")
    request.stopped_because, request.next_step_at = reason, None
    request.save()
    _tell(request, f"Fermata da {by.display_name}: {reason}", "stopped", by, at)


def _tell(request: ContractRequest, what: str, kind: str, by: User, at: datetime) -> None:
    ContractEvent.objects.create(request=request, state=request.state, at=at, message=what[:500])
    daily_log.record(
        f"partners.contract.{kind}",
        f"{request.kind.label}, pratica {request.case}. {what}.",
        operator=by,
        at=at,
        case=request.case,
    )


def locked(request_id: int) -> ContractRequest:
    """The request as it stands now, held until the transaction ends."""
    return ContractRequest.objects.with_everything().select_for_update(of=("self",)).get(pk=request_id)


def record(request: ContractRequest, kind: str, text: str, at: datetime) -> None:
    """A line of the daily log about a request."""
    daily_log.record(
        f"partners.contract.{kind}",
        text,
        operator=request.operator,
        at=at,
        visit=request.visit if request.state in (State.DRAFT, State.QUEUED) else None,
        case=request.case,
    )
