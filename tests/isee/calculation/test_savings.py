"""State-backed savings left out: art. 5, c. 4-bis."""

from datetime import date
from typing import Any

import pytest

from isee.calculation import calculate
from tests.isee.calculation.make import amounts, household

FIRST_DAY = date(2025, 4, 3)
BONDS = {"instruments": [{"value": 60_000, "state_backed": True}]}


def booklet(saldo: int, giacenza: int) -> dict[str, Any]:
    return {"saldo": saldo, "giacenza": giacenza, "state_backed": True}


@pytest.mark.parametrize(("on", "counted"), [(date(2025, 4, 2), 60_000), (FIRST_DAY, 10_000)])
def test_the_exclusion_begins_with_the_dsu_of_3_april_2025(on: date, counted: int) -> None:
    assert calculate(household(BONDS), on).step("patrimonio_mobiliare").amount == counted


def test_before_that_day_the_line_says_that_everything_counts() -> None:
    step = calculate(household(BONDS), date(2025, 4, 2)).step("titoli_stato_esclusi")
    assert step.amount == 0
    assert step.explanation == (
        "Per una DSU del 02/04/2025 titoli di Stato e risparmio postale contano per intero."
    )


def test_the_limit_is_of_the_household_not_of_the_person() -> None:
    couple = household(BONDS, BONDS, size=2)
    lines = amounts(calculate(couple, FIRST_DAY))
    assert lines["titoli_stato_esclusi"] == 50_000
    assert lines["patrimonio_mobiliare"] == 70_000


def test_funds_that_hold_state_securities_are_not_excluded() -> None:
    fund = household({"instruments": [{"value": 60_000}]})
    assert "titoli_stato_esclusi" not in amounts(calculate(fund, FIRST_DAY))


def test_a_booklet_is_reduced_in_balance_and_average() -> None:
    # The greater value, 30,000, is consumed: nothing is left of either.
    saver = household({"accounts": [booklet(10_000, 30_000)]})
    lines = amounts(calculate(saver, FIRST_DAY))
    assert lines["titoli_stato_esclusi"] == 30_000
    assert lines["depositi_1"] == 0


def test_what_a_booklet_exceeds_the_limit_by_counts() -> None:
    saver = household({"accounts": [booklet(70_000, 40_000), {"saldo": 1_000, "giacenza": 500}]})
    assert amounts(calculate(saver, FIRST_DAY))["depositi_1"] == 21_000


def test_of_one_person_bonds_come_before_booklets() -> None:
    # The limit takes the 50,000 of bonds, which would yield, and leaves the booklet.
    saver = household(
        {"accounts": [booklet(20_000, 20_000)], "instruments": [{"value": 50_000, "state_backed": True}]}
    )
    lines = amounts(calculate(saver, FIRST_DAY))
    assert lines["reddito_figurativo"] == 0
    assert lines["depositi_1"] == 20_000


def test_the_declarant_comes_first_even_if_younger() -> None:
    # The declarant's booklet uses the limit up: the older one's bonds count and yield 3%.
    couple = household(
        {"accounts": [booklet(50_000, 50_000)], "birth_date": date(1990, 1, 1)},
        {"instruments": [{"value": 10_000, "state_backed": True}], "birth_date": date(1960, 1, 1)},
        size=2,
    )
    lines = amounts(calculate(couple, FIRST_DAY))
    assert lines["depositi_1"] == 0
    assert lines["strumenti_2"] == 10_000
    assert lines["reddito_figurativo"] == 300


def test_then_come_the_members_from_the_oldest() -> None:
    family = household(
        {},
        {"instruments": [{"value": 10_000, "state_backed": True}], "birth_date": date(1995, 1, 1)},
        {"accounts": [booklet(50_000, 50_000)], "birth_date": date(1940, 1, 1)},
        size=3,
    )
    lines = amounts(calculate(family, FIRST_DAY))
    assert lines["strumenti_2"] == 10_000
    assert lines["depositi_3"] == 0
