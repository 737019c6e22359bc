"""The worker's part: every document of INPS from the question to the row of its outcome, at most once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from partners import asking, look_ups
from partners.adapters.isee import Attestation, Indicator, Threshold
from partners.adapters.papers import ContributionStatement, PensionSlips, Registrations
from partners.answers import read_answer
from partners.models import (
    Gate,
    LookUp,
    LookUpAnswer,
    LookUpCall,
    LookUpOutcome,
    LookUpRaw,
    LookUpStart,
    Reachability,
    ReachabilityChange,
)
from partners.raw_answers import digest, unsealed
from partners.sandbox import reserved
from sportello.models import Citizen, TaxCode, User
from tests import make
from tests.partners.sandbox_process import SandboxProcess

Document = LookUp.Document
SERVICES = {
    Document.ISEE_RESIDENTS: "inps-isee",
    Document.ISEE_ATTESTATION: "inps-isee",
    Document.ISEE_INDICATOR: "inps-isee",
    Document.ISEE_THRESHOLD: "inps-isee",
    Document.CONTRIBUTIONS: "inps-contributions",
    Document.REGISTRATIONS: "inps-registrations",
    Document.PENSION_SLIP: "inps-pension-slip",
}
DETAILS: dict[LookUp.Document, dict[str, Any]] = {
    Document.ISEE_INDICATOR: {"indicator": "ordinary"},
    Document.ISEE_THRESHOLD: {"threshold_code": "MENS01"},
    Document.PENSION_SLIP: {"tax_year": 2024},
}
PROCEDURE = {"protocol_number": "1234/2026", "protocol_date": date(2026, 3, 2), "benefit_code": "A2.12"}


@pytest.fixture
def of_elena(partners_answer: SandboxProcess, operator: User, elena: Citizen) -> Any:
    """A recorded question about Elena, whose tax code is one of the sandbox's."""

    def recorded(document: LookUp.Document, tax_code: str = reserved.FOUND) -> LookUp:
        TaxCode.objects.filter(citizen=elena).update(code=tax_code)
        inps = make.partner()
        service = make.service(SERVICES[document], "Servizio", kind="look_up", partner=inps)
        make.agreement(inps, service)
        case = make.case(elena, service, operator, **PROCEDURE)
        return look_ups.ask(
            case=case,
            document=document,
            service=service,
            operator=operator,
            details=look_ups.Details(**DETAILS.get(document, {})),
            at=timezone.now(),
        )

    return recorded


def taken(look_up: LookUp) -> LookUpOutcome:
    asking.take(look_up.pk)
    return LookUpOutcome.objects.get(look_up=look_up)


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (Document.ISEE_RESIDENTS, Attestation),
        (Document.ISEE_ATTESTATION, Attestation),
        (Document.ISEE_INDICATOR, Indicator),
        (Document.ISEE_THRESHOLD, Threshold),
        (Document.CONTRIBUTIONS, ContributionStatement),
        (Document.REGISTRATIONS, Registrations),
        (Document.PENSION_SLIP, PensionSlips),
    ],
)
def test_every_document_is_found_and_held(of_elena: Any, document: LookUp.Document, kind: type[Any]) -> None:
    look_up = of_elena(document)
    assert taken(look_up).result == "found"
    answer = read_answer(document, LookUpAnswer.objects.get(look_up=look_up).content)
    assert type(answer) is kind


@pytest.mark.parametrize("document", list(SERVICES))
def test_nothing_found_is_an_answer(of_elena: Any, document: LookUp.Document) -> None:
    look_up = of_elena(document, reserved.NOT_FOUND)
    assert taken(look_up).result == "not_found"
    assert not LookUpAnswer.objects.exists()
    assert Reachability.objects.get().down_since is None


def test_the_statement_of_contributions(of_elena: Any) -> None:
    look_up = of_elena(Document.CONTRIBUTIONS)
    taken(look_up)
    found = read_answer(Document.CONTRIBUTIONS, LookUpAnswer.objects.get().content)
    assert found.tax_code == reserved.FOUND
    assert [period.starts_on for period in found.periods] == sorted(
        period.starts_on for period in found.periods
    )
    assert sum(period.useful_for_right for period in found.periods) == sum(
        total.weeks_for_right for total in found.totals
    )


def test_the_pension_of_a_year(of_elena: Any) -> None:
    look_up = of_elena(Document.PENSION_SLIP)
    taken(look_up)
    (pension,) = read_answer(Document.PENSION_SLIP, LookUpAnswer.objects.get().content).pensions
    assert [slip.month for slip in pension.slips] == list(range(1, 13))
    withheld = sum((line.amount for line in pension.withholdings), Decimal(0))
    assert pension.net_in_january == pension.gross_in_january - withheld


# The record


def test_the_record_of_a_question_about_the_isee(of_elena: Any) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    outcome = taken(look_up)
    assert outcome.environment == "sandbox"
    assert outcome.purpose_id == "b1d5a3c2-0a11-4b7e-8f51-000000000001"
    assert len(outcome.voucher_jti) == 36
    assert outcome.provider_request_id == outcome.reference
    assert (outcome.http_status, outcome.attempts) == (200, 1)
    assert outcome.duration_ms is not None
    calls = [call for call in look_up.calls.all() if call.operation != "voucher"]
    assert [(call.operation, call.http_status) for call in calls] == [
        ("ConsultazioneAttestazioneResidenti", 200)
    ]
    assert calls[0].voucher_jti == outcome.voucher_jti
    assert look_up.start.at >= look_up.asked_at


def test_what_inps_sent_is_sealed_and_known_by_its_digest(of_elena: Any) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    outcome = taken(look_up)
    sent = unsealed(LookUpRaw.objects.get(look_up=look_up))
    assert b"XmlEsitoAttestazione" in sent
    assert digest(sent) == outcome.raw_sha256


def test_what_cannot_be_read_is_sealed_too(of_elena: Any) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS, reserved.ISEE_BROKEN_BASE64)
    assert taken(look_up).result == "unintelligible"
    assert LookUpRaw.objects.get().look_up == look_up


@pytest.mark.parametrize("document", [Document.CONTRIBUTIONS, Document.PENSION_SLIP])
def test_a_paper_of_the_person_is_sealed_nowhere(of_elena: Any, document: LookUp.Document) -> None:
    assert taken(of_elena(document)).raw_sha256 == ""
    assert not LookUpRaw.objects.exists()


def test_nothing_of_the_answer_is_in_the_record(of_elena: Any) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    taken(look_up)
    isee = str(read_answer(Document.ISEE_RESIDENTS, LookUpAnswer.objects.get().content).ordinary.isee)
    for model in (LookUp, LookUpStart, LookUpCall, LookUpOutcome):
        for row in model.objects.values():
            assert isee not in str(row)


@pytest.mark.parametrize(
    ("tax_code", "result", "attempts"),
    [
        (reserved.ISEE_INVALID, "invalid", 1),
        (reserved.ISEE_MISMATCH, "mismatch", 1),
        (reserved.REFUSED, "refused", 1),
        (reserved.ISEE_INTERNAL, "unreachable", 3),
        (reserved.DOWN, "unreachable", 3),
        (reserved.UNAVAILABLE, "unreachable", 1),
        (reserved.QUOTA, "quota", 1),
        (reserved.ISEE_DOCTYPE, "unintelligible", 1),
        (reserved.ISEE_OFFLINE_ONCE, "found", 2),
    ],
)
def test_each_outcome_is_recorded_with_its_calls(
    of_elena: Any, tax_code: str, result: str, attempts: int
) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS, tax_code)
    outcome = taken(look_up)
    assert outcome.result == result
    assert outcome.attempts in (attempts, attempts + (result == "refused"))
    assert look_up.calls.exclude(operation="voucher").count() == outcome.attempts


def test_inps_says_why_it_was_invalid(of_elena: Any) -> None:
    outcome = taken(of_elena(Document.ISEE_RESIDENTS, reserved.ISEE_INVALID))
    assert outcome.message == "La prestazione non è ammessa per l'ente"


def test_a_setting_that_is_wrong_is_our_own_fault(of_elena: Any, settings: Any) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    settings.PARTNERS["inps"]["OPTIONS"]["isee"]["key_file"] = "/nowhere/comune.pem"
    outcome = taken(look_up)
    assert (outcome.result, outcome.attempts) == ("failed", 0)
    assert "Avvisa chi amministra Sportello. Il file di INPS_KEY_FILE" in outcome.message
    assert not Reachability.objects.exists()


# At most once


def test_a_question_is_put_once_however_often_it_is_taken(
    of_elena: Any, partners_answer: SandboxProcess
) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    before = partners_answer.calls("inps")
    first = taken(look_up)
    assert taken(look_up) == first
    assert partners_answer.calls("inps") == before + 1


def test_a_question_that_another_worker_had_begun_is_told_as_lost(
    of_elena: Any, partners_answer: SandboxProcess
) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    LookUpStart.objects.create(look_up=look_up, at=timezone.now())
    before = partners_answer.calls("inps")
    outcome = taken(look_up)
    assert (outcome.result, outcome.message) == ("failed", asking.LOST)
    assert partners_answer.calls("inps") == before


# The gate


def again(look_up: LookUp) -> LookUp:
    return look_ups.ask(
        case=look_up.case,
        document=LookUp.Document(look_up.document),
        service=look_up.service,
        operator=look_up.operator,
        at=timezone.now(),
    )


def test_after_three_failures_nobody_asks(of_elena: Any, partners_answer: SandboxProcess) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS, reserved.UNAVAILABLE)
    assert taken(look_up).http_status == 503
    before = partners_answer.calls("inps")
    outcome = taken(again(look_up))
    assert outcome.result == "unreachable"
    assert outcome.message.startswith("INPS ha chiesto di aspettare fino alle ")
    assert (outcome.attempts, partners_answer.calls("inps")) == (0, before)


def test_when_the_limit_is_reached_nobody_asks_until_tomorrow(
    of_elena: Any, partners_answer: SandboxProcess
) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS, reserved.QUOTA)
    assert taken(look_up).result == "quota"
    before = partners_answer.calls("inps")
    outcome = taken(again(look_up))
    assert outcome.result == "quota"
    assert outcome.message.startswith("Il limite di domande di oggi a INPS è raggiunto: da domani")
    assert partners_answer.calls("inps") == before
    assert ReachabilityChange.objects.get().state == "quota"
    assert Gate.objects.get().closed_until == _midnight()


def _midnight() -> Any:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return make.moment(0, 0, on=tomorrow)


def test_repetitions_are_counted_against_the_limit(of_elena: Any) -> None:
    taken(of_elena(Document.ISEE_RESIDENTS, reserved.ISEE_INTERNAL))
    assert (Gate.objects.get().count, Gate.objects.get().failures) == (3, 1)


def test_the_history_of_the_weather(of_elena: Any, partners_answer: SandboxProcess) -> None:
    look_up = of_elena(Document.ISEE_RESIDENTS)
    partners_answer.set_fault("inps", "down")
    down = taken(look_up)
    partners_answer.set_fault("inps", None)
    taken(again(look_up))
    taken(again(look_up))
    changes = ReachabilityChange.objects.order_by("pk").values_list("state", "reference")
    assert list(changes) == [("down", down.reference), ("live", "")]
