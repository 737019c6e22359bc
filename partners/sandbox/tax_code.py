"""The partners' own check of a tax code: its last character, and the year it tells (decree of 23-12-1976)."""

import re

FORM = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]|[0-9]{11}"
)
# Values of A to Z, and of 0 to 9 which count as A to J, at the odd places of a tax code.
ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
# Letters that stand for 0 to 9 where two persons would have the same code.
OMOCODIA = "LMNPQRSTUV"


def is_right(code: str) -> bool:
    """Whether the last character follows from the others; a provisional code is eleven digits."""
    if not FORM.fullmatch(code):
        return False
    if code.isdigit():
        return int(code[-1]) == _provisional_check(code[:-1])
    return code[-1] == check_letter(code[:-1])


def check_letter(first_fifteen: str) -> str:
    """The sixteenth character of a tax code."""
    ranks = [ord(c) - ord("A") if c.isalpha() else int(c) for c in first_fifteen]
    # Places count from one: the first is odd.
    total = sum(ODD[rank] for rank in ranks[::2]) + sum(ranks[1::2])
    return chr(ord("A") + total % 26)


def age(code: str, year: int) -> int | None:
    """The age reached in a year, as the most recent century has it; None for a provisional code."""
    if code.isdigit():
        return None
    two_digits = int("".join(str(OMOCODIA.index(c)) if c.isalpha() else c for c in code[6:8]))
    return (year - two_digits) % 100


def _provisional_check(first_ten: str) -> int:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in first_ten[1::2]]
    return -(sum(map(int, first_ten[::2])) + sum(doubled)) % 10
