"""PDND as the sandbox plays it: the token endpoint with its checks and codes, and its public keys."""

import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from partners.sandbox import jose
from partners.sandbox.jose import Json

# What the Comune has registered, and the settings of a demonstration say.
CLIENT_ID = "7c1f4f0e-4c1b-4a53-9d8e-5a2f6c3b1e01"
ASSERTION_AUDIENCE = "sandbox.pdnd.example/client-assertion"
AUDIENCE = "sandbox.inps.example/isee"
PURPOSES = {
    "b1d5a3c2-0a11-4b7e-8f51-000000000001": "ConsultazioneAttestazioneResidenti",
    "b1d5a3c2-0a11-4b7e-8f51-000000000002": "ConsultazioneAttestazione",
    "b1d5a3c2-0a11-4b7e-8f51-000000000003": "ConsultazioneIndicatore",
    "b1d5a3c2-0a11-4b7e-8f51-000000000004": "ConsultazioneSogliaIndicatore",
}
# A purpose that was suspended in the console.
SUSPENDED_PURPOSE = "b1d5a3c2-0a11-4b7e-8f51-000000000009"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
VOUCHER_SECONDS = 600
LONGEST_LIFE = 24 * 3600
CLAIMS = {"iss", "sub", "aud", "jti", "iat", "exp", "nbf", "purposeId", "digest"}


class Wrong(Exception):
    """A check of the assertion that failed: the code of the check, and of the whole."""

    def __init__(self, code: str, detail: str, kind: str = "0002") -> None:
        self.code, self.detail, self.kind = code, detail, kind
        super().__init__(detail)


@dataclass(frozen=True)
class Voucher:
    """What a genuine voucher says."""

    purpose_id: str
    client_id: str
    jti: str
    digest: str


class Pdnd:
    """The authorisation server, and what it knows of the Comune."""

    def __init__(self, key_file: Path, own_key_file: Path) -> None:
        """`key_file`: the Comune's private key, made here where there is none; only its public part is used."""
        self.client_key = jose.key_in(key_file).public_key()
        self.kid = jose.jwk(self.client_key)["kid"]
        self._own_key = jose.key_in(own_key_file)
        self._own_jwk = jose.jwk(self._own_key.public_key())
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def jwks(self) -> Json:
        return {"keys": [self._own_jwk]}

    def token(self, content: bytes, content_type: str) -> tuple[int, Json]:
        """The answer to a request of a voucher: status and JSON."""
        try:
            purpose_id, digest = self._checked(content, content_type)
        except Wrong as wrong:
            return 400, _problem(wrong)
        return 200, {
            "access_token": self._voucher(purpose_id, digest),
            "token_type": "Bearer",
            "expires_in": VOUCHER_SECONDS,
        }

    def read(self, token: str) -> Voucher | None:
        """What a voucher says; None where it is not genuine, is over, or is for somebody else."""
        try:
            header, payload = jose.parts(token)
        except jose.Malformed:
            return None
        now = time.time()
        good = (
            header.get("alg") == "RS256"
            and header.get("typ") == "at+jwt"
            and header.get("kid") == self._own_jwk["kid"]
            and jose.is_signed_by(token, self._own_key.public_key())
            and payload["nbf"] <= now < payload["exp"]
            and AUDIENCE in payload["aud"].split(",")
        )
        if not good:
            return None
        digest = payload.get("digest", {}).get("value", "")
        return Voucher(payload["purposeId"], payload["client_id"], payload["jti"], digest)

    def use_once(self, jti: str) -> bool:
        """True the first time that an identifier is seen."""
        with self._lock:
            is_new = jti not in self._seen
            self._seen.add(jti)
            return is_new

    def _voucher(self, purpose_id: str, digest: str) -> str:
        now = int(time.time())
        payload = {
            "jti": str(uuid4()),
            "iss": "sandbox.pdnd.example",
            # Several audiences are one string, parted by commas.
            "aud": f"{AUDIENCE},https://{AUDIENCE}",
            "client_id": CLIENT_ID,
            "sub": CLIENT_ID,
            "iat": now,
            "nbf": now,
            "exp": now + VOUCHER_SECONDS,
            "purposeId": purpose_id,
        }
        if digest:
            payload["digest"] = {"alg": "SHA256", "value": digest}
        header = {"use": "sig", "alg": "RS256", "typ": "at+jwt", "kid": self._own_jwk["kid"]}
        return jose.signed(self._own_key, header, payload)

    def _checked(self, content: bytes, content_type: str) -> tuple[str, str]:
        """Purpose and digest of a request that is right; raises Wrong."""
        if content_type != "application/x-www-form-urlencoded":
            raise Wrong("", "the form is not url-encoded", "0001")
        form = {name: values[0] for name, values in parse_qs(content.decode("latin-1")).items()}
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise Wrong("0002", "client_assertion_type")
        if form.get("grant_type") != "client_credentials":
            raise Wrong("0003", "grant_type")
        client_id = form.get("client_id", CLIENT_ID)
        if not _is_uuid(client_id):
            raise Wrong("0023", "client_id is no UUID")
        assertion = form.get("client_assertion", "")
        try:
            header, payload = jose.parts(assertion)
        except jose.Malformed:
            raise Wrong("0018", "the assertion is no JWT") from None
        self._check_header(header)
        _check_claims(payload, client_id)
        if client_id != CLIENT_ID or header["kid"] != self.kid:
            raise Wrong("", "client or key unknown", "0006")
        if payload["purposeId"] == SUSPENDED_PURPOSE:
            raise Wrong("0020", "the purpose is not active", "0008")
        if payload["purposeId"] not in PURPOSES:
            raise Wrong("", "the purpose is not of this client", "0006")
        if not jose.is_signed_by(assertion, self.client_key):
            raise Wrong("0001", "the signature is not of the key", "0003")
        if not self.use_once(f"assertion {payload['jti']}"):
            raise Wrong("0008", "the jti was used already")
        return str(payload["purposeId"]), _digest(payload)

    def _check_header(self, header: Json) -> None:
        if "alg" not in header:
            raise Wrong("0028", "alg is missing")
        if header["alg"] != "RS256":
            raise Wrong("0029", "alg is not RS256")
        kid = header.get("kid")
        if not kid:
            raise Wrong("0015", "kid is missing")
        if not isinstance(kid, str) or not re.fullmatch(r"[A-Za-z0-9_-]{43}", kid):
            raise Wrong("0031", "kid is not 43 characters")
        if header.get("typ", "JWT") != "JWT":
            raise Wrong("0018", "typ is not JWT")


def _check_claims(payload: Json, client_id: str) -> None:
    """Each claim that must be there, as it must be; raises Wrong."""
    now = time.time()
    if not payload.get("jti"):
        raise Wrong("0008", "jti is missing")
    if not _is_time(payload.get("iat")):
        raise Wrong("0009", "iat is missing")
    if not _is_time(payload.get("exp")):
        raise Wrong("0010", "exp is missing")
    if payload.get("iss") != client_id:
        raise Wrong("0011", "iss is not the client")
    if not payload.get("sub"):
        raise Wrong("0012", "sub is missing")
    if payload["sub"] != client_id:
        raise Wrong("0013", "sub is not the client")
    if "aud" not in payload:
        raise Wrong("0004", "aud is missing")
    audiences = payload["aud"] if isinstance(payload["aud"], list) else [payload["aud"]]
    if ASSERTION_AUDIENCE not in audiences:
        raise Wrong("0005", "aud is of another environment")
    if not payload.get("purposeId"):
        raise Wrong("0014", "purposeId is missing")
    if not _is_uuid(payload["purposeId"]):
        raise Wrong("0030", "purposeId is no UUID")
    if payload["exp"] <= now or payload["exp"] - now > LONGEST_LIFE:
        raise Wrong("0017", "the assertion is over, or lives too long")
    if _is_time(payload.get("nbf")) and payload["nbf"] > now + 10:
        raise Wrong("0019", "nbf is to come")
    if payload.keys() - CLAIMS:
        raise Wrong("0032", "there are claims too many")


def _digest(payload: Json) -> str:
    if "digest" not in payload:
        return ""
    digest = payload["digest"]
    if not isinstance(digest, dict) or digest.keys() != {"alg", "value"}:
        raise Wrong("0025", "digest is not of alg and value")
    if digest["alg"] != "SHA256":
        raise Wrong("0027", "digest is not SHA256")
    if not isinstance(digest["value"], str) or not re.fullmatch("[0-9a-f]{64}", digest["value"]):
        raise Wrong("0026", "digest is not 64 characters")
    return digest["value"]


def _problem(wrong: Wrong) -> Json:
    codes = [f"007-{wrong.kind}", *([f"009-{wrong.code}"] if wrong.code else [])]
    return {
        "type": "about:blank",
        "status": 400,
        "title": "The request contains bad syntax or cannot be fulfilled.",
        "correlationId": str(uuid4()),
        "detail": "Unable to generate a token for the given request",
        "errors": [{"code": code, "detail": wrong.detail} for code in codes],
    }


def _is_uuid(value: Any) -> bool:
    try:
        return str(UUID(value)) == str(value).lower()
    except (ValueError, TypeError, AttributeError):
        return False


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
