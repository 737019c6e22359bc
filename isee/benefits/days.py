"""Ages and months, counted as the law counts them."""

from calendar import monthrange
from datetime import date


def age(birth: date, on: date) -> int:
    """Count the years completed on a day; negative before the birth."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month: 31 August and six is 28 February."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
