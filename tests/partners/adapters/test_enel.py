"""Enel: the adapter against the sandbox, then what it sends and what it makes of strange answers."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from partners.adapters.base import (
    Address,
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
)
from partners.adapters.enel import Enel
from partners.sandbox import reserved
from partners.supply import figures
from partners.supply.operations import Operation
from tests.partners.adapters import questions
from tests.partners.adapters.conftest import ForeignPartner, reply
from tests.partners.adapters.questions import CORRELATION
from tests.partners.sandbox.openapi import contract
from tests.partners.sandbox_process import SandboxProcess

KEY = UUID("00000000-0000-4000-8000-00000000000a")


@pytest.fixture
def enel(sandbox: SandboxProcess) -> TakesContracts:
    return Enel(**sandbox.options("enel"))


@pytest.fixture
def impatient(sandbox: SandboxProcess) -> TakesContracts:
    """Waits less than the sandbox takes for a late answer."""
    return Enel(**sandbox.options("enel", timeout=(1, 0.2)))


def refusal(enel: TakesContracts, pod: str, key: UUID | None = None) -> PartnerError:
    with pytest.raises(PartnerError) as raised:
        enel.submit(questions.voltura(pod), key=key or uuid4())
    return raised.value


def progress(enel: TakesContracts, key: UUID) -> Progress | None:
    return enel.progress(key, correlation_id=CORRELATION).content


def eventually(enel: TakesContracts, key: UUID, state: RequestState) -> Progress:
    """The progress of a request once it has reached a state, which takes the sandbox about a second."""
    for _ in range(100):
        now = progress(enel, key)
        if now is not None and now.state is state:
            return now
        time.sleep(0.1)
    pytest.fail(f"the request never was {state}")


# Submitting


def test_a_request_is_received(enel: TakesContracts) -> None:
    key = uuid4()

    receipt = enel.submit(questions.voltura(), key=key)

    assert receipt.key == key
    assert receipt.partner_number.startswith("ENL-")
    assert abs(receipt.received_at - datetime.now(UTC)) < timedelta(seconds=10)


def test_the_same_request_under_the_same_key_has_the_same_receipt(enel: TakesContracts) -> None:
    key = uuid4()

    assert enel.submit(questions.voltura(), key=key) == enel.submit(questions.voltura(), key=key)


def test_another_request_under_the_same_key_is_refused(enel: TakesContracts) -> None:
    key = uuid4()
    enel.submit(questions.voltura(), key=key)

    error = refusal(enel, "IT001E00099999", key)

    assert isinstance(error, Refused)
    assert (error.reason, error.http_status) == ("CHIAVE_GIA_USATA", 409)


def test_a_refused_request_tells_the_reason_and_the_field(enel: TakesContracts) -> None:
    error = refusal(enel, reserved.POD_REFUSED)

    assert isinstance(error, Refused)
    assert (error.reason, error.field) == ("POD_NON_SERVITO", "fornitura.pod")
    assert error.reference.startswith("ENEL-")


def test_a_dropped_connection_before_accepting_leaves_nothing(
    enel: TakesContracts, sandbox: SandboxProcess
) -> None:
    key, before = uuid4(), sandbox.calls("enel")

    error = refusal(enel, reserved.POD_DROPPED_BEFORE, key)

    assert type(error) is OutcomeUnknown
    assert sandbox.calls("enel") == before + 1
    assert progress(enel, key) is None


@pytest.mark.parametrize("pod", [reserved.POD_DROPPED_AFTER, reserved.POD_SLOW])
def test_a_lost_answer_is_found_again_by_its_key(
    enel: TakesContracts, impatient: TakesContracts, sandbox: SandboxProcess, pod: str
) -> None:
    key, before = uuid4(), sandbox.calls("enel")

    error = refusal(impatient, pod, key)

    assert type(error) is OutcomeUnknown
    assert sandbox.calls("enel") == before + 1
    found = progress(enel, key)
    assert found is not None
    assert found.partner_number.startswith("ENL-")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("down", OutcomeUnknown),
        ("slow", OutcomeUnknown),
        ("unavailable", Unreachable),
        ("quota", QuotaReached),
    ],
)
def test_the_whole_partner_is_in_trouble(
    impatient: TakesContracts, sandbox: SandboxProcess, fault: str, kind: type[PartnerError]
) -> None:
    sandbox.set_fault("enel", fault)
    before = sandbox.calls("enel")

    error = refusal(impatient, "IT001E00012345")

    assert type(error) is kind
    assert sandbox.calls("enel") == before + 1


# Taking back


def test_a_contract_is_taken_back_once_however_often_it_is_told(enel: TakesContracts) -> None:
    key = uuid4()
    enel.submit(questions.voltura(), key=key)
    for _ in range(2):
        told = enel.withdraw(key, signed_on=date(2026, 11, 24), grounds=questions.GROUNDS)
        assert told.state is RequestState.WITHDRAWN
    assert progress(enel, key) == told


@pytest.mark.parametrize(
    ("day", "pod", "reason"),
    [
        (date(2099, 1, 1), "IT001E00012345", "TERMINE_SCADUTO"),
        (date(2026, 11, 24), reserved.POD_NOT_ADMITTED, "NIENTE_DA_RITIRARE"),
    ],
)
def test_it_is_not_taken_back(enel: TakesContracts, day: date, pod: str, reason: str) -> None:
    key = uuid4()
    enel.submit(questions.voltura(pod), key=key)
    if pod == reserved.POD_NOT_ADMITTED:
        eventually(enel, key, RequestState.NOT_ADMITTED)
    with pytest.raises(Refused) as raised:
        enel.withdraw(key, signed_on=day, grounds=questions.GROUNDS)
    assert (raised.value.reason, raised.value.http_status) == (reason, 409)


# Progress


@pytest.mark.parametrize(
    ("pod", "state", "reason"),
    [
        ("IT001E00012345", RequestState.DONE, ""),
        (reserved.POD_NOT_ADMITTED, RequestState.NOT_ADMITTED, "INTESTATARIO_NON_CORRISPONDE"),
        (reserved.POD_FAILED, RequestState.FAILED, "CONTATORE_NON_ACCESSIBILE"),
    ],
)
def test_how_a_request_ends(enel: TakesContracts, pod: str, state: RequestState, reason: str) -> None:
    key = uuid4()
    receipt = enel.submit(questions.voltura(pod), key=key)

    end = eventually(enel, key, state)

    assert end.partner_number == receipt.partner_number
    assert end.updated_at >= receipt.received_at
    assert (end.reason, bool(end.explanation)) == (reason, bool(reason))


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("ricevuta", RequestState.RECEIVED),
        ("ammessa", RequestState.ADMITTED),
        ("non_ammessa", RequestState.NOT_ADMITTED),
        ("eseguita", RequestState.DONE),
        ("fallita", RequestState.FAILED),
        ("ritirata", RequestState.WITHDRAWN),
    ],
)
def test_each_state_of_the_partner_has_our_word(
    foreign: ForeignPartner, word: str, state: RequestState
) -> None:
    said = {"chiave": str(KEY), "numero": "ENL-1", "stato": word, "aggiornataIl": "2026-11-23T09:00:00+00:00"}
    reason = {"motivo": {"codice": "NO", "testo": "Perché no."}} if word in ("non_ammessa", "fallita") else {}
    foreign.says(reply(200, json.dumps(said | reason).encode()))

    found = progress(Enel(**foreign.options()), KEY)

    assert found is not None
    assert found.state is state
    assert found.updated_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert found.explanation == ("Perché no." if reason else "")


def test_an_unknown_key_is_not_found(enel: TakesContracts) -> None:
    answer = enel.progress(uuid4(), correlation_id=CORRELATION)

    assert not answer.found
    assert answer.reference.startswith("ENEL-")


# Earlier contracts


def test_earlier_contracts(enel: TakesContracts) -> None:
    answer = enel.earlier_contracts(questions.earlier_contracts())

    assert answer.content is not None
    newest = answer.content[0]
    assert newest.is_active
    assert newest.ends_on is None
    assert newest.use is SupplyUse.RESIDENT
    assert newest.pod.startswith("IT001E")
    assert newest.address.town == "Borgo Inventato"
    assert [each.starts_on for each in answer.content] == sorted(
        (each.starts_on for each in answer.content), reverse=True
    )
    assert all(each.ends_on for each in answer.content[1:])


def test_nobody_s_contracts_are_not_found(enel: TakesContracts) -> None:
    assert not enel.earlier_contracts(questions.earlier_contracts(reserved.NOT_FOUND)).found


@pytest.mark.parametrize(
    ("tax_code", "kind", "calls"),
    [
        (reserved.REFUSED, Refused, 1),
        (reserved.NONSENSE, Unintelligible, 1),
        (reserved.DOWN, Unreachable, 3),
        (reserved.SLOW, Unreachable, 3),
        (reserved.UNAVAILABLE, Unreachable, 1),
        (reserved.QUOTA, QuotaReached, 1),
        ("RSSMRA80A01H501A", Refused, 1),
    ],
)
def test_a_search_that_fails(
    impatient: TakesContracts, sandbox: SandboxProcess, tax_code: str, kind: type[PartnerError], calls: int
) -> None:
    before = sandbox.calls("enel")

    with pytest.raises(PartnerError) as raised:
        impatient.earlier_contracts(questions.earlier_contracts(tax_code))

    assert type(raised.value) is kind
    assert sandbox.calls("enel") == before + calls


def test_a_search_that_finds_the_partner_up_again(enel: TakesContracts) -> None:
    assert enel.earlier_contracts(questions.earlier_contracts(reserved.DOWN_ONCE)).reference


# What is sent


def sent(foreign: ForeignPartner, **changes: Any) -> dict[str, Any]:
    foreign.says(
        reply(
            202,
            json.dumps(
                {"chiave": str(KEY), "numero": "ENL-1", "ricevutaIl": "2026-11-23T09:00:00+00:00"}
            ).encode(),
        )
    )
    Enel(**foreign.options()).submit(questions.voltura(**changes), key=KEY)
    body: dict[str, Any] = json.loads(foreign.bodies[-1])
    return body


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"email": "", "address": Address(street="Via Lunga 1", town="Borgo Inventato")},
        {"reading": MeterReading(kwh=10250, read_on=date(2026, 11, 20))},
        *({"power_kw": str(level)} for level in figures.latest("power_steps").values),
        *(
            {**questions.EVERYTHING, "supply": {**questions.EVERYTHING["supply"]}, "operation": operation}
            for operation in Operation
        ),
        {"power_kw": "3.0"},
        {"power_kw": "10.00"},
    ],
)
def test_a_request_is_as_the_contract_says(foreign: ForeignPartner, changes: dict[str, Any]) -> None:
    document = contract("enel")

    faults = document.faults(document.request_schema("inviaRichiesta"), sent(foreign, **changes))

    assert list(faults) == []


def test_what_is_not_known_is_not_sent(foreign: ForeignPartner) -> None:
    body = sent(foreign, email="")

    assert "email" not in body["cliente"]
    assert "lettura" not in body["fornitura"]


def test_the_reading_is_sent(foreign: ForeignPartner) -> None:
    body = sent(foreign, reading=MeterReading(kwh=10250, read_on=date(2026, 11, 20)))

    assert body["fornitura"]["lettura"] == {"kwh": 10250, "data": "2026-11-20"}
    assert Decimal(body["fornitura"]["potenzaKw"]) == 3


# What is not as agreed


@pytest.mark.parametrize(
    "receipt",
    [
        {"chiave": str(uuid4()), "numero": "ENL-1", "ricevutaIl": "2026-11-23T09:00:00+00:00"},
        {"chiave": str(KEY), "numero": "", "ricevutaIl": "2026-11-23T09:00:00+00:00"},
        {"chiave": str(KEY), "numero": "ENL-1", "ricevutaIl": "2026-11-23T09:00:00"},
        {"chiave": str(KEY), "numero": "ENL-1"},
    ],
)
def test_a_receipt_that_is_not_as_agreed_leaves_the_outcome_unknown(
    foreign: ForeignPartner, receipt: dict[str, str]
) -> None:
    foreign.says(reply(202, json.dumps(receipt).encode()))

    with pytest.raises(OutcomeUnknown):
        Enel(**foreign.options()).submit(questions.voltura(), key=KEY)
    assert len(foreign.bodies) == 1


@pytest.mark.parametrize(
    ("contract_of_the_partner", "expected"),
    [
        ({"stato": "attivo"}, True),
        ({"stato": "cessato", "al": "2026-01-01"}, True),
        ({"stato": "cessato"}, False),
        ({"stato": "sospeso"}, False),
        ({"stato": "attivo", "uso": "industriale"}, False),
        ({"stato": "attivo", "indirizzo": "Via Lunga 1"}, False),
        ({"stato": "attivo", "dal": "ieri"}, False),
        ({"stato": ["attivo"]}, False),
    ],
)
def test_a_contract_that_is_not_as_agreed_is_not_shown(
    foreign: ForeignPartner, contract_of_the_partner: dict[str, Any], expected: bool
) -> None:
    ordinary = {
        "pod": "IT001E00012345",
        "indirizzo": {"via": "Via Lunga 1", "comune": "Borgo Inventato"},
        "uso": "altri_usi",
        "dal": "2020-01-01",
    }
    foreign.says(reply(200, json.dumps({"contratti": [ordinary | contract_of_the_partner]}).encode()))
    enel = Enel(**foreign.options())

    if expected:
        assert enel.earlier_contracts(questions.earlier_contracts()).found
    else:
        with pytest.raises(Unintelligible):
            enel.earlier_contracts(questions.earlier_contracts())
