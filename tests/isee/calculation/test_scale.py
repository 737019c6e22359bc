"""The scale of equivalence, letter by letter: annex 1."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import calculate
from isee.calculation.formulas.scale import base_parameter, children_addition, scale
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, household, law_saying

DAY = date(2025, 12, 31)


def lines(**facts: Any) -> dict[str, Decimal]:
    return {step.key: step.amount for step in scale(household(**facts), Law(DAY))}


@pytest.mark.parametrize(
    ("members", "base"),
    [(1, "1.00"), (2, "1.57"), (3, "2.04"), (4, "2.46"), (5, "2.85"), (6, "3.20"), (7, "3.55"), (10, "4.60")],
)
def test_the_base_follows_the_number_of_members(members: int, base: str) -> None:
    assert base_parameter(members, 0, Law(DAY)).amount == Decimal(base)


@pytest.mark.parametrize(
    ("children", "addition"), [(0, None), (2, None), (3, "0.20"), (4, "0.35"), (5, "0.50"), (8, "0.50")]
)
def test_children_add_one_value_by_their_number(children: int, addition: str | None) -> None:
    step = children_addition(household(size=10, children=children), Law(DAY))
    assert (step and step.amount) == (addition and Decimal(addition))


@pytest.mark.parametrize(
    ("facts", "parameter"),
    [
        ({}, "2.04"),
        ({"parents_worked": True}, "2.24"),
        ({"parents_worked": True, "child_under_three": True}, "2.34"),
        ({"child_under_three": True}, "2.04"),
    ],
)
def test_a_couple_with_a_minor_gains_only_if_both_worked(facts: dict[str, bool], parameter: str) -> None:
    assert lines(size=3, children=1, minor_children=1, **facts)["scala"] == Decimal(parameter)


@pytest.mark.parametrize(("child_under_three", "parameter"), [(False, "1.77"), (True, "1.87")])
def test_a_parent_alone_without_work_gains_as_working_parents_do(
    child_under_three: bool, parameter: str
) -> None:
    computed = lines(
        size=2,
        children=1,
        minor_children=1,
        lone_non_working_parent=True,
        child_under_three=child_under_three,
    )
    assert computed["scala"] == Decimal(parameter)


def test_working_parents_without_minors_gain_nothing() -> None:
    assert lines(size=3, children=1, parents_worked=True)["maggiorazioni"] == 0


def test_additions_of_different_letters_are_summed() -> None:
    # 3.20 + 0.35 for four children + 0.30 for minors, one under three + 0.50 for one disabled.
    computed = lines(
        size=6,
        children=4,
        minor_children=4,
        child_under_three=True,
        parents_worked=True,
        disabled=1,
    )
    assert computed["parametro_base"] == Decimal("3.20")
    assert computed["maggiorazioni"] == Decimal("1.15")
    assert computed["scala"] == Decimal("4.35")


def test_each_disabled_member_adds_half_a_point() -> None:
    assert lines(size=2, disabled=2)["scala"] == Decimal("2.57")


def test_who_lives_in_a_care_home_leaves_the_base_and_adds_one() -> None:
    computed = lines(size=3, in_residential_care=1)
    assert computed["parametro_base"] == Decimal("1.57")
    assert computed["scala"] == Decimal("2.57")


def test_nobody_at_home_but_who_is_in_care_counts_one() -> None:
    assert lines(size=1, in_residential_care=1)["scala"] == 1


def test_children_living_elsewhere_count_as_members() -> None:
    family = household(size=5, children=3, cohabiting_children=1)
    assert amounts(calculate(family, DAY))["maggiorazione_figli"] == Decimal("0.20")


def test_that_children_living_elsewhere_count_is_told_as_doubtful_when_it_matters() -> None:
    third_elsewhere = household(size=5, children=3, cohabiting_children=2)
    second_elsewhere = household(size=4, children=2, cohabiting_children=1)
    assert [figure.name for figure in calculate(third_elsewhere, DAY).doubtful] == [
        "scala.figli_non_conviventi"
    ]
    assert calculate(second_elsewhere, DAY).doubtful == ()


def test_did_children_living_elsewhere_not_count_only_those_at_home_would() -> None:
    law = law_saying(DAY, "scala.figli_non_conviventi", False)
    family = household(size=6, children=4, cohabiting_children=3)
    step = children_addition(family, law)
    assert step is not None
    assert step.amount == Decimal("0.20")
