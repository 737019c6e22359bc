"""What the calculation is told of a household: DPCM 159/2013, art. 3, and annex 1."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import Household, InvalidHousehold
from isee.households import household_of, simulate
from isee.models import Dossier, Member, Property
from tests.isee.make import account, declarant, income, member, whole

# The DSU is of 4 March 2026.
ADULT, MINOR, SMALL = date(2008, 3, 4), date(2008, 3, 5), date(2023, 3, 5)


def told(dossier: Dossier) -> Household:
    return household_of(whole(dossier))


def set_work(dossier: Dossier, work: str) -> None:
    dossier.members.filter(relation="D").update(work=work)


@pytest.mark.parametrize(
    ("relation", "born", "children", "cohabiting", "minors"),
    [
        ("F", MINOR, 1, 1, 1),
        ("MA", MINOR, 1, 1, 1),
        ("FC", ADULT, 1, 1, 0),
        ("FNC", ADULT, 1, 0, 0),
        ("C", date(1950, 1, 1), 0, 0, 0),
        ("P", MINOR, 0, 0, 0),
        # Whoever turned eighteen on the day of the DSU is no minor, whatever the code says.
        ("F", ADULT, 1, 1, 0),
    ],
)
def test_who_counts_for_what_follows_from_relation_and_age(
    dossier: Dossier, relation: str, born: date, children: int, cohabiting: int, minors: int
) -> None:
    member(dossier, relation=relation, birth_date=born)
    household = told(dossier)
    assert (household.size, household.children) == (2, children)
    assert (household.cohabiting_children, household.minor_children) == (cohabiting, minors)


@pytest.mark.parametrize(("born", "small"), [(SMALL, True), (date(2023, 3, 4), False), (MINOR, False)])
def test_a_child_is_small_until_its_third_birthday(dossier: Dossier, born: date, small: bool) -> None:
    member(dossier, relation="F", birth_date=born)
    assert told(dossier).child_under_three is small


@pytest.mark.parametrize(
    ("mine", "others", "worked"),
    [
        ("six", {}, True),
        ("less", {}, False),
        ("six", {"relation": "C", "work": "six"}, True),
        ("six", {"relation": "C", "work": "less"}, False),
        ("none", {"relation": "C", "work": "six"}, False),
        # The other parent who lives here without being the spouse counts as a parent.
        ("six", {"relation": "P", "other_parent": True, "work": "none"}, False),
        ("six", {"relation": "P", "other_parent": True, "work": "six"}, True),
        # A grandmother is no parent, working or not.
        ("six", {"relation": "P", "work": "none"}, True),
        ("none", {"relation": "P", "work": "six"}, False),
    ],
)
def test_parents_worked_when_every_one_who_is_here_did(
    dossier: Dossier, mine: str, others: dict[str, Any], worked: bool
) -> None:
    member(dossier, relation="F", birth_date=MINOR)
    set_work(dossier, mine)
    if others:
        member(dossier, given_name="Maria", **others)
    assert told(dossier).parents_worked is worked


def test_without_minors_nobody_asks_whether_parents_worked(dossier: Dossier) -> None:
    set_work(dossier, "six")
    member(dossier, relation="FC", birth_date=ADULT)
    assert told(dossier).parents_worked is False


@pytest.mark.parametrize(
    ("work", "others", "lone"),
    [
        ("none", [{"relation": "F", "birth_date": MINOR}], True),
        ("none", [{"relation": "F", "birth_date": MINOR}, {"relation": "F", "birth_date": SMALL}], True),
        # One to five months of work: neither a worker of six months nor one who does not work.
        ("less", [{"relation": "F", "birth_date": MINOR}], False),
        ("none", [{"relation": "F", "birth_date": MINOR}, {"relation": "P"}], False),
        ("none", [{"relation": "F", "birth_date": MINOR}, {"relation": "FC", "birth_date": ADULT}], False),
        ("none", [{"relation": "FC", "birth_date": ADULT}], False),
        ("none", [], False),
    ],
)
def test_a_lone_parent_without_work_has_only_minor_children_around(
    dossier: Dossier, work: str, others: list[dict[str, Any]], lone: bool
) -> None:
    set_work(dossier, work)
    for number, other in enumerate(others):
        member(dossier, given_name=f"Figlio {number}", **other)
    assert told(dossier).lone_non_working_parent is lone


def test_amounts_disabilities_and_rent_are_passed_on(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="rented", yearly_rent=Decimal("4800.50"))
    person = declarant(dossier)
    member(dossier, disabled=True)
    income(person, "1200.10")
    account(person, "10", "20")
    household = told(dossier)

    elena = household.members[0]
    assert (elena.name, elena.declarant) == ("Neri Elena", True)
    assert elena.incomes[0].amount == Decimal("1200.10")
    assert (elena.accounts[0].saldo, elena.accounts[0].giacenza) == (Decimal(10), Decimal(20))
    assert (household.disabled, household.rent) == (1, Decimal("4800.50"))


NO_INCOME = "Nessun reddito di Neri Elena: se ne ha, scrivili; se non ne ha, segna «Non serve» nei documenti."


def say_no_income(dossier: Dossier) -> None:
    dossier.checklist.filter(code="incomes").update(state="not_needed")


def sentences(dossier: Dossier) -> list[str]:
    return [gap.text for gap in simulate(whole(dossier)).missing]


def test_what_is_missing_is_told_before_calculating(dossier: Dossier) -> None:
    assert sentences(dossier) == ["Manca l'abitazione: di proprietà, in affitto o altro."]
    Dossier.objects.update(dwelling="rented")
    assert sentences(dossier) == ["Manca il canone annuo della casa in affitto."]
    Dossier.objects.update(dwelling="rented", yearly_rent=Decimal(100))
    assert sentences(dossier) == []


def test_the_paper_of_the_incomes_never_blocks_but_its_absence_is_told(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    assert sentences(dossier) == []
    assert NO_INCOME in doubts(dossier)
    say_no_income(dossier)
    assert NO_INCOME not in doubts(dossier)


def test_parents_of_minors_must_say_whether_they_worked(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    member(dossier, relation="F", birth_date=MINOR)
    say_no_income(dossier)
    assert sentences(dossier) == ["Manca se Neri Elena ha lavorato nel 2024."]


def test_a_family_home_in_a_rented_dwelling_is_a_contradiction(dossier: Dossier) -> None:
    say_no_income(dossier)
    Property.objects.create(member=declarant(dossier), label="Casa", value=1000, is_home=True)
    Dossier.objects.update(dwelling="rented", yearly_rent=Decimal(100))
    assert sentences(dossier) == [
        "Un immobile è segnato come casa della famiglia, ma l'abitazione non è di proprietà: correggi uno dei due."
    ]


def doubts(dossier: Dossier) -> list[str]:
    return [gap.text for gap in simulate(whole(dossier)).doubts]


def test_what_may_be_forgotten_is_told_beside_the_result(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="owned")
    dossier.checklist.filter(code="incomes").update(state="brought")
    assert doubts(dossier) == [
        "Il documento dei redditi di Neri Elena c'è, ma nessun reddito è scritto.",
        "Nessun conto o libretto scritto: chiedi saldo e giacenza media.",
        "La casa è di proprietà, ma nessun immobile è segnato come casa della famiglia.",
    ]


def test_an_income_said_to_be_none_is_no_doubt(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    account(declarant(dossier))
    say_no_income(dossier)
    assert doubts(dossier) == []


def test_the_lone_parent_is_asked_about_the_other_one(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    member(dossier, relation="F", birth_date=MINOR)
    set_work(dossier, Member.Work.NONE)
    assert any("se l'altro genitore non ha riconosciuto" in doubt for doubt in doubts(dossier))


def test_a_year_without_figures_is_refused_in_words(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other", dsu_date=date(2032, 3, 4))
    simulation = simulate(whole(dossier))
    assert simulation.isee is None
    assert simulation.problem.startswith("Per la DSU 2032 non ci sono i valori della legge")


def test_facts_that_contradict_each_other_are_told_in_words(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    say_no_income(dossier)
    dossier.members.update(relation="P")
    with pytest.raises(InvalidHousehold):
        told(dossier)
    assert simulate(whole(dossier)).problem.startswith("Nucleo: chi presenta la dichiarazione")
