"""Rounding half up, and numbers as an Italian reader writes them."""

from decimal import Decimal

import pytest

from isee.calculation.amounts import cents, euro, number, percent, whole_euros


@pytest.mark.parametrize(
    ("amount", "rounded"), [("1.574", "1.57"), ("1.575", "1.58"), ("1.585", "1.59"), ("0.005", "0.01")]
)
def test_half_a_cent_goes_up(amount: str, rounded: str) -> None:
    assert cents(Decimal(amount)) == Decimal(rounded)


def test_half_a_euro_goes_up() -> None:
    assert whole_euros(Decimal("43.50")) == Decimal(44)
    assert whole_euros(Decimal("43.49")) == Decimal(43)


def test_amounts_are_written_with_points_and_comma() -> None:
    assert euro(Decimal("1234567.5")) == "1.234.567,50 euro"
    assert number(Decimal("2.455")) == "2,46"


@pytest.mark.parametrize(
    ("rate", "written"), [("0.20", "20%"), ("0.026", "2,6%"), ("0.0304", "3,04%"), ("1", "100%"), ("0", "0%")]
)
def test_rates_are_written_without_useless_zeros(rate: str, written: str) -> None:
    assert percent(Decimal(rate)) == written
