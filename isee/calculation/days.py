"""Counting on the calendar."""

from calendar import monthrange
from datetime import date

MONTHS_OF_A_YEAR = 12


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def age(birth: date, on: date) -> int:
    """Return the years completed on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
