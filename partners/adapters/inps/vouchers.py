"""Vouchers of PDND: asked for with a signed assertion, kept while they are good, one asked for at a time.

A process keeps its own, in memory only (docs/decisions/0007). The key says for what a voucher is good: environment,
client and purpose, and under AUDIT_REST_02 also who asks, since such a voucher is bound to its evidence.
"""

import base64
import json
import re
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from partners.adapters.base import (
    VOUCHER,
    NotEntitled,
    Unintelligible,
    Unreachable,
)
from partners.adapters.inps.key import PdndKey
from partners.adapters.inps.profile import Options, Profile, Tracking
from partners.adapters.inps.tokens import Evidence, Operator, client_assertion, tracking_evidence
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

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Seconds before its end from which a voucher is no longer used.
MARGIN = 60
# Seconds for which a refusal of PDND is believed: many askings must not become many refusals.
BELIEVED = 5
LONGEST_JTI = 80
TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")

CacheKey = tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Voucher:
    """A voucher, the evidence that it is bound to, and until when it is used (seconds of the monotonic clock)."""

    token: str
    jti: str
    use_until: float
    evidence: Evidence | None


@dataclass(frozen=True, repr=False)
class _Refusal:
    error: NotEntitled
    believed_until: float


class Vouchers:
    """The vouchers that this process holds."""

    def __init__(self, *, partner: str, options: Options, key: PdndKey, wire: Wire) -> None:
        self._partner = partner
        self._options = options
        self._key = key
        self._wire = wire
        self._held: dict[CacheKey, Voucher | _Refusal] = {}
        self._locks: dict[CacheKey, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(
        self, profile: Profile, operator: Operator, correlation_id: UUID, journal: Journal
    ) -> tuple[Voucher, bool]:
        """A good voucher for an e-service, and whether it was in hand already.

        Raises NotEntitled where PDND refuses, Unreachable or Unintelligible.
        """
        key = self._cache_key(profile, operator)
        with self._lock_of(key):
            held = self._held.get(key)
            if isinstance(held, Voucher) and time.monotonic() < held.use_until:
                return held, True
            if isinstance(held, _Refusal) and time.monotonic() < held.believed_until:
                raise _again(held.error, correlation_id)
            try:
                voucher = self._asked(profile, operator, correlation_id, journal)
            except NotEntitled as error:
                self._held[key] = _Refusal(error, time.monotonic() + BELIEVED)
                raise
            self._held[key] = voucher
            return voucher, False

    def forget(self, profile: Profile, operator: Operator, voucher: Voucher) -> None:
        """Use a voucher no more: INPS did not accept it."""
        key = self._cache_key(profile, operator)
        with self._lock_of(key):
            if self._held.get(key) is voucher:
                del self._held[key]

    def _cache_key(self, profile: Profile, operator: Operator) -> CacheKey:
        key = (self._options.token_url, self._options.client_id, profile.purpose_id)
        if profile.tracking is not Tracking.AUDIT_02:
            return key
        return (*key, profile.audience, operator.user_id, operator.location, operator.level_of_assurance)

    def _lock_of(self, key: CacheKey) -> threading.Lock:
        with self._guard:
            now = time.monotonic()
            for old in [one for one, held in list(self._held.items()) if _is_over(held, now) and one != key]:
                if not self._locks[old].locked():
                    del self._held[old], self._locks[old]
            return self._locks.setdefault(key, threading.Lock())

    def _asked(self, profile: Profile, operator: Operator, correlation_id: UUID, journal: Journal) -> Voucher:
        evidence = None
        if profile.tracking is Tracking.AUDIT_02:
            evidence = tracking_evidence(
                self._key,
                client_id=self._options.client_id,
                profile=profile,
                operator=operator,
                now=int(time.time()),
            )
        return persistently(lambda: self._once(profile, evidence, correlation_id, journal))

    def _once(
        self, profile: Profile, evidence: Evidence | None, correlation_id: UUID, journal: Journal
    ) -> Voucher:
        assertion = client_assertion(
            self._key,
            client_id=self._options.client_id,
            audience=self._options.assertion_audience,
            purpose_id=profile.purpose_id,
            seconds=self._options.assertion_seconds,
            now=int(time.time()),
            digest=evidence.digest if evidence else "",
        )
        form = {
            "client_id": self._options.client_id,
            "client_assertion": assertion,
            "client_assertion_type": ASSERTION_TYPE,
            "grant_type": "client_credentials",
        }
        request = Request(
            "POST",
            self._options.token_url,
            VOUCHER,
            correlation_id,
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            urlencode(form).encode("ascii"),
            purpose_id=profile.purpose_id,
        )
        asked_at = time.monotonic()
        response, _ = self._wire.exchange(request, journal)
        return self._read(request, response, evidence, asked_at)

    def _read(
        self, request: Request, response: Response | None, evidence: Evidence | None, asked_at: float
    ) -> Voucher:
        about: dict[str, Any] = {"partner": self._partner, "reference": reference_of(response, request)}
        if response is None:
            raise Unreachable(**about)
        about["http_status"] = response.status
        body = _json(response.content)
        if response.status == 429 or response.status >= 500:
            raise Unreachable(**about, retry_after=retry_after(response))
        if 400 <= response.status < 500:
            raise _refused(about, body)
        try:
            token, seconds = body["access_token"], body["expires_in"]
            if response.status != 200 or body["token_type"].lower() != "bearer" or not TOKEN.fullmatch(token):
                raise ValueError
            jti = str(_claims(token)["jti"])[:LONGEST_JTI]
            use_until = asked_at + max(1, int(seconds) - min(MARGIN, int(seconds) // 3))
        except (LookupError, TypeError, ValueError, AttributeError):
            pass
        else:
            return Voucher(token, jti, use_until, evidence)
        raise Unintelligible(**about)


def _is_over(held: Voucher | _Refusal, now: float) -> bool:
    return now >= (held.use_until if isinstance(held, Voucher) else held.believed_until)


def _refused(about: dict[str, Any], body: dict[str, Any]) -> NotEntitled:
    """PDND's problem: its code may say no more than that it will not."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    code = code_of(first.get("code")) or f"HTTP_{about['http_status']}"
    reference = code_of(body.get("correlationId")) or about["reference"]
    return NotEntitled(
        **{**about, "reference": reference},
        reason=f"PDND-{code}",
        explanation=f"PDND non rilascia il voucher (codice {code}). Non dipende da te: avvisa chi amministra Sportello.",
        field="",
    )


def _again(error: NotEntitled, correlation_id: UUID) -> NotEntitled:
    """The same refusal for another question: an exception belongs to one."""
    return NotEntitled(
        partner=error.partner,
        reference=error.reference or str(correlation_id),
        http_status=error.http_status or 400,
        reason=error.reason,
        explanation=error.explanation,
        field="",
    )


def _json(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _claims(token: str) -> dict[str, Any]:
    """What a voucher says of itself; whether it is genuine is for INPS to judge."""
    part = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if not isinstance(claims, dict):
        raise ValueError
    return claims
