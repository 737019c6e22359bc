"""The one HTTP client of the adapters: bounded in time, silent about persons, clear about failures.

Here and nowhere else a failure of the network or a status of the partner becomes one of the errors of
base.py. No log line and no exception carries a body, a token or a tax code; exceptions of the network
library, which hold the whole request, are never chained to ours.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar
from uuid import UUID

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from partners.adapters.base import (
    Answer,
    OutcomeUnknown,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from partners.adapters.reading import Json, text

logger = logging.getLogger(__name__)
Parsed = TypeVar("Parsed")

# Seconds before the second and the third attempt of a look-up.
WAITS = (0.2, 0.5)
# A partner that asks to wait longer than this many seconds is not asked again by the same call.
LONGEST_WAIT = 5
# More than a day of waiting is a mistake of the partner's.
LONGEST_RETRY_AFTER = 24 * 3600
LARGEST_ANSWER = 1024 * 1024
LONGEST_EXPLANATION = 500
REFUSALS = {400, 401, 403, 409, 422}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\[\]-]{0,79}")
TAX_CODE = re.compile(r"[A-Z]{6}[0-9L-V]{2}[A-Z][0-9L-V]{2}[A-Z][0-9L-V]{3}[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class _Call:
    """What is asked, once: everything but the partner."""

    method: str
    path: str
    body: Json | None
    correlation_id: UUID
    writes: bool


@dataclass(frozen=True, repr=False)
class _Response:
    """What came back over the wire, read to its end."""

    status: int
    headers: requests.structures.CaseInsensitiveDict[str]
    content: bytes

    def json(self) -> Json | None:
        """The body as a JSON object; None when it is anything else."""
        try:
            body = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return body if isinstance(body, dict) else None


class PartnerClient:
    """Speaks HTTP with one partner, over one session: nothing is shared with another partner's."""

    def __init__(self, *, partner: str, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`timeout`: seconds to connect and to wait for an answer. Raises ValueError on bad options."""
        connect, read = timeout
        if not base_url.startswith(("https://", "http://")):
            raise ValueError(f"The address of {partner} must start with https:// or http://")
        if not (connect > 0 and read > 0):
            raise ValueError(f"The time-outs of {partner} must be positive")
        self.partner = partner
        self._base_url = base_url.rstrip("/")
        self._timeout = (connect, read)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update(
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/json, application/problem+json",
                "Accept-Encoding": "identity",
                "User-Agent": "Sportello",
            }
        )

    def look_up(
        self,
        method: str,
        path: str,
        parse: Callable[[Json], Parsed | None],
        *,
        correlation_id: UUID,
        body: Json | None = None,
        absent: str = "",
    ) -> Answer[Parsed]:
        """Ask what may safely be asked again: at most two more times, when the partner is in trouble.

        `parse` turns the partner's JSON into ours, None when it says "not found". `absent` is the code with
        which a 404 says the same. Raises Unreachable, Refused or Unintelligible.
        """
        call = _Call(method, path, body, correlation_id, writes=False)
        response = self._persistently(call)
        reference = _reference(response, call)
        if response.status == 404 and absent and (response.json() or {}).get("codice") == absent:
            return Answer(reference=reference, content=None)
        return Answer(reference=reference, content=self._understood(call, response, parse))

    def write(
        self, path: str, parse: Callable[[Json], Parsed], *, correlation_id: UUID, body: Json
    ) -> Parsed:
        """PUT something, once: what is not known to have arrived is never sent again from here.

        Raises Unreachable (nothing was kept), OutcomeUnknown, Refused or Unintelligible.
        """
        call = _Call("PUT", path, body, correlation_id, writes=True)
        return self._understood(call, self._once(call), parse)

    def _persistently(self, call: _Call) -> _Response:
        for wait in WAITS:
            try:
                return self._once(call)
            except Unreachable as trouble:
                if not _worth_repeating(trouble):
                    raise
                time.sleep(max(wait, trouble.retry_after or 0))
        return self._once(call)

    def _once(self, call: _Call) -> _Response:
        """One exchange, told in one log line. Raises for every failure but a 404, often expected."""
        started = time.monotonic()
        response, sent = self._exchange(call)
        logger.log(
            logging.INFO if response and response.status < 400 else logging.WARNING,
            "%s %s %s: %s in %d ms, reference %s, correlation %s",
            self.partner,
            call.method,
            call.path,
            response.status if response else "no answer",
            round((time.monotonic() - started) * 1000),
            _reference(response, call),
            call.correlation_id,
        )
        return self._accepted(call, response, sent)

    def _exchange(self, call: _Call) -> tuple[_Response | None, bool]:
        """The response, or None; and whether the request may have reached the partner."""
        deadline = time.monotonic() + sum(self._timeout)
        try:
            with self._session.request(
                call.method,
                self._base_url + call.path,
                json=call.body,
                headers={"X-Correlation-Id": str(call.correlation_id)},
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read_to_end(response, deadline)
                return _Response(response.status_code, response.headers, content), True
        except requests.ConnectTimeout:
            return None, False
        except requests.ConnectionError as error:
            return None, not isinstance(getattr(error.args[0], "reason", None), NewConnectionError)
        except (requests.RequestException, HTTPError, TimeoutError):
            return None, True

    def _accepted(self, call: _Call, response: _Response | None, sent: bool) -> _Response:
        """The response, when it deserves to be read; else the error that the exchange amounts to."""
        about: dict[str, Any] = {"partner": self.partner, "reference": _reference(response, call)}
        unsure = OutcomeUnknown if call.writes else Unreachable
        if response is None:
            raise unsure(**about) if sent else Unreachable(**about)
        about["http_status"] = response.status
        match response.status:
            case 404:
                return response
            case status if 200 <= status < 300:
                return response
            case status if status in REFUSALS:
                raise _refusal(response, about)
            case 429:
                raise QuotaReached(**about, retry_after=_retry_after(response))
            case 503:
                raise Unreachable(**about, retry_after=_retry_after(response))
            case status if status >= 500:
                raise unsure(**about, retry_after=_retry_after(response))
            case _:
                raise Unintelligible(**about)

    def _understood(self, call: _Call, response: _Response, parse: Callable[[Json], Parsed]) -> Parsed:
        body = response.json() if response.status != 404 else None
        if body is not None:
            # The parser's own exception may quote what it read: it is left behind before ours is raised.
            try:
                return parse(body)
            except (LookupError, TypeError, ValueError, ArithmeticError):
                pass
        error = OutcomeUnknown if call.writes and response.status != 404 else Unintelligible
        logger.error("%s %s %s: the answer is not as agreed", self.partner, call.method, call.path)
        raise error(partner=self.partner, reference=_reference(response, call), http_status=response.status)


def _read_to_end(response: requests.Response, deadline: float) -> bytes:
    """The body, however slowly it drips, within the deadline and a bounded size."""
    content = b""
    while chunk := response.raw.read1(64 * 1024, decode_content=True):
        content += chunk
        if len(content) > LARGEST_ANSWER:
            # Half a JSON document is none: it will be found unintelligible.
            return b""
        if time.monotonic() > deadline:
            raise TimeoutError
    return content


def _worth_repeating(trouble: Unreachable) -> bool:
    return trouble.http_status in (None, 502, 503, 504) and (trouble.retry_after or 0) <= LONGEST_WAIT


def _refusal(response: _Response, about: dict[str, Any]) -> Refused:
    problem = response.json() or {}
    return Refused(
        **about,
        reason=_code(problem.get("codice")) or f"HTTP_{response.status}",
        explanation=_sentence(problem.get("detail")),
        field=_code(problem.get("campo")),
    )


def _sentence(value: object) -> str:
    """What the partner says in words, cut where it is long; empty when it is no text, or cannot be kept."""
    try:
        return text(value)[:LONGEST_EXPLANATION]
    except ValueError:
        return ""


def _reference(response: _Response | None, call: _Call) -> str:
    """The partner's name for its answer, or ours for the question where it gave none."""
    return _code(response.headers.get("X-Request-Id") if response else None) or str(call.correlation_id)


def _code(value: object) -> str:
    """A code of the partner's that may be logged; empty when it is none, or could name a person."""
    if isinstance(value, str) and CODE.fullmatch(value) and not TAX_CODE.search(value):
        return value
    return ""


def _retry_after(response: _Response) -> int | None:
    """Seconds that the partner asked to wait; its contract gives them as a number, never as a date."""
    value = response.headers.get("Retry-After", "")
    return min(int(value), LONGEST_RETRY_AFTER) if re.fullmatch("[0-9]{1,9}", value) else None
