"""The case data: every full case to the cent, and each check of the partial ones as a test of its rule."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from isee.calculation import ChildOutside, average_balance, calculate, whole_euros
from isee.calculation.cases.document import parse
from isee.calculation.cases.run import DIFFERENT, MALFORMED, RIGHT, run
from isee.calculation.formulas.components import child_component
from isee.calculation.formulas.ise import ise, isee
from isee.calculation.formulas.isp import financial_deduction
from isee.calculation.formulas.isr import rent_deduction
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, household

FILE = Path(__file__).parent / "cases" / "isee-cases.json"
CASES = parse(FILE.read_bytes())["cases"]
PARTIAL = [case for case in CASES if case.get("check") == "partial"]
CHECKS = [
    pytest.param(case["rule"], check, int(case["year"]), id=f"{case['id']}-{number}")
    for case in PARTIAL
    for number, check in enumerate(case["checks"], 1)
]

Check = dict[str, Any]


def rounding(check: Check, on: date) -> None:
    economic = ise(check["isr"], check["isp"], Law(on)).amount
    ours = isee(economic, check["scala"]).amount
    assert ours == check["isee_if_ise_rounded_first"]
    assert abs(ours - check["isee_published_unrounded_chain"]) <= Decimal("0.01")


def residential_component(check: Check, on: date) -> None:
    child_ise = ise(check["isr_figlio"], check["isp_figlio"], Law(on)).amount
    assert child_ise == check["ise_figlio"]
    child = ChildOutside(name="Zoe", ise=child_ise, scale=check["scala_figlio"])
    step = child_component(child, 1, check["scala_beneficiario"], Law(on))
    assert step.amount == check["exact"]["componente"]
    assert "24.509,80 euro" in step.explanation


def the_scale(check: Check, on: date) -> None:
    family = household(
        size=int(check["n"]),
        children=int(check["figli"]),
        minor_children=int(check["minori"]),
        child_under_three=check.get("figlio_sotto_3", False),
        parents_worked=check["genitori_lavoro_6m"],
        disabled=int(check.get("disabili", 0)),
    )
    lines = amounts(calculate(family, on))
    names = {"base": "parametro_base", "maggiorazioni": "maggiorazioni", "scala": "scala"}
    for name in names.keys() & check.keys():
        assert lines[names[name]] == check[name]


def deduction_on_assets(check: Check, on: date) -> None:
    step = financial_deduction(check["patrimonio"], int(check["n"]), int(check["figli"]), Law(on))
    assert step.amount == check["detrazione"]


def rent(check: Check, on: date) -> None:
    step = rent_deduction(check["canone"], int(check["figli_conviventi"]), check["reddito_prima"], Law(on))
    assert step.amount == check["detrazione"]


def marginal(check: Check, on: date) -> None:
    members = {Decimal("1.57"): 2, Decimal("2.46"): 4}[check["scala"]]
    if "delta_reddito" in check:
        owned: list[dict[str, Any]] = [{"incomes": {"other_irpef": more}} for more in (20_000, 30_000)]
        assert check["delta_reddito"] == 10_000
    else:
        owned = [{"properties": [{"value": value}]} for value in (20_000, 30_000)]
        assert check["delta_patrimonio_oltre_franchigia"] == 10_000
    poorer, richer = (calculate(household(facts, size=members), on).isee for facts in owned)
    assert abs(richer - poorer - check["delta_isee_esatto"]) <= Decimal("0.01")
    assert abs(richer - poorer - check["delta_isee"]) < 1


def average(check: Check, on: date) -> None:
    periods = [(int(days), balance) for days, balance in check["giorni_saldo"]]
    assert sum(days * balance for days, balance in periods) == check["numeri"]
    found = average_balance(periods, on)
    assert found == check["giacenza"]
    assert whole_euros(found) == check["giacenza_dsu"]


def figurative_rate(check: Check, on: date) -> None:
    point = Decimal("0.01")
    assert (
        min(check["media_btp10_anno_precedente"], check["tasso_legale_1_gennaio"] + point) == check["tasso"]
    )
    assert Law(date(int(check["anno_dsu"]), 1, 1)).amount("redditi.tasso_figurativo") == check["tasso"]


RULES: dict[str, Callable[[Check, date], None]] = {
    "rounding": rounding,
    "componente_aggiuntiva_residenze": residential_component,
    "scala": the_scale,
    "franchigia_mobiliare": deduction_on_assets,
    "canone": rent,
    "marginale": marginal,
    "giacenza_media": average,
    "tasso_figurativo": figurative_rate,
}


@pytest.mark.parametrize(("rule", "check", "year"), CHECKS)
def test_each_check_of_the_partial_cases(rule: str, check: Check, year: int) -> None:
    RULES[rule](check, date(year, 12, 31))


def test_no_partial_case_is_without_its_checks() -> None:
    assert len(PARTIAL) == 9
    assert len(CHECKS) == 21
    assert {case["rule"] for case in PARTIAL} == RULES.keys()


def test_every_full_case_agrees_to_the_cent() -> None:
    told = list(run(FILE.read_bytes()))
    assert [sentence for answer in told for sentence in answer.sentences] == []
    assert {answer.code for answer in told} == {RIGHT}
    assert len(told) == len(CASES) == 33


def test_to_the_cent_is_meant_literally() -> None:
    for answer, case in zip(run(FILE.read_bytes()), CASES, strict=True):
        computed = parse(answer.line.encode())
        assert {name: computed[name] for name in case["expected"]} == case["expected"], case["id"]


JUNK: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    1e308,
    "x",
    "",
    [],
    {},
    [1],
    {"a": 1},
    10**40,
    0.001,
    float("nan"),
    3,
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, found in inside:
        yield from places(found, (*path, key))


def spoiled(chance: Random) -> bytes:
    """One of the cases with junk in some place of it."""
    case = deepcopy(chance.choice(json.loads(FILE.read_text())["cases"]))
    *outer, last = chance.choice(list(places(case)))
    found = case
    for key in outer:
        found = found[key]
    found[last] = deepcopy(chance.choice(JUNK))
    return json.dumps({"cases": [case]}).encode()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_wrong_in_a_case_it_is_told_and_never_raised(seed: int) -> None:
    chance = Random(seed)
    codes = set()
    for _ in range(250):
        for told in run(spoiled(chance)):
            codes.add(told.code)
            assert bool(told.line) is (told.code != MALFORMED)
            assert bool(told.sentences) is (told.code != RIGHT)
    assert codes == {RIGHT, DIFFERENT, MALFORMED}
