"""The terms of L. 241/1990, each case counted by hand on the calendars of 2026, 2027 and 2028."""

from datetime import date

import pytest

from isee.procedures.due_dates import is_holiday
from isee.procedures.procedure_terms import (
    Notice,
    Pause,
    Urgency,
    after_days,
    after_months,
    decide_by,
    is_paused,
    is_suspended,
    observations_until,
    urgency,
)


def day(text: str) -> date:
    """A day written as 04/03/2026."""
    number, month, year = map(int, text.split("/"))
    return date(year, month, number)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("04/03/2026", 30, "03/04/2026"),  # a Friday
        ("30/01/2026", 30, "02/03/2026"),  # 1 March is a Sunday
        ("30/01/2028", 30, "29/02/2028"),  # a leap year, a Tuesday
        ("29/01/2027", 30, "01/03/2027"),  # 28 February 2027 is a Sunday
        ("05/03/2026", 30, "04/04/2026"),  # a Saturday is no holiday
        ("06/03/2026", 30, "07/04/2026"),  # Easter, then Easter Monday
        ("25/11/2026", 30, "28/12/2026"),  # Christmas, Santo Stefano, a Sunday
        ("01/04/2026", 30, "02/05/2026"),  # 1 May
        ("04/03/2026", 90, "03/06/2026"),  # 2 June
    ],
)
def test_a_term_of_days_leaves_out_its_first_and_never_ends_on_a_holiday(
    start: str, days: int, last: str
) -> None:
    assert after_days(day(start), days, is_holiday) == day(last)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("04/03/2026", "04/09/2026"),
        ("31/08/2025", "28/02/2026"),  # a month without 31
        ("31/08/2027", "29/02/2028"),  # of a leap year
        ("29/02/2028", "29/08/2028"),
        ("01/07/2026", "02/01/2027"),  # New Year's day
    ],
)
def test_a_term_of_six_months_ends_on_the_same_day(start: str, last: str) -> None:
    assert after_months(day(start), 6, is_holiday) == day(last)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("16/03/2026", "26/03/2026"),
        ("19/03/2026", "30/03/2026"),  # 29 March is a Sunday
        ("27/03/2026", "07/04/2026"),  # Easter Monday
        ("19/02/2028", "29/02/2028"),
    ],
)
def test_ten_days_for_the_observations(received: str, last: str) -> None:
    assert observations_until(day(received), is_holiday) == day(last)


# Received on 4 March 2026, thirty days: 3 April. Each row: the notice, then the last day to decide.
@pytest.mark.parametrize(
    ("sent", "received", "observed", "last"),
    [
        # Twelve days are spent, eighteen left. No observations: from 28 March on, 15 April.
        ("16/03/2026", "18/03/2026", None, "15/04/2026"),
        # Observations of the 20th: the term runs again from the 30th, eighteen days, 17 April.
        ("16/03/2026", "18/03/2026", "20/03/2026", "17/04/2026"),
        # On the last day for them: from 7 April on, 25 April is a holiday and the 26th a Sunday.
        ("16/03/2026", "18/03/2026", "28/03/2026", "27/04/2026"),
        # Too late: as if there were none.
        ("16/03/2026", "18/03/2026", "30/03/2026", "15/04/2026"),
        # Not known when it was received: as if on the 16th, so from the 26th on.
        ("16/03/2026", None, None, "13/04/2026"),
        # On the first day: all thirty are left, from 14 March on.
        ("04/03/2026", "04/03/2026", None, "13/04/2026"),
        # On the last: none is left, and the ten days end on 13 April.
        ("03/04/2026", "03/04/2026", None, "13/04/2026"),
        # When the term is over it is over.
        ("04/04/2026", "04/04/2026", None, "03/04/2026"),
    ],
)
def test_the_notice_suspends_the_term(
    sent: str, received: str | None, observed: str | None, last: str
) -> None:
    notice = Notice(day(sent), day(received) if received else None, day(observed) if observed else None)
    assert decide_by(day("04/03/2026"), 30, notice, is_holiday) == day(last)


def test_a_term_moved_by_a_holiday_can_still_be_suspended_on_its_last_day() -> None:
    # Of 30 January: 1 March is a Sunday, so 2 March; the ten days of the notice end on the 12th.
    notice = Notice(day("02/03/2026"), day("02/03/2026"))
    assert decide_by(day("30/01/2026"), 30, notice, is_holiday) == day("12/03/2026")


@pytest.mark.parametrize(
    ("on", "expected"),
    [("15/03/2026", False), ("16/03/2026", True), ("28/03/2026", True), ("29/03/2026", False)],
)
def test_the_term_stands_still_from_the_notice_to_the_end_of_the_ten_days(on: str, expected: bool) -> None:
    notice = Notice(day("16/03/2026"), day("18/03/2026"))
    assert is_suspended(notice, day(on), is_holiday) is expected
    assert not is_suspended(None, day(on), is_holiday)


@pytest.mark.parametrize(
    ("asked", "came", "last"),
    [
        # Six days are spent, twenty-four left: from 20 March on, 13 April.
        ("10/03/2026", "20/03/2026", "13/04/2026"),
        # Never came, or came after thirty days: from 9 April on, the 24 left end on Sunday 3 May.
        ("10/03/2026", None, "04/05/2026"),
        ("10/03/2026", "20/04/2026", "04/05/2026"),
        # On the day of the application: all thirty are left, from 14 March on.
        ("04/03/2026", "14/03/2026", "13/04/2026"),
        # When the term is over it is over.
        ("04/04/2026", "10/04/2026", "03/04/2026"),
    ],
)
def test_a_pause_suspends_the_term_for_thirty_days_at_most(asked: str, came: str | None, last: str) -> None:
    pause = Pause(day(asked), day(came) if came else None)
    assert decide_by(day("04/03/2026"), 30, None, is_holiday, pause) == day(last)


def test_a_pause_and_a_notice_add_up_and_shared_days_count_once() -> None:
    # Pause of ten days from the 10th, notice of the 24th with its ten days: twenty days in all.
    pause = Pause(day("10/03/2026"), day("20/03/2026"))
    apart = Notice(day("24/03/2026"), day("24/03/2026"))
    assert decide_by(day("04/03/2026"), 30, apart, is_holiday, pause) == day("23/04/2026")
    # The notice of the 16th lasts until the 26th: sixteen days in all.
    together = Notice(day("16/03/2026"), day("16/03/2026"))
    assert decide_by(day("04/03/2026"), 30, together, is_holiday, pause) == day(
        "20/04/2026"
    )  # the 19th: Sunday


@pytest.mark.parametrize(
    ("on", "expected"),
    [("09/03/2026", False), ("10/03/2026", True), ("08/04/2026", True), ("09/04/2026", False)],
)
def test_a_pause_lasts_thirty_days(on: str, expected: bool) -> None:
    assert is_paused(Pause(day("10/03/2026")), day(on)) is expected
    assert not is_paused(None, day(on))


# 3 April 2026 is the Friday before Easter.
@pytest.mark.parametrize(
    ("due", "on", "expected"),
    [
        ("03/04/2026", "04/04/2026", Urgency.LATE),
        ("03/04/2026", "03/04/2026", Urgency.NEAR),  # today
        ("03/04/2026", "27/03/2026", Urgency.NEAR),  # five working days and a weekend
        ("03/04/2026", "26/03/2026", Urgency.CALM),  # six
        ("10/04/2026", "02/04/2026", Urgency.NEAR),  # Easter Monday does not count: five
        ("10/04/2026", "01/04/2026", Urgency.CALM),
    ],
)
def test_a_term_is_near_five_working_days_before_its_end(due: str, on: str, expected: Urgency) -> None:
    assert urgency(day(due), day(on), is_holiday) is expected
