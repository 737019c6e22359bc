"""What holds for every household across the kinds of ISEE, the years, and the exceptions to the other rules."""

import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isee.calculation import (
    Account,
    Cause,
    ChildOutside,
    Declaration,
    Disability,
    Household,
    Income,
    Kind,
    Member,
    NotInForce,
    Person,
    PersonVariation,
    Property,
    Regime,
    Relation,
    Variation,
    calculate,
    law,
    nucleo,
    outcome,
)
from isee.calculation.formulas.components import child_component
from isee.calculation.law import Law
from tests.isee.calculation.make import declaration, exactly, household, member, person
from tests.isee.calculation.test_properties import (
    days,
    dwellings,
    euros,
    first_with,
    homes,
    households,
    incomes,
    many,
    never_raises,
    rich_members,
    small,
)

IN_2026 = date(2026, 6, 30)
CENT = Decimal("0.01")


@st.composite
def declarations(draw: st.DrawFn) -> Declaration:
    """Draw the persons of a DSU of 2026: who declares, perhaps a spouse, children and others."""
    estates = draw(st.sampled_from([homes, dwellings]))
    relations = ["D", *draw(st.lists(st.sampled_from(["F", "FC", "FNC", "P", "GNC"]), max_size=4))]
    if draw(st.booleans()):
        relations.append("C")
    drawn = [draw(persons(position, relation, estates)) for position, relation in enumerate(relations)]
    return Declaration(
        on=IN_2026,
        persons=tuple(drawn),
        rent=draw(small) if estates is dwellings else Decimal(0),
        beneficiary=draw(st.integers(0, len(drawn) - 1)),
    )


@st.composite
def persons(draw: st.DrawFn, position: int, relation: str, estates: st.SearchStrategy[Property]) -> Person:
    rich = draw(rich_members(position, estates)) if position < 2 else member(position)
    born = date(2026 - draw(st.integers(1, 17) if relation == "F" else st.integers(19, 90)), 1, 1 + position)
    return Person(
        member=replace(rich, birth_date=born, declarant=relation == "D"),
        relation=Relation(relation),
        cohabiting=draw(st.booleans()) or relation in "DP",
        dependent=draw(st.booleans()),
        disability=draw(st.sampled_from(Disability)),
        residential_care=draw(st.booleans()),
        work_months=draw(st.sampled_from([0, 3, 6, 12])),
    )


# 2. The exceptions: one more euro on an account may lower the ISEE, or raise it by a leap.


def accounts(saldo: int, giacenza: int, increase: int) -> Household:
    return household({"accounts": [{"saldo": saldo, "giacenza": giacenza}], "asset_increase": increase})


def test_an_increase_of_other_assets_beyond_the_difference_drops_the_value_at_once() -> None:
    before, after = (calculate(accounts(10_000, 30_000, more), IN_2026) for more in (20_000, 20_001))
    assert (before.isp, after.isp) == exactly(24_000, 4_000)


def test_one_more_euro_of_average_may_turn_from_balances_to_averages() -> None:
    before, after = (calculate(accounts(10_000, giacenza, 20_000), IN_2026) for giacenza in (29_999, 30_000))
    assert (before.isp, after.isp) == exactly(4_000, 24_000)


def test_one_more_euro_of_balance_may_turn_from_averages_to_balances() -> None:
    before, after = (calculate(accounts(saldo, 30_000, 20_000), IN_2026) for saldo in (10_000, 10_001))
    assert (before.isp, after.isp) == exactly(24_000, 4_001)


@many
@given(small, small)
def test_from_wage_to_pension_the_larger_quota_is_continuous(wage: Decimal, pension: Decimal) -> None:
    def isr(employment: Decimal, other: Decimal) -> Decimal:
        one = household({"incomes": {"employment": str(employment), "pension": str(other)}})
        return calculate(one, IN_2026).isr

    assert 0 <= isr(wage + 1, pension) - isr(wage, pension) <= 1
    assert 0 <= isr(wage, pension + 1) - isr(wage, pension) <= 1


# 4. The exceptions: who comes may take an addition away, but the base rises more.


@many
@given(households(minors=1), days)
def test_an_adult_who_joins_a_lone_parent_never_raises_it(family: Household, on: date) -> None:
    alone = replace(
        family,
        members=family.members[: family.minor_children + 1],
        children=family.minor_children,
        cohabiting_children=min(family.cohabiting_children, family.minor_children),
        parents_worked=False,
        lone_non_working_parent=True,
        disabled=0,
        in_residential_care=0,
    )
    guest = Member(name="Zoe", birth_date=date(1950, 12, 31))
    never_raises(alone, replace(alone, members=(*alone.members, guest), lone_non_working_parent=False), on)


@many
@given(households(minors=1), days)
def test_a_parent_who_joins_without_work_never_raises_it(family: Household, on: date) -> None:
    working = replace(family, parents_worked=True, lone_non_working_parent=False)
    joined = Member(name="Zoe", birth_date=date(1980, 12, 31), attracted=True)
    never_raises(working, replace(working, members=(*working.members, joined), parents_worked=False), on)


# 6 and 17. The regime of 2026 is never worse, and there is none before.


@many
@given(households(), st.booleans())
def test_the_isee_for_families_is_never_above_the_ordinary_one(family: Household, capital: bool) -> None:
    family = replace(family, metropolitan_capital=capital)
    special = calculate(family, IN_2026, regime=Regime.FAMILY)
    ordinary = calculate(family, IN_2026)
    assert special.isee <= ordinary.isee
    assert special.isr == ordinary.isr


@many
@given(households(tenants=True), st.integers(0, 52_500).map(Decimal))
def test_it_is_equal_with_less_than_two_children_and_no_dear_home(family: Household, value: Decimal) -> None:
    few = replace(
        family,
        children=min(1, family.children),
        cohabiting_children=min(1, family.cohabiting_children),
        minor_children=min(1, family.minor_children),
        parents_worked=False,
        lone_non_working_parent=False,
        rent=Decimal(0),
    )
    few = first_with(few, properties=(*few.members[0].properties, Property(value, home=True)))
    assert calculate(few, IN_2026, regime=Regime.FAMILY).isee == calculate(few, IN_2026).isee


@many
@given(households(), st.dates(date(2020, 1, 1), date(2025, 12, 31)))
def test_before_2026_the_isee_for_families_is_refused(family: Household, on: date) -> None:
    family = replace(
        family, members=tuple(replace(one, birth_date=date(1950, 1, 1)) for one in family.members)
    )
    with pytest.raises(NotInForce, match="prestazioni familiari"):
        calculate(family, on, regime=Regime.FAMILY)


# 7. The exception: which savings use the limit up first.


def test_the_order_in_which_the_exclusion_is_consumed_matters() -> None:
    def figurative(declares: int) -> Decimal:
        couple = household(
            {"instruments": [{"value": 50_000, "state_backed": True}], "declarant": declares == 0},
            {
                "accounts": [{"saldo": 50_000, "giacenza": 50_000, "state_backed": True}],
                "declarant": declares == 1,
            },
            size=2,
        )
        return calculate(couple, IN_2026).step("reddito_figurativo").amount

    assert (figurative(0), figurative(1)) == exactly(0, 1_300)


@many
@given(declarations(), st.randoms(use_true_random=False))
def test_the_order_of_the_persons_of_a_declaration_changes_nothing(
    declared: Declaration, chance: Any
) -> None:
    order = chance.sample(range(len(declared.persons)), len(declared.persons))
    mixed = replace(
        declared,
        persons=tuple(declared.persons[i] for i in order),
        beneficiary=order.index(declared.beneficiary),
    )
    for kind in (Kind.ORDINARY, Kind.MINORS, Kind.FAMILY, Kind.DOCTORATE):
        assert outcome(mixed, kind).isee.isee == outcome(declared, kind).isee.isee


# 8 and 12. The exceptions.


def test_a_part_moved_to_who_has_other_accounts_may_go_either_way() -> None:
    def assets(first: tuple[int, int], second: list[tuple[int, int]]) -> Decimal:
        owners = [{"accounts": [{"saldo": s, "giacenza": g} for s, g in held]} for held in ([first], second)]
        return calculate(household(*owners, size=2), IN_2026).step("patrimonio_mobiliare").amount

    # (10,000; 0) and (0; 10,000): apart 20,000, together 10,000.
    assert assets((10_000, 0), [(0, 10_000)]) == 20_000
    assert assets((0, 0), [(0, 10_000), (10_000, 0)]) == 10_000


def test_the_rent_lowers_the_income_of_all() -> None:
    couple = household({}, {"incomes": {"other_irpef": 9_000}}, size=2, rent=6_000)
    assert calculate(couple, IN_2026).isr == 3_000


# 13. Ceilings: twice as much of everything is not twice the ISEE.


def test_doubling_all_the_amounts_does_not_double_it() -> None:
    one, two = (
        calculate(household({"incomes": {"employment": 15_000 * times}}), IN_2026).isee for times in (1, 2)
    )
    assert (one, two) == exactly(12_000, 27_000)


# 14. Residential care.


@many
@given(euros, st.sampled_from(["1.00", "1.57", "2.04", "3.35"]), st.sampled_from(["1.00", "1.50", "2.57"]))
def test_a_component_is_nothing_only_up_to_nine_thousand(ise: Decimal, scale: str, own: str) -> None:
    child = ChildOutside(name="Zoe", ise=ise, scale=Decimal(scale))
    amount = child_component(child, 1, Decimal(own), Law(IN_2026)).amount
    beyond = ise / Decimal(scale) - 9_000
    assert (amount == 0) is (beyond / 5 / Decimal(own) < CENT / 2)


@many
@given(declarations(), st.lists(euros, max_size=3))
def test_children_outside_never_lower_it(declared: Declaration, ises: list[Decimal]) -> None:
    children = tuple(ChildOutside(name=f"{i}", ise=ise, scale=Decimal(1)) for i, ise in enumerate(ises))
    with_children = outcome(replace(declared, children_outside=children), Kind.RESIDENTIAL)
    without = outcome(declared, Kind.RESIDENTIAL)
    for alternative in with_children.alternatives:
        base = next(a for a in without.alternatives if a.label == alternative.label)
        assert alternative.isee.isee >= base.isee.isee


# 15. The same declaration gives the same cents for ever.


@pytest.fixture
def one_year_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Parameter files in which every figure changes with 2027."""
    folder = tmp_path / "parameters"
    shutil.copytree(law.FOLDER, folder)
    for path in folder.glob("*.toml"):
        with path.open("rb") as file:
            topic = tomllib.load(file)
        path.write_text(
            path.read_text() + "".join(changed(name, topic[name]["values"][-1]) for name in topic)
        )
    caches = (law.parameters, law.in_force, law.years_covered)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(law, "FOLDER", folder)
    yield
    for cached in caches:
        cached.cache_clear()


def changed(name: str, last: dict[str, Any]) -> str:
    value = last["value"]
    if isinstance(value, bool):
        value = str(not value).lower()
    elif isinstance(value, dict):
        value = "{ " + ", ".join(f'"{key}" = {number + 1}' for key, number in value.items()) + " }"
    elif isinstance(value, str):
        value = '"--06-30"' if value.startswith("--") else '"1/3"'
    else:
        value += 1
    return (
        f'\n[[{name}.values]]\nfrom = 2027-01-01\nvalue = {value}\nact = "L. 1/2027"\n'
        'confidence = "high"\nchecked_on = 2027-01-01\n'
    )


SAMPLE = declaration(
    person(
        0,
        work_months=8,
        incomes={"employment": 30_000, "pension": 2_000},
        instruments=[{"value": 70_000, "state_backed": True}],
        properties=[
            {"value": 150_000, "mortgage": 10_000, "home": True},
            {"value": 9_000, "destroyed": True},
        ],
        accounts=[{"saldo": 1_000, "giacenza": 9_000, "state_backed": True}],
    ),
    person(1, "C", work_months=12, disability=Disability.SEVERE),
    person(2, "F", born=date(2023, 8, 1)),
    person(3, "F", born=date(2013, 8, 1)),
    person(4, "FNC", born=date(2001, 1, 1), dependent=True),
    on=IN_2026,
    beneficiary=1,
)
BEFORE = {kind: outcome(SAMPLE, kind) for kind in (Kind.ORDINARY, Kind.SOCIO_HEALTH, Kind.FAMILY)}


def test_figures_of_a_later_year_change_no_earlier_result(one_year_more: None) -> None:
    for kind, before in BEFORE.items():
        assert outcome(SAMPLE, kind) == before
    next_year = replace(SAMPLE, on=date(2027, 6, 30))
    assert outcome(next_year, Kind.ORDINARY).isee.isee != BEFORE[Kind.ORDINARY].isee.isee


@many
@given(declarations(), st.sampled_from([Kind.ORDINARY, Kind.MINORS, Kind.SOCIO_HEALTH, Kind.FAMILY]))
def test_the_same_declaration_gives_the_same_outcome(declared: Declaration, kind: Kind) -> None:
    assert outcome(declared, kind) == outcome(replace(declared), kind)


# 16. Corrente.


@many
@given(declarations(), st.sampled_from([Kind.ORDINARY, Kind.MINORS, Kind.SOCIO_HEALTH, Kind.FAMILY]))
def test_with_the_incomes_of_the_dsu_the_corrente_is_the_ordinary_one(
    declared: Declaration, base: Kind
) -> None:
    same = tuple(
        PersonVariation(person=number, cause=Cause.EMPLOYEE, incomes=one.member.incomes)
        for number, one in enumerate(declared.persons)
    )
    found = outcome(
        replace(declared, variation=Variation(on=IN_2026, persons=same, base=base)), Kind.CORRENTE
    )
    assert found.isee.steps == outcome(declared, base).isee.steps
    assert not found.triggers[2].holds


@many
@given(declarations(), incomes)
def test_whoever_else_did_not_vary_keeps_the_incomes(declared: Declaration, new: Income) -> None:
    change = PersonVariation(person=0, cause=Cause.FIXED_TERM, incomes=(new,))
    found = outcome(replace(declared, variation=Variation(on=IN_2026, persons=(change,))), Kind.CORRENTE)
    before = {step.key: step.amount for step in found.alternatives[1].isee.steps}
    for step in found.isee.steps:
        if step.key.startswith("redditi_componente_") and step.key != "redditi_componente_1":
            assert step.amount == before[step.key]
    assert found.isee.isp == found.alternatives[1].isee.isp


# Whatever the persons, the household and its counters agree.


@many
@given(declarations())
def test_the_counters_never_contradict_each_other(declared: Declaration) -> None:
    for kind in (Kind.ORDINARY, Kind.MINORS):
        found = nucleo(declared, kind)
        counted = found.household
        assert counted.size == len(found.members)
        assert counted.cohabiting_children <= counted.children < counted.size
        assert counted.minor_children <= counted.children
        assert not (counted.parents_worked and counted.lone_non_working_parent)
        assert [v.person for v in found.verdicts] == list(range(len(declared.persons)))


@many
@given(declarations(), st.sampled_from([Kind.SOCIO_HEALTH, Kind.DOCTORATE, Kind.RESIDENTIAL]))
def test_the_restricted_household_is_part_of_the_ordinary_one_and_the_better_is_shown(
    declared: Declaration, kind: Kind
) -> None:
    found = outcome(declared, kind)
    assert found.isee.isee == min(alternative.isee.isee for alternative in found.alternatives)
    members = {alternative.label: set(alternative.nucleo.members) for alternative in found.alternatives}
    restricted = members.get("Nucleo ristretto", {declared.beneficiary})
    assert declared.beneficiary in restricted
    assert restricted - {declared.beneficiary} <= members["Nucleo ordinario"]


def test_an_account_may_be_whole_or_in_quotas() -> None:
    joint = Account(Decimal(5_000), Decimal(5_000))
    one = household({"accounts": [{"saldo": 10_000, "giacenza": 10_000}]}, size=2)
    two = replace(one, members=tuple(replace(owner, accounts=(joint,)) for owner in one.members))
    assert calculate(one, IN_2026).isp == calculate(two, IN_2026).isp
