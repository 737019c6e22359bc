"""Whole households, published or worked out by hand: every line expected is the line computed."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from isee.calculation import Regime, calculate
from tests.isee.calculation.make import amounts, household

TOLD = {"title", "source", "on", "regime", "figurative_rate", "members", "expected"}


def read_cases() -> dict[str, dict[str, Any]]:
    cases: dict[str, dict[str, Any]] = {}
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml")):
        with path.open("rb") as file:
            cases |= tomllib.load(file, parse_float=Decimal)
    return cases


CASES = read_cases()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_expected_line_is_computed(case: dict[str, Any]) -> None:
    facts = {key: value for key, value in case.items() if key not in TOLD}
    rate = Decimal(case["figurative_rate"]) if "figurative_rate" in case else None

    regime = Regime(case.get("regime", Regime.ORDINARY))

    result = calculate(household(*case["members"], **facts), case["on"], regime=regime, figurative_rate=rate)

    computed = amounts(result)
    assert {key: computed[key] for key in case["expected"]} == case["expected"]


def test_the_result_carries_the_indicators_of_its_lines() -> None:
    case = CASES["DER-27"]
    facts = {key: value for key, value in case.items() if key not in TOLD}

    result = calculate(household(*case["members"], **facts), case["on"])

    assert result.on == case["on"]
    assert (result.income_year, result.assets_year) == (2024, 2024)
    assert result.isr == Decimal("41000.00")
    assert result.isp == Decimal("79666.67")
    assert result.ise == Decimal("56933.33")
    assert result.scale == Decimal("2.66")
    assert result.isee == Decimal("21403.51")
