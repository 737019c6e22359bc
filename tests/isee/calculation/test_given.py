"""Lines given by an attestation or a published calculation, in the place of the computed ones."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Given, InvalidHousehold, calculate
from tests.isee.calculation.make import amounts, exactly, household

DAY = date(2025, 12, 31)


def given(**lines: int | str) -> Given:
    return Given(lines={key: Decimal(amount) for key, amount in lines.items()})


def test_what_follows_is_computed_from_the_given_line() -> None:
    tenant = household({"incomes": {"other_irpef": 3_000}}, size=2, rent=6_000)
    result = calculate(tenant, DAY, given=given(somma_redditi=5_000, patrimonio_mobiliare=9_000))
    lines = amounts(result)
    assert (lines["detrazioni"], lines["isr"]) == exactly(5_000, 0)
    assert (lines["detrazione_mobiliare"], lines["isp"]) == exactly(8_000, 1_000)
    assert result.isee == Decimal("127.39")
    assert result.step("somma_redditi").explanation == "Riga data, non calcolata."


def test_an_indicator_may_be_given_too() -> None:
    result = calculate(household(), DAY, given=given(ise=10_000, scala="2.46"))
    assert (result.ise, result.scale, result.isee) == exactly(10_000, "2.46", "4065.04")


def test_deductions_beyond_what_there_is_stop_at_zero() -> None:
    result = calculate(household(), DAY, given=given(detrazioni=100, detrazione_mobiliare=100))
    assert (result.isr, result.isp) == exactly(0, 0)


def test_a_line_that_the_attestation_has_not_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match="non è una riga dell'attestazione"):
        given(reddito=1)


def test_a_scale_below_one_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match="non può essere inferiore a 1"):
        given(scala="0.99")


def test_nothing_given_changes_nothing() -> None:
    family = household({"incomes": {"employment": 20_000}}, size=3, children=1)
    assert calculate(family, DAY, given=Given()) == calculate(family, DAY)
