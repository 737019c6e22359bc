"""Signed tokens, by hand over `cryptography`: another reading of the standards than the adapters' library."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Json = dict[str, Any]


class Malformed(Exception):
    """No token at all."""


def key_in(path: Path) -> rsa.RSAPrivateKey:
    """The private key in a file, which is made where there is none; only its owner may read it."""
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError(f"{path} is no RSA key")
        return key
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written whole under another name first: whoever reads the file finds all of it.
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_bytes(pem)
    draft.rename(path)
    return key


def jwk(key: rsa.RSAPublicKey) -> Json:
    """A public key as RFC 7517 writes it, named by its thumbprint (RFC 7638)."""
    numbers = key.public_numbers()
    bare = {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}
    written = json.dumps(bare, separators=(",", ":"), sort_keys=True).encode()
    kid = _text(hashlib.sha256(written).digest())
    return {**bare, "kid": kid, "alg": "RS256", "use": "sig"}


def signed(key: rsa.RSAPrivateKey, header: Json, payload: Json) -> str:
    """A compact token."""
    body = f"{_text(json.dumps(header).encode())}.{_text(json.dumps(payload).encode())}"
    signature = key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{body}.{_text(signature)}"


def parts(token: str) -> tuple[Json, Json]:
    """Header and payload of a compact token, unverified; raises Malformed."""
    pieces = token.split(".")
    if len(pieces) != 3:
        raise Malformed
    try:
        header, payload = (json.loads(_bytes(piece)) for piece in pieces[:2])
    except ValueError:
        raise Malformed from None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise Malformed
    return header, payload


def is_signed_by(token: str, key: rsa.RSAPublicKey) -> bool:
    """Whether the signature (RS256) over header and payload is of this key."""
    body, _, signature = token.rpartition(".")
    try:
        key.verify(_bytes(signature), body.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8))
