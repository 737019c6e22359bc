"""A JSON document read with care: where each thing stands, and what is wrong with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from isee.calculation.amounts import ZERO
from isee.calculation.invalid import amount_fault


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is an Italian sentence."""


class Object(dict[str, Any]):
    """A JSON object that remembers which keys were written twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.repeated = [key for key in self if keys.count(key) > 1]


def parse(content: bytes) -> Any:
    """Read JSON whose numbers become exact Decimals. Raise Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"il file non è in UTF-8 (byte {error.start}).") from error
    try:
        return json.loads(
            text,
            object_pairs_hook=Object,
            parse_float=_decimal,
            parse_int=_decimal,
            parse_constant=_decimal,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"il file non è JSON (riga {error.lineno}, colonna {error.colno}: {error.msg})."
        ) from error
    except RecursionError as error:
        raise Unreadable("il file è annidato troppo in profondità.") from error


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        # An exponent that no Decimal can hold: it is refused where it stands.
        return Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document and its path; what is wrong is added to `mistakes`, shared by the document.

    Each reading method returns something that can be used further even after a mistake: all are told at once.
    """

    value: Any
    path: str
    mistakes: list[str] = field(default_factory=list)

    def wrong(self, sentence: str) -> None:
        """Add a mistake about this value."""
        self.mistakes.append(f"{self.path}: {sentence}")

    def has(self, key: str) -> bool:
        """Tell whether an object has a key."""
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str, default: Any) -> "Node":
        """Return what an object has under a key, or the default."""
        value = self.value.get(key, default) if isinstance(self.value, dict) else default
        return Node(value, f"{self.path}.{key}", self.mistakes)

    def object(self, known: frozenset[str] | None = None, required: tuple[str, ...] = ()) -> "Node":
        """Check that it is an object, with these keys and no others."""
        if not isinstance(self.value, dict):
            self.wrong("qui serve un oggetto { }.")
            return Node(Object([]), self.path, self.mistakes)
        for key in getattr(self.value, "repeated", []):
            self.wrong(f"la voce «{key}» è scritta due volte.")
        for key in required:
            if key not in self.value:
                self.wrong(f"manca «{key}».")
        for key in self.value:
            if known is not None and key not in known:
                self.get(key, None).wrong("voce sconosciuta.")
        return self

    def items(self) -> Iterator["Node"]:
        """Give the elements of a list."""
        if not isinstance(self.value, list):
            self.wrong("qui serve una lista [ ].")
            return
        for position, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{position}]", self.mistakes)

    def fields(self) -> Iterator["Node"]:
        """Give the values of an object, whatever their keys."""
        if isinstance(self.object().value, dict):
            for key in self.value if isinstance(self.value, dict) else ():
                yield self.get(key, None)

    def text(self) -> str:
        """Return a string that is not blank."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        self.wrong("qui serve un testo.")
        return ""

    def choice(self, *values: str) -> str:
        """Return one of these words."""
        if isinstance(self.value, str) and self.value in values:
            return self.value
        self.wrong(f"valore sconosciuto: sono ammessi {', '.join(values)}.")
        return values[0]

    def flag(self) -> bool:
        """Return true or false."""
        if isinstance(self.value, bool):
            return self.value
        self.wrong("qui serve true o false.")
        return False

    def money(self) -> Decimal:
        """Return euro: not negative, with at most two decimals."""
        fault = amount_fault(self.value)
        if not fault:
            return Decimal(self.value)
        self.wrong("qui serve un numero." if not isinstance(self.value, Decimal) else fault)
        return ZERO

    def number(self, lowest: Decimal = ZERO, highest: Decimal | None = None) -> Decimal:
        """Return a finite number between two limits, both included."""
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            self.wrong("qui serve un numero.")
            return lowest
        if self.value < lowest or (highest is not None and self.value > highest):
            until = f"da {lowest} a {highest}" if highest is not None else f"almeno {lowest}"
            self.wrong(f"il numero deve essere {until}.")
            return lowest
        return self.value

    def count(self, highest: int, lowest: int = 0) -> int:
        """Return a whole number of things, between two limits."""
        number = self.number(Decimal(lowest), Decimal(highest))
        if number != number.to_integral_value():
            self.wrong("qui serve un numero intero.")
            return lowest
        return int(number)
