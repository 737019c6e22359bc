"""One step of a request at Enel: send it, or ask by its key how far it is. No transaction may be open here."""

from dataclasses import dataclass
from uuid import uuid4

from partners.adapters import contracts_of
from partners.adapters.base import (
    Address,
    DocumentKind,
    Grounds,
    Holder,
    HousingTitle,
    IdentityDocument,
    MeterReading,
    OutcomeUnknown,
    PartnerError,
    Progress,
    QuotaReached,
    Refused,
    RequestState,
    SupplyUse,
    TakesContracts,
    Unintelligible,
    Unreachable,
    Voltura,
)
from partners.models import ContractRequest
from partners.questions import operator_name

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
    "cliente.email": "email",
    "cliente.documento": "document_number",
    "fornitura.pod": "pod",
    "fornitura.indirizzo": "supply_address",
    "fornitura.uso": "use",
    "fornitura.potenzaKw": "power",
    "fornitura.lettura": "meter_reading",
    "titolo": "title",
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
    """Send a request that was just claimed for sending; ask about any other."""
    partner = request.case.service.partner
    enel = contracts_of(partner.code if partner else "")
    return _send(enel, request) if request.state == State.SENT else _ask(enel, request)


def _send(enel: TakesContracts, request: ContractRequest) -> Step:
    try:
        receipt = enel.submit(voltura(request), key=request.key)
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
    sentence = "L'ente non riconosce il Comune: resta in coda. Avvisa chi amministra gli accordi."
    return Step(State.QUEUED, sentence, reference=refusal.reference, answered=True)


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
}


def voltura(request: ContractRequest) -> Voltura:
    """The request in the adapters' words. Every time the same, because it goes under the same key."""
    if request.signed_on is None or request.document_expires_on is None:
        raise ValueError("An incomplete request is never queued.")
    return Voltura(
        holder=Holder(
            tax_code=request.tax_code,
            surname=request.surname,
            given_name=request.given_name,
            address=Address(street=request.address, town=request.town, postal_code=request.postal_code),
            document=IdentityDocument(
                kind=DocumentKind(request.document_kind),
                number=request.document_number,
                expires_on=request.document_expires_on,
            ),
            phone=request.phone,
            email=request.email,
        ),
        pod=request.pod,
        supply_address=Address(
            street=request.supply_address, town=request.supply_town, postal_code=request.supply_postal_code
        ),
        use=SupplyUse(request.use),
        power_kw=request.power,
        title=HousingTitle(request.title),
        signed_on=request.signed_on,
        grounds=Grounds(
            case_number=str(request.case),
            purpose="Voltura chiesta dall'interessato",
            operator=operator_name(request.operator),
            workstation=request.workstation[:40],
            correlation_id=uuid4(),
        ),
        reading=_reading(request),
    )


def _reading(request: ContractRequest) -> MeterReading | None:
    if request.meter_reading is None or request.read_on is None:
        return None
    return MeterReading(kwh=request.meter_reading, read_on=request.read_on)
