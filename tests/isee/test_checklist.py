"""Which papers the answers of a dossier ask for."""

from datetime import date

import pytest

from isee import checklist
from isee.calculation import IncomeKind
from isee.models import ChecklistItem, Dossier, Instrument, Property
from sportello.models import User
from tests import make
from tests.isee.make import declarant, income, item, member, refresh

State = ChecklistItem.State


def codes(dossier: Dossier) -> list[str]:
    return [line.code for line in checklist.items_of(dossier)]


def live(dossier: Dossier, dwelling: Dossier.Dwelling) -> None:
    dossier.dwelling = dwelling
    dossier.save()
    refresh(dossier)


def test_who_lives_alone_and_said_nothing_yet(dossier: Dossier) -> None:
    assert codes(dossier) == ["identity", "incomes", "accounts", "vehicles"]


def test_the_labels_carry_the_years(dossier: Dossier) -> None:
    incomes = item(dossier, "incomes", declarant(dossier))
    assert incomes.title == "Redditi 2024: Neri Elena"
    assert incomes.help == "CU o dichiarazione 2025, per la DSU 2026"
    assert item(dossier, "accounts").title == "Saldo e giacenza media al 31/12/2024"


@pytest.mark.parametrize(
    ("dwelling", "code"),
    [(Dossier.Dwelling.RENTED, "rent-contract"), (Dossier.Dwelling.OWNED, "real-estate")],
)
def test_the_dwelling_asks_for_its_paper(dossier: Dossier, dwelling: Dossier.Dwelling, code: str) -> None:
    live(dossier, dwelling)
    assert code in codes(dossier)
    live(dossier, Dossier.Dwelling.OTHER)
    assert code not in codes(dossier)


def test_what_is_owned_asks_for_its_papers(dossier: Dossier) -> None:
    person = declarant(dossier)
    Instrument.objects.create(member=person, label="BTP", value=1000)
    Property.objects.create(member=person, label="Garage", value=9000)
    refresh(dossier)
    assert codes(dossier) == ["identity", "incomes", "accounts", "instruments", "real-estate", "vehicles"]


def test_a_child_brings_no_incomes_unless_it_has_some(dossier: Dossier) -> None:
    child = member(dossier, given_name="Anna", birth_date=date(2015, 5, 5), relation="F")
    assert not dossier.checklist.filter(code="incomes", member=child).exists()
    income(child, "500", IncomeKind.EMPLOYMENT)
    refresh(dossier)
    assert item(dossier, "incomes", child).state == State.TO_ASK


def test_tax_codes_are_asked_only_where_they_are_missing(dossier: Dossier) -> None:
    person = member(dossier)
    assert item(dossier, "tax-codes").help == "Nel fascicolo ne mancano 1 su 2"
    person.tax_code = "NRELCU80A31H501N"
    person.save()
    refresh(dossier)
    assert "tax-codes" not in codes(dossier)


def test_a_disability_asks_for_its_certificate_of_that_person(dossier: Dossier) -> None:
    person = member(dossier, disability="media")
    assert item(dossier, "disability", person).title == "Certificazione di disabilità: Neri Luca"


def test_the_papers_of_who_goes_away_go_too(dossier: Dossier) -> None:
    member(dossier, disability="media").delete()
    refresh(dossier)
    assert "disability" not in codes(dossier)


def test_what_an_operator_decided_stays_and_only_says_that_it_is_not_needed(
    dossier: Dossier, operator: User
) -> None:
    live(dossier, Dossier.Dwelling.RENTED)
    checklist.choose(
        item=item(dossier, "rent-contract"),
        state=State.MISSING,
        version=0,
        operator=operator,
        at=make.moment(),
    )
    live(dossier, Dossier.Dwelling.OWNED)
    assert item(dossier, "rent-contract").state == State.NOT_NEEDED
    live(dossier, Dossier.Dwelling.RENTED)
    assert item(dossier, "rent-contract").state == State.TO_ASK


def test_not_needed_said_by_an_operator_holds_while_the_rule_still_asks(
    dossier: Dossier, operator: User
) -> None:
    checklist.choose(
        item=item(dossier, "vehicles"), state=State.NOT_NEEDED, version=0, operator=operator, at=make.moment()
    )
    member(dossier)
    assert item(dossier, "vehicles").state == State.NOT_NEEDED


def test_the_dossier_is_ready_when_every_paper_is_settled(dossier: Dossier, operator: User) -> None:
    for line in dossier.checklist.all():
        checklist.choose(item=line, state=State.PRESENTED, version=0, operator=operator, at=make.moment())
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.READY

    line = item(dossier, "vehicles")
    checklist.choose(item=line, state=State.MISSING, version=1, operator=operator, at=make.moment())
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.COLLECTING
