"""Who belongs to the household, and why: art. 3."""

from datetime import date
from typing import Any

import pytest

from isee.calculation import (
    Declaration,
    InvalidHousehold,
    NotInForce,
    Nucleo,
    ParentAway,
    Person,
    Relation,
    SpousesApart,
    nucleo,
)
from tests.isee.calculation.make import declaration, member, person

DAY = date(2026, 6, 30)


def only(relation: str, **facts: Any) -> tuple[bool, str, str]:
    """The verdict on one person beside the declarant."""
    found = nucleo(declaration(person(), person(1, relation, **facts), on=DAY)).verdicts[1]
    return found.belongs, found.article, found.why


def test_who_declares_belongs() -> None:
    found = nucleo(declaration(person(), on=DAY))
    assert found.members == (0,)
    assert found.verdicts[0].why == "È chi presenta la dichiarazione."
    assert found.verdicts[0].article == "DPCM 159/2013, art. 3, c. 1"


@pytest.mark.parametrize(
    ("facts", "belongs", "article", "why"),
    [
        ({}, True, "c. 1", "È il coniuge e fa parte della famiglia anagrafica."),
        ({"cohabiting": False}, True, "c. 2", "I coniugi con residenze diverse sono un solo nucleo."),
        (
            {"cohabiting": False, "aire": True},
            True,
            "c. 2",
            "Il coniuge iscritto all'AIRE sta nel nucleo del coniuge che risiede in Italia.",
        ),
        (
            {"institution": True},
            True,
            "c. 6",
            "Il coniuge resta nel nucleo anche se vive in una convivenza anagrafica.",
        ),
    ],
)
def test_spouses_are_one_household_wherever_they_live(
    facts: dict[str, Any], belongs: bool, article: str, why: str
) -> None:
    assert only("C", **facts) == (belongs, f"DPCM 159/2013, art. 3, {article}", why)


@pytest.mark.parametrize("case", SpousesApart)
def test_spouses_apart_are_two_households_for_the_reasons_of_the_law(case: SpousesApart) -> None:
    belongs, article, why = only("C", cohabiting=False, apart=case)
    assert not belongs
    assert article == f"DPCM 159/2013, art. 3, c. 3, lett. {case})"
    assert why == f"I coniugi sono due nuclei, perché {case.label}."


def test_separated_spouses_who_live_together_are_one_household_since_2019() -> None:
    belongs, article, why = only("C", apart=SpousesApart.SEPARATED)
    assert belongs
    assert article == "DL 4/2019, art. 2, c. 5"
    assert why == "I coniugi separati o divorziati che abitano insieme restano un solo nucleo."
    before = declaration(person(), person(1, "C", apart=SpousesApart.SEPARATED), on=date(2019, 1, 28))
    assert nucleo(before).members == (0,)


def test_a_separated_spouse_abroad_does_not_come_back() -> None:
    assert not only("C", cohabiting=False, aire=True, apart=SpousesApart.DIVORCE)[0]


def test_a_note_says_which_residence_holds_when_spouses_have_two() -> None:
    apart = nucleo(declaration(person(), person(1, "C", cohabiting=False), on=DAY))
    assert apart.notes == (
        "I coniugi hanno residenze diverse: il nucleo ha quella che scelgono d'accordo, "
        "altrimenti l'ultima comune.",
    )
    assert nucleo(declaration(person(), person(1, "C"), on=DAY)).notes == ()


@pytest.mark.parametrize(
    ("relation", "facts", "belongs", "why"),
    [
        ("F", {}, True, "È un figlio minorenne e vive con chi dichiara."),
        ("F", {"cohabiting": False}, False, "Il figlio minorenne sta nel nucleo del genitore con cui vive."),
        (
            "F",
            {"institution": True},
            True,
            "Il figlio minorenne resta nel nucleo anche se vive in una convivenza.",
        ),
        (
            "MA",
            {},
            True,
            "Il minorenne in affidamento preadottivo è nel nucleo di chi lo ha in affidamento.",
        ),
    ],
)
def test_a_minor_belongs_where_he_lives(
    relation: str, facts: dict[str, Any], belongs: bool, why: str
) -> None:
    found = only(relation, born=date(2015, 3, 1), **facts)
    assert (found[0], found[2]) == (belongs, why)


def test_a_minor_who_lives_with_the_other_spouse_is_in_the_one_household_of_both() -> None:
    family = declaration(
        person(),
        person(1, "C", cohabiting=False),
        person(2, "F", born=date(2015, 3, 1), cohabiting=False),
        on=DAY,
    )
    found = nucleo(family)
    assert found.members == (0, 1, 2)
    assert found.household.children == 1
    assert found.household.cohabiting_children == 0


@pytest.mark.parametrize("facts", [{}, {"dependent": True}, {"married": True, "has_children": True}])
def test_an_adult_child_who_lives_here_belongs_whatever_age_and_income(facts: dict[str, Any]) -> None:
    assert only("FC", born=date(1975, 1, 1), **facts) == (
        True,
        "DPCM 159/2013, art. 3, c. 1",
        "È un figlio maggiorenne e fa parte della famiglia anagrafica.",
    )


@pytest.mark.parametrize(
    ("facts", "belongs", "why"),
    [
        (
            {"dependent": True},
            True,
            "Figlio non convivente sotto i 26 anni, a carico, non sposato e senza figli: resta nel nucleo.",
        ),
        ({}, False, "Figlio maggiorenne non convivente: resta fuori perché non è a carico."),
        (
            {"dependent": True, "married": True},
            False,
            "Figlio maggiorenne non convivente: resta fuori perché è sposato.",
        ),
        (
            {"dependent": True, "has_children": True},
            False,
            "Figlio maggiorenne non convivente: resta fuori perché ha figli.",
        ),
        (
            {"married": True, "has_children": True},
            False,
            "Figlio maggiorenne non convivente: resta fuori perché non è a carico, è sposato, ha figli.",
        ),
    ],
)
def test_an_adult_child_who_lives_elsewhere_stays_if_young_dependent_unmarried_childless(
    facts: dict[str, Any], belongs: bool, why: str
) -> None:
    for relation, where in (("FNC", {}), ("FC", {"cohabiting": False})):
        found = only(relation, born=date(2004, 1, 1), **where, **facts)
        assert found == (belongs, "DPCM 159/2013, art. 3, c. 5; DL 4/2019, art. 2, c. 5", why)


@pytest.mark.parametrize(("born", "belongs"), [(date(2000, 7, 1), True), (date(2000, 6, 30), False)])
def test_the_limit_of_26_years_is_counted_on_the_day_of_the_dsu(born: date, belongs: bool) -> None:
    assert only("FNC", born=born, dependent=True)[0] is belongs


def test_that_ages_are_counted_on_that_day_is_told_as_doubtful_only_in_the_year_of_the_birthday() -> None:
    for born, told in ((date(2000, 7, 1), True), (date(2001, 7, 1), False)):
        family = declaration(person(), person(1, "FNC", born=born, dependent=True), on=DAY)
        names = {figure.name for figure in nucleo(family).figures}
        assert ("nucleo.eta_al_giorno_della_dsu" in names) is told


def test_before_2019_the_age_of_a_child_elsewhere_is_not_known() -> None:
    early = declaration(
        person(), person(1, "FNC", born=date(1995, 1, 1), dependent=True), on=date(2018, 6, 1)
    )
    with pytest.raises(NotInForce, match="si conosce dal 29/01/2019"):
        nucleo(early)


def test_a_dependent_child_who_earns_too_much_is_pointed_out() -> None:
    family = declaration(
        person(name="Ada"),
        person(1, "FNC", name="Ivo", born=date(2003, 1, 1), dependent=True, incomes={"employment": 4_000}),
        person(2, "FNC", name="Lea", born=date(2001, 1, 1), dependent=True, incomes={"employment": 4_000}),
        on=DAY,
    )
    assert nucleo(family).notes == (
        "Lea risulta a carico ma ha redditi per 4.000,00 euro: a carico si resta fino a 2.840,51 euro.",
    )


@pytest.mark.parametrize(
    ("facts", "belongs", "why"),
    [
        ({}, True, "Fa parte della famiglia anagrafica."),
        ({"cohabiting": False}, False, "Non fa parte della famiglia anagrafica."),
        ({"institution": True}, False, "Chi vive in una convivenza anagrafica fa nucleo a sé."),
        ({"residential_care": True}, True, "Fa parte della famiglia anagrafica."),
    ],
)
def test_any_other_person_belongs_by_the_registry(facts: dict[str, Any], belongs: bool, why: str) -> None:
    found = only("P", **facts)
    assert (found[0], found[2]) == (belongs, why)


def test_who_declares_from_an_institution_has_only_spouse_and_minor_children() -> None:
    family = declaration(
        person(institution=True),
        person(1, "C"),
        person(2, "F", born=date(2015, 3, 1)),
        person(3, "FC", born=date(1995, 1, 1)),
        person(4, "FC", born=date(2004, 1, 1), dependent=True),
        person(5, "P"),
        on=DAY,
    )
    found = nucleo(family)
    assert found.members == (0, 1, 2, 4)
    assert found.household.in_residential_care == 1
    assert "convivenza anagrafica: fa nucleo a sé" in found.verdicts[0].why


@pytest.mark.parametrize("case", [None, *ParentAway])
def test_a_parent_away_is_never_in_the_ordinary_household(case: ParentAway | None) -> None:
    assert only("GNC", parent_away=case) == (
        False,
        "DPCM 159/2013, art. 3, c. 1",
        "Non convive e non è coniuge: può entrare solo nell'ISEE minorenni e in quello per l'università.",
    )


def test_every_verdict_has_an_article_and_a_sentence() -> None:
    found = whole_family()
    assert len(found.verdicts) == 6
    for verdict in found.verdicts:
        assert "art. " in verdict.article
        assert verdict.why.endswith(".")
        assert verdict.name


def whole_family() -> Nucleo:
    return nucleo(
        declaration(
            person(work_months=12),
            person(1, "C", work_months=3),
            person(2, "F", born=date(2024, 1, 1)),
            person(3, "FNC", born=date(2004, 1, 1), dependent=True),
            person(4, "P", born=date(1940, 1, 1), residential_care=True),
            person(5, "GNC"),
            on=DAY,
        )
    )


def test_the_household_holds_its_members_in_the_order_of_the_declaration() -> None:
    found = whole_family()
    assert found.members == (0, 1, 2, 3, 4)
    assert [member.name for member in found.household.members] == ["Anna", "Bruno", "Carla", "Dario", "Elena"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"work_months": -1}, "i mesi di lavoro in un anno vanno da 0 a 12"),
        ({"work_months": 13}, "i mesi di lavoro in un anno vanno da 0 a 12"),
        ({"apart": SpousesApart.SEPARATED}, "solo il coniuge può essere separato"),
        ({"parent_away": ParentAway.JOINS}, "valgono solo per il genitore non convivente"),
    ],
)
def test_facts_that_cannot_be_of_a_person_are_refused(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidHousehold, match=sentence):
        person(1, "FC", **facts)


def test_only_who_lives_here_unmarried_is_the_other_parent() -> None:
    with pytest.raises(InvalidHousehold, match="chi convive senza essere coniuge"):
        person(1, "C", other_parent=True)
    assert person(1, "P", other_parent=True).other_parent


def test_who_declares_is_said_once() -> None:
    with pytest.raises(InvalidHousehold, match="dichiarante e rapporto non dicono la stessa cosa"):
        Person(member=member(), relation=Relation.OTHER)


@pytest.mark.parametrize(
    ("persons", "facts", "sentence"),
    [
        ([], {}, "deve essere uno, e uno solo"),
        ([person(), person(0)], {}, "deve essere uno, e uno solo"),
        ([person(), person(1, "C"), person(2, "C")], {}, "il coniuge di chi dichiara può essere uno solo"),
        ([person()], {"beneficiary": 1}, "scegli una persona della dichiarazione"),
        ([person(born=date(2026, 7, 1))], {}, "nata dopo la data della dichiarazione"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(
    persons: list[Any], facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidHousehold, match=sentence):
        Declaration(on=DAY, persons=tuple(persons), **facts)
