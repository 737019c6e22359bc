"""Numbers and dates as Italian and English banks write them."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

DATE = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?:[ T].*)?")
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[ T].*)?")
# What may stand around a number without being part of it.
ORNAMENTS = re.compile(r"[\s\u00a0€']|EUR(?:O)?", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d[\d.,]*-?")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


class Unclear(ValueError):
    """A cell that says no number or no date; the message is an Italian sentence without its row."""


def parse_date(cell: str) -> date:
    """Read `31/12/2024` or `2024-12-31`. Raise Unclear."""
    found = DATE.fullmatch(cell.strip()) or ISO_DATE.fullmatch(cell.strip())
    if not found:
        raise Unclear(f"«{cell.strip()}» non è una data come 31/12/2024.")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError as error:
        raise Unclear(f"il giorno «{cell.strip()}» non esiste.") from error


def is_date(cell: str) -> bool:
    """Tell whether a cell looks like a date."""
    text = cell.strip()
    return bool(DATE.fullmatch(text) or ISO_DATE.fullmatch(text))


def decimal_mark(cells: Iterable[str]) -> str:
    """Find which sign separates the decimals in a whole file: a comma, a point, or nothing when there are none.

    Raises Unclear when some numbers use one and some the other.
    """
    marks = {mark for cell in cells if (mark := _mark(_bare(cell)))}
    if len(marks) > 1:
        raise Unclear("i numeri sono scritti in due modi: alcuni con la virgola, altri con il punto.")
    return marks.pop() if marks else ""


def parse_amount(cell: str, mark: str) -> Decimal:
    """Read an amount of euro whose decimals follow that mark. Raise Unclear."""
    bare = _bare(cell)
    if not NUMBER.fullmatch(bare):
        raise Unclear(f"«{cell.strip()}» non è un importo.")
    negative = bare.startswith("-") or bare.endswith("-")
    whole, _, decimals = bare.strip("+-").partition(mark) if mark else (bare.strip("+-"), "", "")
    well_grouped = whole.isdecimal() or GROUPED.fullmatch(whole)
    if not well_grouped or (decimals and not decimals.isdecimal()):
        raise Unclear(f"«{cell.strip()}» non è un importo.")
    if len(decimals) > len("00"):
        raise Unclear(f"«{cell.strip()}» ha più di due decimali.")
    digits = re.sub(r"\D", "", whole)
    if len(digits) > len("000000000000"):
        raise Unclear(f"«{cell.strip()}» è un importo troppo grande.")
    amount = Decimal(f"{digits}.{decimals or '0'}")
    return -amount if negative else amount


def _bare(cell: str) -> str:
    text = ORNAMENTS.sub("", cell.replace("\u2212", "-"))
    return f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text


def _mark(bare: str) -> str:
    number = bare.strip("+-")
    if not NUMBER.fullmatch(number) or number.isdecimal():
        return ""
    last = max(number.rfind("."), number.rfind(","))
    mark, other = number[last], "," if number[last] == "." else "."
    if other in number:
        return mark
    # Repeated, it separates thousands; alone before three digits, it may be either.
    if number.count(mark) > 1:
        return other
    return "" if GROUPED.fullmatch(number) else mark
