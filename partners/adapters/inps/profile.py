"""How INPS's ISEE services are to be reached and spoken to: what settings.INPS_* say, read and judged.

INPS publishes the security that it wants of each e-service only inside the catalogue of PDND, so each is a switch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

Word = TypeVar("Word", bound=StrEnum)

OPERATION_PATHS = {
    "isee_residents": "ConsultazioneAttestazioneResidenti",
    "isee_attestation": "ConsultazioneAttestazione",
    "isee_indicator": "ConsultazioneIndicatore",
    "isee_threshold": "ConsultazioneSogliaIndicatore",
}


class Operation(StrEnum):
    """An e-service of INPS, by the document that it gives."""

    RESIDENTS = "isee_residents"
    ATTESTATION = "isee_attestation"
    INDICATOR = "isee_indicator"
    THRESHOLD = "isee_threshold"

    @property
    def element(self) -> str:
        """The name of its SOAP operation."""
        return OPERATION_PATHS[self]


class Tracking(StrEnum):
    """Whether the operator is told in a signed header (AUDIT_REST_01), bound to the voucher (AUDIT_REST_02)."""

    NONE = "none"
    AUDIT_01 = "audit01"
    AUDIT_02 = "audit02"


class Integrity(StrEnum):
    """Whether the bytes sent are signed (INTEGRITY_REST_02)."""

    NONE = "none"
    REST_02 = "rest02"


class Identity(StrEnum):
    """Who is told to INPS as the user: the operator's number with us, the Comune by its tax code, or a fixed name."""

    OPERATOR = "operator"
    BODY = "body"
    FIXED = "fixed"


class Unusable(Exception):
    """A setting is missing or wrong. The text is for the administrator, and names the setting."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """settings.PARTNERS["inps"]["OPTIONS"]["isee"], as written: each is one setting INPS_… of the same name.

    Where a service may differ from the others a value may be written as `isee_residents=…,isee_threshold=…`.
    """

    environment: str = ""
    token_url: str = ""
    assertion_audience: str = ""
    client_id: str = ""
    key_file: str = ""
    key_id: str = ""
    assertion_seconds: int = 100
    isee_url: str = ""
    addresses: str = ""
    purposes: str = ""
    audience: str = ""
    tracking: str = "none"
    integrity: str = "none"
    identity: str = "operator"
    identity_user: str = ""
    office_code: str = "001"
    level_of_assurance: str = ""
    certificate_file: str = ""
    certificate_key_file: str = ""
    authorities_file: str = ""
    timeout: tuple[float, float] = field(default=(3, 25))

    @property
    def is_used(self) -> bool:
        """Whether the Comune has the ISEE by service at all; without it there is the portal."""
        return bool(self.isee_url or self.addresses)

    @property
    def certificate(self) -> tuple[str, str] | None:
        """The files for mutual TLS; None where it is not used."""
        return (self.certificate_file, self.certificate_key_file) if self.certificate_file else None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One e-service: where it is, under which purpose it is asked, and what it wants signed."""

    operation: Operation
    url: str
    purpose_id: str
    audience: str
    tracking: Tracking
    integrity: Integrity


def profile_of(options: Options, operation: Operation) -> Profile:
    """The profile of an e-service; raises Unusable where a setting is missing or wrong."""
    tracking = _word(Tracking, options.tracking, operation, "INPS_TRACKING")
    integrity = _word(Integrity, options.integrity, operation, "INPS_INTEGRITY")
    audience = _value(options.audience, operation)
    if not audience and (tracking is not Tracking.NONE or integrity is not Integrity.NONE):
        raise Unusable(
            "INPS_AUDIENCE manca: le firme vogliono il destinatario dell'e-service, come dice il catalogo di PDND."
        )
    return Profile(
        operation=operation,
        url=_url(options, operation),
        purpose_id=_purpose(options.purposes, operation),
        audience=audience,
        tracking=tracking,
        integrity=integrity,
    )


def offered(options: Options) -> list[Operation]:
    """The e-services for which there is a purpose."""
    return [operation for operation in Operation if _value(options.purposes, operation)]


def by_operation(written: str) -> Mapping[str, str]:
    """`a=1,b=2` as a table; a value alone stands under the empty name, for every operation."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    return {
        name.strip(): value.strip()
        for name, value in (part.split("=", 1) if _is_named(part) else ("", part) for part in parts)
    }


def _is_named(part: str) -> bool:
    return part.partition("=")[0].strip() in set(Operation)


def _value(written: str, operation: Operation) -> str:
    table = by_operation(written)
    return table.get(operation, table.get("", ""))


def _word(words: type[Word], written: str, operation: Operation, setting: str) -> Word:
    value = _value(written, operation) or "none"
    try:
        return words(value)
    except ValueError:
        raise Unusable(f"{setting} dice «{value}»: può dire soltanto {', '.join(words)}.") from None


def _purpose(written: str, operation: Operation) -> str:
    purpose = _value(written, operation)
    if not purpose:
        raise Unusable(f"INPS_PURPOSES non ha la finalità di «{operation}»: copiala dalla console di PDND.")
    try:
        return str(UUID(purpose))
    except ValueError:
        raise Unusable(
            f"Una finalità di INPS_PURPOSES («{purpose}») non è un identificativo di PDND (UUID)."
        ) from None


def _url(options: Options, operation: Operation) -> str:
    own = by_operation(options.addresses).get(operation, "")
    url = own or f"{options.isee_url.rstrip('/')}/{operation.element}"
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", url):
        raise Unusable(
            f"L'indirizzo di «{operation}» (INPS_ISEE_URL o INPS_ADDRESSES) non è un indirizzo https."
        )
    return url
