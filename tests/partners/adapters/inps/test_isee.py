"""The ISEE from the sandbox, which verifies everything: each outcome, each security that an e-service may want."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partners.adapters.base import (
    Answer,
    Invalid,
    Mismatch,
    NotEntitled,
    PartnerError,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from partners.adapters.inps import Inps
from partners.adapters.isee import Attestation, Kind, Line, OmissionKind, Relation, VariationKind, Way
from partners.sandbox import reserved
from tests.partners.adapters.inps import by_hand
from tests.partners.adapters.inps.conftest import question
from tests.partners.sandbox_process import SandboxProcess

SCALE_OF_ONE = Decimal("1.00")


def ask(inps: Inps, tax_code: str = reserved.FOUND, **fields: Any) -> Answer[Attestation]:
    return inps.isee_attestation(question(tax_code, **fields), of_residents=True)


def attested(inps: Inps, tax_code: str) -> Attestation:
    found = ask(inps, tax_code).content
    assert found is not None
    return found


def failure(inps: Inps, tax_code: str = reserved.FOUND) -> PartnerError:
    with pytest.raises(PartnerError) as raised:
        ask(inps, tax_code)
    return raised.value


def statuses(error: PartnerError) -> list[int | None]:
    return [call.http_status for call in error.trace.calls if call.is_of_the_service]


# Found


def test_an_attestation_in_our_words(inps: Inps) -> None:
    answer = ask(inps)
    found = answer.content
    assert found is not None
    year = date.today().year
    assert found.dsu_protocol.startswith(f"INPS-ISEE-{year}-")
    assert (found.declarant_tax_code, found.valid_until) == (reserved.FOUND, date(year, 12, 31))
    assert (found.is_corrente, found.corrente_until, found.ends_on) == (False, None, date(year, 12, 31))
    values = found.ordinary
    assert values is not None
    assert values.scale == SCALE_OF_ONE
    assert values.isee == values.ise
    assert dict(found.lines)[Line.ISR] == values.isr
    (member,) = found.household
    assert (member.relation, member.surname, member.tax_code) == (
        Relation.DECLARANT,
        "PROVA",
        reserved.FOUND,
    )
    assert not found.has_omissions


def test_the_record_of_an_answer(inps: Inps) -> None:
    answer = ask(inps)
    voucher, call = answer.trace.calls
    assert (voucher.operation, voucher.voucher_jti, voucher.is_of_the_service) == ("voucher", "", False)
    assert call.operation == "ConsultazioneAttestazioneResidenti"
    assert call.purpose_id == "b1d5a3c2-0a11-4b7e-8f51-000000000001"
    assert len(call.voucher_jti) == 36
    assert call.http_status == 200
    assert answer.trace.environment == "sandbox"
    assert answer.trace.provider_request_id == answer.reference
    assert answer.reference.isdigit()
    assert b"XmlEsitoAttestazione" in answer.trace.raw


def test_a_corrente_ends_by_a_date_of_its_own(inps: Inps) -> None:
    found = attested(inps, reserved.ISEE_CORRENTE)
    assert found.is_corrente
    assert found.corrente_until is not None
    assert found.ends_on == min(found.valid_until, found.corrente_until)


def test_the_value_of_a_minor_whose_parent_was_attracted(inps: Inps) -> None:
    found = attested(inps, reserved.ISEE_MINOR)
    (minor,) = found.personal
    assert (minor.kind, minor.way, minor.person.given_name) == (Kind.MINOR, Way.ATTRACTED, "FIGLIO")
    assert minor.values is not None
    assert minor.isee == minor.values.isee
    assert found.ordinary is not None
    assert minor.isee != found.ordinary.isee


def test_omissions_in_our_words(inps: Inps) -> None:
    savings, income = attested(inps, reserved.ISEE_OMISSIONS).omissions
    assert savings.kind is OmissionKind.SAVINGS_ABOVE_THRESHOLD
    (account,) = savings.accounts
    assert (account.operator, account.balance, account.average) == (
        "BANCA INVENTATA",
        Decimal("4210.55"),
        Decimal("3980.10"),
    )
    assert income.kind is OmissionKind.INCOME
    assert income.income is not None
    assert (income.income.model, income.income.total) == ("3", income.income.employment)


def test_a_variation(inps: Inps) -> None:
    variation = attested(inps, reserved.ISEE_VARIATION).variation
    assert variation is not None
    assert variation.kind is VariationKind.DISPUTE
    assert [each.detail for each in variation.discrepancies] == ["Giacenza media"]


def test_a_restricted_household(inps: Inps) -> None:
    (restricted,) = attested(inps, reserved.ISEE_RESTRICTED).restricted
    assert restricted.beneficiary_tax_code == reserved.ISEE_RESTRICTED
    assert [member.relation for member in restricted.household] == [Relation.BENEFICIARY]
    assert restricted.values is not None
    (home,) = restricted.residential
    assert (home.kind, home.way, home.isee) == (Kind.RESIDENTIAL, Way.ADDED, restricted.values.isee)


def test_what_is_newer_than_the_program_is_kept_by_name(inps: Inps) -> None:
    found = attested(inps, reserved.ISEE_FAMILY)
    assert found.ordinary is not None
    assert [(other.name, other.isee) for other in found.others] == [
        ("ISEEFamiglia", found.ordinary.isee - 100)
    ]
    assert set(found.unread) == {"ISEEFamiglia", "NotaNuova"}


def test_an_indicator(inps: Inps) -> None:
    found = inps.isee_indicator(question(), kind=Kind.ORDINARY).content
    assert found is not None
    whole = attested(inps, reserved.FOUND)
    assert whole.ordinary is not None
    assert (found.kind, found.values.isee) == (Kind.ORDINARY, whole.ordinary.isee)
    assert (found.dsu_protocol, found.presented_on) == (whole.dsu_protocol, whole.presented_on)


@pytest.mark.parametrize(("code", "limit"), [("MENS01", 15_000), ("MENS02", 8_000)])
def test_a_threshold(inps: Inps, code: str, limit: int) -> None:
    whole = attested(inps, reserved.FOUND)
    assert whole.ordinary is not None
    found = inps.isee_threshold(question(), code=code).content
    assert found is not None
    assert found.is_under is (whole.ordinary.isee <= limit)
    assert (found.kind, found.dsu_protocol, found.household) == (
        "ISEE Ordinario",
        whole.dsu_protocol,
        (),
    )


def test_a_threshold_with_the_household(inps: Inps) -> None:
    found = inps.isee_threshold(question(), code="MENS01", with_household=True).content
    assert found is not None
    assert [person.tax_code for person in found.household] == [reserved.FOUND]


@pytest.mark.parametrize("of_residents", [True, False])
def test_no_dsu_is_an_answer(inps: Inps, of_residents: bool) -> None:
    answer = inps.isee_attestation(question(reserved.NOT_FOUND), of_residents=of_residents)
    assert not answer.found
    assert answer.reference.isdigit()


def test_no_dsu_is_an_answer_of_the_other_services_too(inps: Inps) -> None:
    assert not inps.isee_indicator(question(reserved.NOT_FOUND), kind=Kind.MINOR).found
    assert not inps.isee_threshold(question(reserved.NOT_FOUND), code="MENS01").found


# Not found, refused, down


@pytest.mark.parametrize(
    ("tax_code", "kind", "reason", "status"),
    [
        (reserved.ISEE_INVALID, Invalid, "RICHIESTA_INVALIDA", 200),
        (reserved.ISEE_MISMATCH, Mismatch, "RISCONTRO_NON_VALIDO", 200),
        (reserved.REFUSED, NotEntitled, "AuthorizationDeny", 403),
        (reserved.ISEE_FAULT_200, NotEntitled, "AuthorizationDeny", 403),
    ],
)
def test_a_refusal(inps: Inps, tax_code: str, kind: type[Refused], reason: str, status: int) -> None:
    error = failure(inps, tax_code)
    assert type(error) is kind
    assert isinstance(error, Refused)
    assert (error.reason, error.http_status) == (reason, status)


def test_inps_says_why_a_question_is_invalid(inps: Inps) -> None:
    error = failure(inps, reserved.ISEE_INVALID)
    assert isinstance(error, Invalid)
    assert error.explanation == "La prestazione non è ammessa per l'ente"
    assert error.reference.isdigit()


@pytest.mark.parametrize(
    "tax_code",
    [reserved.NONSENSE, reserved.ISEE_BROKEN_BASE64, reserved.ISEE_DOCTYPE, reserved.ISEE_SOMEBODY_ELSE],
)
def test_what_cannot_be_read_reaches_nobody(inps: Inps, tax_code: str) -> None:
    error = failure(inps, tax_code)
    assert isinstance(error, Unintelligible)
    assert error.__context__ is None
    assert statuses(error) == [200]
    # Somebody may look at it later: it is sealed with the look-up.
    assert error.trace.raw


@pytest.mark.parametrize(("tax_code", "status"), [(reserved.DOWN, None), (reserved.ISEE_INTERNAL, 200)])
def test_a_passing_trouble_is_tried_three_times(inps: Inps, tax_code: str, status: int | None) -> None:
    error = failure(inps, tax_code)
    assert type(error) is Unreachable
    assert statuses(error) == [status] * 3


@pytest.mark.parametrize("tax_code", [reserved.DOWN_ONCE, reserved.ISEE_OFFLINE_ONCE])
def test_away_once_then_back(inps: Inps, tax_code: str) -> None:
    answer = ask(inps, tax_code)
    assert answer.found
    assert len([call for call in answer.trace.calls if call.is_of_the_service]) == 2


def test_slower_than_we_wait(sandbox: SandboxProcess) -> None:
    options = sandbox.options("inps")
    inps = Inps(**{**options, "isee": {**options["isee"], "timeout": (1, 0.2)}})
    error = failure(inps, reserved.SLOW)
    assert type(error) is Unreachable
    assert statuses(error) == [None] * 3


def test_closed_for_a_minute(inps: Inps) -> None:
    error = failure(inps, reserved.UNAVAILABLE)
    assert type(error) is Unreachable
    assert isinstance(error, Unreachable)
    assert (error.http_status, error.retry_after, statuses(error)) == (503, 60, [503])


def test_the_limit_of_the_day_is_never_tried_again(inps: Inps) -> None:
    error = failure(inps, reserved.QUOTA)
    assert isinstance(error, QuotaReached)
    assert (error.retry_after, statuses(error)) == (3600, [429])


# Whatever the e-service wants signed


@pytest.mark.parametrize("integrity", ["none", "rest02"])
@pytest.mark.parametrize("tracking", ["none", "audit01", "audit02"])
def test_every_profile(sandbox: SandboxProcess, tracking: str, integrity: str) -> None:
    sandbox.demand(tracking, integrity)
    options = sandbox.options("inps")
    inps = Inps(**{**options, "isee": sandbox.isee_options(tracking=tracking, integrity=integrity)})
    for _ in range(2):
        assert ask(inps).found


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ({"tracking": "audit01"}, {}),
        ({"tracking": "audit02"}, {"tracking": "audit01"}),
        ({"integrity": "rest02"}, {"tracking": "audit02"}),
        ({"tracking": "audit02"}, {"tracking": "audit02", "audience": "somebody-else"}),
        ({"integrity": "rest02"}, {"integrity": "rest02", "audience": "somebody-else"}),
    ],
)
def test_less_than_the_e_service_wants_is_refused(
    sandbox: SandboxProcess, wanted: dict[str, str], sent: dict[str, str]
) -> None:
    sandbox.demand(**wanted)
    inps = Inps(**{**sandbox.options("inps"), "isee": sandbox.isee_options(**sent)})
    error = failure(inps)
    assert isinstance(error, NotEntitled)
    assert (error.reason, error.http_status) == ("InteroperabilityInvalidRequest", 400)


def test_the_purpose_of_another_service_is_refused(sandbox: SandboxProcess) -> None:
    purposes = "b1d5a3c2-0a11-4b7e-8f51-000000000004"
    inps = Inps(**{**sandbox.options("inps"), "isee": sandbox.isee_options(purposes=purposes)})
    assert isinstance(failure(inps), NotEntitled)


def test_a_key_that_pdnd_does_not_know(sandbox: SandboxProcess, tmp_path: Any) -> None:
    isee = sandbox.isee_options(key_file=by_hand.key_file(tmp_path))
    error = failure(Inps(**{**sandbox.options("inps"), "isee": isee}))
    assert isinstance(error, NotEntitled)
    assert error.reason == "PDND-007-0006"


def test_the_audience_of_another_environment(sandbox: SandboxProcess) -> None:
    isee = sandbox.isee_options(assertion_audience="auth.interop.pagopa.it/client-assertion")
    error = failure(Inps(**{**sandbox.options("inps"), "isee": isee}))
    assert isinstance(error, NotEntitled)
    assert error.reason == "PDND-007-0002"


@pytest.mark.parametrize("fault", ["down", "unavailable"])
def test_pdnd_is_away(inps: Inps, sandbox: SandboxProcess, fault: str) -> None:
    sandbox.set_fault("pdnd", fault)
    before = sandbox.calls("inps")
    assert type(failure(inps)) is Unreachable
    assert sandbox.calls("inps") == before
