"""The POD, the code of a point of supply, as it is copied from a bill or read from a meter."""

import re
import tomllib
from functools import cache
from pathlib import Path

# The fifteenth character is a control whose rule is not public: it may lack, and is never judged.
PATTERN = r"IT[0-9]{3}E[0-9]{8}[A-Z0-9]?"
# e-distribuzione's meters show only the digits after this, with the control character at the end.
E_DISTRIBUZIONE = "IT001E"
# Letters that hands and eyes take for digits.
LOOK_ALIKES = str.maketrans("OI", "01")
FILE = Path(__file__).parent / "distributors.toml"


def plain(typed: str) -> str:
    """Capitals without blanks, dots and dashes; letters and digits stay as they were typed."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def is_pod(code: str) -> bool:
    return re.fullmatch(PATTERN, code) is not None


def key_of(pod: str) -> str:
    """The first fourteen characters, which name the point of supply."""
    return pod[:14]


def from_meter(code: str) -> str:
    """The POD that the nine digits of a meter of e-distribuzione stand for, to be confirmed; empty for anything else."""
    return E_DISTRIBUZIONE + code[:8] if re.fullmatch("[0-9]{9}", code) else ""


def mistaken(code: str) -> tuple[str, str]:
    """The POD that was meant where O or I stand for digits, and the letter found; both empty where that is not so."""
    guess = code[:2] + code[2:14].translate(LOOK_ALIKES) + code[14:]
    if is_pod(code) or not is_pod(guess):
        return "", ""
    return guess, "O" if "O" in code[2:14] else "I"


def operator_elsewhere(pod: str) -> str:
    """Who distributes there, where it is not Enel's territory; empty where it is."""
    number = pod[2:5]
    return (
        ""
        if number == E_DISTRIBUZIONE[2:5]
        else _distributors().get(number, "un distributore che non conosciamo")
    )


@cache
def _distributors() -> dict[str, str]:
    with FILE.open("rb") as file:
        return dict(tomllib.load(file)["names"])
