"""From ISR and ISP to the ISEE: art. 2."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import calculate
from isee.calculation.formulas.ise import dividend, ise, isee
from isee.calculation.law import Law
from tests.isee.calculation.make import household, law_saying

DAY = date(2025, 12, 31)


def test_the_ise_is_rounded_before_it_is_divided() -> None:
    # 17,743.26 + 46,581.088 = 64,324.348; a published calculation rounds only at the end and prints one cent more.
    economic = ise(Decimal("17743.26"), Decimal("232905.44"), Law(DAY)).amount
    assert economic == Decimal("64324.35")
    equivalent = isee(economic, Decimal("2.04")).amount
    assert equivalent == Decimal("31531.54")
    assert abs(equivalent - Decimal("31531.55")) <= Decimal("0.01")


def test_the_doubt_on_rounding_is_told_only_where_it_changes_a_cent() -> None:
    # 10,000.13 / 5 = 2,000.026: rounded, 2,000.03 / 2.04 = 980.41; unrounded, 980.40.
    one_cent = household({"properties": [{"value": "10000.13"}]}, size=3)
    assert calculate(one_cent, DAY).isee == Decimal("980.41")
    assert [figure.name for figure in calculate(one_cent, DAY).doubtful] == ["indicatore.ise_arrotondato"]
    assert calculate(household({"properties": [{"value": 10_000}]}, size=3), DAY).doubtful == ()


def test_unrounded_should_the_law_be_read_so() -> None:
    law = law_saying(DAY, "indicatore.ise_arrotondato", False)
    exact = dividend(Decimal(0), Decimal("10000.13"), Decimal("2000.03"), Decimal("2.04"), law)
    assert exact == Decimal("2000.026")
    assert isee(exact, Decimal("2.04")).amount == Decimal("980.40")


def test_ten_thousand_more_of_income_are_divided_by_the_scale() -> None:
    # 10,000 / 1.57
    poorer, richer = (household({"incomes": {"other_irpef": income}}, size=2) for income in (20_000, 30_000))
    assert calculate(richer, DAY).isee - calculate(poorer, DAY).isee == Decimal("6369.43")


def test_ten_thousand_more_of_assets_weigh_a_fifth() -> None:
    # 10,000 x 0.2 / 2.46
    poorer, richer = (
        household({"accounts": [{"saldo": saldo, "giacenza": 0}]}, size=4) for saldo in (20_000, 30_000)
    )
    difference = calculate(richer, DAY).isee - calculate(poorer, DAY).isee
    assert difference == pytest.approx(Decimal("813.01"), abs=Decimal("0.01"))
