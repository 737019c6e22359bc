"""What who is in residential care gave away: art. 6, c. 3."""

from datetime import date

import pytest

from isee.calculation import NotInForce, donation_counts

ON = date(2026, 3, 4)
ASKED = date(2026, 2, 1)


@pytest.mark.parametrize(
    ("given", "owes_alimony", "counts"),
    [
        (date(2026, 2, 1), False, True),
        (date(2026, 1, 31), False, False),
        (date(2026, 1, 31), True, True),
        (date(2023, 2, 1), True, True),
        (date(2023, 1, 31), True, False),
    ],
)
def test_what_is_given_after_the_request_and_what_before_to_who_owes_alimony(
    given: date, owes_alimony: bool, counts: bool
) -> None:
    assert donation_counts(given, ASKED, owes_alimony, ON) is counts


def test_without_a_request_nothing_counts() -> None:
    assert not donation_counts(ON, None, True, ON)


def test_three_years_before_a_leap_day_is_the_last_of_february() -> None:
    assert donation_counts(date(2021, 2, 28), date(2024, 2, 29), True, ON)
    assert not donation_counts(date(2021, 2, 27), date(2024, 2, 29), True, ON)


def test_before_the_figures_begin_it_is_refused() -> None:
    with pytest.raises(NotInForce):
        donation_counts(ON, ASKED, True, date(2017, 1, 1))
