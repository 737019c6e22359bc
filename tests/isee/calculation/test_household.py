"""Facts that cannot be are refused with a sentence for the operator."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import (
    Account,
    Household,
    Income,
    IncomeKind,
    Instrument,
    InvalidHousehold,
    Property,
    calculate,
)
from tests.isee.calculation.make import amounts, household, member

DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("-0.01", "Reddito: l'importo non può essere negativo. Se non c'è nulla, scrivi zero."),
        ("0.001", "Reddito: l'importo può avere al massimo due decimali."),
        ("1000000000000", "Reddito: l'importo è troppo grande. Controlla le cifre."),
        ("1E+40", "Reddito: l'importo è troppo grande. Controlla le cifre."),
        ("NaN", "Reddito: scrivi un importo in euro."),
        ("Infinity", "Reddito: scrivi un importo in euro."),
    ],
)
def test_what_is_not_an_amount_of_euro_is_refused(amount: str, sentence: str) -> None:
    with pytest.raises(InvalidHousehold) as refusal:
        Income(IncomeKind.EMPLOYMENT, Decimal(amount))
    assert str(refusal.value) == sentence


def test_binary_fractions_are_refused() -> None:
    with pytest.raises(InvalidHousehold, match="scrivi un importo in euro"):
        Income(IncomeKind.EMPLOYMENT, 0.1)  # type: ignore[arg-type]


def test_trailing_zeros_are_no_more_decimals() -> None:
    assert Income(IncomeKind.EMPLOYMENT, Decimal("10.500")).amount == Decimal("10.5")


@pytest.mark.parametrize(
    ("refused", "what"),
    [
        (lambda: Account(saldo=Decimal(-1), giacenza=Decimal(0)), "Saldo"),
        (lambda: Account(saldo=Decimal(0), giacenza=Decimal(-1)), "Giacenza media"),
        (lambda: Instrument(value=Decimal(-1)), "Strumento finanziario"),
        (lambda: Property(value=Decimal(-1)), "Valore dell'immobile"),
        (lambda: Property(value=Decimal(0), mortgage=Decimal(-1)), "Mutuo residuo"),
        (lambda: member(spouse_maintenance=-1), "Assegni pagati al coniuge"),
        (lambda: member(child_maintenance=-1), "Assegni pagati per i figli"),
        (lambda: member(disability_expenses=-1), "Spese per disabilità"),
        (lambda: member(farming_income=-1), "Redditi agrari"),
        (lambda: member(asset_increase=-1), "Incremento del patrimonio"),
        (lambda: household(rent=-1), "Canone annuo"),
    ],
)
def test_every_amount_is_checked_and_named(refused: Any, what: str) -> None:
    with pytest.raises(InvalidHousehold, match=f"^{what}: l'importo non può essere negativo"):
        refused()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"size": 2, "children": 2}, "i figli devono essere meno dei componenti"),
        ({"size": 3, "children": 1, "cohabiting_children": 2}, "non possono superare i figli"),
        ({"size": 3, "children": 1, "minor_children": 2}, "non possono superare i figli"),
        ({"size": 2, "disabled": 3}, "disabili e ricoverati non possono superare i componenti"),
        ({"size": 2, "in_residential_care": 3}, "disabili e ricoverati non possono superare i componenti"),
        ({"size": 2, "disabled": -1}, "un numero di persone non può essere negativo"),
    ],
)
def test_counts_that_contradict_each_other_are_refused(facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidHousehold, match=sentence):
        household(**facts)


@pytest.mark.parametrize("declarants", [(), (0, 1)])
def test_one_member_declares(declarants: tuple[int, ...]) -> None:
    members = tuple(member(position, declarant=position in declarants) for position in range(2))
    with pytest.raises(InvalidHousehold, match="deve essere uno, e uno solo"):
        Household(members=members, children=0, cohabiting_children=0, minor_children=0)


def test_a_household_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match="deve essere uno, e uno solo"):
        Household(members=(), children=0, cohabiting_children=0, minor_children=0)


def test_each_rule_follows_its_own_fact() -> None:
    """A published calculation may say what a dossier would ask about: a rent beside an own home, for one."""
    both = household(
        {"incomes": {"employment": 20_000}, "properties": [{"value": 50_000, "home": True}]}, rent=6_000
    )
    lines = amounts(calculate(both, DAY))
    assert lines["detrazioni"] == Decimal(6_000)
    assert lines["detrazione_immobiliare"] == Decimal(50_000)


def test_what_is_said_of_the_parents_is_taken_as_said() -> None:
    facts = {"size": 3, "children": 1, "minor_children": 1, "lone_non_working_parent": True}
    assert calculate(household(**facts), DAY).scale == Decimal("2.24")
    assert calculate(household(**facts, parents_worked=True), DAY).scale == Decimal("2.24")


def test_nobody_is_born_after_the_declaration() -> None:
    newborn = household({}, {"birth_date": date(2026, 1, 1)}, size=2)
    with pytest.raises(InvalidHousehold, match="nato dopo la data della dichiarazione"):
        calculate(newborn, DAY)
    assert calculate(newborn, date(2026, 1, 1)).scale == Decimal("1.57")


def test_every_kind_of_income_has_an_italian_name_and_its_letter() -> None:
    assert all(kind.label and kind.letter in "abcdefghi" for kind in IncomeKind)
    assert len({kind.label for kind in IncomeKind}) == len(IncomeKind)
