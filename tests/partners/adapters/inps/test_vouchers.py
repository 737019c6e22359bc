"""Vouchers: kept while good, renewed before their end, one asked for at a time, refused in words."""

import time
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from partners.adapters.base import NotEntitled, PartnerError, Unintelligible, Unreachable
from partners.adapters.inps import Inps
from tests.partners.adapters.conftest import ForeignPartner, Script, hang_up, reply
from tests.partners.adapters.inps import by_hand
from tests.partners.adapters.inps.conftest import NOTHING, asked, gives_voucher, question, says

FAULT_403 = reply(
    403,
    b"<Envelope><Body><Fault><faultcode>Client.Authorization</faultcode><detail>"
    b'<problem xmlns="urn:ietf:rfc:7807"><title>AuthorizationDeny</title><status>403</status>'
    b"<govway_id>8caf4b30-2768-43d4-943f-391e0b08b38b</govway_id></problem></detail></Fault></Body></Envelope>",
)


def ask(inps: Inps, **fields: Any) -> Any:
    return inps.isee_attestation(question(**fields), of_residents=True)


def refusal(inps: Inps) -> PartnerError:
    with pytest.raises(PartnerError) as raised:
        ask(inps)
    return raised.value


def purposes(foreign: ForeignPartner) -> list[str]:
    """Which calls were requests of a voucher, by their purpose; an empty text for a call of the service."""
    return [
        by_hand.opened(parse_qs(body.decode())["client_assertion"][0])[1]["purposeId"]
        if path.endswith("/token.oauth2")
        else ""
        for path, body in zip(foreign.paths, foreign.bodies, strict=True)
    ]


def tokens(foreign: ForeignPartner) -> int:
    return sum(path.endswith("/token.oauth2") for path in foreign.paths)


def test_one_voucher_for_many_questions(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    foreign.says(gives_voucher(), NOTHING)
    inps = asked(foreign_options)
    for operator in ("operatore-7", "operatore-8"):
        ask(inps, operator=operator)
    assert tokens(foreign) == 1


def test_another_purpose_is_another_voucher(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    first, second = "2f3e4d5c-6b7a-4988-8776-554433221100", "3f3e4d5c-6b7a-4988-8776-554433221100"
    foreign_options["isee"]["purposes"] = f"isee_residents={first},isee_attestation={second}"
    foreign.says(
        gives_voucher(),
        NOTHING,
        gives_voucher("voucher-2"),
        says("DATI_NON_TROVATI", operation="ConsultazioneAttestazione"),
    )
    inps = asked(foreign_options)
    inps.isee_attestation(question(), of_residents=True)
    inps.isee_attestation(question(), of_residents=False)
    assert purposes(foreign) == [first, "", second, ""]


@pytest.mark.parametrize(
    ("operator", "expected"), [("operatore-7", 1), ("operatore-8", 2)], ids=["the same", "another"]
)
def test_under_audit_02_a_voucher_is_of_one_operator(
    foreign: ForeignPartner, foreign_options: dict[str, Any], operator: str, expected: int
) -> None:
    foreign.says(gives_voucher(), NOTHING, *([gives_voucher(), NOTHING] if expected == 2 else [NOTHING]))
    inps = asked(foreign_options, tracking="audit02")
    ask(inps)
    ask(inps, operator=operator)
    assert tokens(foreign) == expected
    evidence = [one["Agid-JWT-TrackingEvidence"] for one in foreign.headers if "SOAPAction" in one]
    assert (evidence[0] == evidence[1]) is (expected == 1)


@pytest.mark.parametrize(
    ("lives", "later", "expected"),
    [(600, 539, 1), (600, 541, 2), (86_400, 86_330, 1), (60, 39, 1), (60, 41, 2)],
)
def test_it_is_renewed_before_its_end(
    foreign: ForeignPartner,
    foreign_options: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    lives: int,
    later: int,
    expected: int,
) -> None:
    foreign.says(
        gives_voucher(seconds=lives), NOTHING, *([gives_voucher()] if expected == 2 else []), NOTHING
    )
    inps = asked(foreign_options)
    ask(inps)
    now = time.monotonic()
    monkeypatch.setattr("partners.adapters.inps.vouchers.time.monotonic", lambda: now + later)
    ask(inps)
    assert tokens(foreign) == expected


def test_many_at_once_ask_for_one_voucher(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    def slowly(handler: Any) -> None:
        time.sleep(0.2)
        gives_voucher()(handler)

    foreign.says(slowly, NOTHING)
    inps = asked(foreign_options)
    threads = [Thread(target=ask, args=[inps]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert tokens(foreign) == 1
    assert len(foreign.paths) == 9


def test_a_voucher_in_hand_that_inps_refuses_is_renewed_once(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    inps = asked(foreign_options)
    foreign.says(gives_voucher("old"), NOTHING, FAULT_403, gives_voucher("new"), NOTHING)
    ask(inps)
    answer = ask(inps)
    assert [call.http_status for call in answer.trace.calls] == [403, 200, 200]
    assert [call.voucher_jti for call in answer.trace.calls] == ["old", "", "new"]


def test_a_fresh_voucher_that_inps_refuses_is_a_refusal(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    foreign.says(gives_voucher(), FAULT_403)
    error = refusal(asked(foreign_options))
    assert isinstance(error, NotEntitled)
    assert (error.reason, error.http_status) == ("AuthorizationDeny", 403)
    assert error.reference == "8caf4b30-2768-43d4-943f-391e0b08b38b"
    assert error.reference in error.explanation
    assert len(foreign.paths) == 2


# PDND in trouble


PROBLEM = (
    b'{"type":"about:blank","status":400,"title":"x","correlationId":"5e26cfea-2c92-4f15-9c00-c01a04d61ac0",'
    b'"detail":"Unable to generate a token","errors":[{"code":"015-0008","detail":"Unable"}]}'
)


def test_a_refusal_of_pdnd(foreign: ForeignPartner, foreign_options: dict[str, Any]) -> None:
    foreign.says(reply(400, PROBLEM))
    inps = asked(foreign_options)
    error = refusal(inps)
    assert isinstance(error, NotEntitled)
    assert (error.reason, error.http_status) == ("PDND-015-0008", 400)
    assert error.reference == "5e26cfea-2c92-4f15-9c00-c01a04d61ac0"
    assert error.explanation == (
        "PDND non rilascia il voucher (codice 015-0008). Non dipende da te: avvisa chi amministra Sportello."
    )
    # For some seconds it is believed, and PDND is left in peace.
    again = refusal(inps)
    assert again is not error
    assert str(again) == str(error)
    assert len(foreign.paths) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"no", b'{"errors": "x"}', b'{"errors": [7]}'])
def test_a_refusal_that_cannot_be_read(
    foreign: ForeignPartner, foreign_options: dict[str, Any], body: bytes
) -> None:
    foreign.says(reply(401, body))
    error = refusal(asked(foreign_options))
    assert isinstance(error, NotEntitled)
    assert error.reason == "PDND-HTTP_401"


@pytest.mark.parametrize("trouble", [hang_up, reply(502), reply(503), reply(504)])
def test_pdnd_is_asked_at_most_three_times(
    foreign: ForeignPartner, foreign_options: dict[str, Any], trouble: Script
) -> None:
    foreign.says(trouble)
    assert type(refusal(asked(foreign_options))) is Unreachable
    assert len(foreign.paths) == 3


def test_too_many_vouchers_at_once_are_no_quota_of_the_day(
    foreign: ForeignPartner, foreign_options: dict[str, Any]
) -> None:
    foreign.says(reply(429, b"{}", Retry_After="2"))
    error = refusal(asked(foreign_options))
    assert type(error) is Unreachable
    assert error.retry_after == 2
    assert len(foreign.paths) == 1


@pytest.mark.parametrize(
    "voucher",
    [
        gives_voucher(token_type="DPoP"),
        gives_voucher(access_token="no token"),
        gives_voucher(access_token="a.b.c"),
        gives_voucher(access_token=by_hand.voucher() + "\n"),
        gives_voucher(expires_in="soon"),
        reply(200, b"{}"),
        reply(204),
        reply(302, Location="http://127.0.0.1:1/elsewhere"),
    ],
)
def test_an_answer_of_pdnd_that_is_not_as_agreed(
    foreign: ForeignPartner, foreign_options: dict[str, Any], voucher: Script
) -> None:
    foreign.says(voucher)
    assert isinstance(refusal(asked(foreign_options)), Unintelligible)
    assert len(foreign.paths) == 1


def test_nothing_secret_reaches_the_log(
    foreign: ForeignPartner,
    foreign_options: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "partners")
    foreign.says(gives_voucher(), NOTHING)
    ask(asked(foreign_options, tracking="audit02", integrity="rest02"))
    assertion = parse_qs(foreign.bodies[0].decode())["client_assertion"][0]
    evidence = foreign.headers[1]["Agid-JWT-TrackingEvidence"]
    assert "voucher: 200" in caplog.text
    for secret in (assertion, evidence, by_hand.voucher(), "XXXTRV50A01X000E"):
        assert secret not in caplog.text
