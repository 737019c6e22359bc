"""The standards once more, with hashlib and `cryptography` alone: what the adapter makes is compared with this."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

# Smaller than any real one is refused by the adapter; made once for the run.
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey = KEY) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def key_file(folder: Path, key: rsa.RSAPrivateKey = KEY) -> str:
    path = folder / "comune.pem"
    path.write_bytes(pem(key))
    return str(path)


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==="[: -len(text) % 4])


def thumbprint(key: rsa.RSAPrivateKey = KEY) -> str:
    """RFC 7638, section 3: SHA-256 of the required members in order of their names, without white space."""
    numbers = key.public_key().public_numbers()
    n = base64url(numbers.n.to_bytes(numbers.n.bit_length() // 8, "big"))
    e = base64url(numbers.e.to_bytes(3, "big"))
    return base64url(hashlib.sha256(f'{{"e":"{e}","kty":"RSA","n":"{n}"}}'.encode()).digest())


def opened(token: str, key: rsa.RSAPrivateKey = KEY) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token whose signature is verified: RSASSA-PKCS1-v1_5 over SHA-256 (RFC 7515)."""
    header, payload, signature = token.split(".")
    key.public_key().verify(
        from_base64url(signature), f"{header}.{payload}".encode("ascii"), padding.PKCS1v15(), hashes.SHA256()
    )
    return json.loads(from_base64url(header)), json.loads(from_base64url(payload))


def voucher(jti: str = "voucher-1", **claims: Any) -> str:
    """A token of PDND as the adapter sees it: whether it is genuine, INPS judges."""
    header = base64url(json.dumps({"alg": "RS256", "use": "sig", "typ": "at+jwt", "kid": "x"}).encode())
    payload = base64url(json.dumps({"jti": jti, "exp": 1, **claims}).encode())
    return f"{header}.{payload}.{base64url(b'signature')}"
