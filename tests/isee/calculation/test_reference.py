"""Hundreds of random households, computed in two ways that share nothing."""

import ast
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from isee.calculation.cases.answer import Amounts, answer
from isee.calculation.cases.case import read_case
from isee.calculation.cases.document import Node, parse
from tests.isee.calculation import reference
from tests.isee.calculation.random_cases import case

SEEDS = range(800)
CASES = json.loads((Path(__file__).parent / "cases" / "isee-cases.json").read_text())["cases"]
# Given lines are a feature of the command, that the plain arithmetic has not.
WHOLE = [found for found in CASES if found.get("check") != "partial" and "level" not in found["inputs"]]


def computed(made: dict[str, Any]) -> dict[str, Amounts]:
    node = Node(parse(json.dumps(made).encode()), "case")
    found = read_case(node)
    assert found is not None, node.mistakes
    return answer(found)


def fractions(amounts: Amounts) -> list[Fraction]:
    return [Fraction(amount) for amount in (amounts if isinstance(amounts, list) else [amounts])]


def differences(made: dict[str, Any]) -> list[str]:
    """The lines on which the two ways differ by anything at all."""
    plain, lines = reference.isee(made), computed(made)
    return [
        f"{name}: {plain[name]} and {lines[name]}"
        for name in plain
        if fractions(lines[name]) != (plain[name] if isinstance(plain[name], list) else [plain[name]])
    ]


@pytest.mark.parametrize("hundred", range(0, len(SEEDS), 100))
def test_two_ways_of_computing_agree_to_the_cent(hundred: int) -> None:
    wrong = {seed: told for seed in SEEDS[hundred : hundred + 100] if (told := differences(case(seed)))}
    assert wrong == {}


@pytest.mark.parametrize("made", WHOLE, ids=[found["id"] for found in WHOLE])
def test_the_published_and_derived_cases_agree_too(made: dict[str, Any]) -> None:
    plain = reference.isee(made)
    for name, wanted in made["expected"].items():
        found = plain[name] if isinstance(wanted, list) else [plain[name]]
        assert [float(amount) for amount in found] == (wanted if isinstance(wanted, list) else [wanted]), name


def test_the_random_households_differ_enough_to_matter() -> None:
    lines = [reference.isee(case(seed)) for seed in SEEDS]
    for name in ("detrazioni", "reddito_figurativo", "detrazione_immobiliare", "isee"):
        assert len({line[name] for line in lines}) > 100, name
    assert len({line["titoli_stato_esclusi"] for line in lines}) > 30
    assert len({case(seed).get("regime") for seed in SEEDS}) == 2
    assert len({line["scala"] for line in lines}) > 60


def test_the_plain_arithmetic_uses_nothing_of_the_calculation() -> None:
    tree = ast.parse(Path(reference.__file__).read_text())
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported == ["datetime", "fractions", "math", "typing"]
