"""Which papers the answers of a dossier ask for: the table of rules, by what is said."""

from datetime import date

import pytest

from isee.calculation import IncomeKind
from isee.models import ChecklistItem, Dossier, Instrument, Property
from isee.needs import Need, needs
from isee.needs.need import Code
from tests.isee.make import account, declarant, income, member


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
    person = declarant(dossier)
    account(person)
    Instrument.objects.create(member=person, label="BTP", value=1000)
    Property.objects.create(member=person, label="Garage", value=9000, mortgage=10)
    member(dossier, disability="media")
    live(dossier, Dossier.Dwelling.RENTED)
    for need in needs(dossier):
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
    assert need_of(dossier, Code.DISABILITY).title == "Certificazione di disabilità: Neri Luca"
