"""The kinds of ISEE: whose household, what is added, which choice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import (
    ChildOutside,
    Declaration,
    Disability,
    InvalidHousehold,
    Kind,
    NotInForce,
    Outcome,
    ParentAway,
    StudentAutonomy,
    applicable_kinds,
    calculate,
    nucleo,
    outcome,
)
from tests.isee.calculation.make import amounts, declaration, exactly, person

DAY = date(2026, 6, 30)
TEN = date(2016, 1, 1)


def of(kind: Kind, *persons: Any, **facts: Any) -> Outcome:
    return outcome(declaration(*persons, on=DAY, **facts), kind)


def mother_and_father_away(case: ParentAway | None, **facts: Any) -> Declaration:
    return declaration(
        person(work_months=12, incomes={"employment": 15_000}),
        person(1, "F", born=TEN),
        person(2, "GNC", parent_away=case, work_months=12, incomes={"employment": 30_000}),
        on=DAY,
        **facts,
    )


# The ordinary ISEE of a declaration is that of its household.


def test_the_ordinary_isee_is_that_of_the_household_of_art_3() -> None:
    family = declaration(
        person(work_months=12, incomes={"employment": 20_000}), person(1, "C", work_months=12), on=DAY
    )
    found = outcome(family, Kind.ORDINARY)
    assert found.isee.steps == calculate(nucleo(family).household, DAY).steps
    assert [alternative.label for alternative in found.alternatives] == ["Ordinario"]
    assert found.valid_to == date(2026, 12, 31)
    assert found.is_granted


def test_the_figures_of_the_household_are_told_with_those_of_the_formula() -> None:
    found = of(Kind.ORDINARY, person(), person(1, "FNC", born=date(2000, 12, 1), dependent=True))
    assert "nucleo.eta_al_giorno_della_dsu" in {figure.name for figure in found.isee.doubtful}


# Minors: art. 7.


@pytest.mark.parametrize("case", [None, ParentAway.JOINS])
def test_the_parent_away_joins_the_household_of_the_child(case: ParentAway | None) -> None:
    found = outcome(mother_and_father_away(case), Kind.MINORS)
    assert found.nucleo.members == (0, 1, 2)
    # 12,000 + 27,000, over 2.04 + 0.20: both worked.
    assert (found.isee.isr, found.isee.scale) == exactly(39_000, "2.24")


def test_a_parent_who_joins_without_work_cancels_the_addition() -> None:
    family = declaration(
        person(work_months=12), person(1, "F", born=TEN), person(2, "GNC", work_months=0), on=DAY
    )
    assert outcome(family, Kind.MINORS).isee.scale == Decimal("2.04")
    assert outcome(family, Kind.ORDINARY).isee.scale == Decimal("1.77")


@pytest.mark.parametrize("case", list(ParentAway)[1:])
def test_who_is_in_a_case_of_art_7_stays_out_with_its_letter(case: ParentAway) -> None:
    found = outcome(mother_and_father_away(case), Kind.MINORS)
    verdict = found.nucleo.verdicts[2]
    assert not verdict.belongs
    assert verdict.article == f"DPCM 159/2013, art. 7, c. 1, lett. {case})"
    assert case.label in verdict.why
    assert ("si aggiunge una componente" in verdict.why) is (case in ("a", "b"))


@pytest.mark.parametrize("case", [ParentAway.MARRIED_TO_ANOTHER, ParentAway.CHILDREN_WITH_ANOTHER])
def test_the_component_of_who_has_another_family_is_typed_from_the_attestation(case: ParentAway) -> None:
    found = outcome(mother_and_father_away(case, additional_component=Decimal("1850.50")), Kind.MINORS)
    # 12,000 / (1.57 + 0.20) = 6,779.66
    lines = amounts(found.isee)
    assert lines["isee_base"] == Decimal("6779.66")
    assert lines["componente_aggiuntiva_1"] == Decimal("1850.50")
    assert found.isee.isee == lines["isee"] == Decimal("8630.16")
    assert found.isee.step("componente_aggiuntiva_1").article == "DPCM 159/2013, allegato 2, c. 2"
    assert found.notes == ()


def test_the_component_that_nobody_typed_is_asked() -> None:
    found = outcome(mother_and_father_away(ParentAway.MARRIED_TO_ANOTHER), Kind.MINORS)
    assert found.notes == (
        "Per Carla si aggiunge una componente: scrivi l'importo dell'attestazione (quadro FC9). "
        "Finché manca, l'ISEE qui è più basso del vero.",
    )


def test_a_component_without_its_case_is_pointed_out() -> None:
    declared = mother_and_father_away(ParentAway.COURT_MAINTENANCE, additional_component=Decimal(100))
    assert outcome(declared, Kind.MINORS).notes == (
        "C'è una componente aggiuntiva, ma nessun genitore è nei casi a) o b) dell'art. 7.",
    )


def test_the_ordinary_isee_has_no_component() -> None:
    declared = mother_and_father_away(ParentAway.MARRIED_TO_ANOTHER, additional_component=Decimal(100))
    assert "componente_aggiuntiva_1" not in amounts(outcome(declared, Kind.ORDINARY).isee)


def test_state_savings_of_the_parent_who_joined_are_excluded_last() -> None:
    # Though the oldest: the 50,000 go to the declarant and to the child first.
    bonds = [{"value": 30_000, "state_backed": True}]
    found = of(
        Kind.MINORS,
        person(instruments=bonds),
        person(1, "F", born=TEN, instruments=bonds),
        person(2, "GNC", born=date(1940, 1, 1), instruments=bonds),
    )
    lines = amounts(found.isee)
    assert (lines["strumenti_1"], lines["strumenti_2"], lines["strumenti_3"]) == exactly(0, 10_000, 30_000)


# University: art. 8.

AUTONOMOUS = StudentAutonomy(
    left_home_on=date(2022, 9, 1),
    enrolled_on=date(2024, 9, 1),
    work_incomes=(Decimal(9_000), Decimal(9_500)),
)


def parents_and_student(facts: StudentAutonomy | None, **about_student: Any) -> Declaration:
    student = {"born": date(1999, 1, 1), "cohabiting": False, **about_student}
    return declaration(
        person(incomes={"employment": 30_000}),
        person(1, "FC", name="Ivo", incomes={"employment": 9_500}, **student),
        on=DAY,
        beneficiary=1,
        student_autonomous=facts,
    )


def test_a_student_away_who_is_not_autonomous_is_in_the_parents_household_at_any_age() -> None:
    declared = parents_and_student(StudentAutonomy())
    assert nucleo(declared).members == (0,)
    found = nucleo(declared, Kind.UNIVERSITY)
    assert found.members == (0, 1)
    assert found.verdicts[1].article == "DPCM 159/2013, art. 8, c. 2"
    assert found.verdicts[1].why == (
        "Lo studente non è autonomo e resta nel nucleo dei genitori. "
        "Non è detto da quando lo studente vive fuori e quando si è iscritto. "
        "Redditi da lavoro suoi: nessuno; servono almeno 9.000,00 euro in ognuno di 2 anni."
    )


def test_an_autonomous_student_is_a_household_alone() -> None:
    found = nucleo(parents_and_student(AUTONOMOUS), Kind.UNIVERSITY)
    assert found.members == (1,)
    assert found.household.children == 0
    assert found.household.members[0].declarant
    assert found.verdicts[1].why == (
        "Studente autonomo: fa nucleo a sé. Lo studente vive fuori dal 01/09/2022 e ha chiesto di iscriversi "
        "il 01/09/2024, in un alloggio che non è della famiglia. Redditi da lavoro suoi: 9.000,00 euro e "
        "9.500,00 euro; servono almeno 9.000,00 euro in ognuno di 2 anni."
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"left_home_on": date(2022, 9, 2)}, "servono almeno 2 anni"),
        ({"dwelling_of_family": True}, "in un alloggio di proprietà della famiglia"),
        ({"work_incomes": (Decimal(9_000), Decimal("8999.99"))}, "servono almeno 9.000,00 euro"),
        ({"work_incomes": (Decimal(20_000),)}, "servono almeno 9.000,00 euro"),
    ],
)
def test_either_condition_failing_the_student_is_not_autonomous(change: dict[str, Any], why: str) -> None:
    found = nucleo(parents_and_student(replace(AUTONOMOUS, **change)), Kind.UNIVERSITY)
    assert found.members == (0, 1)
    assert why in found.verdicts[1].why


def test_the_incomes_of_the_spouse_are_named() -> None:
    found = nucleo(parents_and_student(replace(AUTONOMOUS, married=True)), Kind.UNIVERSITY)
    assert "Redditi da lavoro suoi e del coniuge: 9.000,00 euro" in found.verdicts[1].why


def test_a_student_at_home_follows_art_3() -> None:
    found = nucleo(parents_and_student(None, cohabiting=True), Kind.UNIVERSITY)
    assert found.members == (0, 1)
    assert found.verdicts[1].article == "DPCM 159/2013, art. 3, c. 1"


def test_a_student_at_home_is_never_apart_whatever_he_earns() -> None:
    found = nucleo(parents_and_student(AUTONOMOUS, cohabiting=True), Kind.UNIVERSITY)
    assert found.members == (0, 1)


def test_before_the_academic_year_2022_less_income_was_enough() -> None:
    facts = StudentAutonomy(
        left_home_on=date(2015, 9, 1),
        enrolled_on=date(2018, 9, 1),
        work_incomes=(Decimal(6_500), Decimal(6_500)),
    )
    declared = declaration(
        person(),
        person(1, "FC", cohabiting=False),
        on=date(2021, 6, 1),
        beneficiary=1,
        student_autonomous=facts,
    )
    assert nucleo(declared, Kind.UNIVERSITY).members == (1,)


def test_who_studies_alone_and_declares_keeps_the_own_household_if_autonomous() -> None:
    declared = declaration(person(), person(1, "C"), on=DAY, beneficiary=0, student_autonomous=AUTONOMOUS)
    assert nucleo(declared, Kind.UNIVERSITY).members == (0, 1)


def test_who_studies_alone_and_is_not_autonomous_must_declare_with_the_parents() -> None:
    declared = declaration(person(), on=DAY, beneficiary=0, student_autonomous=StudentAutonomy())
    with pytest.raises(InvalidHousehold, match="conta il nucleo dei genitori"):
        outcome(declared, Kind.UNIVERSITY)


def test_the_student_must_be_said() -> None:
    with pytest.raises(InvalidHousehold, match="scegli lo studente"):
        of(Kind.UNIVERSITY, person(), person(1, "FC"))


def test_a_parent_away_joins_for_the_university_too() -> None:
    found = of(Kind.UNIVERSITY, person(), person(1, "FC"), person(2, "GNC"), beneficiary=1)
    assert found.nucleo.members == (0, 1, 2)


# Socio-health: art. 6, c. 2.


def family_of_disabled(**facts: Any) -> Declaration:
    return declaration(
        person(disability=Disability.SEVERE, incomes={"pension": 12_000}),
        person(1, "C", incomes={"pension": 9_000}),
        person(2, "FC", born=date(1990, 1, 1), incomes={"employment": 40_000}),
        person(3, "FC", born=date(2003, 1, 1), dependent=True),
        person(4, "F", born=TEN),
        person(5, "P", incomes={"pension": 20_000}),
        on=DAY,
        **facts,
    )


def test_the_restricted_household_keeps_spouse_minors_and_dependent_children() -> None:
    found = nucleo(family_of_disabled(), Kind.SOCIO_HEALTH, restricted=True)
    assert found.restricted
    assert found.members == (0, 1, 3, 4)
    assert {verdict.article for verdict in found.verdicts} == {"DPCM 159/2013, art. 6, c. 2"}
    assert [verdict.why for verdict in found.verdicts] == [
        "È chi riceve la prestazione.",
        "È il coniuge di chi riceve la prestazione.",
        "Il figlio maggiorenne che non è a carico esce dal nucleo ristretto.",
        "È un figlio maggiorenne a carico.",
        "È un figlio minorenne.",
        "Nel nucleo ristretto restano solo il coniuge e i figli di chi riceve la prestazione.",
    ]


def test_both_households_are_computed_and_the_better_comes_first() -> None:
    found = outcome(family_of_disabled(), Kind.SOCIO_HEALTH)
    assert [alternative.label for alternative in found.alternatives] == [
        "Nucleo ristretto",
        "Nucleo ordinario",
    ]
    assert found.isee.isee < found.alternatives[1].isee.isee
    assert found.isee == found.alternatives[0].isee


def test_the_ordinary_household_comes_first_when_it_is_better() -> None:
    found = of(
        Kind.SOCIO_HEALTH,
        person(disability=Disability.MEDIUM, incomes={"pension": 12_000}),
        person(1, "P"),
    )
    assert [alternative.label for alternative in found.alternatives] == [
        "Nucleo ordinario",
        "Nucleo ristretto",
    ]


def test_whose_choice_it_is_may_be_somebody_else_than_who_declares() -> None:
    found = of(
        Kind.SOCIO_HEALTH,
        person(incomes={"employment": 40_000}),
        person(1, "P", disability=Disability.NOT_SELF_SUFFICIENT, incomes={"pension": 9_000}),
    )
    assert found.nucleo.members == (1,)
    # 8,000 / 1.50
    assert found.isee.isee == Decimal("5333.33")


def test_a_minor_with_a_disability_has_no_restricted_household() -> None:
    found = of(
        Kind.SOCIO_HEALTH,
        person(work_months=9),
        person(1, "F", name="Ivo", born=TEN, disability=Disability.SEVERE),
    )
    assert len(found.alternatives) == 1
    assert found.notes == ("Ivo è minorenne: il nucleo ristretto è solo per i maggiorenni.",)


def test_who_has_no_disability_has_no_restricted_household() -> None:
    found = of(Kind.SOCIO_HEALTH, person(name="Ada"), beneficiary=0)
    assert found.notes == ("Ada non ha una disabilità: il nucleo ristretto non si può scegliere.",)


@pytest.mark.parametrize("disabled", [0, 2])
def test_who_receives_must_be_said_when_it_is_not_plain(disabled: int) -> None:
    persons = [person(i, disability=Disability.SEVERE if i < disabled else Disability.NONE) for i in range(2)]
    with pytest.raises(InvalidHousehold, match="scegli chi riceve la prestazione"):
        of(Kind.SOCIO_HEALTH, *persons)


def test_the_restricted_household_is_a_choice_of_some_kinds_only() -> None:
    with pytest.raises(InvalidHousehold, match="ISEE ordinario: il nucleo ristretto non si può scegliere"):
        nucleo(declaration(person(), on=DAY), Kind.ORDINARY, restricted=True)


def test_a_note_says_whose_lease_the_rent_of_the_restricted_household_is() -> None:
    declared = family_of_disabled(rent=Decimal(6_000))
    told = "Nel nucleo ristretto il canone vale solo se il contratto è intestato a chi ne fa parte."
    assert told in outcome(declared, Kind.SOCIO_HEALTH).notes


# Residential care: art. 6, c. 3, and annex 2.


def in_care(*children: ChildOutside, **facts: Any) -> Outcome:
    return of(
        Kind.RESIDENTIAL,
        person(
            disability=Disability.NOT_SELF_SUFFICIENT,
            residential_care=True,
            incomes={"pension": 15_600},
            accounts=[{"saldo": 12_000, "giacenza": 13_500}],
        ),
        children_outside=children,
        **facts,
    )


def child(ise: int, scale: str = "2.04", **facts: Any) -> ChildOutside:
    return ChildOutside(name="Zoe", ise=Decimal(ise), scale=Decimal(scale), **facts)


def test_each_child_outside_adds_a_component() -> None:
    # (14,600 + 7,500 / 5) / 1.5: alone in care the base is the 1.00 that care adds.
    # 50,000 / 2.04 = 24,509.80, less 9,000, a fifth of it, over 1.5.
    found = in_care(child(50_000), child(22_000, "2.46"))
    lines = amounts(found.isee)
    assert lines["isee_base"] == Decimal("10733.33")
    assert (lines["componente_aggiuntiva_1"], lines["componente_aggiuntiva_2"]) == exactly("2067.97", 0)
    assert found.isee.isee == Decimal("12801.30")
    step = found.isee.step("componente_aggiuntiva_1")
    assert step.label == "Componente aggiuntiva (Zoe)"
    assert step.article == "DPCM 159/2013, allegato 2, c. 1"
    assert step.explanation == (
        "ISE del figlio 50.000,00 euro diviso 2,04: 24.509,80 euro; 20% di quanto supera 9.000,00 euro, "
        "diviso 1,50."
    )
    assert found.isee.step("isee").explanation == (
        "ISEE 10.733,33 euro più componenti aggiuntive 2.067,97 euro + 0,00 euro."
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"disabled_in_household": True}, "nel suo nucleo c'è una persona con disabilità"),
        ({"extraneous": True}, "è estraneo, come accertato"),
    ],
)
def test_some_children_add_nothing(facts: dict[str, Any], why: str) -> None:
    found = in_care(child(50_000, **facts))
    assert found.isee.isee == Decimal("10733.33")
    assert found.isee.step("componente_aggiuntiva_1").explanation == (
        f"Per questo figlio nessuna componente: {why}."
    )


def test_a_child_up_to_nine_thousand_adds_nothing_and_it_is_said() -> None:
    assert in_care(child(9_000, "1")).isee.step("componente_aggiuntiva_1").explanation == (
        "ISE del figlio 9.000,00 euro diviso 1,00: 9.000,00 euro, non oltre 9.000,00 euro: "
        "non si aggiunge nulla."
    )


def test_without_children_outside_there_is_no_component_line() -> None:
    assert "isee_base" not in amounts(in_care().isee)


def test_what_was_given_away_stays_in_the_patrimony() -> None:
    found = in_care(donated_properties=Decimal(40_000), donated_savings=Decimal(5_000))
    lines = amounts(found.isee)
    assert lines["patrimonio_mobiliare"] == 18_500
    assert lines["risparmi_donati_1"] == 5_000
    assert lines["patrimonio_immobiliare"] == 40_000
    assert found.isee.step("immobile_1").label == "Immobile donato (Anna)"


def test_gifts_are_of_who_receives_not_of_who_declares() -> None:
    declared = declaration(
        person(), person(1, "C", disability=Disability.SEVERE), on=DAY, donated_savings=Decimal(9_000)
    )
    members = nucleo(declared, Kind.RESIDENTIAL).household.members
    assert [member.donated_savings for member in members] == [0, 9_000]


def test_gifts_count_for_residential_care_alone() -> None:
    declared = declaration(person(disability=Disability.SEVERE), on=DAY, donated_properties=Decimal(40_000))
    assert outcome(declared, Kind.SOCIO_HEALTH).isee.isp == 0
    assert outcome(declared, Kind.RESIDENTIAL).isee.isp == 40_000


def test_the_component_is_divided_by_the_scale_of_each_household() -> None:
    found = of(
        Kind.RESIDENTIAL,
        person(incomes={"employment": 30_000}),
        person(1, "P", disability=Disability.SEVERE, incomes={"pension": 9_000}),
        children_outside=(child(50_000),),
    )
    restricted, ordinary = found.alternatives
    # 15,509.80 / 5 = 3,101.96, over 1.50 and over 2.07.
    assert amounts(restricted.isee)["componente_aggiuntiva_1"] == Decimal("2067.97")
    assert amounts(ordinary.isee)["componente_aggiuntiva_1"] == Decimal("1498.53")


def test_a_scale_below_one_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match="Scala di Zoe: non può essere inferiore a 1"):
        child(1, "0.99")


# Doctorate: art. 8, c. 4.


def test_a_doctoral_student_may_choose_the_restricted_household() -> None:
    found = of(
        Kind.DOCTORATE,
        person(incomes={"employment": 40_000}),
        person(1, "FC", incomes={"exempt": 16_000}),
        beneficiary=1,
    )
    assert found.nucleo.members == (1,)
    assert found.nucleo.verdicts[0].article == "DPCM 159/2013, art. 8, c. 4"
    assert len(found.alternatives) == 2


# Family and inclusion: L. 199/2025.


def test_the_regime_of_2026_stands_beside_the_ordinary_one() -> None:
    declared = declaration(
        person(work_months=12, properties=[{"value": 100_000, "home": True}]),
        person(1, "F", born=TEN),
        person(2, "F", born=TEN),
        on=DAY,
    )
    ordinary, family = outcome(declared, Kind.ORDINARY), outcome(declared, Kind.FAMILY)
    # (100,000 - 52,500) x 2/3; (100,000 - 94,000) x 2/3.
    assert ordinary.isee.isp == Decimal("31666.67")
    assert family.isee.isp == 4_000
    # 2.04 + 0.20, and 0.10 more for two children.
    assert (ordinary.isee.scale, family.isee.scale) == (Decimal("2.24"), Decimal("2.34"))
    assert "L. 199/2025, art. 1, c. 208" in family.isee.step("maggiorazione_figli").article
    assert "L. 199/2025, art. 1, c. 208" in family.isee.step("franchigia_casa").article


def test_with_a_parent_away_both_households_are_shown() -> None:
    found = outcome(mother_and_father_away(ParentAway.JOINS), Kind.FAMILY)
    assert [(a.label, a.nucleo.members) for a in found.alternatives] == [
        ("Nucleo ordinario", (0, 1)),
        ("Nucleo dei minorenni", (0, 1, 2)),
    ]


def test_before_2026_it_is_refused() -> None:
    with pytest.raises(NotInForce, match=r"si conosce dal 01/01/2026"):
        outcome(declaration(person(), on=date(2025, 12, 31)), Kind.FAMILY)


# Which kinds make sense.


@pytest.mark.parametrize(
    ("declared", "kinds"),
    [
        (declaration(person(), on=date(2025, 6, 1)), ["ordinary"]),
        (declaration(person(), on=DAY), ["ordinary", "family"]),
        (declaration(person(), person(1, "F", born=TEN), on=DAY), ["ordinary", "minors", "family"]),
        (
            declaration(person(disability=Disability.SEVERE), on=DAY),
            ["ordinary", "socio_health", "family"],
        ),
        (
            declaration(person(disability=Disability.SEVERE, residential_care=True), on=DAY),
            ["ordinary", "socio_health", "residential", "family"],
        ),
        (
            declaration(person(), person(1, "FC"), on=DAY, beneficiary=1),
            ["ordinary", "university", "doctorate", "family"],
        ),
        (
            declaration(person(), person(1, "F", born=TEN, disability=Disability.SEVERE), on=DAY),
            ["ordinary", "minors", "family"],
        ),
    ],
)
def test_the_kinds_that_make_sense_follow_from_the_declaration(
    declared: Declaration, kinds: list[str]
) -> None:
    assert [str(kind) for kind in applicable_kinds(declared)] == kinds


def test_every_kind_has_an_italian_name_and_its_article() -> None:
    assert all(kind.label and "art. " in kind.article for kind in Kind)
