"""What the calculation is told of a dossier, and what is missing or doubtful in it."""

from datetime import date
from decimal import Decimal

import pytest

from isee import calculation
from isee.calculation import Declaration, IncomeKind, InvalidHousehold, Kind
from isee.calculation.law import Law
from isee.dossier.households import asked_kinds, declaration_of, donations_that_stay, simulate
from isee.models import Corrente, Dossier, Instrument, Property, Student, Variation
from isee.models.member import ADULT_AGE, LAST_AGE_AWAY
from tests.isee.make import account, declarant, income, member, whole

# The DSU is of 4 March 2026.
ADULT, MINOR = date(2008, 3, 4), date(2008, 3, 5)


def said(dossier: Dossier) -> Declaration:
    return declaration_of(whole(dossier))


def test_the_facts_of_a_person_are_passed_on(dossier: Dossier) -> None:
    member(
        dossier,
        relation="C",
        cohabiting=False,
        aire=True,
        apart="a",
        disability="grave",
        residential_care=True,
        institution=True,
        work_months=7,
        spouse_maintenance=Decimal(100),
        child_maintenance=Decimal(200),
        disability_expenses=Decimal(300),
        farming_income=Decimal(400),
        asset_increase=Decimal(500),
    )
    elena, spouse = said(dossier).persons
    assert (elena.name, elena.relation, elena.member.declarant) == ("Neri Elena", "D", True)
    assert (spouse.relation, spouse.cohabiting, spouse.aire, spouse.apart) == ("C", False, True, "a")
    assert (spouse.disability, spouse.residential_care, spouse.institution) == ("grave", True, True)
    assert spouse.work_months == 7
    paid = spouse.member
    assert (paid.spouse_maintenance, paid.child_maintenance) == (Decimal(100), Decimal(200))
    assert (paid.disability_expenses, paid.farming_income) == (Decimal(300), Decimal(400))
    assert paid.asset_increase == Decimal(500)


def test_a_child_away_and_a_parent_away(dossier: Dossier) -> None:
    member(dossier, relation="FNC", birth_date=ADULT, dependent=True, married=True, has_children=True)
    member(dossier, relation="GNC", given_name="Ugo", parent_away="c")
    _, child, parent = said(dossier).persons
    assert (child.relation, child.dependent, child.married, child.has_children) == ("FNC", True, True, True)
    assert (parent.relation, parent.parent_away) == ("GNC", "c")


def test_amounts_and_rent_are_passed_on_assets_in_whole_euro(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="rented", yearly_rent=Decimal("4800.50"))
    person = declarant(dossier)
    income(person, "1200.10")
    account(person, "10.40", "43.97")
    Instrument.objects.create(member=person, kind="state_security", label="BTP", value=Decimal("99.50"))
    Property.objects.create(
        member=person, label="Casa", value=Decimal("1000.49"), mortgage=Decimal("1.5"), destroyed=True
    )
    declaration = said(dossier)
    elena = declaration.persons[0].member

    assert declaration.rent == Decimal("4800.50")
    assert elena.incomes[0].amount == Decimal("1200.10")
    assert (elena.accounts[0].saldo, elena.accounts[0].giacenza) == (Decimal(10), Decimal(44))
    assert (elena.instruments[0].value, elena.instruments[0].state_backed) == (Decimal(100), True)
    estate = elena.properties[0]
    assert (estate.value, estate.mortgage, estate.home, estate.destroyed) == (
        Decimal(1000),
        Decimal(2),
        False,
        True,
    )


def test_what_is_already_net_is_not_excluded_twice(dossier: Dossier) -> None:
    person = declarant(dossier)
    for net in (True, False):
        account(person, kind="booklet", state_backed=True, already_net=net)
        Instrument.objects.create(member=person, kind="postal_bond", label="BFP", value=1, already_net=net)
    elena = said(dossier).persons[0].member
    assert [one.state_backed for one in elena.accounts] == [False, True]
    assert [one.state_backed for one in elena.instruments] == [False, True]


def test_the_kinds_ask_for_more(dossier: Dossier) -> None:
    son = member(dossier)
    asked = date(2026, 2, 1)
    Dossier.objects.update(
        kinds=["residential"],
        beneficiary=son,
        additional_component=Decimal(750),
        admission_asked_on=asked,
        home_town="Torino",
    )
    dossier.children_outside.create(
        name="Neri Ada", ise=Decimal(30_000), scale=Decimal("1.57"), extraneous=True
    )
    Student.objects.create(dossier=dossier, away_since=date(2020, 1, 1), income_last_year=Decimal(9_500))
    declaration = said(dossier)

    assert asked_kinds(whole(dossier)) == (Kind.ORDINARY, Kind.RESIDENTIAL)
    assert (declaration.beneficiary, declaration.additional_component) == (1, Decimal(750))
    assert declaration.metropolitan_capital is True
    child = declaration.children_outside[0]
    assert (child.name, child.ise, child.scale, child.extraneous) == (
        "Neri Ada",
        Decimal(30_000),
        Decimal("1.57"),
        True,
    )
    student = declaration.student_autonomous
    assert student is not None
    assert (student.left_home_on, student.work_incomes) == (date(2020, 1, 1), (Decimal(9_500), Decimal(0)))


@pytest.mark.parametrize(
    ("given_on", "alimony", "is_property", "stays"),
    [
        # After the request everything stays; in the three years before only what went to who owes alimony.
        (date(2026, 2, 1), False, True, (1000, 0)),
        (date(2026, 1, 31), False, True, (0, 0)),
        (date(2026, 1, 31), True, True, (1000, 0)),
        (date(2026, 1, 31), True, False, (0, 1000)),
        (date(2023, 2, 1), True, True, (1000, 0)),
        (date(2023, 1, 31), True, True, (0, 0)),
    ],
)
def test_a_donation_stays_by_when_and_to_whom(
    dossier: Dossier, given_on: date, alimony: bool, is_property: bool, stays: tuple[int, int]
) -> None:
    Dossier.objects.update(admission_asked_on=date(2026, 2, 1))
    dossier.donations.create(
        label="Casa", value=1000, given_on=given_on, to_who_owes_alimony=alimony, is_property=is_property
    )
    euro = tuple(map(Decimal, stays))
    assert donations_that_stay(whole(dossier)) == euro
    declaration = said(dossier)
    assert (declaration.donated_properties, declaration.donated_savings) == euro


def test_the_corrente_brings_only_what_is_updated(dossier: Dossier) -> None:
    person = declarant(dossier)
    income(person, "20000", IncomeKind.EMPLOYMENT)
    income(person, "900", IncomeKind.EMPLOYMENT, updated=True)
    account(person, "5000", "4000")
    account(person, "70", "60", updated=True)
    member(dossier)
    Dossier.objects.update(dwelling="other")
    assert said(dossier).variation is None
    Corrente.objects.create(dossier=dossier, on=date(2026, 5, 4), assets_updated=True)
    Variation.objects.create(
        dossier=dossier, member=person, cause="employee", since=date(2026, 4, 1), two_months=True
    )
    declaration = said(dossier)
    variation = declaration.variation

    assert variation is not None
    assert [one.amount for one in declaration.persons[0].member.incomes] == [Decimal(20_000)]
    varied = variation.persons[0]
    assert (varied.person, varied.cause, varied.happened_on, varied.two_months) == (
        0,
        "employee",
        date(2026, 4, 1),
        True,
    )
    assert [one.amount for one in varied.incomes] == [Decimal(900)]
    assert [one.saldo for one in variation.assets[0].accounts] == [Decimal(70)]
    assert variation.assets[1].accounts == ()
    assert asked_kinds(whole(dossier))[-1] is Kind.CORRENTE

    Corrente.objects.update(assets_updated=False)
    declared = said(dossier).variation
    assert declared is not None
    assert declared.assets == ()


NO_INCOME = "Nessun reddito di Neri Elena: se ne ha, scrivili; se non ne ha, segna «Non serve» nei documenti."


NO_ACCOUNT = (
    "Nessun conto o libretto scritto: chiedi saldo e giacenza media; "
    "se nessuno ne ha, segna «Non serve» nei documenti."
)


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
    assert sentences(dossier) == ["Manca quanti mesi Neri Elena ha lavorato nel 2024."]


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
        NO_ACCOUNT,
        "La casa è di proprietà, ma nessun immobile è segnato come casa della famiglia.",
    ]


def test_an_income_said_to_be_none_is_no_doubt(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    account(declarant(dossier))
    say_no_income(dossier)
    assert doubts(dossier) == []


def test_accounts_said_to_be_none_are_no_doubt(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    say_no_income(dossier)
    assert doubts(dossier) == [NO_ACCOUNT]
    dossier.checklist.filter(code="accounts").update(state="not_needed")
    assert doubts(dossier) == []


def test_the_lone_parent_is_asked_about_the_other_one(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    member(dossier, relation="F", birth_date=MINOR)
    say_no_income(dossier)
    dossier.members.filter(relation="D").update(work_months=0)
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
        said(dossier)
    assert simulate(whole(dossier)).problem.startswith("Nucleo: chi presenta la dichiarazione")


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (Kind.SOCIO_HEALTH, {}, "ISEE sociosanitario: manca per chi è la prestazione."),
        (Kind.UNIVERSITY, {}, "ISEE università: manca per chi è la prestazione."),
    ],
)
def test_a_kind_asks_for_whom_it_is(
    dossier: Dossier, kind: Kind, facts: dict[str, object], sentence: str
) -> None:
    Dossier.objects.update(dwelling="other")
    say_no_income(dossier)
    assert sentence in [gap.text for gap in simulate(whole(dossier), kind).missing]


def test_the_minors_kind_asks_about_the_parent_away(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    member(dossier, relation="F", birth_date=MINOR)
    dossier.members.filter(relation="D").update(work_months=12)
    away = member(dossier, relation="GNC", given_name="Ugo")
    say_no_income(dossier)

    def missing() -> list[str]:
        return [gap.text for gap in simulate(whole(dossier), Kind.MINORS).missing]

    assert sentences(dossier) == []
    assert missing() == ["Manca il caso dell'articolo 7 di Neri Ugo."]
    dossier.members.filter(pk=away.pk).update(parent_away="joins")
    assert missing() == ["Manca quanti mesi Neri Ugo ha lavorato nel 2024."]
    dossier.members.filter(pk=away.pk).update(parent_away="a")
    assert missing() == []
    told = [gap.text for gap in simulate(whole(dossier), Kind.MINORS).doubts]
    assert any("componente aggiuntiva: scrivila dal quadro FC9" in doubt for doubt in told)


def test_a_corrente_without_a_change_is_missing_it(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    say_no_income(dossier)
    Corrente.objects.create(dossier=dossier, on=date(2026, 5, 4))
    missing = [gap.text for gap in simulate(whole(dossier), Kind.CORRENTE).missing]
    assert missing == ["Per l'ISEE corrente manca che cosa è cambiato, e di chi."]


def test_a_year_before_the_families_have_their_own_kind(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other", dsu_date=date(2025, 3, 4))
    say_no_income(dossier)
    simulation = simulate(whole(dossier), Kind.FAMILY)
    assert simulation.isee is None
    assert simulation.problem


def test_a_line_without_amount_stops_and_one_to_confirm_warns(dossier: Dossier) -> None:
    Dossier.objects.update(dwelling="other")
    say_no_income(dossier)
    person = declarant(dossier)
    copied = account(person, to_confirm=True)
    type(copied).objects.filter(pk=copied.pk).update(balance=None)
    assert sentences(dossier) == ["Manca l'importo di «Banca», di Neri Elena."]
    type(copied).objects.filter(pk=copied.pk).update(balance=1)
    assert sentences(dossier) == []
    assert doubts(dossier) == ["Una riga ripresa dall'anno prima e ancora da confermare."]


def test_the_years_of_the_dossier_are_those_of_the_law() -> None:
    for year in calculation.supported_years():
        day = date(year, 6, 1)
        law = Law(day)
        assert Dossier(dsu_date=day).reference_year == law.whole("indicatore.anno_redditi")
        assert Dossier(dsu_date=day).reference_year == law.whole("indicatore.anno_patrimonio")
        assert (
            law.whole("nucleo.maggiore_eta"),
            law.whole("nucleo.eta_figlio_altrove"),
        ) == (ADULT_AGE, LAST_AGE_AWAY + 1)
