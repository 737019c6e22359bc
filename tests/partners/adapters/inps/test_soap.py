"""What comes back that is no answer: faults under any status, problems, pages of proxies, and what tries to be clever."""

from typing import Any

import pytest

from partners.adapters.base import (
    NotEntitled,
    PartnerError,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from tests.partners.adapters.conftest import ForeignPartner, reply
from tests.partners.adapters.inps.conftest import asked, gives_voucher, question, says

ID = "8caf4b30-2768-43d4-943f-391e0b08b38b"


def fault(code: str, problem: str = "") -> bytes:
    detail = (
        f'<detail><p:problem xmlns:p="urn:ietf:rfc:7807">{problem}</p:problem></detail>' if problem else ""
    )
    return (
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault>'
        f"<faultcode>S:{code}</faultcode><faultstring>no</faultstring>{detail}"
        "</S:Fault></S:Body></S:Envelope>"
    ).encode()


def failure(
    foreign: ForeignPartner, options: dict[str, Any], status: int, body: bytes, **headers: str
) -> PartnerError:
    foreign.says(gives_voucher(), reply(status, body, **headers))
    with pytest.raises(PartnerError) as raised:
        asked(options).isee_attestation(question(), of_residents=True)
    return raised.value


@pytest.mark.parametrize("status", [200, 403, 500])
def test_a_fault_of_the_gateway_under_any_status(
    foreign: ForeignPartner, foreign_options: dict[str, Any], status: int
) -> None:
    problem = f"<p:title>AuthorizationDeny</p:title><p:status>403</p:status><p:govway_id>{ID}</p:govway_id>"
    error = failure(foreign, foreign_options, status, fault("Client.Authorization", problem))
    assert isinstance(error, NotEntitled)
    assert (error.reference, error.reason, error.http_status) == (ID, "AuthorizationDeny", 403)
    assert ID in error.explanation


@pytest.mark.parametrize("status", [200, 500, 503])
def test_the_service_behind_the_gateway_is_away(
    foreign: ForeignPartner, foreign_options: dict[str, Any], status: int
) -> None:
    problem = f"<p:title>APIUnavailable</p:title><p:status>503</p:status><p:govway_id>{ID}</p:govway_id>"
    error = failure(
        foreign, foreign_options, status, fault("Server.APIUnavailable", problem), Retry_After="60"
    )
    assert type(error) is Unreachable
    assert isinstance(error, Unreachable)
    assert (error.reference, error.retry_after) == (ID, 60)


def test_a_problem_of_the_limit(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    problem = f"<p:title>LimitExceeded</p:title><p:status>429</p:status><p:govway_id>{ID}</p:govway_id>"
    error = failure(foreign, foreign_options, 429, fault("Client.LimitExceeded", problem))
    assert isinstance(error, QuotaReached)
    assert error.reference == ID


@pytest.mark.parametrize(
    ("code", "kind", "calls"),
    [("Client", Refused, 1), ("Server", Unreachable, 1), ("InternalServiceFault", Unreachable, 1)],
)
def test_a_plain_fault_says_only_whose_it_is(
    foreign: ForeignPartner, foreign_options: dict[str, Any], code: str, kind: type[PartnerError], calls: int
) -> None:
    error = failure(foreign, foreign_options, 200, fault(code))
    assert type(error) is kind
    assert len(foreign.paths) == 1 + calls


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused), (401, NotEntitled), (403, NotEntitled), (404, Refused), (429, QuotaReached),
        (500, Unreachable), (502, Unreachable), (301, Unintelligible), (200, Unintelligible), (204, Unintelligible),
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b'{"govway_id": "GW-1", "title": "No"}'])
def test_what_is_no_soap_is_judged_by_its_status(
    foreign: ForeignPartner,
    foreign_options: dict[str, Any],
    status: int,
    kind: type[PartnerError],
    body: bytes,
) -> None:
    error = failure(foreign, foreign_options, status, body)
    assert type(error) is kind
    if b"govway_id" in body and status >= 400:
        assert error.reference == "GW-1"


def test_the_gateway_names_its_answers(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    headers = {"GovWay-Transaction-ID": ID}
    error = failure(foreign, foreign_options, 403, b"", **headers)
    assert error.reference == ID


@pytest.mark.parametrize("outcome", ["", "QUALCOSA", "ok"])
def test_an_outcome_that_nobody_agreed(
    foreign: ForeignPartner, foreign_options: dict[str, Any], outcome: str
) -> None:
    foreign.says(gives_voucher(), says(outcome))
    with pytest.raises(Unintelligible):
        asked(foreign_options).isee_attestation(question(), of_residents=True)


def test_the_answer_of_another_operation(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    foreign.says(gives_voucher(), says("OK", operation="ConsultazioneIndicatore"))
    with pytest.raises(Unintelligible):
        asked(foreign_options).isee_attestation(question(), of_residents=True)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "utf-16-be"])
def test_a_doctype_is_refused_before_it_is_read(
    foreign: ForeignPartner, foreign_options: dict[str, Any], encoding: str
) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "12345"><!ENTITY b "&a;&a;&a;">]><x c="&b;"/>'.encode(encoding)
    assert isinstance(failure(foreign, foreign_options, 200, bomb), Unintelligible)


def test_a_reference_never_names_a_person(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    problem = "<p:status>403</p:status><p:govway_id>XXXTRV50A01X000E</p:govway_id>"
    error = failure(foreign, foreign_options, 403, fault("Client.Authorization", problem))
    assert error.reference == str(question().grounds.correlation_id)
