"""The holidays of the terms of a procedure, and the terms of an application."""

from datetime import date

from sportello.office import national_holiday

SUNDAY = 6


def is_holiday(day: date) -> bool:
    """Whether a day is festivo (L. 260/1949): a Sunday or a national holiday. The patron saint's day is none."""
    return day.weekday() == SUNDAY or bool(national_holiday(day))
