"""The one HTTP client: bounded in time, silent about persons, clear about failures."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from partners.adapters.base import (
    OutcomeUnknown,
    PartnerError,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from partners.adapters.http import PartnerClient
from partners.adapters.wire import LARGEST_ANSWER
from partners.sandbox import reserved
from tests.partners.adapters.conftest import ForeignPartner, Script, hang_up, reply
from tests.partners.adapters.questions import CORRELATION

BODY = {"codiceFiscale": reserved.FOUND}


@pytest.fixture
def client(foreign: ForeignPartner) -> PartnerClient:
    return PartnerClient(partner="inps", base_url=foreign.url, token="segreto-del-comune", timeout=(1, 0.3))


def look_up(client: PartnerClient, absent: str = "") -> Any:
    return client.look_up(
        "POST", "/ricerca", lambda body: body["x"], correlation_id=CORRELATION, body=BODY, absent=absent
    )


def write(client: PartnerClient) -> Any:
    return client.write("/richieste/1", lambda body: body["x"], correlation_id=CORRELATION, body=BODY)


def failing(call: Callable[[PartnerClient], Any], client: PartnerClient) -> PartnerError:
    """The very error that a call raises."""
    with pytest.raises(PartnerError) as raised:
        call(client)
    return raised.value


def silence(seconds: float) -> Script:
    def script(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return script


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then: each comes in time, the whole never."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def half(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"x": ')
    handler.close_connection = True


OK = reply(200, b'{"x": "y"}', X_Request_Id="INPS-1")


def test_it_works(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(OK)

    answer = look_up(client)

    assert (answer.content, answer.reference) == ("y", "INPS-1")
    assert foreign.bodies == [b'{"codiceFiscale": "' + reserved.FOUND.encode() + b'"}']
    assert foreign.headers[0]["Authorization"] == "Bearer segreto-del-comune"
    assert foreign.headers[0]["X-Correlation-Id"] == str(CORRELATION)
    assert foreign.headers[0]["Content-Type"] == "application/json"


# A look-up that meets trouble


@pytest.mark.parametrize("trouble", [reply(502), reply(503), reply(504), hang_up, half])
def test_a_look_up_is_asked_again(client: PartnerClient, foreign: ForeignPartner, trouble: Script) -> None:
    foreign.says(trouble, trouble, OK)

    assert look_up(client).content == "y"
    assert len(foreign.bodies) == 3


@pytest.mark.parametrize("trouble", [reply(502), reply(503), reply(504), hang_up, silence(0.5)])
def test_a_look_up_is_asked_at_most_three_times(
    client: PartnerClient, foreign: ForeignPartner, trouble: Script
) -> None:
    foreign.says(trouble)

    assert type(failing(look_up, client)) is Unreachable
    assert len(foreign.bodies) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 422, 429, 500, 501])
def test_a_look_up_is_not_asked_again_after_an_answer(
    client: PartnerClient, foreign: ForeignPartner, status: int
) -> None:
    foreign.says(reply(status), OK)

    failing(look_up, client)

    assert len(foreign.bodies) == 1


def test_a_short_wait_asked_by_the_partner_is_kept(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(reply(503, Retry_After="1"), OK)
    started = time.monotonic()

    assert look_up(client).content == "y"
    assert time.monotonic() - started >= 1


def test_a_long_wait_asked_by_the_partner_is_told_and_not_waited(
    client: PartnerClient, foreign: ForeignPartner
) -> None:
    foreign.says(reply(503, Retry_After="120"), OK)

    trouble = failing(look_up, client)

    assert isinstance(trouble, Unreachable)
    assert trouble.retry_after == 120
    assert len(foreign.bodies) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3600", 3600), ("999999999", 86400), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-5", None), ("", None)],
)
def test_the_wait_is_bounded_by_a_day(
    client: PartnerClient, foreign: ForeignPartner, header: str, seconds: int | None
) -> None:
    foreign.says(reply(429, Retry_After=header))

    trouble = failing(look_up, client)

    assert isinstance(trouble, QuotaReached)
    assert trouble.retry_after == seconds


# Errors by what the partner said


@pytest.mark.parametrize(
    ("call", "script", "kind"),
    [
        (look_up, reply(403), Refused),
        (look_up, reply(429), QuotaReached),
        (look_up, reply(500), Unreachable),
        (look_up, reply(404), Unintelligible),
        (look_up, reply(302, Location="http://127.0.0.1:1/"), Unintelligible),
        (look_up, reply(200, b"<html>"), Unintelligible),
        (look_up, reply(200, b"[1]"), Unintelligible),
        (look_up, reply(200, b"{}"), Unintelligible),
        (look_up, reply(200, b"\xff\xfe"), Unintelligible),
        (look_up, reply(200, b"[" * 200_000), Unintelligible),
        (look_up, reply(200, b'{"x": "' + b"y" * LARGEST_ANSWER + b'"}'), Unintelligible),
        (write, reply(409), Refused),
        (write, reply(422), Refused),
        (write, reply(429), QuotaReached),
        (write, reply(503), Unreachable),
        (write, reply(404), Unintelligible),
        (write, reply(302, Location="http://127.0.0.1:1/"), Unintelligible),
        (write, reply(500), OutcomeUnknown),
        (write, reply(502), OutcomeUnknown),
        (write, reply(504), OutcomeUnknown),
        (write, reply(202, b"{"), OutcomeUnknown),
        (write, reply(202, b"{}"), OutcomeUnknown),
        (write, hang_up, OutcomeUnknown),
        (write, half, OutcomeUnknown),
        (write, silence(0.5), OutcomeUnknown),
    ],
)
def test_each_failure_has_its_name(
    client: PartnerClient,
    foreign: ForeignPartner,
    call: Callable[[PartnerClient], Any],
    script: Script,
    kind: type[PartnerError],
) -> None:
    foreign.says(script)

    error = failing(call, client)

    assert type(error) is kind
    assert (error.__cause__, error.__context__) == (None, None)
    if call is write:
        assert len(foreign.bodies) == 1


def test_a_partner_that_is_not_there(free_port: int) -> None:
    client = PartnerClient(
        partner="inps", base_url=f"http://127.0.0.1:{free_port}", token="t", timeout=(1, 1)
    )

    for call in (look_up, write):
        error = failing(call, client)
        assert type(error) is Unreachable
        assert error.reference == str(CORRELATION)
        assert error.http_status is None


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_a_refusal_tells_reason_field_and_reference(client: PartnerClient, foreign: ForeignPartner) -> None:
    problem = b'{"codice": "CAMPO_MANCANTE", "campo": "richiedente.pratica", "detail": "Manca la pratica."}'
    foreign.says(reply(422, problem, X_Request_Id="INPS-7"))

    error = failing(look_up, client)

    assert isinstance(error, Refused)
    assert (error.reason, error.field) == ("CAMPO_MANCANTE", "richiedente.pratica")
    assert error.explanation == "Manca la pratica."
    assert (error.reference, error.http_status) == ("INPS-7", 422)


def test_a_refusal_without_a_reason_has_its_status_for_one(
    client: PartnerClient, foreign: ForeignPartner
) -> None:
    foreign.says(reply(403, b"<html>Forbidden</html>"))

    error = failing(look_up, client)

    assert isinstance(error, Refused)
    assert (error.reason, error.field, error.explanation) == ("HTTP_403", "", "")


def test_a_404_means_not_found_only_with_the_agreed_code(
    client: PartnerClient, foreign: ForeignPartner
) -> None:
    foreign.says(reply(404, b'{"codice": "SCONOSCIUTA"}', X_Request_Id="INPS-2"), reply(404, b"<html>"))

    answer = look_up(client, absent="SCONOSCIUTA")

    assert (answer.found, answer.reference) == (False, "INPS-2")
    with pytest.raises(Unintelligible):
        look_up(client, absent="SCONOSCIUTA")


# Bounds


def test_a_call_ends_within_its_time_outs(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(silence(5))
    started = time.monotonic()

    failing(write, client)

    assert time.monotonic() - started < 2


def test_an_answer_that_drips_is_not_waited_for(foreign: ForeignPartner) -> None:
    client = PartnerClient(partner="inps", base_url=foreign.url, token="t", timeout=(0.2, 0.3))
    foreign.says(drip)
    started = time.monotonic()

    assert type(failing(write, client)) is OutcomeUnknown
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("timeout", [(0, 8), (3, 0), (-1, 8)])
def test_a_time_out_is_compulsory(timeout: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="time-outs of inps must be positive"):
        PartnerClient(partner="inps", base_url="https://inps.example.org", token="t", timeout=timeout)


@pytest.mark.parametrize("base_url", ["", "inps.example.org", "file:///etc"])
def test_an_address_is_compulsory(base_url: str) -> None:
    with pytest.raises(ValueError, match="address of inps"):
        PartnerClient(partner="inps", base_url=base_url, token="t", timeout=(3, 8))


def test_proxies_of_the_environment_are_not_used(
    client: PartnerClient, foreign: ForeignPartner, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port}")
    monkeypatch.setenv("NO_PROXY", "")
    foreign.says(OK)

    assert look_up(client).content == "y"


def test_a_redirect_is_not_followed(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(reply(307, Location=f"{foreign.url}/elsewhere"), OK)

    failing(write, client)

    assert len(foreign.bodies) == 1


def test_no_cookie_is_kept(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(reply(200, b'{"x": "y"}', Set_Cookie="session=1; Path=/"), OK)

    look_up(client)
    look_up(client)

    assert "Cookie" not in foreign.headers[1]


def test_two_threads_may_ask_at_once(client: PartnerClient, foreign: ForeignPartner) -> None:
    foreign.says(OK)
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(look_up(client).content)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["y"] * 8


# Silence about persons


@pytest.mark.parametrize(
    "script",
    [
        OK,
        hang_up,
        reply(
            403,
            b'{"codice": "' + reserved.FOUND.encode() + b'", "detail": "' + reserved.FOUND.encode() + b'"}',
        ),
        reply(422, b'{"codice": "NO", "campo": "' + reserved.FOUND.encode() + b'"}'),
        reply(200, b'{"z": "' + reserved.FOUND.encode() + b'"}', X_Request_Id=reserved.FOUND),
        reply(200, reserved.FOUND.encode()),
    ],
)
@pytest.mark.parametrize("call", [look_up, write])
def test_no_log_line_and_no_exception_names_a_person(
    client: PartnerClient,
    foreign: ForeignPartner,
    caplog: pytest.LogCaptureFixture,
    call: Callable[[PartnerClient], Any],
    script: Script,
) -> None:
    caplog.set_level(logging.DEBUG)
    foreign.says(script)
    texts = []
    try:
        call(client)
    except PartnerError as error:
        texts = [str(error), repr(error), error.reference]

    assert "inps" in caplog.text
    for text in [caplog.text, *texts]:
        assert reserved.FOUND not in text
        assert "segreto" not in text


def test_a_log_line_tells_how_it_went(
    client: PartnerClient, foreign: ForeignPartner, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "partners.adapters")
    foreign.says(OK, hang_up)
    look_up(client)
    failing(write, client)

    first, second = caplog.records
    assert first.levelname == "INFO"
    assert first.getMessage().startswith("inps POST /ricerca: 200 in ")
    assert first.getMessage().endswith(f"reference INPS-1, correlation {CORRELATION}")
    assert second.levelname == "WARNING"
    assert "no answer" in second.getMessage()
