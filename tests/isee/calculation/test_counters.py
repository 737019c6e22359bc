"""What is counted in a household of real persons, each counter kept distinct from the others."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import Disability, Household, Kind, ParentAway, Person, nucleo
from tests.isee.calculation.make import declaration, person

DAY = date(2026, 6, 30)
TEN = date(2016, 1, 1)
TWO = date(2024, 1, 1)


def counted(*persons: Person, kind: Kind = Kind.ORDINARY, **facts: Any) -> Household:
    return nucleo(declaration(*persons, on=DAY, **facts), kind).household


def test_a_child_elsewhere_counts_as_a_child_but_not_as_one_at_home() -> None:
    found = counted(
        person(),
        person(1, "F", born=TEN),
        person(2, "FC", born=date(2000, 1, 1)),
        person(3, "FNC", born=date(2004, 1, 1), dependent=True),
    )
    assert (found.size, found.children, found.cohabiting_children, found.minor_children) == (4, 3, 2, 1)


@pytest.mark.parametrize(
    ("born", "minors", "under_three"),
    [
        (date(2023, 7, 1), 1, True),
        (date(2023, 6, 30), 1, False),
        (date(2008, 7, 1), 1, False),
        (date(2008, 6, 30), 0, False),
        (DAY, 1, True),
    ],
)
def test_ages_are_those_of_the_day_of_the_dsu(born: date, minors: int, under_three: bool) -> None:
    found = counted(person(), person(1, "F", born=born))
    assert (found.minor_children, found.child_under_three) == (minors, under_three)
    assert found.children == 1


def test_a_child_who_came_of_age_is_pointed_out() -> None:
    grown = nucleo(declaration(person(), person(1, "F", name="Ivo", born=date(2008, 6, 30)), on=DAY))
    assert "Ivo è maggiorenne: nella DSU il rapporto è FC o FNC, non F." in grown.notes


@pytest.mark.parametrize(
    ("first", "second", "worked"),
    [(6, 6, True), (12, 6, True), (6, 5, False), (6, 0, False), (6, None, False)],
)
def test_both_parents_must_have_worked_six_months(first: int, second: int | None, worked: bool) -> None:
    married = counted(person(work_months=first), person(1, "C", work_months=second), person(2, "F", born=TEN))
    together = counted(
        person(work_months=first),
        person(1, "P", other_parent=True, work_months=second),
        person(2, "F", born=TEN),
    )
    assert married.parents_worked is together.parents_worked is worked


def test_the_only_parent_present_is_enough() -> None:
    found = counted(person(work_months=6), person(1, "P", work_months=0), person(2, "F", born=TEN))
    assert found.parents_worked
    assert not found.lone_non_working_parent


def test_without_minors_nobody_asks_who_worked() -> None:
    assert not counted(person(work_months=12), person(1, "FC", born=date(1999, 1, 1))).parents_worked


def test_a_parent_without_work_alone_with_minors() -> None:
    found = counted(person(work_months=0), person(1, "F", born=TEN), person(2, "F", born=TWO))
    assert found.lone_non_working_parent
    assert not found.parents_worked


@pytest.mark.parametrize("company", [("P", {}), ("FC", {"born": date(2000, 1, 1)})])
def test_anybody_else_at_home_and_the_parent_is_not_alone(company: tuple[str, dict[str, Any]]) -> None:
    relation, facts = company
    found = counted(person(work_months=0), person(1, "F", born=TEN), person(2, relation, **facts))
    assert not found.lone_non_working_parent


@pytest.mark.parametrize(
    ("case", "alone"),
    [(None, False), (ParentAway.JOINS, False), *((case, True) for case in list(ParentAway)[1:])],
)
def test_a_parent_who_recognised_the_child_counts_as_present_but_in_the_cases_of_art_7(
    case: ParentAway | None, alone: bool
) -> None:
    found = counted(person(work_months=0), person(1, "F", born=TEN), person(2, "GNC", parent_away=case))
    assert found.lone_non_working_parent is alone


def test_a_few_months_of_work_are_a_gap_of_the_law_and_are_said() -> None:
    found = nucleo(declaration(person(work_months=3), person(1, "F", born=TEN), on=DAY))
    assert not found.household.lone_non_working_parent
    assert not found.household.parents_worked
    assert found.notes == (
        "Il genitore solo ha lavorato meno dei mesi richiesti: la legge non dice se ha la maggiorazione. "
        "Qui non c'è: chiedi a un CAF.",
    )


def test_work_that_nobody_told_is_asked() -> None:
    found = nucleo(declaration(person(name="Ada"), person(1, "F", born=TEN), on=DAY))
    assert found.notes == (
        "Manca quanti mesi ha lavorato Ada nell'anno dei redditi: "
        "finché non si sa, la maggiorazione per i minorenni non c'è.",
    )


def test_whether_the_other_parent_recognised_the_children_is_asked() -> None:
    alone = nucleo(declaration(person(work_months=0), person(1, "F", born=TEN), on=DAY))
    assert "se l'altro genitore non ha riconosciuto i figli" in alone.notes[0]


def test_the_case_of_a_parent_away_is_asked() -> None:
    away = declaration(person(work_months=8), person(1, "F", born=TEN), person(2, "GNC", name="Ugo"), on=DAY)
    assert nucleo(away).notes == (
        "Chiedi se Ugo è in uno dei casi dell'art. 7 che lo tengono fuori dal nucleo.",
    )


def test_a_minor_who_is_nobodys_child_here_is_pointed_out() -> None:
    found = nucleo(declaration(person(), person(1, "P", name="Ivo", born=TEN), on=DAY))
    assert found.household.minor_children == 0
    assert "conviene che sia lui a dichiarare" in found.notes[0]


@pytest.mark.parametrize(
    ("disability", "counts"),
    [
        (Disability.NONE, 0),
        (Disability.MEDIUM, 1),
        (Disability.SEVERE, 1),
        (Disability.NOT_SELF_SUFFICIENT, 1),
    ],
)
def test_every_class_of_disability_counts_once(disability: Disability, counts: int) -> None:
    assert counted(person(disability=disability)).disabled == counts


def test_in_care_are_members_in_care_or_in_an_institution() -> None:
    found = counted(
        person(), person(1, "C", institution=True), person(2, "P", residential_care=True), person(3, "P")
    )
    assert (found.size, found.in_residential_care) == (4, 2)


def test_who_does_not_belong_counts_for_nothing() -> None:
    found = counted(
        person(),
        person(1, "FNC", born=date(1990, 1, 1), disability=Disability.SEVERE, residential_care=True),
    )
    assert (found.size, found.children, found.disabled, found.in_residential_care) == (1, 0, 0, 0)


def test_the_rent_and_the_home_are_of_who_lives_there() -> None:
    away = person(institution=True, properties=[{"value": 90_000, "home": True}])
    household = counted(away)
    assert not household.members[0].properties[0].home
    tenant = declaration(person(institution=True), on=DAY, rent=Decimal(6_000))
    assert nucleo(tenant).household.rent == 0
    assert nucleo(tenant).notes == (
        "Nessuno di questo nucleo abita nella casa in affitto: il canone non si sottrae.",
    )


def test_the_capital_of_a_metropolitan_city_is_passed_on() -> None:
    assert counted(person(), metropolitan_capital=True).metropolitan_capital
