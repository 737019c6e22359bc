"""The terms of a procedure, counted as the law counts them. Pure dates: no clock, no database.

A term of days leaves out the day it starts from, and one that would end on a holiday ends on the next day that is
none (Codice civile, art. 2963). What a holiday is, the caller says: Sundays and the national holidays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from isee.calculation.days import add_months

# L. 241/1990, art. 2, c. 2: where no other law or regulation says another number.
DAYS_TO_DECIDE = 30
# L. 241/1990, art. 10-bis: from the receipt of the notice; then, from the observations until the term runs again.
DAYS_TO_OBSERVE = 10
DAYS_AFTER_OBSERVATIONS = 10
# L. 241/1990, art. 2, c. 7: once, for what the body neither holds nor can get from another.
LONGEST_PAUSE = 30
# How many working days before its last day a term is near.
NEAR_DAYS = 5

IsHoliday = Callable[[date], bool]
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of the grounds of a rejection (preavviso di rigetto), and what came of it."""

    sent_on: date
    received_on: date | None = None
    observations_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The one time that the term waits for something that the body asked for, and when it came."""

    asked_on: date
    came_on: date | None = None

    @property
    def ends_on(self) -> date:
        """The day that the term runs from again: when it came, or thirty days after at the latest."""
        longest = self.asked_on + timedelta(days=LONGEST_PAUSE)
        return min(self.came_on or longest, longest)


class Urgency(StrEnum):
    """How a term stands on a day."""

    LATE = "late"
    NEAR = "near"
    CALM = "calm"


def after_days(start: date, days: int, is_holiday: IsHoliday) -> date:
    """Return the last day of a term of days."""
    return _moved(start + timedelta(days=days), is_holiday)


def after_months(start: date, months: int, is_holiday: IsHoliday) -> date:
    """Return the last day of a term of months: the same day, or the last of a month that lacks it."""
    return _moved(add_months(start, months), is_holiday)


def observations_until(received_on: date, is_holiday: IsHoliday) -> date:
    """Return the last day for the observations on a notice received that day (art. 10-bis)."""
    return after_days(received_on, DAYS_TO_OBSERVE, is_holiday)


def decide_by(
    start: date, days: int, notice: Notice | None, is_holiday: IsHoliday, pause: Pause | None = None
) -> date:
    """Return the last day to decide on an application received on `start`.

    The notice suspends the term: what was left of it runs again ten days after the observations, or when the time
    for them is over (art. 10-bis). While the day of receipt is not known, the notice counts as received when it was
    sent: the true term can only be later. A pause suspends it too (art. 2, c. 7); days that both suspend count once.
    Nothing suspends a term that was over.
    """
    stops = [(pause.asked_on, pause.ends_on)] if pause else []
    if notice:
        stops.append((notice.sent_on, _runs_again(notice, is_holiday)))
    end, counted_until = start + timedelta(days=days), date.min
    for since, until in sorted(stops):
        if since <= _moved(end, is_holiday):
            standing_still = until - max(since, counted_until)
            end = max(end, since) + max(standing_still, timedelta())
            counted_until = max(until, counted_until)
    return _moved(end, is_holiday)


def is_suspended(notice: Notice | None, on: date, is_holiday: IsHoliday) -> bool:
    """Tell whether the term stands still on a day because of a notice."""
    return notice is not None and notice.sent_on <= on <= _runs_again(notice, is_holiday)


def is_paused(pause: Pause | None, on: date) -> bool:
    """Tell whether the term waits on a day for what was asked."""
    return pause is not None and pause.asked_on <= on < pause.ends_on


def urgency(due: date, on: date, is_holiday: IsHoliday) -> Urgency:
    """Tell whether a term is over, ends within five working days, or is far."""
    if on > due:
        return Urgency.LATE
    left = sum(
        _is_working(on + timedelta(days=number), is_holiday) for number in range(1, (due - on).days + 1)
    )
    return Urgency.NEAR if left <= NEAR_DAYS else Urgency.CALM


def _runs_again(notice: Notice, is_holiday: IsHoliday) -> date:
    """The day that the term starts from again. Observations that come too late move nothing."""
    until = observations_until(notice.received_on or notice.sent_on, is_holiday)
    if notice.observations_on and notice.observations_on <= until:
        return notice.observations_on + timedelta(days=DAYS_AFTER_OBSERVATIONS)
    return until


def _moved(day: date, is_holiday: IsHoliday) -> date:
    while is_holiday(day):
        day += timedelta(days=1)
    return day


def _is_working(day: date, is_holiday: IsHoliday) -> bool:
    return day.weekday() != SATURDAY and not is_holiday(day)
