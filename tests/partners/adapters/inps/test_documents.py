"""INPS: the adapter against the sandbox, then what it makes of answers that are not as agreed."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partners.adapters.base import (
    PartnerError,
    Procedure,
    QuotaReached,
    Refused,
    Unintelligible,
    Unit,
    Unreachable,
)
from partners.adapters.inps import Inps
from partners.adapters.look_ups import AnswersLookUps
from partners.sandbox import reserved
from tests.partners.adapters import questions
from tests.partners.adapters.conftest import ForeignPartner, reply
from tests.partners.sandbox.openapi import contract
from tests.partners.sandbox_process import SandboxProcess


@pytest.fixture
def inps(sandbox: SandboxProcess) -> AnswersLookUps:
    return Inps(**sandbox.options("inps"))


@pytest.fixture
def impatient(sandbox: SandboxProcess) -> AnswersLookUps:
    """Waits less than the sandbox takes for a late answer."""
    return Inps(**sandbox.options("inps", timeout=(1, 0.2)))


def refusal(inps: AnswersLookUps, tax_code: str = reserved.FOUND, tax_year: int = 2024) -> PartnerError:
    with pytest.raises(PartnerError) as raised:
        inps.certificazione_unica(questions.certificazione(tax_code, tax_year))
    return raised.value


def test_found(inps: AnswersLookUps) -> None:
    answer = inps.certificazione_unica(questions.certificazione())

    assert answer.found
    assert answer.reference.startswith("INPS-")
    paper = answer.content
    assert paper is not None
    assert (paper.tax_year, paper.recipient_tax_code) == (2024, reserved.FOUND)
    assert paper.payer_name == "Istituto Nazionale della Previdenza Sociale"
    assert paper.issued_on == date(2025, 3, 16)
    pension = paper.value("fiscali", 3)
    assert pension is not None
    assert pension > 9000
    assert pension == pension.quantize(Decimal("0.01"))
    assert paper.value("fiscali", 7) == 365
    assert {point.unit for point in paper.points} == {Unit.EURO, Unit.DAYS}
    assert paper.notes == ("Dati inventati per prova: non valgono per nessun uso.",)


def test_not_found(inps: AnswersLookUps) -> None:
    answer = inps.certificazione_unica(questions.certificazione(reserved.NOT_FOUND))

    assert not answer.found
    assert answer.content is None
    assert answer.reference.startswith("INPS-")


def test_refused(inps: AnswersLookUps) -> None:
    error = refusal(inps, reserved.REFUSED)

    assert isinstance(error, Refused)
    assert error.reason == "CONSULTAZIONE_NON_CONSENTITA"
    assert error.explanation == "L'ente non è abilitato a questa consultazione."
    assert error.http_status == 403
    assert error.reference.startswith("INPS-")


def test_a_wrong_tax_code_is_refused_with_its_field(inps: AnswersLookUps) -> None:
    error = refusal(inps, "RSSMRA80A01H501A")

    assert isinstance(error, Refused)
    assert (error.reason, error.field) == ("CODICE_FISCALE_ERRATO", "codiceFiscale")


def test_a_wrong_token_is_refused(sandbox: SandboxProcess) -> None:
    error = refusal(Inps(**sandbox.options("inps") | {"token": "altro"}))

    assert isinstance(error, Refused)
    assert (error.reason, error.http_status) == ("TOKEN_NON_VALIDO", 401)


def test_down(inps: AnswersLookUps, sandbox: SandboxProcess) -> None:
    before = sandbox.calls("inps")

    assert type(refusal(inps, reserved.DOWN)) is Unreachable
    assert sandbox.calls("inps") == before + 3


def test_down_once_then_up(inps: AnswersLookUps, sandbox: SandboxProcess) -> None:
    before = sandbox.calls("inps")

    assert inps.certificazione_unica(questions.certificazione(reserved.DOWN_ONCE)).found
    assert sandbox.calls("inps") == before + 2


def test_slow(impatient: AnswersLookUps) -> None:
    error = refusal(impatient, reserved.SLOW)

    assert type(error) is Unreachable
    assert error.reference == str(questions.CORRELATION)


def test_unavailable(inps: AnswersLookUps) -> None:
    error = refusal(inps, reserved.UNAVAILABLE)

    assert type(error) is Unreachable
    assert (error.http_status, error.retry_after) == (503, 60)


def test_the_daily_limit(inps: AnswersLookUps, sandbox: SandboxProcess) -> None:
    before = sandbox.calls("inps")

    error = refusal(inps, reserved.QUOTA)

    assert isinstance(error, QuotaReached)
    assert error.retry_after == 3600
    assert sandbox.calls("inps") == before + 1


def test_nonsense(inps: AnswersLookUps) -> None:
    error = refusal(inps, reserved.NONSENSE)

    assert isinstance(error, Unintelligible)
    assert error.reference.startswith("INPS-")


@pytest.mark.parametrize("fault", ["down", "slow", "unavailable", "quota"])
def test_the_whole_partner_is_in_trouble(
    inps: AnswersLookUps, impatient: AnswersLookUps, sandbox: SandboxProcess, fault: str
) -> None:
    sandbox.set_fault("inps", fault)

    assert isinstance(refusal(impatient), Unreachable)

    sandbox.set_fault("inps", None)
    assert inps.certificazione_unica(questions.certificazione()).found


def test_a_person_who_asks_for_the_own_paper(inps: AnswersLookUps) -> None:
    assert inps.certificazione_unica(questions.certificazione(procedure=None)).found


@pytest.mark.parametrize(
    ("procedure", "ground"),
    [
        (
            Procedure(protocol_number="0004711", benefit_code="A2.12"),
            {"presupposto": "acquisizione_ufficio", "protocollo": "0004711", "prestazione": "A2.12"},
        ),
        (None, {"presupposto": "richiesta_interessato"}),
    ],
)
def test_the_question_is_as_the_contract_says(
    foreign: ForeignPartner, procedure: Procedure | None, ground: dict[str, str]
) -> None:
    foreign.says(reply(200, b'{"trovata": false}'))

    Inps(**foreign.options()).certificazione_unica(questions.certificazione(procedure=procedure))

    body = json.loads(foreign.bodies[0])
    document = contract("inps")
    assert list(document.faults(document.request_schema("cercaCertificazioneUnica"), body)) == []
    assert body.pop("richiedente")["operatore"] == "7"
    assert body == {"codiceFiscale": reserved.FOUND, "annoImposta": 2024, **ground}


PAPER: dict[str, Any] = {
    "trovata": True,
    "certificazione": {
        "annoImposta": 2024,
        "rilasciataIl": "2025-03-16",
        "sostituto": {"codiceFiscale": "80078750587", "denominazione": "INPS"},
        "percettore": {"codiceFiscale": reserved.FOUND},
        "punti": [
            {"sezione": "fiscali", "punto": 3, "descrizione": "Pensione", "unita": "euro", "valore": "100.00"}
        ],
        "annotazioni": [],
    },
}


def asked_of(foreign: ForeignPartner, paper: dict[str, Any]) -> Any:
    foreign.says(reply(200, json.dumps(paper).encode()))
    return Inps(**foreign.options()).certificazione_unica(questions.certificazione()).content


def test_the_paper_that_the_next_tests_spoil_is_good(foreign: ForeignPartner) -> None:
    assert asked_of(foreign, PAPER).value("fiscali", 3) == Decimal("100.00")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["trovata"], "no"),
        (["certificazione"], None),
        (["certificazione", "annoImposta"], 2023),
        (["certificazione", "annoImposta"], True),
        (["certificazione", "percettore", "codiceFiscale"], reserved.NOT_FOUND),
        (["certificazione", "rilasciataIl"], "16/03/2025"),
        (["certificazione", "sostituto"], "INPS"),
        (["certificazione", "punti"], {"3": "100.00"}),
        (["certificazione", "punti", 0, "valore"], 100.0),
        (["certificazione", "punti", 0, "valore"], "NaN"),
        (["certificazione", "punti", 0, "valore"], "cento"),
        (["certificazione", "punti", 0, "unita"], "lire"),
        (["certificazione", "punti", 0, "punto"], "3"),
        (["certificazione", "annotazioni"], None),
    ],
)
def test_an_answer_that_is_not_as_agreed_reaches_nobody(
    foreign: ForeignPartner, path: list[Any], value: object
) -> None:
    paper = deepcopy(PAPER)
    inner: Any = paper
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value

    with pytest.raises(Unintelligible) as raised:
        asked_of(foreign, paper)
    assert raised.value.__context__ is None
