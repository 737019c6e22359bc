"""Typed reading of a partner's JSON. Whatever is not as agreed raises ValueError, KeyError or TypeError."""

import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

CODE = re.compile(r"[A-Z0-9-]{1,40}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{2})?")

Json = dict[str, Any]
Ours = TypeVar("Ours", bound=Enum)


def text(value: object) -> str:
    """A string that is not empty, of signs that can be kept: no zero sign, no half of a pair of surrogates."""
    if not isinstance(value, str) or not value or "\0" in value:
        raise ValueError
    value.encode()
    return value


def code(value: object) -> str:
    """A number of the partner's, as Enel's contract writes it."""
    if not CODE.fullmatch(text(value)):
        raise ValueError
    return str(value)


def whole(value: object) -> int:
    """A whole number; `true` is none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return value


def truth(value: object) -> bool:
    """True or false, and nothing that merely counts as such."""
    if not isinstance(value, bool):
        raise ValueError
    return value


def decimal(value: object) -> Decimal:
    """A number written as a string, as amounts travel: at most nine digits, and two decimals."""
    if not DECIMAL.fullmatch(text(value)):
        raise ValueError
    return Decimal(str(value))


def day(value: object) -> date:
    """A day written as 2026-12-31."""
    return date.fromisoformat(text(value))


def moment(value: object) -> datetime:
    """An instant with its offset from UTC."""
    instant = datetime.fromisoformat(text(value))
    if instant.tzinfo is None:
        raise ValueError
    return instant


def word(words: dict[Ours, str], value: object) -> Ours:
    """Our word for a word of the partner, from the table of theirs by ours."""
    for ours, theirs in words.items():
        if theirs == value:
            return ours
    raise ValueError
