"""The eight mistakes that calculators of the ISEE keep making: none of them is here."""

from datetime import date
from decimal import Decimal

from isee.calculation import calculate
from tests.isee.calculation.make import amounts, household

DAY = date(2026, 6, 30)


def test_steps_by_number_of_children_are_not_cumulated() -> None:
    # 0.50, not 0.20 + 0.35 + 0.50.
    family = household(size=7, children=5)
    assert calculate(family, DAY).step("maggiorazioni").amount == Decimal("0.50")


def test_minors_are_added_once_not_for_each_child() -> None:
    family = household(size=4, children=2, minor_children=2, parents_worked=True)
    assert calculate(family, DAY).step("maggiorazioni").amount == Decimal("0.20")


def test_the_excess_of_the_home_counts_two_thirds_not_66_per_cent() -> None:
    # 30,000 x 2/3 = 20,000, not 19,800.
    owner = household({"properties": [{"value": 82_500, "home": True}]})
    assert calculate(owner, DAY).isp == 20_000


def test_the_home_of_the_ordinary_isee_keeps_its_threshold_in_2026() -> None:
    # 91,500 - 52,500 = 39,000, two thirds count.
    owner = household({"properties": [{"value": 91_500, "home": True}]})
    assert calculate(owner, DAY).isp == 26_000


def test_the_deduction_on_assets_does_not_lower_the_figurative_income() -> None:
    # 10,000 x 2.60%, not (10,000 - 6,000) x 2.60%.
    owner = household({"instruments": [{"value": 10_000}]})
    result = calculate(owner, DAY)
    assert result.step("detrazione_mobiliare").amount == 6_000
    assert result.step("reddito_figurativo").amount == 260


def test_balances_and_averages_are_compared_by_person_not_by_account() -> None:
    # max(11,000; 10,000), not 10,000 + 8,000.
    saver = household(
        {"accounts": [{"saldo": 10_000, "giacenza": 2_000}, {"saldo": 1_000, "giacenza": 8_000}]}
    )
    assert calculate(saver, DAY).step("patrimonio_mobiliare").amount == 11_000


def test_the_ceiling_of_the_quota_of_work_is_of_each_person() -> None:
    # 3,000 each.
    couple = household({"incomes": {"employment": 20_000}}, {"incomes": {"employment": 20_000}}, size=2)
    assert calculate(couple, DAY).isr == 34_000


def test_children_living_elsewhere_do_not_raise_the_ceiling_of_the_rent() -> None:
    tenants = household(
        {"incomes": {"other_irpef": 30_000}}, size=5, children=3, cohabiting_children=2, rent=9_000
    )
    lines = amounts(calculate(tenants, DAY))
    assert lines["detrazioni"] == 7_000
    assert lines["maggiorazioni"] == Decimal("0.20")
