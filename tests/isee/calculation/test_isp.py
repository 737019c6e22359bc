"""Financial assets in the patrimony indicator, rule by rule: art. 5, c. 4 and 6."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import InvalidHousehold, NotInForce, average_balance, calculate, whole_euros
from isee.calculation.formulas.isp import deposits, financial_deduction
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, household, member

DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("members", "children", "assets", "deducted"),
    [
        (3, 1, 8_000, 8_000),  # no more than the assets
        (4, 3, 25_000, 11_000),  # 10,000 + 1,000
        (1, 0, 50_000, 6_000),
        (2, 0, 50_000, 8_000),
        (3, 1, 50_000, 10_000),
        (7, 5, 50_000, 13_000),  # 10,000 + 3,000
    ],
)
def test_the_deduction_grows_with_members_and_with_children_after_the_second(
    members: int, children: int, assets: int, deducted: int
) -> None:
    assert financial_deduction(Decimal(assets), members, children, Law(DAY)).amount == deducted


@pytest.mark.parametrize(
    ("saldo", "giacenza", "increase", "counted"),
    [
        (15_000, 12_000, 0, 15_000),
        (3_000, 21_000, 0, 21_000),
        (3_000, 21_000, 18_000, 21_000),  # just the difference: not more than it
        (3_000, 21_000, 18_001, 3_000),
        (15_000, 12_000, 50_000, 15_000),
    ],
)
def test_balance_or_average_whichever_is_greater_unless_the_money_became_another_asset(
    saldo: int, giacenza: int, increase: int, counted: int
) -> None:
    saver = member(accounts=[{"saldo": saldo, "giacenza": giacenza}], asset_increase=increase)
    assert deposits(saver, 1).amount == counted


def test_each_person_compares_the_own_accounts() -> None:
    couple = household(
        {"accounts": [{"saldo": 10_000, "giacenza": 2_000}]},
        {"accounts": [{"saldo": 1_000, "giacenza": 8_000}]},
        size=2,
    )
    lines = amounts(calculate(couple, DAY))
    assert lines["depositi_1"] == 10_000
    assert lines["depositi_2"] == 8_000
    assert lines["patrimonio_mobiliare"] == 18_000


def test_the_average_balance_divides_the_daily_balances_by_365() -> None:
    # 100 x 100 + 15 x 70 + 250 x 20 = 16,050; 16,050 / 365 = 43.97, declared 44.
    periods = [(100, Decimal(100)), (15, Decimal(70)), (250, Decimal(20))]
    average = average_balance(periods, date(2018, 12, 31))
    assert average == Decimal("43.97")
    assert whole_euros(average) == 44


def test_the_average_of_a_leap_year_divides_by_365_too() -> None:
    assert average_balance([(366, Decimal(365))], DAY) == 366


def test_an_account_opened_during_the_year_still_divides_by_the_whole_year() -> None:
    assert average_balance([(73, Decimal(1_000))], DAY) == 200


@pytest.mark.parametrize("periods", [[(367, 1)], [(200, 1), (200, 1)], [(0, 1)], [(-5, 1)]])
def test_days_that_are_not_those_of_a_year_are_refused(periods: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidHousehold, match="i giorni devono essere quelli di un anno"):
        average_balance([(days, Decimal(balance)) for days, balance in periods], DAY)


def test_a_balance_below_zero_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match="Saldo del periodo: l'importo non può essere negativo"):
        average_balance([(365, Decimal(-1))], DAY)


def test_the_divisor_is_not_claimed_before_2018() -> None:
    with pytest.raises(NotInForce):
        average_balance([(365, Decimal(1))], date(2017, 12, 31))
