"""The client of partners that speak JSON: clear about failures.

Here a failure of the network or a status of such a partner becomes one of the errors of base.py.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from partners.adapters.base import (
    Answer,
    OutcomeUnknown,
    QuotaReached,
    Refused,
    Unintelligible,
    Unreachable,
)
from partners.adapters.reading import Json, text
from partners.adapters.wire import (
    Journal,
    Request,
    Response,
    Wire,
    code_of,
    persistently,
    reference_of,
    retry_after,
)

logger = logging.getLogger(__name__)
Parsed = TypeVar("Parsed")

LONGEST_EXPLANATION = 500
REFUSALS = {400, 401, 403, 409, 422}


class PartnerClient:
    """Speaks JSON with one partner, over one session: nothing is shared with another partner's."""

    def __init__(self, *, partner: str, base_url: str, token: str, timeout: tuple[float, float]) -> None:
        """`timeout`: seconds to connect and to wait for an answer. Raises ValueError on bad options."""
        if not base_url.startswith(("https://", "http://")):
            raise ValueError(f"The address of {partner} must start with https:// or http://")
        self.partner = partner
        self._base_url = base_url.rstrip("/")
        self._wire = Wire(partner=partner, timeout=timeout)
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json, application/problem+json",
        }

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
        journal, request = Journal(), self._request(method, path, body, correlation_id)
        with journal.told():
            response = persistently(lambda: self._once(request, journal, writes=False))
            reference = reference_of(response, request)
            if response.status == 404 and absent and (_json(response) or {}).get("codice") == absent:
                return Answer(reference=reference, content=None, trace=journal.trace())
            content = self._understood(request, response, parse, writes=False)
        return Answer(reference=reference, content=content, trace=journal.trace())

    def write(
        self, path: str, parse: Callable[[Json], Parsed], *, correlation_id: UUID, body: Json
    ) -> Parsed:
        """PUT something, once: what is not known to have arrived is never sent again from here.

        Raises Unreachable (nothing was kept), OutcomeUnknown, Refused or Unintelligible.
        """
        request = self._request("PUT", path, body, correlation_id)
        return self._understood(request, self._once(request, Journal(), writes=True), parse, writes=True)

    def _request(self, method: str, path: str, body: Json | None, correlation_id: UUID) -> Request:
        headers = {**self._headers, "X-Correlation-Id": str(correlation_id)}
        if body is not None:
            headers["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body, allow_nan=False).encode()
        return Request(method, self._base_url + path, path, correlation_id, headers, content)

    def _once(self, request: Request, journal: Journal, *, writes: bool) -> Response:
        """One exchange. Raises for every failure but a 404, often expected."""
        response, sent = self._wire.exchange(request, journal)
        return self._accepted(request, response, sent, writes=writes)

    def _accepted(self, request: Request, response: Response | None, sent: bool, *, writes: bool) -> Response:
        """The response, when it deserves to be read; else the error that the exchange amounts to."""
        about: dict[str, Any] = {"partner": self.partner, "reference": reference_of(response, request)}
        unsure = OutcomeUnknown if writes else Unreachable
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
                raise QuotaReached(**about, retry_after=retry_after(response))
            case 503:
                raise Unreachable(**about, retry_after=retry_after(response))
            case status if status >= 500:
                raise unsure(**about, retry_after=retry_after(response))
            case _:
                raise Unintelligible(**about)

    def _understood(
        self, request: Request, response: Response, parse: Callable[[Json], Parsed], *, writes: bool
    ) -> Parsed:
        body = _json(response) if response.status != 404 else None
        if body is not None:
            # The parser's own exception may quote what it read: it is left behind before ours is raised.
            try:
                return parse(body)
            except (LookupError, TypeError, ValueError, ArithmeticError):
                pass
        error = OutcomeUnknown if writes and response.status != 404 else Unintelligible
        logger.error("%s %s %s: the answer is not as agreed", self.partner, request.method, request.label)
        raise error(
            partner=self.partner, reference=reference_of(response, request), http_status=response.status
        )


def _json(response: Response) -> Json | None:
    """The body as a JSON object; None when it is anything else."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _refusal(response: Response, about: dict[str, Any]) -> Refused:
    problem = _json(response) or {}
    return Refused(
        **about,
        reason=code_of(problem.get("codice")) or f"HTTP_{response.status}",
        explanation=sentence_of(problem.get("detail")),
        field=code_of(problem.get("campo")),
    )


def sentence_of(value: object) -> str:
    """What the partner says in words, cut where it is long; empty when it is no text, or cannot be kept."""
    try:
        return text(value)[:LONGEST_EXPLANATION]
    except ValueError:
        return ""
