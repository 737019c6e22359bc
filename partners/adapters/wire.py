"""What goes over the wire to a partner and comes back: bounded in time and size, silent about persons.

Every exchange of every adapter passes here. No log line and no exception carries a body, a token or a tax code;
exceptions of the network library, which hold the whole request, are never chained to ours.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import TypeVar
from uuid import UUID

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from partners.adapters.base import Call, PartnerError, Trace, Unreachable, Untrusted

logger = logging.getLogger(__name__)
Done = TypeVar("Done")

# Seconds before the second and the third attempt of what may be repeated.
WAITS = (0.2, 0.5)
# A partner that asks to wait longer than this many seconds is not asked again by the same call.
LONGEST_WAIT = 5
# More than a day of waiting is a mistake of the partner's.
LONGEST_RETRY_AFTER = 24 * 3600
LARGEST_ANSWER = 1024 * 1024
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\[\]-]{0,79}")
TAX_CODE = re.compile(r"[A-Z]{6}[0-9L-V]{2}[A-Z][0-9L-V]{2}[A-Z][0-9L-V]{3}[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Request:
    """What is sent. `label` stands for the address in the log and in the record; the bytes leave as they are."""

    method: str
    url: str
    label: str
    correlation_id: UUID
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    purpose_id: str = ""
    voucher_jti: str = ""


@dataclass(frozen=True, repr=False)
class Response:
    """What came back, read to its end."""

    status: int
    headers: "requests.structures.CaseInsensitiveDict[str]"
    content: bytes


class Journal:
    """What is noted of the calls of one question, for the record that is kept of it."""

    def __init__(self, environment: str = "") -> None:
        self.environment = environment
        self.calls: list[Call] = []
        self.evidence_jti = self.evidence_sha256 = self.provider_request_id = ""
        self.raw = b""

    def trace(self) -> Trace:
        return Trace(
            environment=self.environment,
            calls=tuple(self.calls),
            evidence_jti=self.evidence_jti,
            evidence_sha256=self.evidence_sha256,
            provider_request_id=self.provider_request_id,
            raw=self.raw,
        )

    @contextmanager
    def told(self) -> Iterator[None]:
        """A failure inside carries what was noted until then."""
        try:
            yield
        except PartnerError as error:
            error.trace = self.trace()
            raise


class Wire:
    """One session with one partner: nothing is shared with another's, no cookie kept, no redirect followed."""

    def __init__(
        self,
        *,
        partner: str,
        timeout: tuple[float, float],
        certificate: tuple[str, str] | None = None,
        authorities: str | None = None,
    ) -> None:
        """`timeout`: seconds to connect and to wait for an answer; `certificate`: files of ours for mutual TLS,
        certificate and key; `authorities`: file of the authorities trusted, else the usual ones.

        Raises ValueError on time-outs that are not positive.
        """
        connect, read = timeout
        if not (connect > 0 and read > 0):
            raise ValueError(f"The time-outs of {partner} must be positive")
        self.partner = partner
        self._timeout = (connect, read)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cert = certificate
        self._session.verify = authorities or True
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.update({"Accept-Encoding": "identity", "User-Agent": "Sportello"})

    def exchange(self, request: Request, journal: Journal) -> tuple[Response | None, bool]:
        """One exchange, told in one log line: the response, or None; and whether the request may have arrived.

        Raises Untrusted where the encrypted connection fails for a certificate.
        """
        began, at = time.monotonic(), datetime.now(UTC)
        trouble = ""
        try:
            response, sent = self._exchange(request)
        except requests.exceptions.SSLError as error:
            response, sent, trouble = None, False, type(error).__name__
        milliseconds = round((time.monotonic() - began) * 1000)
        status = response.status if response else None
        journal.calls.append(
            Call(
                operation=request.label,
                at=at,
                duration_ms=milliseconds,
                http_status=status,
                purpose_id=request.purpose_id,
                voucher_jti=request.voucher_jti,
            )
        )
        logger.log(
            logging.INFO if status and status < 400 else logging.WARNING,
            "%s %s %s: %s in %d ms, reference %s, correlation %s",
            self.partner,
            request.method,
            request.label,
            status or trouble or "no answer",
            milliseconds,
            reference_of(response, request),
            request.correlation_id,
        )
        if trouble:
            raise Untrusted(partner=self.partner, reference=reference_of(response, request))
        return response, sent

    def _exchange(self, request: Request) -> tuple[Response | None, bool]:
        deadline = time.monotonic() + sum(self._timeout)
        try:
            with self._session.request(
                request.method,
                request.url,
                data=request.content,
                headers=request.headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read_to_end(response, deadline)
                return Response(response.status_code, response.headers, content), True
        except requests.exceptions.SSLError:
            raise
        except requests.ConnectTimeout:
            return None, False
        except requests.ConnectionError as error:
            return None, not isinstance(getattr(error.args[0], "reason", None), NewConnectionError)
        except (requests.RequestException, HTTPError, TimeoutError):
            return None, True


def persistently(attempt: Callable[[], Done]) -> Done:
    """Try what may be repeated: at most two more times, and only where the partner is in a passing trouble."""
    for wait in WAITS:
        try:
            return attempt()
        except Unreachable as trouble:
            if not _worth_repeating(trouble):
                raise
            time.sleep(max(wait, trouble.retry_after or 0))
    return attempt()


def _worth_repeating(trouble: Unreachable) -> bool:
    if isinstance(trouble, Untrusted):
        return False
    # A status of success beside a trouble: the partner's gateway is well, its database is not.
    passing = trouble.http_status in (None, 200, 502, 503, 504)
    return passing and (trouble.retry_after or 0) <= LONGEST_WAIT


def reference_of(response: Response | None, request: Request) -> str:
    """The partner's name for its answer, or ours for the question where it gave none."""
    names = ("X-Request-Id", "GovWay-Transaction-ID")
    given = (code_of(response.headers.get(name)) for name in names) if response else ()
    return next(filter(None, given), str(request.correlation_id))


def code_of(value: object) -> str:
    """A code of the partner's that may be logged; empty when it is none, or could name a person."""
    if isinstance(value, str) and CODE.fullmatch(value) and not TAX_CODE.search(value):
        return value
    return ""


def retry_after(response: Response) -> int | None:
    """Seconds that the partner asked to wait, at most a day; None where it gave no number."""
    value = response.headers.get("Retry-After", "")
    return min(int(value), LONGEST_RETRY_AFTER) if re.fullmatch("[0-9]{1,9}", value) else None


def _read_to_end(response: requests.Response, deadline: float) -> bytes:
    """The body, however slowly it drips, within the deadline and a bounded size."""
    content = b""
    while chunk := response.raw.read1(64 * 1024, decode_content=True):
        content += chunk
        if len(content) > LARGEST_ANSWER:
            # Half a document is none: it will be found unintelligible.
            return b""
        if time.monotonic() > deadline:
            raise TimeoutError
    return content
