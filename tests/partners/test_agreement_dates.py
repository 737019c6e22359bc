"""The dates of an agreement, against sums done by hand on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.agreement_dates import (
    Renewal,
    Terms,
    Unit,
    last_day,
    last_notice_day,
    next_notice_day,
    reminder,
    running_end,
)
from sportello.office import national_holiday

DAYS, WORKING, MONTHS = Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS


def day(text: str) -> date:
    return date.fromisoformat(text)


def is_working(on: date) -> bool:
    return on.weekday() < 5 and not national_holiday(on)


@pytest.mark.parametrize(
    ("starts_on", "months", "ends_on"),
    [
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-01-01", 36, "2028-12-31"),
        ("2026-03-01", 12, "2027-02-28"),
        ("2023-03-01", 12, "2024-02-29"),  # into a leap year
        ("2024-03-01", 12, "2025-02-28"),  # out of it
        ("2024-02-29", 12, "2025-02-28"),  # a day that the last month lacks
        ("2024-02-29", 48, "2028-02-28"),  # a day that it has
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-05-01", 1, "2026-05-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-10-15", 6, "2027-04-14"),
        ("2026-12-01", 3, "2027-02-28"),
    ],
)
def test_the_last_day_of_a_term(starts_on: str, months: int, ends_on: str) -> None:
    assert last_day(day(starts_on), months) == day(ends_on)


@pytest.mark.parametrize(
    ("end", "notice", "unit", "by"),
    [
        ("2026-12-31", 0, DAYS, "2026-12-31"),
        ("2026-12-31", 30, DAYS, "2026-12-01"),
        ("2026-12-31", 60, DAYS, "2026-10-30"),  # 1 November is a Sunday, 31 October a Saturday
        ("2026-12-31", 90, DAYS, "2026-10-02"),
        ("2026-12-31", 180, DAYS, "2026-07-03"),  # from Saturday the 4th
        ("2026-06-30", 28, DAYS, "2026-06-01"),  # from 2 June, the Republic's
        ("2028-03-30", 30, DAYS, "2028-02-29"),  # notice on 29 February
        ("2027-03-30", 30, DAYS, "2027-02-26"),  # from Sunday the 28th
        ("2026-12-31", 3, MONTHS, "2026-09-30"),  # September has no 31st
        ("2026-12-31", 6, MONTHS, "2026-06-30"),
        ("2026-12-31", 1, MONTHS, "2026-11-30"),
        ("2026-12-31", 12, MONTHS, "2025-12-31"),
        ("2028-03-29", 1, MONTHS, "2028-02-29"),
        ("2028-02-29", 12, MONTHS, "2027-02-26"),  # from Sunday 28 February
        ("2027-02-28", 3, MONTHS, "2026-11-27"),  # from Saturday the 28th
        ("2027-05-31", 3, MONTHS, "2027-02-26"),
        ("2026-04-06", 0, DAYS, "2026-04-03"),  # Easter Monday: the Friday before
        ("2026-12-31", 1, WORKING, "2026-12-30"),
        ("2026-12-31", 5, WORKING, "2026-12-23"),  # without Christmas, Saint Stephen, the weekend
        ("2026-05-01", 1, WORKING, "2026-04-29"),  # 1 May does not count itself
        ("2026-12-27", 2, WORKING, "2026-12-22"),
        ("2026-11-30", 20, WORKING, "2026-11-02"),
    ],
)
def test_the_last_useful_day(end: str, notice: int, unit: Unit, by: str) -> None:
    assert last_notice_day(day(end), notice, unit, is_working) == day(by)


TACIT = Terms(
    starts_on=date(2023, 3, 1),
    ends_on=date(2024, 2, 29),
    renewal=Renewal.TACIT,
    renewal_months=12,
    notice=3,
    unit=Unit.MONTHS,
)


@pytest.mark.parametrize(
    ("on", "end"),
    [
        ("2023-01-01", "2024-02-29"),
        ("2024-02-29", "2024-02-29"),
        ("2024-03-01", "2025-02-28"),
        ("2025-02-28", "2025-02-28"),
        ("2025-03-01", "2026-02-28"),
        ("2027-06-01", "2028-02-29"),  # the fourth renewal ends on a leap day again
    ],
)
def test_the_end_of_the_term_that_runs(on: str, end: str) -> None:
    assert running_end(TACIT, day(on)) == day(end)


def test_only_a_tacit_renewal_moves_the_end() -> None:
    express = Terms(starts_on=date(2023, 3, 1), ends_on=date(2024, 2, 29), renewal=Renewal.EXPRESS, notice=30)
    assert running_end(express, date(2025, 1, 1)) == date(2024, 2, 29)
    assert running_end(Terms(starts_on=date(2023, 3, 1), ends_on=None), date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("on", "by"),
    [
        ("2024-11-28", "2024-11-28"),  # today is still a useful day
        ("2024-11-29", "2025-11-28"),  # too late for this year: the renewal is on its way
        ("2025-12-01", "2026-11-27"),
        ("2026-11-30", "2027-11-29"),  # for the end of 29 February 2028
    ],
)
def test_the_next_day_to_say_no(on: str, by: str) -> None:
    assert next_notice_day(TACIT, day(on), is_working) == day(by)


def test_an_express_renewal_is_asked_for_by_its_day_and_then_late() -> None:
    express = Terms(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), renewal=Renewal.EXPRESS, notice=30
    )
    assert next_notice_day(express, date(2026, 12, 20), is_working) == date(2026, 12, 1)


def test_an_agreement_that_just_ends_wants_no_notice() -> None:
    assert (
        next_notice_day(
            Terms(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)), date(2026, 5, 1), is_working
        )
        is None
    )


@pytest.mark.parametrize(
    ("left", "due"),
    [(181, None), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_the_reminders(left: int, due: int | None) -> None:
    on = date(2026, 3, 4)
    assert reminder(on + timedelta(days=left), on) == due


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(end=days, notice=st.integers(0, 24), unit=st.sampled_from(Unit))
def test_the_last_useful_day_is_a_working_day_and_leaves_the_whole_notice(
    end: date, notice: int, unit: Unit
) -> None:
    found = last_notice_day(end, notice, unit, is_working)
    assert is_working(found)
    assert found <= end
    if unit is Unit.DAYS:
        assert (end - found).days >= notice
    if unit is Unit.WORKING_DAYS:
        between = [found + timedelta(days=number) for number in range(1, (end - found).days + 1)]
        assert sum(map(is_working, between)) == notice


@given(starts_on=days, months=st.integers(1, 60), renewals=st.integers(1, 5))
def test_terms_follow_each_other_without_a_gap(starts_on: date, months: int, renewals: int) -> None:
    terms = Terms(
        starts_on=starts_on, ends_on=last_day(starts_on, months), renewal=Renewal.TACIT, renewal_months=months
    )
    end = terms.ends_on
    assert end
    for _ in range(renewals):
        following = running_end(terms, end + timedelta(days=1))
        assert following
        assert following > end
        assert running_end(terms, following) == following
        end = following
