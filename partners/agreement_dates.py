"""The dates of an agreement, counted as the law counts them. Pure dates: no clock, no database.

A term of months ends on the day of the last month that has the number of the day it started from, or on the last of
a month that lacks it (Codice civile, art. 2963, c. 4 and 5). An agreement that holds *from* a day includes that day:
its last one is the day before.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

IsWorking = Callable[[date], bool]
# How long before a day that must not be missed somebody is reminded of it, in days.
REMINDERS = (180, 90, 30, 7)
MONTHS_OF_A_YEAR = 12


class Renewal(StrEnum):
    """What happens at the end of the term."""

    NONE = "none"
    TACIT = "tacit"
    EXPRESS = "express"


class Unit(StrEnum):
    """What the notice of an agreement is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says of its own dates: the first term, how it goes on, how long before one must say no."""

    starts_on: date
    ends_on: date | None
    renewal: Renewal = Renewal.NONE
    renewal_months: int = 0
    notice: int = 0
    unit: Unit = Unit.DAYS


def last_day(starts_on: date, months: int) -> date:
    """Return the last day of a term of months of which `starts_on` is the first day."""
    after = _months_from(starts_on, months)
    # A month too short for the day ends the term with itself.
    return after if after.day < starts_on.day else after - timedelta(days=1)


def running_end(terms: Terms, on: date) -> date | None:
    """Return the last day of the term that runs on a day, tacit renewals counted; None without an end.

    A renewed term starts on the day after the end of the one before. Before the first day it is the first term's end.
    """
    if terms.ends_on is None or terms.renewal is not Renewal.TACIT:
        return terms.ends_on
    terms_run = 0
    end = terms.ends_on
    while end < on:
        terms_run += 1
        end = last_day(terms.ends_on + timedelta(days=1), terms.renewal_months * terms_run)
    return end


def last_notice_day(end: date, notice: int, unit: Unit, is_working: IsWorking) -> date:
    """Return the last useful day to give notice for an end: the whole notice lies between the two.

    The day of the notice is not counted, the last one is (art. 2963, c. 2). A day counted backwards that is no
    working day moves to the working day before: later would be too late.
    """
    if unit is Unit.WORKING_DAYS:
        return _working_days_before(end, notice, is_working)
    day = _months_from(end, -notice) if unit is Unit.MONTHS else end - timedelta(days=notice)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def _working_days_before(end: date, count: int, is_working: IsWorking) -> date:
    day = end
    while count or not is_working(day):
        count -= is_working(day) and count > 0
        day -= timedelta(days=1)
    return day


def _months_from(day: date, months: int) -> date:
    """The same day some months later or earlier, or the last of a month that lacks it."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_notice_day(terms: Terms, on: date, is_working: IsWorking) -> date | None:
    """Return the next last useful day to say no, today included; None where nothing must be said.

    Once the day of the running term has passed, a tacit renewal has its next term before it.
    """
    end = running_end(terms, on)
    if end is None or terms.renewal is Renewal.NONE:
        return None
    day = last_notice_day(end, terms.notice, terms.unit, is_working)
    if day >= on or terms.renewal is Renewal.EXPRESS:
        return day
    following = running_end(terms, end + timedelta(days=1))
    assert following is not None  # noqa: S101 - a term that ends is followed by one that ends
    return last_notice_day(following, terms.notice, terms.unit, is_working)


def reminder(day: date, on: date) -> int | None:
    """Return which reminder of a day is due: 180, 90, 30 or 7 days before; None while it is far, or once it is past."""
    left = (day - on).days
    return min((days for days in REMINDERS if days >= left), default=None) if left >= 0 else None
