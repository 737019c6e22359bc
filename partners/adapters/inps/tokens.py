"""The tokens that the Comune signs: for PDND, about the operator, and over the bytes that are sent.

Times are in whole seconds since 1970; `now` is an argument.
"""

import base64
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from partners.adapters.inps.key import PdndKey
from partners.adapters.inps.profile import Profile

# The clocks of two machines never agree: a token is valid from some seconds before it was made.
SKEW = 5
# As long as a voucher usually lives: under AUDIT_REST_02 the two go together.
EVIDENCE_SECONDS = 1800
SIGNATURE_SECONDS = 120


@dataclass(frozen=True)
class Operator:
    """Who asks, as INPS is told: our own identifier, the place, how surely the identity is known."""

    user_id: str
    location: str
    level_of_assurance: str


@dataclass(frozen=True, repr=False)
class Evidence:
    """A signed statement of who asks (Agid-JWT-TrackingEvidence). `digest`: of the whole token, in hexadecimal."""

    token: str
    jti: str

    @property
    def digest(self) -> str:
        return sha256(self.token.encode("ascii")).hexdigest()


def client_assertion(
    key: PdndKey,
    *,
    client_id: str,
    audience: str,
    purpose_id: str,
    seconds: int,
    now: int,
    digest: str = "",
) -> str:
    """What the Comune shows to PDND to have a voucher; `digest` binds the voucher to an evidence (AUDIT_REST_02)."""
    claims: dict[str, Any] = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "purposeId": purpose_id,
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + seconds,
    }
    if digest:
        claims["digest"] = {"alg": "SHA256", "value": digest}
    return key.sign(claims)


def tracking_evidence(
    key: PdndKey, *, client_id: str, profile: Profile, operator: Operator, now: int
) -> Evidence:
    """Who asks, from where, how surely known."""
    jti = str(uuid4())
    token = key.sign(
        {
            "iss": client_id,
            "aud": profile.audience,
            "iat": now,
            "nbf": now - SKEW,
            "exp": now + EVIDENCE_SECONDS,
            "jti": jti,
            "purposeId": profile.purpose_id,
            "dnonce": secrets.randbelow(9 * 10**12) + 10**12,
            "userID": operator.user_id,
            "userLocation": operator.location,
            "LoA": operator.level_of_assurance,
        }
    )
    return Evidence(token, jti)


def digest_header(content: bytes) -> str:
    """The value of the header Digest over the bytes that are sent."""
    return "SHA-256=" + base64.b64encode(sha256(content).digest()).decode("ascii")


def signature(
    key: PdndKey, *, client_id: str, profile: Profile, digest: str, content_type: str, now: int
) -> str:
    """The value of the header Agid-JWT-Signature (INTEGRITY_REST_02): it covers the digest and the type of the body."""
    return key.sign(
        {
            "iss": client_id,
            "sub": client_id,
            "aud": profile.audience,
            "iat": now,
            "nbf": now - SKEW,
            "exp": now + SIGNATURE_SECONDS,
            "jti": str(uuid4()),
            "signed_headers": [{"digest": digest}, {"content-type": content_type}],
        }
    )
