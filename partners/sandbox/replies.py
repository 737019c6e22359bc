"""What the sandbox answers, and what it does to the answer on its way out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from partners.sandbox import reserved

Json = dict[str, Any]

DETAILS = {
    "RICHIESTA_INVALIDA": "La richiesta non si legge.",
    "TOKEN_NON_VALIDO": "Il token manca o non vale.",
    "CONSULTAZIONE_NON_CONSENTITA": "L'ente non è abilitato a questa consultazione.",
    "CAMPO_MANCANTE": "Manca un campo.",
    "CAMPO_NON_VALIDO": "Un campo non è valido.",
    "CODICE_FISCALE_ERRATO": "Il codice fiscale non è corretto.",
    "POD_NON_SERVITO": "La fornitura non è nella zona servita.",
    "CLIENTE_NON_VULNERABILE": "Il cliente non ha diritto alla tutela.",
    "TERMINE_SCADUTO": "I giorni per ripensarci sono finiti.",
    "NIENTE_DA_RITIRARE": "La richiesta non è andata avanti.",
    "CHIAVE_GIA_USATA": "La chiave è già usata per un'altra richiesta.",
    "RICHIESTA_SCONOSCIUTA": "Nessuna richiesta con questa chiave.",
    "LIMITE_GIORNALIERO": "Il limite giornaliero è raggiunto.",
    "SERVIZIO_NON_DISPONIBILE": "Il servizio non è disponibile.",
}


class Fate(Enum):
    """What happens to a reply on its way to who asked."""

    SENT = auto()
    DROPPED = auto()
    LATE = auto()
    GARBLED = auto()


@dataclass(frozen=True)
class Reply:
    """An answer of a partner: status, JSON body, seconds asked to wait."""

    status: int
    body: Json
    retry_after: int | None = None
    fate: Fate = Fate.SENT


def problem(status: int, code: str, *, field: str = "", retry_after: int | None = None) -> Reply:
    """An answer that says what was wrong (RFC 9457), with the partner's code."""
    body: Json = {"status": status, "codice": code, "detail": DETAILS[code]}
    if field:
        body["campo"] = field
    return Reply(status, body, retry_after)


def quota_reached() -> Reply:
    """The answer of a partner that was asked too often today."""
    return problem(429, "LIMITE_GIORNALIERO", retry_after=3600)


def unavailable() -> Reply:
    """The answer of a partner that is closed for maintenance."""
    return problem(503, "SERVIZIO_NON_DISPONIBILE", retry_after=60)


def look_up(tax_code: str, ordinary: Callable[[], Reply], nothing: Reply, trips: Callable[[], bool]) -> Reply:
    """The outcome reserved for a tax code, or the ordinary answer. `trips` says whether to drop this time."""
    match tax_code:
        case reserved.NOT_FOUND:
            return nothing
        case reserved.REFUSED:
            return problem(403, "CONSULTAZIONE_NON_CONSENTITA")
        case reserved.QUOTA:
            return quota_reached()
        case reserved.UNAVAILABLE:
            return unavailable()
        case reserved.NONSENSE:
            return replace(ordinary(), fate=Fate.GARBLED)
        case reserved.SLOW:
            return replace(ordinary(), fate=Fate.LATE)
        case reserved.DOWN:
            return replace(ordinary(), fate=Fate.DROPPED)
        case reserved.DOWN_ONCE if trips():
            return replace(ordinary(), fate=Fate.DROPPED)
        case _:
            return ordinary()
