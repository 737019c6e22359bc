"""The five methods, to the cent and at every edge."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from isee.benefits import Tariff, check, tariff
from isee.benefits.dues import ByIsee
from isee.benefits.methods import FlatBands, PercentBands, Piece, Piecewise, PriceBand, Proportional, ends
from isee.benefits.tariffs import ChildDiscount, Rounding, RoundingMode
from tests.isee.benefits.make import CENT, data, local, local_data, money

EXAMPLES: list[dict[str, Any]] = data("tariffs.yaml")
FLAT = [example for example in EXAMPLES if example["tariff"]["method"]["kind"] == "flat_bands"]
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["place"])


def tariff_of(example: dict[str, Any]) -> Tariff:
    amount = local(example["tariff"], example["unit"]).amounts[0].amount
    assert isinstance(amount, ByIsee)
    return amount.tariff


def price(rule: Tariff, isee: int | str | None, **facts: Any) -> str | None:
    found = tariff(rule, money(str(isee)) if isee is not None else None, **facts).amount
    return None if found is None else str(found)


@every_example
def test_a_published_tariff_gives_its_prices_to_the_cent(example: dict[str, Any]) -> None:
    rule = tariff_of(example)
    assert [[isee, price(rule, isee)] for isee, _ in example["gives"]] == example["gives"]


@every_example
def test_a_published_tariff_is_a_valid_rule(example: dict[str, Any]) -> None:
    assert check(local_data(example["tariff"], example["unit"])) == []


@pytest.mark.parametrize("example", FLAT, ids=lambda example: example["place"])
@pytest.mark.parametrize("included", [True, False])
def test_the_end_of_a_band_belongs_to_it_unless_said(example: dict[str, Any], included: bool) -> None:
    rule = tariff_of(example)
    assert isinstance(rule.method, FlatBands)
    rule = replace(rule, method=replace(rule.method, upto_included=included))
    bands = example["tariff"]["method"]["bands"]
    for band, following in pairwise(bands):
        end = Decimal(band["upto"])
        assert tariff(rule, end - CENT).amount == Decimal(band["price"])
        assert tariff(rule, end).amount == Decimal(band["price"] if included else following["price"])
        assert tariff(rule, end + CENT).amount == Decimal(following["price"])


@pytest.mark.parametrize(("included", "at_end"), [(True, "1.00"), (False, "2.00")])
def test_the_other_methods_say_too_to_which_side_an_edge_belongs(included: bool, at_end: str) -> None:
    pieces = (Piece(Decimal(0), Decimal(5000), Decimal(1)), Piece(Decimal(5000), None, Decimal(2)))
    assert price(Tariff(Piecewise(pieces, upto_included=included)), 5000) == at_end
    proportional = Proportional(
        Decimal(5000),
        Decimal(10_000),
        Decimal(4),
        Decimal(10_000),
        Decimal(1),
        Decimal(9),
        upto_included=included,
    )
    assert price(Tariff(proportional), 5000) == at_end
    assert price(Tariff(proportional), 10_000) == ("4.00" if included else "9.00")


def test_zero_falls_in_the_first_band_either_way() -> None:
    bands = (PriceBand(Decimal(0), Decimal(100), Decimal(1)), PriceBand(Decimal(100), None, Decimal(2)))
    assert price(Tariff(FlatBands(bands)), 0) == "1.00"
    assert price(Tariff(FlatBands(bands, upto_included=False)), 0) == "1.00"


MENSA = tariff_of({"tariff": local_data()["amounts"][0]["amount"]["tariff"], "unit": "meal"})


def test_the_formula_is_told_with_its_numbers() -> None:
    found = tariff(MENSA, Decimal(10_000))
    assert str(found.amount) == "2.33"
    assert found.sentences == (
        "1,00 + (10.000,00 − 5.000,00) × (5,00 − 1,00) / (20.000,00 − 5.000,00) = 2,3333 euro.",
        "Arrotondato: 2,33 euro.",
    )


def test_without_isee_and_for_non_residents_there_are_prices_of_their_own() -> None:
    assert price(MENSA, None) == "5.00"
    assert price(MENSA, 1000, resident=False) == "6.00"
    assert price(replace(MENSA, non_resident=None), 1000, resident=False) == "1.00"
    unsaid = tariff(replace(MENSA, no_isee=None), None)
    assert (unsaid.amount, unsaid.sentences) == (None, ("Senza ISEE la regola non dice il prezzo.",))


def test_the_second_child_pays_less_and_the_third_less_again() -> None:
    rule = replace(MENSA, discounts=(ChildDiscount(2, Decimal(30)), ChildDiscount(3, Decimal(50))))
    prices = [price(rule, 20_000, child=child) for child in (1, 2, 3, 4)]
    assert prices == ["5.00", "3.50", "2.50", "2.50"]
    assert price(rule, None, child=2) == "5.00"
    assert price(replace(rule, discount_for_all=True), None, child=2) == "3.50"
    assert price(replace(rule, discount_for_all=True), 1000, child=2, resident=False) == "4.20"


def test_the_prices_that_do_not_follow_the_isee_have_no_limits() -> None:
    assert price(replace(MENSA, maximum=Decimal(4)), None) == "5.00"
    assert price(replace(MENSA, minimum=Decimal(9)), None) == "5.00"
    assert price(replace(MENSA, minimum=Decimal(9)), 1000, resident=False) == "6.00"


def test_the_discount_comes_before_the_minimum_and_the_rounding_last() -> None:
    rule = replace(MENSA, minimum=Decimal("0.90"), maximum=Decimal("4.80"))
    assert price(rule, 1000, child=2) == "0.90"
    assert price(rule, 20_000) == "4.80"
    assert price(replace(rule, rounding=Rounding(Decimal("0.50"))), 1000, child=2) == "1.00"


@pytest.mark.parametrize(
    ("step", "mode", "expected"),
    [
        ("0.01", RoundingMode.HALF_UP, "2.33"),
        ("0.05", RoundingMode.HALF_UP, "2.35"),
        ("0.10", RoundingMode.DOWN, "2.30"),
        ("0.10", RoundingMode.UP, "2.40"),
        ("1", RoundingMode.HALF_UP, "2.00"),
    ],
)
def test_rounding_goes_to_a_step_in_a_direction(step: str, mode: RoundingMode, expected: str) -> None:
    assert price(replace(MENSA, rounding=Rounding(Decimal(step), mode)), 10_000) == expected


def test_half_a_cent_goes_up() -> None:
    assert Rounding().apply(Decimal("2.345")) == Decimal("2.35")


def test_a_percentage_of_an_unknown_cost_is_unknown_unless_it_is_nothing() -> None:
    rule = tariff_of(next(example for example in EXAMPLES if example["place"].startswith("Brusaporto")))
    assert isinstance(rule.method, PercentBands)
    rule = replace(rule, method=replace(rule.method, cost=None))
    assert price(rule, 5000) == "0.00"
    found = tariff(rule, Decimal(8000))
    assert (found.amount, found.sentences) == (
        None,
        ("Fascia da 5.789,00 a 10.419,00 euro: 15% del costo, che non è noto.",),
    )


@every_example
def test_a_chart_finds_every_edge(example: dict[str, Any]) -> None:
    method = tariff_of(example).method
    found = ends(method)
    assert list(found) == sorted(set(found))
    raw = example["tariff"]["method"]
    written = [band["upto"] for band in raw.get("bands", raw.get("pieces", [])) if "upto" in band]
    assert list(found) == [Decimal(end) for end in written or (raw["isee_min"], raw["isee_max"])]
