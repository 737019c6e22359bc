"""A request of a contract, from the draft to what Enel made of it.

An operator writes, queues, withdraws; a worker takes the steps (partners/jobs.py). A step is claimed in a short
transaction, taken with none open, and noted in another: two workers never take the same one, and a worker that dies
in between leaves a request whose outcome is asked for, by its key, before anything is sent again.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from partners import reachability
from partners.contract_steps import Step
from partners.grounds import delegations_to
from partners.look_ups import workstation_of
from partners.models import ContractEvent, ContractRequest
from sportello import cases, daily_log, visits
from sportello.models import Citizen, Delegation, Service, User, Visit
from sportello.permission import NotAllowed, require_permission

ADVANCE = "partners.advance_contract"
State = ContractRequest.State
# A step that was claimed and not noted for this long is taken as lost: longer than any adapter waits.
LEASE = timedelta(minutes=2)
# Seconds before the next step, by the number of steps that changed nothing: after a failure, and while Enel works.
RETRY_PAUSES = (2, 5, 15, 60, 300, 900)
REFRESH_PAUSES = (2, 5, 15, 60, 300, 900, 3600)


class NotNow(NotAllowed):
    """In its present state the request allows no such act."""


class Incomplete(NotAllowed):
    """Something lacks before the request may leave."""


# Acts of the operator


@transaction.atomic
def write(
    *, request: ContractRequest, visit: Visit, service: Service, key: UUID, operator: User, at: datetime
) -> ContractRequest:
    """Keep a new request as a draft, and open its case. The same key again gives the request that is there already.

    Raises NotAllowed where the service may not be given today, where the visit has no citizen with a tax code or is
    not at this desk, or where who stands there may not sign for the citizen.
    """
    visit = visits.at_desk(visit, operator)
    written = ContractRequest.objects.filter(key=key).first()
    if written:
        return written
    holder, delegation = may_sign(visit, timezone.localdate(at))
    request.key, request.visit, request.delegation = key, visit, delegation
    request.operator, request.workstation, request.changed_at = operator, workstation_of(operator), at
    request.case = cases.open_case(citizen=holder, service=service, operator=operator, at=at, visit=visit)
    _take_identity(request)
    request.save()
    _tell(request, at, "Scritta la bozza della voltura", "written")
    return request


@transaction.atomic
def change(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Keep what was changed of a draft; raises NotNow once it is a draft no longer."""
    if not _locked(request.pk).is_draft:
        raise NotNow("La richiesta è già partita: quello che hai cambiato non è stato salvato.")
    request.operator, request.changed_at = operator, at
    request.save(update_fields=[*request.content_fields, "operator", "changed_at"])
    _record(request, "changed", f"Cambiata la bozza della voltura, pratica {request.case}.", at)


@transaction.atomic
def queue(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Put a whole draft, which the citizen has signed, into the queue; the row and its job are one.

    Raises NotNow, Incomplete, or NotAllowed where the service may not be given today.
    """
    request = _locked(request.pk)
    if request.is_under_way:
        return  # pressed twice
    if not request.is_draft:
        raise NotNow(f"La richiesta è già {request.get_state_display()}.")
    if request.missing:
        raise Incomplete(f"Prima di mettere in coda scrivi: {', '.join(request.missing)}.")
    on = timezone.localdate(at)
    require_permission(request.case.service, on, operator)
    _take_identity(request)
    request.operator, request.workstation = operator, workstation_of(operator)
    request.state, request.signed_on, request.queued_at = State.QUEUED, on, at
    request.attempts, request.next_step_at, request.notice, request.changed_at = 0, at, "", at
    request.save()
    _tell(request, at, "Messa in coda la voltura", "queued")
    app.configure_task(ADVANCE).defer(request_id=request.pk)


@transaction.atomic
def withdraw(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Take back a request of which nothing left yet; raises NotNow otherwise."""
    request = _locked(request.pk)
    if not request.may_be_withdrawn:
        raise NotNow(
            f"La richiesta è {request.get_state_display()}: da qui non si ritira più. Chiama l'assistenza."
        )
    request.operator = operator
    request.state, request.next_step_at, request.notice, request.changed_at = State.WITHDRAWN, None, "", at
    request.save()
    _tell(request, at, "Ritirata la voltura", "withdrawn")


@transaction.atomic
def correct(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Make a request that was not admitted a draft again, under a new key; raises NotNow otherwise."""
    request = _locked(request.pk)
    if request.state != State.NOT_ADMITTED:
        raise NotNow(f"La richiesta è {request.get_state_display()}: non c'è niente da correggere.")
    request.state, request.key, request.partner_number, request.signed_on = State.DRAFT, uuid4(), "", None
    request.operator, request.changed_at = operator, at
    request.save()
    _tell(request, at, "Ripresa per correggerla la voltura", "corrected")


def may_sign(visit: Visit, on: date) -> tuple[Citizen, Delegation | None]:
    """The citizen of a visit, and the delegation by which somebody else signs; raises NotAllowed where neither may."""
    if visit.citizen is None:
        raise NotAllowed("Prima di scrivere la richiesta di' chi è la persona al banco.")
    if not visit.represented_by:
        return visit.citizen, None
    scope = Delegation.Scope.ENEL
    delegate = visit.delegation.delegate if visit.delegation else None
    held = delegations_to(delegate, scope, on).filter(principal=visit.citizen).first() if delegate else None
    if not held:
        raise NotAllowed(
            f"Chi è al banco non ha una delega in vigore di {visit.citizen} che valga per «{scope.label}»."
        )
    return visit.citizen, held


def _take_identity(request: ContractRequest) -> None:
    """Copy who the holder is: what Enel is told under a key must not change with the citizen's card."""
    holder = request.case.citizen
    code = holder.main_tax_code
    if code is None:
        raise NotAllowed(f"Manca il codice fiscale di {holder}: scrivilo nella sua scheda, poi riprova.")
    request.surname, request.given_name, request.tax_code = holder.surname, holder.given_name, code.code


# The worker's steps


@transaction.atomic
def claim(request_id: int, *, at: datetime) -> ContractRequest | None:
    """Take charge of the next step of a request, for a while; None where no step is due or somebody else has it.

    What comes back as *sent* is to be sent now; anything else is to be asked about.
    """
    request = _locked(request_id)
    if request.next_step_at is None or request.next_step_at > at:
        return None
    if request.state == State.QUEUED:
        try:
            require_permission(request.case.service, timezone.localdate(at), request.operator)
        except NotAllowed as reason:
            _keep(request, Step(State.QUEUED, f"Aspetta: {reason}"), at)
            _schedule(request, at)
            return None
        _keep(request, Step(State.SENT), at)
    elif request.state == State.SENT:
        sentence = "L'invio si è interrotto da noi: prima di inviare di nuovo si chiede all'ente."
        _keep(request, Step(State.UNKNOWN, sentence), at)
    request.next_step_at = at + LEASE
    request.save()
    return request


@transaction.atomic
def note(claimed: ContractRequest, step: Step, *, at: datetime) -> None:
    """Record what came of a claimed step, and have the next one taken in time."""
    request = _locked(claimed.pk)
    if (request.state, request.next_step_at) != (claimed.state, claimed.next_step_at):
        return  # it took too long, and somebody else took over
    partner = request.case.service.partner
    if step.answered is not None and partner:
        (reachability.answered if step.answered else reachability.failed)(partner, at=at)
    _keep(request, step, at)
    request.attempts = 0 if step.forward else request.attempts + 1
    _schedule(request, at, asked_to_wait=step.retry_after)


def overdue(*, at: datetime) -> list[int]:
    """Ids of the requests whose step is late by a minute: their job was lost."""
    late = ContractRequest.objects.filter(next_step_at__lt=at - timedelta(minutes=1))
    return list(late.values_list("pk", flat=True))


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
        _record(request, "step", f"Voltura, pratica {request.case}: {request.get_state_display()}.", at)


def _schedule(request: ContractRequest, at: datetime, asked_to_wait: int = 0) -> None:
    """Save the request with the moment of its next step, and the job that takes it; a final one has none."""
    if not request.is_under_way:
        request.next_step_at = None
        request.save()
        return
    under_enel = request.state in (State.RECEIVED, State.ADMITTED)
    pauses = REFRESH_PAUSES if under_enel else RETRY_PAUSES
    pause = max(pauses[min(request.attempts, len(pauses) - 1)], asked_to_wait)
    request.next_step_at = at + timedelta(seconds=pause)
    request.save()
    app.configure_task(ADVANCE, schedule_at=request.next_step_at).defer(request_id=request.pk)


def _locked(request_id: int) -> ContractRequest:
    """The request as it stands now, held until the transaction ends."""
    return ContractRequest.objects.with_everything().select_for_update(of=("self",)).get(pk=request_id)


def _tell(request: ContractRequest, at: datetime, what: str, kind: str) -> None:
    """An act of the operator: an event of the request and a line of the daily log."""
    ContractEvent.objects.create(request=request, state=request.state, at=at)
    _record(request, kind, f"{what}, pratica {request.case}.", at)


def _record(request: ContractRequest, kind: str, text: str, at: datetime) -> None:
    daily_log.record(
        f"partners.contract.{kind}",
        text,
        operator=request.operator,
        at=at,
        visit=request.visit if request.state in (State.DRAFT, State.QUEUED) else None,
        case=request.case,
    )
