"""Requests of contracts of invented people: whole ones, of any operation, ready to be signed and queued."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import requests
from django.utils import timezone

from partners import contract_fields, contract_requests
from partners.models import ContractRequest
from partners.supply.operations import Operation
from sportello.models import Service, User, Visit
from tests import make
from tests.partners.sandbox_process import TOKEN, SandboxProcess

POD = "IT001E12345678"
IBAN = "IT60X0542811101000000123456"


def whole(operation: Operation = Operation.VOLTURA, **fields: Any) -> dict[str, Any]:
    """What is written in a request that lacks nothing, field by field: only what its operation asks for."""
    today = timezone.localdate()
    written = {
        "address": "Via Garibaldi 12",
        "town": "Poggioverde",
        "postal_code": "47824",
        "phone": "0541 123456",
        "document_kind": "identity_card",
        "document_number": "CA00000AA",
        "document_expires_on": date(2036, 5, 17),
        "dead_surname": "Neri",
        "dead_given_name": "Antico",
        "died_on": date(2026, 1, 8),
        "died_in": "Poggioverde",
        "heirs": "sole",
        "heir_declares": True,
        "pod": POD,
        "customer_code": "123456789",
        "seller_now": "Luce Inventata",
        "supply_address": "Via dei Tigli 3",
        "supply_town": "Poggioverde",
        "use": "non_resident",
        "power": Decimal("3.0"),
        "voltage": "230",
        "meter_reading": 12345,
        "read_on": date(2026, 3, 3),
        "close_on": today + timedelta(days=30),
        "title": "property",
        "title_proof": "document",
        "cadastre": "urban",
        "sheet": "12",
        "parcel": "345",
        "subunit": "6",
        "bill_delivery": "paper",
        "payment": "slip",
        "papers_seen": ["document_copy", "bill"],
        "conditions_received": True,
        "privacy_received": True,
        "early_start": "now",
        **fields,
    }
    asked = {
        name
        for step in contract_fields.steps_of(operation)
        for name in contract_fields.fields_of(step, operation)
    }
    return {name: value for name, value in written.items() if name in asked}


def opened(
    visit: Visit,
    service: Service,
    operator: User,
    operation: Operation = Operation.VOLTURA,
    *,
    key: UUID | None = None,
    at: datetime | None = None,
) -> ContractRequest:
    """A request just opened: only identity and contacts are there."""
    return contract_requests.open_request(
        visit=visit,
        service=service,
        operation=operation,
        reason="Lo dicono le risposte.",
        key=key or uuid4(),
        operator=operator,
        at=at or make.moment(10, 5),
    )


def ready(
    visit: Visit,
    service: Service,
    operator: User,
    operation: Operation = Operation.VOLTURA,
    *,
    key: UUID | None = None,
    **fields: Any,
) -> ContractRequest:
    """A request in which everything is written; `fields` are what the test is about."""
    request = opened(visit, service, operator, operation, key=key)
    for name, value in {**whole(operation), **fields}.items():
        setattr(request, name, value)
    request.save()
    return request


def queue(request: ContractRequest) -> None:
    contract_requests.queue(request=request, operator=request.operator, at=timezone.now())


def now_of(request: ContractRequest) -> ContractRequest:
    return ContractRequest.objects.with_everything().get(pk=request.pk)


def states(request: ContractRequest) -> list[str]:
    return list(request.events.values_list("state", flat=True))


def at_enel(sandbox: SandboxProcess, request: ContractRequest) -> requests.Response:
    """What Enel itself says under the key of a request."""
    return requests.get(
        f"{sandbox.url}/enel/v1/richieste/{request.key}",
        headers={"Authorization": f"Bearer {TOKEN}", "X-Correlation-Id": str(uuid4())},
        timeout=5,
    )
