"""Real estate in the patrimony indicator, rule by rule: art. 5, c. 2 and 3."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Property, calculate
from isee.calculation.formulas.real_estate import home_deduction, home_threshold, net_value
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, household

DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("cohabiting_children", "threshold"), [(0, 52_500), (2, 52_500), (3, 55_000), (4, 57_500), (5, 60_000)]
)
def test_the_threshold_rises_with_each_child_at_home_after_the_second(
    cohabiting_children: int, threshold: int
) -> None:
    assert home_threshold(cohabiting_children, Law(DAY)) == threshold


def test_children_living_elsewhere_do_not_raise_the_threshold() -> None:
    # 55,000 - 52,500 = 2,500, two thirds count.
    owner = {"properties": [{"value": 55_000, "home": True}]}
    assert calculate(household(owner, size=5, children=3), DAY).isp == 0
    elsewhere = household(owner, size=5, children=3, cohabiting_children=2)
    assert calculate(elsewhere, DAY).isp == Decimal("1666.67")


@pytest.mark.parametrize(
    ("home", "deducted"),
    [
        (40_000, "40000"),
        (52_500, "52500"),
        (52_501, "52500.33"),  # of 1 euro, 0.67 count
        (82_500, "62500"),  # 52,500 + 30,000 / 3
        (63_392, "56130.67"),  # of 10,892, 7,261.33 count
    ],
)
def test_two_thirds_of_what_exceeds_the_threshold_count(home: int, deducted: str) -> None:
    assert home_deduction(Decimal(home), Decimal(52_500), Law(DAY)).amount == Decimal(deducted)


def test_the_home_is_one_whoever_owns_its_quotas() -> None:
    halves = household(
        {"properties": [{"value": 50_000, "mortgage": 5_000, "home": True}]},
        {"properties": [{"value": 50_000, "mortgage": 5_000, "home": True}]},
        size=2,
    )
    lines = amounts(calculate(halves, DAY))
    assert lines["mutui_residui"] == 10_000
    assert lines["franchigia_casa"] == 65_000  # 52,500 + 37,500 / 3
    assert lines["detrazione_immobiliare"] == 75_000


def test_a_mortgage_stops_at_the_value_of_its_property() -> None:
    assert net_value(Property(value=Decimal(40_000), mortgage=Decimal(60_000))) == 0
    assert net_value(Property(value=Decimal(40_000), mortgage=Decimal(15_000))) == 25_000


def test_an_owned_dwelling_where_nobody_of_them_lives_has_no_threshold() -> None:
    landlord = household({"properties": [{"value": 50_000}]}, rent=6_000)
    assert calculate(landlord, DAY).isp == 50_000


@pytest.mark.parametrize(("on", "isp"), [(date(2025, 12, 31), 30_000), (date(2026, 1, 1), 0)])
def test_what_a_disaster_destroyed_is_left_out_from_2026(on: date, isp: int) -> None:
    ruin = household({"properties": [{"value": 30_000, "destroyed": True}]})
    result = calculate(ruin, on)
    assert result.isp == isp
    assert amounts(result)["patrimonio_immobiliare"] == isp


def test_that_destroyed_buildings_are_left_out_is_told_as_doubtful() -> None:
    ruin = household({"properties": [{"value": 30_000, "destroyed": True}]})
    doubtful = calculate(ruin, date(2026, 6, 30)).doubtful
    assert [figure.name for figure in doubtful] == ["patrimonio.immobili_distrutti_esclusi"]
