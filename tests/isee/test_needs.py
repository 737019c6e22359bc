"""Which papers the answers of a dossier ask for: the table of rules, by what is said."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import Cause, IncomeKind, InstrumentKind, Kind
from isee.models import (
    Account,
    ChecklistItem,
    ChildOutside,
    Corrente,
    Donation,
    Dossier,
    Instrument,
    Omission,
    Property,
    Student,
    Variation,
    Vehicle,
)
from isee.needs import Need, needs
from isee.needs.need import Code
from sportello.models import User
from tests import make
from tests.isee.make import account, attest, declarant, income, member


def asked(dossier: Dossier) -> list[str]:
    return [need.code.code for need in needs(dossier)]


def need_of(dossier: Dossier, code: Code) -> Need:
    (found,) = [need for need in needs(dossier) if need.code is code]
    return found


def live(dossier: Dossier, dwelling: Dossier.Dwelling) -> None:
    dossier.dwelling = dwelling
    dossier.save()


def test_who_lives_alone_and_said_nothing_yet(dossier: Dossier) -> None:
    assert asked(dossier) == ["identity", "incomes", "accounts", "vehicles"]


def test_every_paper_says_why_and_whose_and_fits_its_line(dossier: Dossier) -> None:
    person = member(
        dossier, "A" * 80, "B" * 80, disability="media", spouse_maintenance=1, disability_expenses=1
    )
    Account.objects.create(member=person, label="C" * 80, balance=1, average=1)
    Instrument.objects.create(member=person, label="C" * 80, value=1000)
    Property.objects.create(member=person, label="C" * 120, value=9000, mortgage=10)
    ChildOutside.objects.create(dossier=dossier, name="D" * 160, ise=1, scale=1)
    Donation.objects.create(dossier=dossier, label="E" * 120, value=1, given_on=date(2025, 1, 1))
    Variation.objects.create(dossier=dossier, member=person, cause=Cause.EMPLOYEE)
    dossier.kinds = [Kind.RESIDENTIAL]
    live(dossier, Dossier.Dwelling.RENTED)
    found = needs(dossier)
    assert len({need.code for need in found}) >= 14
    for need in found:
        assert need.why.endswith("."), need
        for name in ("title", "help", "why", "where"):
            longest: int = getattr(ChecklistItem._meta.get_field(name), "max_length")  # noqa: B009 - the stubs
            assert len(getattr(need, name)) <= longest, need


def test_the_labels_carry_the_years(dossier: Dossier) -> None:
    incomes = need_of(dossier, Code.INCOMES)
    assert incomes.title == "CU 2025, redditi 2024, per la DSU 2026: Neri Elena"
    assert (incomes.year, incomes.required) == (2024, False)
    assert need_of(dossier, Code.ACCOUNTS).title == "Saldo e giacenza media al 31/12/2024: Neri Elena"


def test_each_account_brings_its_own_paper(dossier: Dossier) -> None:
    one = account(declarant(dossier))
    need = need_of(dossier, Code.ACCOUNTS)
    assert need.title == "Saldo e giacenza media al 31/12/2024: Banca, Neri Elena"
    assert (need.about, need.year) == (one.pk, 2024)


def test_a_child_brings_no_incomes_unless_it_has_some(dossier: Dossier) -> None:
    child = member(dossier, given_name="Anna", birth_date=date(2015, 5, 5), relation="F")
    papers = [need for need in needs(dossier) if need.member == child]
    assert [need.code for need in papers] == [Code.TAX_CODES]
    income(child, "500", IncomeKind.EMPLOYMENT)
    assert Code.INCOMES in [need.code for need in needs(dossier) if need.member == child]


def test_tax_codes_are_asked_only_where_they_are_missing(dossier: Dossier) -> None:
    person = member(dossier)
    assert need_of(dossier, Code.TAX_CODES).title == "Codice fiscale: Neri Luca"
    person.tax_code = "NRELCU80A31H501N"
    person.save()
    assert "tax-codes" not in asked(dossier)


@pytest.mark.parametrize(
    ("dwelling", "code"),
    [(Dossier.Dwelling.RENTED, "rent-contract"), (Dossier.Dwelling.OWNED, "real-estate")],
)
def test_the_dwelling_asks_for_its_paper(dossier: Dossier, dwelling: Dossier.Dwelling, code: str) -> None:
    live(dossier, dwelling)
    assert code in asked(dossier)
    live(dossier, Dossier.Dwelling.OTHER)
    assert code not in asked(dossier)


def test_what_is_owned_asks_for_its_papers(dossier: Dossier) -> None:
    person = declarant(dossier)
    Instrument.objects.create(member=person, label="BTP", value=1000)
    Property.objects.create(member=person, label="Garage", value=9000)
    assert asked(dossier) == ["identity", "incomes", "accounts", "instruments", "real-estate", "vehicles"]


def test_a_mortgage_asks_for_the_paper_of_the_bank(dossier: Dossier) -> None:
    estate = Property.objects.create(
        member=declarant(dossier), label="Via Dante 2", value=90_000, mortgage=40_000, is_home=True
    )
    live(dossier, Dossier.Dwelling.OWNED)
    mortgage = need_of(dossier, Code.MORTGAGE)
    assert mortgage.title == "Mutuo residuo al 31/12/2024: Via Dante 2, Neri Elena"
    assert mortgage.about == estate.pk
    assert need_of(dossier, Code.REAL_ESTATE).about == estate.pk, "the home is written: it is asked for once"


def test_a_disability_asks_for_its_certificate_of_that_person(dossier: Dossier) -> None:
    member(dossier, disability="media")
    assert need_of(dossier, Code.DISABILITY).title == "Certificazione di disabilità media: Neri Luca"


# Families that live apart


@pytest.mark.parametrize(
    ("case", "paper"),
    [
        ("a", "Sentenza di separazione"),
        ("d", "Sentenza di divorzio"),
        ("e", "accertamento dei servizi sociali"),
    ],
)
def test_separated_spouses_bring_what_the_court_said(dossier: Dossier, case: str, paper: str) -> None:
    member(dossier, relation="C", apart=case)
    need = need_of(dossier, Code.SPOUSES_APART)
    assert paper in need.help
    assert "art. 3, c. 3" in need.why


@pytest.mark.parametrize(
    ("case", "paper"),
    [
        ("c", "Provvedimento del giudice che fissa l'assegno."),
        ("d", "Provvedimento di esclusione o di allontanamento."),
        ("e", "Provvedimento del giudice, o accertamento dei servizi sociali."),
    ],
)
def test_a_parent_elsewhere_brings_what_keeps_him_out(dossier: Dossier, case: str, paper: str) -> None:
    member(dossier, relation="GNC", cohabiting=False, parent_away=case)
    assert need_of(dossier, Code.PARENT_AWAY).help == paper


@pytest.mark.parametrize("case", ["", "joins", "a", "b"])
def test_what_he_may_declare_himself_is_not_asked(dossier: Dossier, case: str) -> None:
    member(dossier, relation="GNC", cohabiting=False, parent_away=case)
    assert "parent-away" not in asked(dossier)


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"relation": "GNC", "parent_away": "joins"}, True),
        ({"relation": "GNC", "parent_away": "b"}, False),
        ({"relation": "C", "apart": "a"}, False),
        ({"relation": "C"}, True),
    ],
)
def test_who_does_not_count_brings_no_incomes_and_no_accounts(
    dossier: Dossier, fields: dict[str, str], asks: bool
) -> None:
    person = member(dossier, cohabiting=False, **fields)
    papers = {need.code for need in needs(dossier) if need.member == person}
    assert ({Code.INCOMES, Code.ACCOUNTS} <= papers) == asks
    assert Code.TAX_CODES in papers


def test_what_is_paid_to_them_asks_for_order_and_receipts(dossier: Dossier) -> None:
    member(dossier, child_maintenance=2400)
    need = need_of(dossier, Code.MAINTENANCE)
    assert (need.title, need.year) == ("Assegni pagati nel 2024: Neri Luca", 2024)


# Incomes: useful, seldom needed


def test_a_certificate_is_needed_for_a_rettifica(dossier: Dossier, operator: User) -> None:
    assert not need_of(dossier, Code.INCOMES).required
    Omission.objects.create(
        attestation=attest(dossier, operator, has_omissions=True),
        kind=Omission.Kind.INCOME,
        text="Reddito non dichiarato",
        noted_by=operator,
        noted_at=make.moment(),
    )
    assert need_of(dossier, Code.INCOMES).required


def test_and_for_a_corrente_with_the_papers_of_what_changed(dossier: Dossier) -> None:
    person = declarant(dossier)
    Corrente.objects.create(dossier=dossier, on=date(2026, 5, 4))
    Variation.objects.create(dossier=dossier, member=person, cause=Cause.EMPLOYEE, two_months=True)
    assert need_of(dossier, Code.INCOMES).required
    assert "licenziamento" in need_of(dossier, Code.VARIATION).help
    assert need_of(dossier, Code.RECENT_INCOMES).title == "Redditi degli ultimi due mesi: Neri Elena"


def test_what_a_corrente_brings_up_to_date_is_of_the_year_after(dossier: Dossier) -> None:
    person = declarant(dossier)
    account(person)
    Account.objects.create(member=person, label="Banca", balance=1, average=1, updated=True)
    titles = [need.title for need in needs(dossier) if need.code is Code.ACCOUNTS]
    assert titles == [
        "Saldo e giacenza media al 31/12/2024: Banca, Neri Elena",
        "Saldo e giacenza media al 31/12/2025: Banca, Neri Elena",
    ]


# Assets by their kind


@pytest.mark.parametrize(
    ("kind", "paper"),
    [
        (InstrumentKind.FUND, "Ultimo prospetto del gestore."),
        (InstrumentKind.INSURANCE, "Dichiarazione della compagnia: premi versati, riscatti."),
        (InstrumentKind.STATE_SECURITY, "Estratto conto titoli della banca."),
    ],
)
def test_each_instrument_by_its_kind(dossier: Dossier, kind: InstrumentKind, paper: str) -> None:
    Instrument.objects.create(member=declarant(dossier), kind=kind, label="Titolo", value=1000)
    assert need_of(dossier, Code.INSTRUMENTS).help == paper


@pytest.mark.parametrize(
    ("fields", "paper"),
    [
        ({}, "Visura, atto, o calcolo dell'IMU 2024."),
        ({"kind": "TA"}, "Visura con il reddito dominicale."),
        ({"kind": "TE"}, "Valore di mercato al 1° gennaio 2024, come per l'IMU."),
        ({"is_abroad": True}, "Valore usato per l'IVIE 2024, o atto di acquisto."),
    ],
)
def test_each_property_by_its_kind(dossier: Dossier, fields: dict[str, Any], paper: str) -> None:
    Property.objects.create(member=declarant(dossier), label="Terreno", value=1, **fields)
    assert need_of(dossier, Code.REAL_ESTATE).help == paper


def test_a_plate_that_is_written_is_not_asked(dossier: Dossier) -> None:
    assert "vehicles" in asked(dossier)
    Vehicle.objects.create(member=declarant(dossier), plate="AB123CD")
    assert "vehicles" not in asked(dossier)


# Further kinds of ISEE


def test_a_student_on_his_own_brings_work_and_home(dossier: Dossier) -> None:
    Student.objects.create(dossier=dossier, away_since=date(2023, 1, 1))
    assert "student" not in asked(dossier)
    dossier.kinds = [Kind.UNIVERSITY]
    dossier.save()
    titles = [need.title for need in needs(dossier) if need.code is Code.STUDENT]
    assert titles == ["Lavoro dello studente negli ultimi due anni", "Casa dove abita lo studente"]


def test_residential_care_asks_of_children_outside_and_of_donations(dossier: Dossier) -> None:
    ChildOutside.objects.create(dossier=dossier, name="Neri Paolo", ise=Decimal(20_000), scale=Decimal(1))
    Donation.objects.create(dossier=dossier, label="Casa al figlio", value=1, given_on=date(2025, 1, 1))
    assert {"child-outside", "donation"}.isdisjoint(asked(dossier))
    dossier.kinds = [Kind.RESIDENTIAL]
    dossier.save()
    assert need_of(dossier, Code.CHILD_OUTSIDE).title.endswith("Neri Paolo")
    assert need_of(dossier, Code.DONATION).title == "Atto di donazione: Casa al figlio"


def test_what_the_comune_holds_is_asked_of_nobody(dossier: Dossier) -> None:
    words = ("stato di famiglia", "residenza", "permesso")
    for need in needs(dossier):
        assert not any(word in f"{need.title} {need.help}".lower() for word in words), need
