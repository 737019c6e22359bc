"""A walk over every figure of the law: each is dated, sourced, and used."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from isee.calculation import average_balance, calculate
from isee.calculation.law import FOLDER, Confidence, Figure, Parameter, parameters
from tests.isee.calculation.make import household

UNITS = {"EUR", "quota", "frazione", "parametro", "persone", "giorni", "anno", "sì/no"}
KEYS = {"from", "ended", "value", "act", "published", "confidence", "checked_on", "note"}
REQUIRED = {"from", "value", "act", "confidence", "checked_on"}

ALL = parameters()
FIGURES = [
    (f"{name} {figure.since}", figure) for name, parameter in ALL.items() for figure in parameter.values
]

every_file = pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
every_parameter = pytest.mark.parametrize("parameter", ALL.values(), ids=ALL)
every_figure = pytest.mark.parametrize("figure", [f for _, f in FIGURES], ids=[name for name, _ in FIGURES])


def test_there_is_one_file_for_each_topic_of_the_decree() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {"indicatore", "redditi", "patrimonio", "scala"}


@every_file
def test_a_file_holds_only_the_known_words(path: Path) -> None:
    with path.open("rb") as file:
        topic: dict[str, Any] = tomllib.load(file)
    for name, table in topic.items():
        assert set(table) == {"description", "unit", "values"}, name
        for value in table["values"]:
            assert set(value) >= REQUIRED, name
            assert set(value) <= KEYS, name


@every_parameter
def test_a_parameter_is_described_and_measured(parameter: Parameter) -> None:
    assert len(parameter.description) > 10
    assert parameter.unit in UNITS
    assert parameter.values


@every_parameter
def test_its_dates_grow_without_overlap_or_gap(parameter: Parameter) -> None:
    for earlier, later in pairwise(parameter.values):
        assert earlier.since < later.since
        assert earlier.ended is None or earlier.ended == later.since - timedelta(days=1)
    last = parameter.values[-1]
    assert last.ended is None or last.ended >= last.since


@every_figure
def test_a_figure_has_a_source_and_says_when_it_was_checked(figure: Figure) -> None:
    assert any(word in figure.act for word in ("DPCM", "DL ", "L. ", "Decreto"))
    assert isinstance(figure.checked_on, date)
    assert figure.checked_on >= date(2026, 1, 1)


@every_figure
def test_a_figure_of_which_we_are_not_sure_says_why(figure: Figure) -> None:
    assert figure.confidence is Confidence.HIGH or len(figure.note) > 20


@every_figure
def test_a_figure_is_exact_and_fits_its_unit(figure: Figure) -> None:
    value = figure.value
    if figure.unit == "sì/no":
        assert isinstance(value, bool)
    elif figure.unit == "frazione":
        assert 0 < value < 1  # type: ignore[operator]
    elif figure.unit == "parametro" and not isinstance(value, Decimal):
        assert all(isinstance(points, Decimal) for points in value.values())  # type: ignore[union-attr]
        assert list(value) == sorted(value)  # type: ignore[arg-type]
    else:
        assert isinstance(value, Decimal)
        assert value <= 1 or figure.unit != "quota"


@pytest.mark.parametrize(
    "name", ["indicatore.anno_redditi", "indicatore.anno_patrimonio", "redditi.tasso_figurativo"]
)
def test_what_is_set_anew_each_year_ends_with_a_year(name: str) -> None:
    ended = ALL[name].values[-1].ended
    assert ended is not None
    assert (ended.month, ended.day) == (12, 31)


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023, 2024, 2025, 2026])
def test_incomes_and_assets_are_those_of_two_years_before(year: int) -> None:
    result = calculate(household(), date(year, 7, 1))
    assert (result.income_year, result.assets_year) == (year - 2, year - 2)


def test_in_2019_the_assets_were_those_of_the_year_before() -> None:
    result = calculate(household(), date(2019, 7, 1))
    assert (result.income_year, result.assets_year) == (2017, 2018)


def test_every_parameter_is_read_by_some_formula() -> None:
    day = date(2026, 12, 31)
    crowd = household(
        {
            "incomes": {"employment": 10_000, "pension": 10_000},
            "disability_expenses": 100,
            "instruments": [{"value": 100_000, "state_backed": True}],
            "properties": [{"value": 90_000, "home": True}, {"value": 1_000, "destroyed": True}],
        },
        size=8,
        children=4,
        cohabiting_children=3,
        minor_children=2,
        parents_worked=True,
        disabled=1,
        in_residential_care=1,
    )
    tenants = household(
        {"incomes": {"other_irpef": 9_000}},
        size=2,
        children=1,
        minor_children=1,
        child_under_three=True,
        parents_worked=True,
        rent=6_000,
    )
    read = {
        figure.name
        for result in (calculate(crowd, day), calculate(tenants, day))
        for figure in result.figures
    }
    # The divisor of the average balance is read by its own rule, when the operator types the balances.
    assert average_balance([(365, Decimal(1))], day) == 1
    assert read == set(ALL) - {"patrimonio.giacenza_giorni"}
