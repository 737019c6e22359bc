"""The form that a body must have, as docs/openapi/ says it. What is wrong is told by its field."""

import re
from collections.abc import Callable
from datetime import date

from partners.sandbox import tax_code
from partners.sandbox.replies import Json, Reply, problem

Check = Callable[[object], bool]
# A name that ends in "?" may be missing.
Shape = dict[str, "Check | Shape"]


def matching(pattern: str) -> Check:
    """A string that is wholly of this pattern."""
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def one_of(*words: str) -> Check:
    """One of these words."""
    return lambda value: value in words


def whole(least: int, most: int) -> Check:
    """A whole number within these limits."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def some_of(*words: str) -> Check:
    """A list of these words, each at most once; it may be empty."""
    return lambda value: (
        isinstance(value, list) and all(word in words for word in value) and len(set(value)) == len(value)
    )


def yes_or_no(value: object) -> bool:
    """True or false."""
    return isinstance(value, bool)


def day(value: object) -> bool:
    """A day written as 2026-12-31."""
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


ASKER: Shape = {
    "pratica": matching(".{1,40}"),
    "finalita": matching(".{1,200}"),
    "operatore": matching("[A-Za-z0-9._-]{1,40}"),
    "postazione": matching(".{1,40}"),
}
TAX_CODE = matching(tax_code.FORM.pattern)


def fault(body: Json, shape: Shape, inside: str = "") -> Reply | None:
    """The refusal of the first field that is missing, unknown or wrong; None when the body is in order."""
    required = {name for name in shape if not name.endswith("?")}
    checks = {name.removesuffix("?"): check for name, check in shape.items()}
    for name in sorted(required - body.keys()):
        return problem(422, "CAMPO_MANCANTE", field=inside + name)
    for name, value in body.items():
        check = checks.get(name)
        if isinstance(check, dict) and isinstance(value, dict):
            if refusal := fault(value, check, f"{inside}{name}."):
                return refusal
        elif check is None:
            # The name itself was chosen by who asked: it is not repeated.
            return problem(422, "CAMPO_NON_VALIDO", field=inside.rstrip("."))
        elif isinstance(check, dict) or not check(value):
            return problem(422, "CAMPO_NON_VALIDO", field=inside + name)
    return None


def tax_code_fault(code: str, field: str) -> Reply | None:
    """The refusal of a tax code whose last character is wrong."""
    return None if tax_code.is_right(code) else problem(422, "CODICE_FISCALE_ERRATO", field=field)
