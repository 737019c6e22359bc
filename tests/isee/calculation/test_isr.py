"""The income indicator, rule by rule: art. 4."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import IncomeKind, calculate
from isee.calculation.formulas.isr import (
    additions,
    disability_expenses,
    employment_or_pension,
    employment_quota,
    figurative_income,
    net_income,
    pension_quota,
    rent_deduction,
    subtractions,
)
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, household, law_saying, member

DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("wage", "left_out"), [(0, 0), (10_000, 2_000), (14_999, "2999.80"), (15_000, 3_000), (90_000, 3_000)]
)
def test_employment_leaves_out_a_fifth_up_to_three_thousand(wage: int, left_out: Decimal) -> None:
    assert employment_quota(Decimal(wage), Law(DAY)).amount == Decimal(left_out)


@pytest.mark.parametrize(
    ("pension", "left_out"), [(4_500, 900), (5_000, 1_000), (5_001, 1_000), (30_000, 1_000)]
)
def test_pension_leaves_out_a_fifth_up_to_one_thousand(pension: int, left_out: int) -> None:
    assert pension_quota(Decimal(pension), Law(DAY)).amount == left_out


def test_public_treatments_leave_out_the_quota_of_pensions() -> None:
    lines = {line.key: line.amount for line in subtractions(member(incomes={"treatment": 2_000}), Law(DAY))}
    assert lines == {"quota_pensione": 400}


@pytest.mark.parametrize(
    ("wage", "pension", "key"), [(20_000, 5_000, "quota_lavoro"), (2_000, 30_000, "quota_pensione")]
)
def test_of_wage_and_pension_only_the_larger_quota_is_left_out(wage: int, pension: int, key: str) -> None:
    lines = employment_or_pension(Decimal(wage), Decimal(pension), Law(DAY))
    assert [line.key for line in lines] == [key]


def test_were_the_quotas_not_alternative_both_would_be_left_out() -> None:
    law = law_saying(DAY, "redditi.quote_alternative", False)
    lines = employment_or_pension(Decimal(20_000), Decimal(5_000), law)
    assert [line.amount for line in lines] == [3_000, 1_000]


def test_that_the_quotas_are_alternative_is_told_as_doubtful_only_to_whom_has_both() -> None:
    both = household({"incomes": {"employment": 9_000, "pension": 9_000}})
    wage_only = household({"incomes": {"employment": 9_000}})
    assert [figure.name for figure in calculate(both, DAY).doubtful] == ["redditi.quote_alternative"]
    assert calculate(wage_only, DAY).doubtful == ()


def test_self_employment_leaves_out_nothing() -> None:
    assert list(subtractions(member(incomes={"other_irpef": 20_000}), Law(DAY))) == []


def test_every_kind_of_income_counts_but_what_is_paid_for_a_disability() -> None:
    everything = member(incomes={kind.value: 100 for kind in IncomeKind})
    counted = {line.key: line.amount for line in additions(everything)}
    assert len(counted) == len(IncomeKind)
    assert [key for key, amount in counted.items() if amount != 100] == ["reddito_disability"]
    assert counted["reddito_disability"] == 0


def test_incomes_of_one_kind_are_one_line() -> None:
    wages = member(incomes={"employment": 7_000})
    two_jobs = replace(wages, incomes=wages.incomes * 2)
    assert [line.amount for line in additions(two_jobs)] == [14_000]
    # The quota is of the person: 20% of 14,000.
    assert [line.amount for line in subtractions(two_jobs, Law(DAY))] == [2_800]


def test_disability_expenses_stop_at_five_thousand() -> None:
    assert disability_expenses(Decimal(4_999), Law(DAY)).amount == 4_999
    assert disability_expenses(Decimal(7_200), Law(DAY)).amount == 5_000


def test_what_is_paid_and_earned_on_the_land_is_subtracted() -> None:
    farmer = member(
        incomes={"agricultural": 30_000, "pension": 10_000},
        spouse_maintenance=2_400,
        child_maintenance=3_600,
        farming_income=12_000,
    )
    result = calculate(replace(household(), members=(farmer,)), DAY)
    lines = amounts(result)
    assert lines["assegni_coniuge_1"] == 2_400
    assert lines["assegni_figli_1"] == 3_600
    assert lines["redditi_agrari_1"] == 12_000
    assert result.isr == 21_000  # 40,000 - 2,400 - 3,600 - 12,000 - 1,000


def test_subtractions_stop_at_the_income_of_the_person() -> None:
    assert net_income(Decimal(5_000), Decimal(8_000)).amount == 0
    # The 3,000 that find no income here do not lower the other's.
    both = household({"incomes": {"other_irpef": 5_000}, "child_maintenance": 8_000},
                     {"incomes": {"other_irpef": 10_000}}, size=2)  # fmt: skip
    assert calculate(both, DAY).isr == 10_000


# 2020: 150 x 1.05% = 1.575, printed 1.58 on an INPS attestation.
@pytest.mark.parametrize(
    ("on", "value", "income"),
    [
        (date(2020, 6, 30), 150, "1.58"),
        (date(2021, 6, 30), 10_000, "101.00"),
        (date(2022, 6, 30), 10_000, "80.00"),
        (date(2023, 6, 30), 10_000, "304.00"),
        (date(2024, 6, 30), 10_000, "350.00"),
        (date(2025, 6, 30), 10_000, "300.00"),
        (date(2026, 6, 30), 10_000, "260.00"),
    ],
)
def test_the_figurative_income_follows_the_year_of_the_dsu(on: date, value: int, income: str) -> None:
    owner = household({"instruments": [{"value": value}]})
    assert figurative_income(owner, Law(on)).amount == Decimal(income)


def test_the_rate_of_2023_is_the_lower_of_btp_average_and_legal_rate_plus_one_point() -> None:
    btp_average_2022, legal_rate_2023 = Decimal("0.0304"), Decimal("0.05")
    rate = Law(date(2023, 1, 1)).amount("redditi.tasso_figurativo")
    assert rate == min(btp_average_2022, legal_rate_2023 + Decimal("0.01"))


def test_deposits_have_no_figurative_income() -> None:
    saver = household({"accounts": [{"saldo": 90_000, "giacenza": 90_000}]})
    assert figurative_income(saver, Law(DAY)).amount == 0


def test_a_given_rate_takes_the_place_of_the_years() -> None:
    owner = household({"instruments": [{"value": 10_000}]})
    result = calculate(owner, DAY, figurative_rate=Decimal("0.01"))
    assert result.step("reddito_figurativo").amount == 100
    assert "redditi.tasso_figurativo" not in {figure.name for figure in result.figures}


@pytest.mark.parametrize(
    ("rent", "cohabiting_children", "available", "deducted"),
    [
        ("9600", 3, 12_000, "7500"),
        ("9600", 3, 4_000, "4000"),
        ("6999.99", 2, 20_000, "6999.99"),
        ("7000.01", 2, 20_000, "7000"),
        ("9000", 5, 20_000, "8500"),
        ("0", 5, 20_000, "0"),
    ],
)
def test_rent_is_deducted_up_to_ceiling_and_income(
    rent: str, cohabiting_children: int, available: int, deducted: str
) -> None:
    step = rent_deduction(Decimal(rent), cohabiting_children, Decimal(available), Law(DAY))
    assert step.amount == Decimal(deducted)


def test_rent_is_taken_from_the_figurative_income_too() -> None:
    # 10,000 x 3% = 300, all of it taken by the rent.
    tenant = household({"instruments": [{"value": 10_000}]}, rent=3_600)
    result = calculate(tenant, DAY)
    assert result.step("detrazioni").amount == 300
    assert result.isr == 0
