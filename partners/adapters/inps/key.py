"""The Comune's key at PDND: whoever holds it speaks for the Comune."""

from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc import jwt
from joserfc.jwk import RSAKey

from partners.adapters.inps.profile import Unusable

ALGORITHM = "RS256"
LEAST_BITS = 2048


class PdndKey:
    """A private RSA key, and the name under which PDND knows its public part."""

    def __init__(self, path: str, expected_kid: str = "") -> None:
        """Read the key from a PEM file; raises Unusable where it cannot be used, or is not the expected one."""
        self._key = _read(path)
        # RFC 7638: the name follows from the key itself.
        self.kid = self._key.thumbprint()
        if expected_kid and expected_kid != self.kid:
            raise Unusable(
                f"La chiave in INPS_KEY_FILE non è quella di INPS_KEY_ID: il suo kid è {self.kid}. "
                "Controlla quale chiave è caricata nella console di PDND."
            )

    def sign(self, claims: dict[str, Any]) -> str:
        """The claims as a compact signed token, whose header names this key."""
        header = {"alg": ALGORITHM, "kid": self.kid, "typ": "JWT"}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])


def _read(path: str) -> RSAKey:
    if not path:
        raise Unusable("INPS_KEY_FILE manca: è il file della chiave privata del Comune per PDND.")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Unusable(
            f"Il file di INPS_KEY_FILE ({path}) non si legge: {error.strerror}. Deve leggerlo l'utente del programma."
        ) from None
    if b"PUBLIC KEY" in content:
        raise Unusable(f"Il file di INPS_KEY_FILE ({path}) è la chiave pubblica: serve quella privata.")
    try:
        key = load_pem_private_key(content, password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise Unusable(
            f"Il file di INPS_KEY_FILE ({path}) non è una chiave privata RSA in formato PEM senza password."
        )
    if key.key_size < LEAST_BITS:
        raise Unusable(f"La chiave di INPS_KEY_FILE ({path}) è corta: PDND vuole almeno {LEAST_BITS} bit.")
    return RSAKey.import_key(content)
