"""The page on the calculation names every rule and every figure, and nothing that does not exist."""

import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from isee.calculation.law import Confidence, parameters
from tests.isee.calculation.test_formulas import RULES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "isee-calculation.md").read_text()
TESTS = Path(__file__).parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.partition("## The rules")[2].partition("## What is not certain")[0].splitlines()
    if line.startswith("|")
][2:]


def named(column: int) -> list[str]:
    return [name for row in ROWS for name in re.findall(r"`([^`]+)`", row[column])]


def test_the_table_has_its_columns() -> None:
    assert len(ROWS) > 40
    assert {len(row) for row in ROWS} == {5}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_rule_has_an_article_and_a_test_that_is_there(row: list[str]) -> None:
    assert re.search(r"art\. \d|annex \d", row[1])
    test = row[4].strip("`")
    assert "def test_" in (TESTS / test).read_text()


def test_every_formula_is_in_the_table_once_and_no_other() -> None:
    told = named(3)
    assert sorted(told) == sorted(set(told))
    assert set(told) == set(RULES)


def test_every_parameter_is_in_the_table_once_and_no_other() -> None:
    told = named(2)
    assert sorted(told) == sorted(set(told))
    assert set(told) == set(parameters())


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[2] != "–" and row[3] != "–"], ids=lambda row: row[0]
)
def test_the_parameters_of_a_row_are_named_by_the_modules_of_its_functions(row: list[str]) -> None:
    modules = {name.partition(".")[0] for name in re.findall(r"`([^`]+)`", row[3])}
    sources = [import_module(f"isee.calculation.formulas.{name}").__file__ or "" for name in modules]
    code = "".join(Path(source).read_text() for source in sources)
    code += (ROOT / "isee" / "calculation" / "current.py").read_text()
    for name in re.findall(r"`([^`]+)`", row[2]):
        assert f'"{name}"' in code


def test_every_doubtful_figure_is_told_among_the_doubts() -> None:
    doubts = PAGE.partition("## What is not certain")[2].partition("## Cases in a file")[0]
    for name, parameter in parameters().items():
        figures = [figure for year in range(2020, 2027) if (figure := parameter.on(date(year, 12, 31)))]
        if any(figure.confidence is not Confidence.HIGH for figure in figures):
            topic = name.partition(".")[0]
            assert f"`{name}`" in doubts or f"`{topic}.*`" in doubts, name


def test_the_modules_named_are_there() -> None:
    where = PAGE.partition("## Where things are")[2].partition("## The rules")[0]
    for name in re.findall(r"`([\w/]+(?:\.py|/))`", where):
        assert (ROOT / "isee" / "calculation" / name).exists(), name
