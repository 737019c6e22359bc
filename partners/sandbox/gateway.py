"""INPS's gateway as the sandbox plays it: it verifies every token, digest and claim before the service is asked.

What is wrong is refused as INPS's gateway does: a SOAP fault with a problem (RFC 7807) in it, and no word of the cause.
"""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass, field
from email.message import Message
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

from partners.sandbox import jose
from partners.sandbox.pdnd import AUDIENCE, CLIENT_ID, PURPOSES, Pdnd, Voucher
from partners.sandbox.replies import Fate

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
FAULT_ACTOR = "http://api.inps.it/modi/soap/integration/fault"
TYPE = "text/xml; charset=utf-8"
# Seconds by which two clocks may differ.
SKEW = 10


@dataclass(frozen=True)
class RawReply:
    """An answer that is no JSON of ours: status, bytes, headers."""

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = TYPE
    fate: Fate = Fate.SENT


@dataclass(frozen=True)
class Security:
    """What the e-service wants signed, as its page in the catalogue says: none, audit01, audit02; none, rest02."""

    tracking: str = "none"
    integrity: str = "none"


class Refused(Exception):
    """A check failed: the status and the title that the gateway tells."""

    def __init__(self, status: int, title: str) -> None:
        self.status, self.title = status, title
        super().__init__(title)


def check(pdnd: Pdnd, security: Security, operation: str, headers: Message, content: bytes) -> Voucher:
    """The voucher of a request that is right in everything; raises Refused."""
    scheme, _, token = headers.get("Authorization", "").partition(" ")
    voucher = pdnd.read(token) if scheme == "Bearer" else None
    if voucher is None:
        raise Refused(403, "AuthorizationExpiredOrInvalid")
    if PURPOSES.get(voucher.purpose_id) != operation:
        raise Refused(403, "AuthorizationDeny")
    if security.tracking != "none":
        _check_evidence(pdnd, security, voucher, headers)
    if security.integrity == "rest02":
        _check_integrity(pdnd, headers, content)
    return voucher


def refusal(refused: Refused) -> RawReply:
    """The fault that the gateway answers."""
    code = "Client.Authorization" if refused.status == 403 else "Client.InteroperabilityInvalidRequest"
    return fault(refused.status, code, refused.title)


def unavailable() -> RawReply:
    return fault(503, "Server.APIUnavailable", "APIUnavailable", {"Retry-After": "60"})


def quota() -> RawReply:
    return fault(429, "Client.LimitExceeded", "LimitExceeded", {"Retry-After": "3600"})


def fault(status: int, code: str, title: str, headers: dict[str, str] | None = None) -> RawReply:
    """A SOAP fault with the gateway's problem in its detail."""
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV={quoteattr(SOAP)}><SOAP-ENV:Body><SOAP-ENV:Fault>
<faultcode>SOAP-ENV:{escape(code)}</faultcode>
<faultstring>{escape(title)}</faultstring>
<faultactor>{FAULT_ACTOR}</faultactor>
<detail><problem xmlns="urn:ietf:rfc:7807"><type>https://govway.org/handling-errors/{status}/{escape(title)}.html</type>
<title>{escape(title)}</title><status>{status}</status><detail>The request was refused</detail>
<govway_id>{uuid4()}</govway_id></problem></detail>
</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"""
    return RawReply(status, content.encode(), headers or {})


def _check_evidence(pdnd: Pdnd, security: Security, voucher: Voucher, headers: Message) -> None:
    token = headers.get("Agid-JWT-TrackingEvidence", "")
    payload = _signed_by_client(pdnd, token)
    for claim in ("userID", "userLocation", "LoA", "dnonce", "jti"):
        if not payload.get(claim):
            raise Refused(400, "InteroperabilityInvalidRequest")
    if payload.get("purposeId") != voucher.purpose_id or len(str(payload["dnonce"])) != 13:
        raise Refused(400, "InteroperabilityInvalidRequest")
    digest = hashlib.sha256(token.encode()).hexdigest()
    if security.tracking == "audit02" and not hmac.compare_digest(digest, voucher.digest):
        raise Refused(400, "InteroperabilityInvalidRequest")


def _check_integrity(pdnd: Pdnd, headers: Message, content: bytes) -> None:
    payload = _signed_by_client(pdnd, headers.get("Agid-JWT-Signature", ""))
    computed = "SHA-256=" + base64.b64encode(hashlib.sha256(content).digest()).decode()
    expected = [{"digest": computed}, {"content-type": headers.get("Content-Type", "")}]
    good = (
        headers.get("Digest") == computed
        and payload.get("signed_headers") == expected
        and payload.get("sub") == CLIENT_ID
        and pdnd.use_once(f"signature {payload.get('jti')}")
    )
    if not good:
        raise Refused(400, "InteroperabilityInvalidRequest")


def _signed_by_client(pdnd: Pdnd, token: str) -> jose.Json:
    """The claims of a token of the Comune's that is genuine, for this e-service and not over; raises Refused."""
    try:
        header, payload = jose.parts(token)
    except jose.Malformed:
        raise Refused(400, "InteroperabilityInvalidRequest") from None
    now = time.time()
    times = [payload.get(name) for name in ("nbf", "iat", "exp")]
    good = (
        header == {"alg": "RS256", "typ": "JWT", "kid": pdnd.kid}
        and jose.is_signed_by(token, pdnd.client_key)
        and payload.get("iss") == CLIENT_ID
        and payload.get("aud") == AUDIENCE
        and all(isinstance(each, int) for each in times)
        and payload["nbf"] <= now + SKEW
        and payload["iat"] <= now + SKEW
        and now < payload["exp"]
    )
    if not good:
        raise Refused(400, "InteroperabilityInvalidRequest")
    return payload
