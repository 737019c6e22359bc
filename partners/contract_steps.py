"""One step of a request at Enel: send it, take it back, or ask by its key how far it is. No transaction may be open."""

from dataclasses import dataclass
from uuid import uuid4

from partners.adapters import contracts_of
from partners.adapters.base import (
    OutcomeUnknown,
    PartnerError,
    Progress,
    QuotaReached,
    Refused,
    RequestState,
    TakesContracts,
    Unintelligible,
    Unreachable,
)
from partners.contract_order import grounds_of, order
from partners.models import ContractRequest

State = ContractRequest.State
# Refusals of the request itself; the others are of us: a key that Enel does not know, a door that is closed.
OF_THE_REQUEST = (400, 422)
# 409: under this key Enel holds another request. What it holds is asked before anything else.
OTHER_UNDER_KEY = 409
# Where the summary shows a field of Enel's contract, by the beginning of its name.
SHOWN_AT = {
    "cliente.codiceFiscale": "tax_code",
    "cliente.indirizzo": "address",
    "cliente.telefono": "phone",
    "cliente.cellulare": "mobile",
    "cliente.email": "email",
    "cliente.pec": "pec",
    "cliente.documento": "document_number",
    "defunto": "dead_surname",
    "tutela": "grounds",
    "fornitura.pod": "pod",
    "fornitura.numeroCliente": "customer_code",
    "fornitura.indirizzo": "supply_address",
    "fornitura.uso": "use",
    "fornitura.residenteDal": "resident_since",
    "fornitura.potenzaKw": "power",
    "fornitura.tensione": "voltage",
    "fornitura.lettura": "meter_reading",
    "fornitura.venditore": "seller_now",
    "fornitura.cessazione": "close_on",
    "immobile.titolo": "title",
    "immobile.locazione": "lease_registration",
    "immobile.catasto": "sheet",
    "bollette.mandato": "iban",
    "bollette": "bill_delivery",
    "consensi": "conditions_received",
}


@dataclass(frozen=True, repr=False)
class Step:
    """What came of a step. `answered`: whether Enel's system is there, None where that was not learnt.

    `forward`: it is not one more try that changed nothing. `retry_after` in seconds, as Enel asked.
    """

    state: ContractRequest.State
    message: str = ""
    forward: bool = False
    reference: str = ""
    partner_number: str = ""
    field: str = ""
    answered: bool | None = None
    retry_after: int = 0


def take(request: ContractRequest) -> Step:
    """Send a request that was just claimed for sending, take back one whose client thought better; ask about any other."""
    partner = request.case.service.partner
    enel = contracts_of(partner.code if partner else "")
    match request.state:
        case State.SENT:
            return _send(enel, request)
        case State.WITHDRAWING:
            return _take_back(enel, request)
        case _:
            return _ask(enel, request)


def _send(enel: TakesContracts, request: ContractRequest) -> Step:
    try:
        receipt = enel.submit(order(request), key=request.key)
    except Refused as refusal:
        return _refused(refusal)
    except (OutcomeUnknown, Unintelligible) as error:
        answered = False if isinstance(error, OutcomeUnknown) else None
        sentence = "L'ente non ha confermato: prima di inviare di nuovo gli si chiede se l'ha ricevuta."
        return Step(State.UNKNOWN, sentence, reference=error.reference, answered=answered)
    except Unreachable as error:
        return _no_answer(State.QUEUED, error)
    return Step(
        State.RECEIVED,
        forward=True,
        reference=receipt.partner_number,
        partner_number=receipt.partner_number,
        answered=True,
    )


def _take_back(enel: TakesContracts, request: ContractRequest) -> Step:
    """The same withdrawal is one withdrawal, however often it is told: it needs no asking before."""
    if request.withdrawal_signed_on is None:
        raise ValueError("Nobody signed a withdrawal.")
    try:
        progress = enel.withdraw(
            request.key, signed_on=request.withdrawal_signed_on, grounds=grounds_of(request, "Ripensamento")
        )
    except Refused as refusal:
        if refusal.http_status not in (*OF_THE_REQUEST, OTHER_UNDER_KEY):
            return _closed_door(State.WITHDRAWING, refusal)
        sentence = f"L'ente non accetta il ripensamento: {refusal.explanation or refusal.sentence}"
        return Step(State.RECEIVED, sentence, forward=True, reference=refusal.reference, answered=True)
    except QuotaReached as error:
        return _no_answer(State.WITHDRAWING, error)
    except PartnerError as error:
        sentence = "L'ente non ha confermato il ripensamento: lo si manda di nuovo da soli."
        return Step(State.WITHDRAWING, sentence, reference=error.reference, answered=False)
    return _progress(State.WITHDRAWING, progress, progress.partner_number)


def _refused(refusal: Refused) -> Step:
    if refusal.http_status in OF_THE_REQUEST:
        return Step(
            State.NOT_ADMITTED,
            refusal.explanation or refusal.sentence,
            forward=True,
            reference=refusal.reference,
            field=next((ours for theirs, ours in SHOWN_AT.items() if refusal.field.startswith(theirs)), ""),
            answered=True,
        )
    if refusal.http_status == OTHER_UNDER_KEY:
        sentence = "L'ente ha già una richiesta con questa chiave: gli si chiede quale."
        return Step(State.UNKNOWN, sentence, reference=refusal.reference, answered=True)
    return _closed_door(State.QUEUED, refusal)


def _closed_door(state: ContractRequest.State, refusal: Refused) -> Step:
    sentence = "L'ente non riconosce il Comune: resta in coda. Avvisa chi amministra gli accordi."
    return Step(state, sentence, reference=refusal.reference, answered=True)


def _ask(enel: TakesContracts, request: ContractRequest) -> Step:
    state = State(request.state)
    try:
        answer = enel.progress(request.key, correlation_id=uuid4())
    except Unreachable as error:
        return _no_answer(state, error)
    except PartnerError as error:
        return Step(state, error.sentence, reference=error.reference, answered=True)
    if answer.content:
        return _progress(state, answer.content, answer.reference)
    if state == State.UNKNOWN:
        sentence = "L'ente non l'ha ricevuta: si invia di nuovo."
        return Step(State.QUEUED, sentence, reference=answer.reference, answered=True)
    sentence = "L'ente non trova più la richiesta: chiama l'assistenza."
    return Step(state, sentence, reference=answer.reference, answered=True)


def _progress(before: ContractRequest.State, progress: Progress, reference: str) -> Step:
    state = STATES[progress.state]
    return Step(
        state,
        progress.explanation or progress.reason,
        forward=state != before,
        reference=reference,
        partner_number=progress.partner_number,
        answered=True,
    )


def _no_answer(state: ContractRequest.State, error: Unreachable) -> Step:
    is_quota = isinstance(error, QuotaReached)
    sentence = (
        error.sentence if is_quota else "L'ente non risponde: si riprova da soli, non serve fare niente."
    )
    return Step(
        state, sentence, reference=error.reference, answered=is_quota, retry_after=error.retry_after or 0
    )


STATES = {
    RequestState.RECEIVED: State.RECEIVED,
    RequestState.ADMITTED: State.ADMITTED,
    RequestState.NOT_ADMITTED: State.NOT_ADMITTED,
    RequestState.DONE: State.DONE,
    RequestState.FAILED: State.FAILED,
    RequestState.WITHDRAWN: State.WITHDRAWN,
}
