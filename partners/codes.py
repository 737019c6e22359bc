"""The code of a look-up that one reads out on the phone: to a partner's help desk, to a colleague, to the supervisor."""

import re
from uuid import UUID

from partners.models import LookUp

# What can still be read out: the partners' own codes are often longer.
LONGEST_READ_OUT = 16
CODE = re.compile(r"(?:S-?)?([0-9A-F]{4})-?([0-9A-F]{4})", re.ASCII)


def short_code(correlation_id: UUID) -> str:
    """S-7F3A-91C2: the beginning of the code that went to the partner with the question."""
    digits = correlation_id.hex[:8].upper()
    return f"S-{digits[:4]}-{digits[4:]}"


def code_to_quote(look_up: LookUp) -> str:
    """What to read out: the partner's own code where that is short, else ours."""
    outcome = getattr(look_up, "outcome", None)
    for code in (outcome.provider_request_id, outcome.reference) if outcome else ():
        if 0 < len(code) <= LONGEST_READ_OUT:
            return str(code)
    return short_code(look_up.correlation_id)


def whole_code(look_up: LookUp) -> str:
    """The long code that a partner may want in writing; empty where the short one is all that there is."""
    outcome = getattr(look_up, "outcome", None)
    whole = str(outcome.provider_request_id or outcome.reference) if outcome else ""
    return whole if len(whole) > LONGEST_READ_OUT else ""


def bounds_of(typed: str) -> tuple[UUID, UUID] | None:
    """The first and the last correlation id that a short code may stand for; None for what is no such code."""
    found = CODE.fullmatch("".join(typed.upper().split()))
    if found is None:
        return None
    start = found.group(1) + found.group(2)
    return UUID(start.ljust(32, "0")), UUID(start.ljust(32, "f"))
