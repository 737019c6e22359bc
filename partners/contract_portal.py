"""Requests that somebody types into the partner's portal: the values to copy, and what the portal answered."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from partners import contract_queue
from partners.contract_queue import State
from partners.models import Channel, ContractEvent, ContractRequest
from partners.portal import Step, Value, steps_of, steps_without_procedure
from sportello.models import User
from sportello.permission import NotAllowed

# What the portal may say of a request in each state, the usual first.
NEXT: dict[str, tuple[ContractRequest.State, ...]] = {
    State.QUEUED: (State.RECEIVED, State.NOT_ADMITTED),
    State.RECEIVED: (State.ADMITTED, State.DONE, State.NOT_ADMITTED, State.FAILED),
    State.ADMITTED: (State.DONE, State.FAILED),
    State.WITHDRAWING: (State.WITHDRAWN, State.DONE),
}
# Where the portal says no, the reason is what the operator needs next.
WITH_REASON = (State.NOT_ADMITTED, State.FAILED)


class WrongOutcome(NotAllowed):
    """The request is typed by nobody, or the portal cannot have said that of it now."""


def wait_for_typing(
    request: ContractRequest, *, at: datetime, state: ContractRequest.State = State.QUEUED
) -> None:
    """Leave a request that is held to whoever types it: no worker takes a step of it."""
    request.state, request.next_step_at, request.changed_at = state, None, at
    request.save()


@transaction.atomic
def note_outcome(
    *,
    request: ContractRequest,
    state: ContractRequest.State,
    partner_number: str,
    reason: str,
    operator: User,
    at: datetime,
) -> None:
    """Write down what the portal said; raises WrongOutcome where it cannot have said that."""
    request = contract_queue.locked(request.pk)
    if request.channel != Channel.PORTAL or state not in NEXT.get(request.state, ()):
        raise WrongOutcome(f"La richiesta è {request.get_state_display()}: questo esito non va bene adesso.")
    request.state, request.changed_at, request.operator = state, at, operator
    request.partner_number = partner_number or request.partner_number
    request.notice = reason[:500]
    request.save()
    ContractEvent.objects.create(
        request=request, state=state, at=at, reference=request.partner_number, message=request.notice
    )
    label = request.kind.label
    contract_queue.record(
        request, "step", f"{label}, pratica {request.case}: {request.get_state_display()}, dal portale.", at
    )


def steps(request: ContractRequest) -> list[Step]:
    """What to do on the portal, step by step, with the values of this request."""
    values = [Value(name, text_of(request)) for name, text_of in VALUES.items()]
    procedure = request.procedure
    return steps_of(procedure.steps, values) if procedure else steps_without_procedure(values)


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""


# What a procedure for contracts may name, in the usual order of a form of a supplier.
VALUES: dict[str, Callable[[ContractRequest], str]] = {
    "operazione": lambda request: request.kind.label,
    "cognome": lambda request: request.surname,
    "nome": lambda request: request.given_name,
    "codice fiscale": lambda request: request.tax_code,
    "data di nascita": lambda request: _day(request.birth_date),
    "luogo di nascita": lambda request: request.birth_place,
    "residenza": lambda request: request.residence,
    "telefono": lambda request: request.phone or request.mobile,
    "e-mail": lambda request: request.email,
    "documento": lambda request: request.document,
    "chi è morto": lambda request: request.dead_name,
    "data di morte": lambda request: _day(request.died_on),
    "motivi di vulnerabilità": lambda request: "; ".join(one.label for one in request.all_grounds),
    "pod": lambda request: request.pod,
    "numero cliente": lambda request: request.customer_code,
    "indirizzo della fornitura": lambda request: request.supply_place,
    "uso": lambda request: request.get_use_display(),
    "potenza": lambda request: request.power_text,
    "tensione": lambda request: request.voltage,
    "lettura": lambda request: str(request.meter_reading or ""),
    "data della lettura": lambda request: _day(request.read_on),
    "venditore di adesso": lambda request: request.seller_now,
    "chiudere dal": lambda request: _day(request.close_on),
    "titolo sulla casa": lambda request: request.get_title_display() if request.title else "",
    "foglio": lambda request: request.sheet,
    "particella": lambda request: request.parcel,
    "subalterno": lambda request: request.subunit,
    "recapito delle bollette": lambda request: (
        request.get_bill_delivery_display() if request.bill_delivery else ""
    ),
    "iban": lambda request: request.iban,
    "intestatario del conto": lambda request: request.iban_holder,
    "data della firma": lambda request: _day(request.signed_on),
    "numero della pratica": lambda request: str(request.case),
}
