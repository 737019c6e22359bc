"""«E se…?» below the screen: other facts in a declaration, and the lines that move."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isee.calculation import (
    Account,
    Declaration,
    Disability,
    Income,
    IncomeKind,
    InvalidHousehold,
    Kind,
    Person,
    PersonVariation,
    Relation,
    Variation,
    outcome,
)
from isee.calculation import Member as Owner
from isee.simulation.what_if import Changes, Path, changed, moved
from tests.isee.calculation.make import declaration, person
from tests.isee.calculation.test_properties import many
from tests.isee.calculation.test_properties_of_kinds import declarations

# The first declaration is drawn by a machine that does much else.
drawn = settings(many, suppress_health_check=[HealthCheck.too_slow])

INCOME: Path = ("persons", 0, "member", "incomes", 0, "amount")


def couple(**facts: Any) -> Declaration:
    """Anna, who works and has an account, Bruno with a pension, Carla who is six."""
    return declaration(
        person(
            0, incomes={"employment": 20_000}, accounts=[{"saldo": 10_000, "giacenza": 8_000}], work_months=12
        ),
        person(1, "C", incomes={"pension": 12_000}, work_months=0),
        person(2, "F", born=date(2020, 5, 1)),
        **facts,
    )


def labels(before: Declaration, after: Declaration, kind: Kind = Kind.ORDINARY) -> list[str]:
    return [move.label for move in moved(outcome(before, kind).isee, outcome(after, kind).isee)]


def test_another_amount_moves_its_lines_and_those_made_of_them() -> None:
    real = couple()
    tried = changed(real, {INCOME: Decimal(10_000)})
    # Half the pay: its quota of 20% is 2,000 instead of 3,000, so the incomes fall by 9,000.
    assert labels(real, tried) == [
        "Lavoro dipendente e assimilati (Anna)",
        "Quota del lavoro dipendente (Anna)",
        "Redditi che contano (Anna)",
        "Somma dei redditi dei componenti",
        "Indicatore della situazione reddituale (ISR)",
        "Indicatore della situazione economica (ISE)",
        "Indicatore della situazione economica equivalente (ISEE)",
    ]
    first = moved(outcome(real, Kind.ORDINARY).isee, outcome(tried, Kind.ORDINARY).isee)[2]
    assert (first.before, first.after, first.difference) == (Decimal(17_000), Decimal(8_000), Decimal(-9_000))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {("persons", 0, "member", "accounts", 0, "saldo"): Decimal(50_000)},
            "Depositi e conti correnti (Anna)",
        ),
        (
            {("persons", 0, "member", "accounts", 1): Account(Decimal(9_000), Decimal(9_000))},
            "Patrimonio mobiliare",
        ),
        ({("persons", 0, "disability"): Disability.SEVERE}, "Per disabilità"),
        ({("persons", 1, "work_months"): 8}, "Per i figli minorenni"),
        (
            {("persons", 2, "member", "birth_date"): date(2025, 5, 1), ("persons", 1, "work_months"): 8},
            "Maggiorazioni",
        ),
        ({("rent",): Decimal(4_800)}, "Detrazioni per spese e franchigie"),
        (
            {("persons", 1, "member", "incomes", 1): Income(IncomeKind.EMPLOYMENT, Decimal(5_000))},
            "Lavoro dipendente e assimilati (Bruno)",
        ),
    ],
)
def test_what_may_be_changed(changes: Changes, line: str) -> None:
    assert line in labels(couple(), changed(couple(), changes))


def test_who_comes_in_counts_in_the_scale() -> None:
    child = Person(member=Owner("Persona in più", date(2024, 1, 1)), relation=Relation.MINOR_CHILD)
    tried = changed(couple(), {("persons", 3): child})
    assert "Parametro" in labels(couple(), tried)
    assert tried.persons[3].name == "Persona in più"


def test_who_goes_takes_his_lines_along_and_those_of_the_others_stay_theirs() -> None:
    alone = changed(couple(), {("persons", 1): None})
    told = moved(outcome(couple(), Kind.ORDINARY).isee, outcome(alone, Kind.ORDINARY).isee)
    gone = {move.label: move for move in told if move.after is None}
    assert list(gone) == [
        "Pensioni soggette a IRPEF (Bruno)",
        "Quota di pensioni e trattamenti (Bruno)",
        "Redditi che contano (Bruno)",
    ]
    assert not any("Carla" in move.label for move in told)


def test_who_goes_is_named_nowhere_any_more() -> None:
    form = Variation(
        on=date(2026, 7, 1),
        persons=(PersonVariation(person=1), PersonVariation(person=2)),
    )
    tried = changed(couple(beneficiary=2, variation=form), {("persons", 1): None})
    assert tried.beneficiary == 1
    assert tried.variation is not None
    assert [one.person for one in tried.variation.persons] == [1]
    assert changed(couple(beneficiary=1), {("persons", 1): None}).beneficiary is None


def test_changes_are_made_at_once() -> None:
    # One after the other they would be a spouse who is apart, and then an other who is: the second cannot be.
    tried = changed(
        couple(),
        {("persons", 1, "relation"): Relation.OTHER, ("persons", 1, "other_parent"): True},
    )
    assert tried.persons[1].other_parent


def test_what_cannot_be_is_told() -> None:
    with pytest.raises(InvalidHousehold, match="nata dopo"):
        changed(couple(), {("persons", 2, "member", "birth_date"): date(2030, 1, 1)})
    with pytest.raises(InvalidHousehold, match="uno, e uno solo"):
        changed(couple(), {("persons", 0): None})


def test_a_path_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(AttributeError):
        changed(couple(), {("persons", 0, "member", "shoes"): 2})
    with pytest.raises(IndexError):
        changed(couple(), {("persons", 0, "member", "incomes", 7, "amount"): Decimal(1)})


@drawn
@given(declarations())
def test_no_change_moves_nothing(real: Declaration) -> None:
    assert changed(real, {}) == real
    assert labels(real, changed(real, {("rent",): real.rent})) == []


@drawn
@given(declarations(), st.integers(1, 50_000))
def test_each_line_told_differs_and_no_other_does(real: Declaration, amount: int) -> None:
    place = len(real.persons[0].member.incomes)
    income = Income(IncomeKind.PENSION, Decimal(amount))
    before = outcome(real, Kind.ORDINARY).isee
    after = outcome(changed(real, {("persons", 0, "member", "incomes", place): income}), Kind.ORDINARY).isee
    told = moved(before, after)
    assert all(move.before != move.after for move in told)
    # Nobody came or went: the keys are the same, and what is told is all that differs.
    old, new = ({step.key: step.amount for step in isee.steps} for isee in (before, after))
    assert len(told) == sum(old.get(key) != new.get(key) for key in {*old, *new})


@drawn
@given(declarations())
def test_there_and_back_is_where_it_was(real: Declaration) -> None:
    disability: Path = ("persons", 0, "disability")
    there = changed(real, {disability: Disability.SEVERE})
    assert changed(there, {disability: real.persons[0].disability}) == real


@drawn
@given(declarations())
def test_back_from_the_other_side_each_move_is_the_opposite(real: Declaration) -> None:
    person_in = Person(member=Owner("Persona in più", date(1990, 1, 1)), relation=Relation.OTHER)
    tried = changed(real, {("persons", len(real.persons)): person_in})
    one, other = outcome(real, Kind.ORDINARY).isee, outcome(tried, Kind.ORDINARY).isee
    there = {(move.label, move.difference) for move in moved(one, other)}
    assert {(move.label, -move.difference) for move in moved(other, one)} == there
