"""Acts of the counter on a request of a contract: opened, written, signed and queued, taken back, corrected.

What the worker does with a queued one is in partners/contract_queue.py.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from partners import contract_fields, contract_portal, contract_queue
from partners.channels import channel_of
from partners.contract_queue import State
from partners.grounds import delegations_to
from partners.look_ups import workstation_of
from partners.models import Channel, ContractEvent, ContractRequest, ContractVersion, GivenDatum
from partners.portal import latest_procedure
from partners.supply import figures, protected_market, terms
from partners.supply.operations import Operation
from partners.supply.pod import key_of
from sportello import cases, office, visits
from sportello.models import Citizen, Delegation, Service, User, Visit
from sportello.permission import NotAllowed, require_permission

# Under which service an operation is counted, where the office has it.
SERVICES = {
    Operation.NEW_CONNECTION: "enel-fornitura",
    Operation.FIRST_ACTIVATION: "enel-fornitura",
    Operation.SUBENTRO: "enel-fornitura",
    Operation.VOLTURA: "enel-voltura",
    Operation.MORTIS_CAUSA: "enel-voltura",
    Operation.RETURN: "enel-tutela",
    Operation.POWER_CHANGE: "enel-potenza",
    Operation.USE_CHANGE: "enel-potenza",
    Operation.DISDETTA: "enel-disdetta",
}


class NotNow(NotAllowed):
    """In its present state the request allows no such act."""


class Incomplete(NotAllowed):
    """Something lacks before the request may leave."""


class NotVulnerable(NotAllowed):
    """The protected market is not for this person, or not any more."""


# Writing


@transaction.atomic
def open_request(
    *,
    visit: Visit,
    service: Service,
    operation: Operation,
    reason: str,
    key: UUID,
    operator: User,
    at: datetime,
) -> ContractRequest:
    """Begin a request as a draft, and open its case; identity and contacts are there, nothing else that is held.

    The same key again gives the request that is there already. Raises NotAllowed where the service may not be given
    today, where the visit has no living citizen with a tax code or is not at this desk, or where who stands there may
    not sign for the citizen.
    """
    visit = visits.at_desk(visit, operator)
    written = ContractRequest.objects.filter(key=key).first()
    if written:
        return written
    holder, delegation = may_sign(visit, timezone.localdate(at))
    request = ContractRequest(
        operation=operation.value,
        operation_reason=reason,
        key=key,
        visit=visit,
        delegation=delegation,
        operator=operator,
        workstation=workstation_of(operator),
        changed_at=at,
        address=holder.address,
        town=holder.town,
        phone=holder.phone,
        email=holder.email,
    )
    request.case = cases.open_case(
        citizen=holder, service=_service_for(operation, service), operator=operator, at=at, visit=visit
    )
    _take_identity(request)
    request.save()
    _tell(request, at, f"Aperta la richiesta di {operation.label.lower()}", "written")
    return request


def _service_for(operation: Operation, asked: Service) -> Service:
    of_partner = Service.objects.select_related("partner").filter(partner=asked.partner, is_active=True)
    return of_partner.filter(code=SERVICES[operation], kind=Service.Kind.ENTRY).first() or asked


@transaction.atomic
def change(
    *,
    request: ContractRequest,
    fields: Collection[str],
    operator: User,
    at: datetime,
    given: Mapping[str, str] | None = None,
) -> None:
    """Keep what was changed of some fields of a draft; raises NotNow once it is a draft no longer.

    `given` are the fields that the person asked the Comune to fill in from what it holds, with the source: each is
    recorded, once.
    """
    if not contract_queue.locked(request.pk).is_draft:
        raise NotNow("La richiesta è già partita: quello che hai cambiato non è stato salvato.")
    request.operator, request.changed_at = operator, at
    request.save(update_fields=[*fields, "operator", "changed_at"])
    for field, source in (given or {}).items():
        GivenDatum.objects.get_or_create(
            request=request, field=field, source=source, defaults={"operator": operator, "at": at}
        )
    contract_queue.record(
        request,
        "changed",
        f"Scritta la richiesta di {request.kind.label.lower()}, pratica {request.case}.",
        at,
    )


@transaction.atomic
def queue(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Put a whole draft, which the citizen has signed, into the queue; the row, its version and its job are one.

    Raises NotNow, Incomplete, NotVulnerable, or NotAllowed where the service may not be given today.
    """
    request = contract_queue.locked(request.pk)
    if request.is_under_way:
        return  # pressed twice
    if not request.is_draft:
        raise NotNow(f"La richiesta è già {request.get_state_display()}.")
    if lacking := contract_fields.missing(request):
        raise Incomplete(f"Prima di mettere in coda scrivi: {', '.join(lacking)}.")
    on = timezone.localdate(at)
    require_permission(request.case.service, on, operator)
    _take_identity(request)
    verdict = market_verdict(request, on)
    if not verdict.allowed:
        raise NotVulnerable(verdict.sentence)
    request.operator, request.workstation = operator, workstation_of(operator)
    request.signed_on, request.queued_at, request.expected_by = on, at, _expected_by(request, on)
    request.notice, request.refused_field = "", ""
    request.channel = channel_of(request.case.service)
    _keep_version(request, operator, at)
    if request.channel == Channel.PORTAL:
        request.procedure = latest_procedure(request.case.service)
        contract_portal.wait_for_typing(request, at=at)
    else:
        contract_queue.enter(request, at=at)
    _tell(request, at, f"Messa in coda: {request.kind.label.lower()}", "queued")


def market_verdict(request: ContractRequest, on: date) -> protected_market.Verdict:
    """Whether the client may have what is asked for; operations on a contract that goes on need no ground."""
    if not request.kind.wants_protected_market:
        return protected_market.Verdict(True)
    return protected_market.judge(
        birth=request.birth_date,
        declared=request.all_grounds,
        is_holder=not request.grounds_of_other,
        on=on,
    )


def _expected_by(request: ContractRequest, on: date) -> date | None:
    expected = terms.expected(request.kind, on, office.holidays_here())
    return expected.by if expected else None


def _keep_version(request: ContractRequest, operator: User, at: datetime) -> None:
    content = {name: getattr(request, name) for name in request.content_fields}
    ContractVersion.objects.create(
        request=request,
        number=request.version,
        key=request.key,
        signed_on=request.signed_on or timezone.localdate(at),
        operator=operator,
        at=at,
        content=content,
    )


# Taking back


@transaction.atomic
def withdraw(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Take back a request of which nothing left yet; raises NotNow otherwise."""
    request = contract_queue.locked(request.pk)
    if not request.may_be_withdrawn:
        raise NotNow(f"La richiesta è {request.get_state_display()}: da qui non si ritira più.")
    request.operator = operator
    request.state, request.next_step_at, request.notice, request.changed_at = State.WITHDRAWN, None, "", at
    request.stopped_because = ""
    request.save()
    _tell(request, at, f"Ritirata: {request.kind.label.lower()}", "withdrawn")


@transaction.atomic
def change_mind(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Tell the partner, by the queue, that the client takes the contract back; raises NotNow where it is too late."""
    request = contract_queue.locked(request.pk)
    on = timezone.localdate(at)
    if request.state == State.WITHDRAWING:
        return  # pressed twice
    if not request.may_change_mind(on):
        until = request.withdraw_until
        late = f" I giorni per ripensarci sono finiti il {until:%d/%m/%Y}." if until and until < on else ""
        raise NotNow(f"La richiesta è {request.get_state_display()}: da qui non si ritira.{late}")
    require_permission(request.case.service, on, operator)
    request.operator, request.withdrawal_signed_on, request.notice = operator, on, ""
    if request.channel == Channel.PORTAL:
        contract_portal.wait_for_typing(request, at=at, state=State.WITHDRAWING)
    else:
        contract_queue.enter(request, at=at, state=State.WITHDRAWING)
    _tell(request, at, f"Firmato il ripensamento: {request.kind.label.lower()}", "withdrawn")


@transaction.atomic
def correct(*, request: ContractRequest, operator: User, at: datetime) -> None:
    """Make a request that was not admitted a draft again: the next version, under a new key; raises NotNow otherwise."""
    request = contract_queue.locked(request.pk)
    if request.state != State.NOT_ADMITTED:
        raise NotNow(f"La richiesta è {request.get_state_display()}: non c'è niente da correggere.")
    request.state, request.key, request.version = State.DRAFT, uuid4(), request.version + 1
    request.partner_number, request.signed_on, request.queued_at, request.expected_by = "", None, None, None
    request.operator, request.changed_at = operator, at
    request.save()
    _tell(request, at, f"Ripresa per correggerla: {request.kind.label.lower()}", "corrected")


# Who


def may_sign(visit: Visit, on: date) -> tuple[Citizen, Delegation | None]:
    """The citizen of a visit, and the delegation by which somebody else signs; raises NotAllowed where neither may."""
    if visit.citizen is None:
        raise NotAllowed("Prima di scrivere la richiesta di' chi è la persona al banco.")
    if died := visit.citizen.deceased_on:
        raise NotAllowed(
            f"{visit.citizen} è morto il {died:%d/%m/%Y}: il contratto lo chiede l'erede, a nome suo, con la "
            "voltura mortis causa."
        )
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
    request.birth_date, request.birth_place, request.sex = holder.birth_date, holder.birth_place, holder.sex


def same_supply(request: ContractRequest, pod: str, on: date) -> ContractRequest | None:
    """Another request for the same point of supply of these days, which may be the same wish a second time."""
    since = on - timedelta(days=figures.number("repeated_within", on))
    same = ContractRequest.objects.with_everything().filter(
        pod__startswith=key_of(pod), case__opened_at__date__gte=since
    )
    return same.exclude(pk=request.pk).exclude(state=State.WITHDRAWN).first()


def _tell(request: ContractRequest, at: datetime, what: str, kind: str) -> None:
    """An act of the operator: an event of the request and a line of the daily log."""
    ContractEvent.objects.create(request=request, state=request.state, at=at)
    contract_queue.record(request, kind, f"{what}, pratica {request.case}.", at)
