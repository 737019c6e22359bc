"""The values that a procedure on a portal may name: what they are called, and what they are for a look-up."""

from collections.abc import Callable
from datetime import date

from partners.contract_portal import VALUES as CONTRACT_VALUES
from partners.models import LookUp
from partners.portal import Value
from sportello.models import Service

LOOK_UP_VALUES: dict[str, Callable[[LookUp], str]] = {
    "codice fiscale": lambda look_up: look_up.tax_code,
    "cognome": lambda look_up: look_up.subject.surname,
    "nome": lambda look_up: look_up.subject.given_name,
    "data di nascita": lambda look_up: _day(look_up.subject.birth_date),
    "anno dei redditi": lambda look_up: str(look_up.tax_year or ""),
    "numero di protocollo": lambda look_up: look_up.protocol_number,
    "data di protocollo": lambda look_up: _day(look_up.protocol_date),
    "codice della prestazione": lambda look_up: look_up.benefit_code,
    "stato della prestazione": lambda look_up: look_up.get_benefit_state_display(),
    "numero della pratica": lambda look_up: str(look_up.case),
}

# The names that a service's procedure may use, by its kind, in the order in which the help shows them. A kind that
# is not here has no procedure on a portal.
NAMES: dict[str, tuple[str, ...]] = {
    Service.Kind.LOOK_UP: tuple(LOOK_UP_VALUES),
    Service.Kind.ENTRY: tuple(CONTRACT_VALUES),
}


def values_of_look_up(look_up: LookUp) -> list[Value]:
    """What may be copied into the portal for a look-up; empty texts where there is no such thing."""
    return [Value(name, text_of(look_up)) for name, text_of in LOOK_UP_VALUES.items()]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
