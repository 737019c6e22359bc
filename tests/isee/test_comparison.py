"""Simulation and attestation side by side, and why they differ."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import Cause, Isee, Kind
from isee.dossier.comparison import FOLLOWS, ROUNDING, Comparison, compare
from isee.dossier.households import simulate
from isee.models import Attestation, AttestedLine, AttestedValue, Corrente, Dossier, Variation
from sportello.models import User
from tests.isee.make import attest, declarant, income, whole

Line = AttestedLine.Line


@pytest.fixture
def pensioner(dossier: Dossier) -> Dossier:
    """A pension of 12,000 less its quota of 1,000, one person: 11,000.00."""
    Dossier.objects.update(dwelling=Dossier.Dwelling.OTHER)
    income(declarant(dossier), "12000")
    return whole(dossier)


def isee_of(dossier: Dossier) -> Isee:
    isee = simulate(dossier).isee
    assert isee
    return isee


def as_simulated(dossier: Dossier) -> dict[AttestedLine.Line, str]:
    isee = isee_of(dossier)
    return {line: str(isee.step(line).amount) for line in Line}


def compared(dossier: Dossier, paper: Attestation) -> Comparison:
    return compare(isee_of(dossier), paper.shown_value)


def causes(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    return {line.label: line.causes for line in comparison.lines if line.causes}


def test_the_same_figures_have_nothing_to_explain(pensioner: Dossier, operator: User) -> None:
    paper = attest(pensioner, operator, "11000", lines=as_simulated(pensioner))
    comparison = compared(pensioner, paper)
    assert [line.difference for line in comparison.lines] == [Decimal(0)] * 14
    assert causes(comparison) == {}


def test_a_difference_is_explained_where_it_begins_and_follows_down(
    pensioner: Dossier, operator: User
) -> None:
    changed = {Line.INCOMES: "13000", Line.ISR: "13000", Line.ISE: "13000"}
    paper = attest(pensioner, operator, "13000", lines=as_simulated(pensioner) | changed)
    found = causes(compared(pensioner, paper))
    assert (
        "INPS conta redditi 2024 che qui non sono scritti" in found.pop("Somma dei redditi dei componenti")[0]
    )
    assert set(found.values()) == {(FOLLOWS,)}
    assert len(found) == 3, "ISR, ISE and ISEE"


@pytest.mark.parametrize(
    ("line", "more", "cause"),
    [
        (Line.INCOMES, -500, "redditi 2024 che INPS non conta"),
        (Line.FIGURATIVE, 30, "Il tasso usato da INPS può essere un altro"),
        (Line.DEDUCTIONS, 100, "INPS toglie più canone"),
        (Line.SAVINGS, 5000, "spesso è ciò che il foglio segnala come omissione"),
        (Line.SAVINGS_DEDUCTION, 2000, "il nucleo della DSU è diverso"),
        (Line.REAL_ESTATE, 90_000, "Valore IMU o quota diversi"),
        (Line.REAL_ESTATE_DEDUCTION, 100, "Nella DSU c'è un mutuo"),
        (Line.BASE, Decimal("0.57"), "Il nucleo della DSU ha più componenti"),
        (Line.ADDITIONS, Decimal("0.5"), "La DSU dà più maggiorazioni"),
        (Line.SAVINGS, Decimal("0.01"), ROUNDING),
    ],
)
def test_the_usual_cause_of_each_line(
    pensioner: Dossier, operator: User, line: AttestedLine.Line, more: Decimal, cause: str
) -> None:
    lines = as_simulated(pensioner)
    lines[line] = str(Decimal(lines[line]) + more)
    found = causes(compared(pensioner, attest(pensioner, operator, "11000", lines=lines)))
    ((label, sentences),) = found.items()
    assert label == isee_of(pensioner).step(line).label
    assert cause in " ".join(sentences)


def test_without_lines_only_the_result_is_compared(pensioner: Dossier, operator: User) -> None:
    comparison = compared(pensioner, attest(pensioner, operator, "11500"))
    assert not comparison.has_lines
    assert comparison.result.difference == Decimal(500)
    assert "Trascrivi le righe del foglio" in comparison.result.causes[0]


def test_the_page_says_that_the_attestation_counts(
    operator_client: Client, pensioner: Dossier, operator: User
) -> None:
    paper = attest(pensioner, operator, "11500")
    html = operator_client.get(reverse("compare_attestation", args=[pensioner.pk, paper.pk])).content.decode()
    assert "L&#x27;attestazione dice 11.500,00" in html or "L'attestazione dice 11.500,00" in html
    assert "Vale l'attestazione." in html
    assert "+500,00" in html


def test_what_is_missing_for_the_simulation_is_told(
    operator_client: Client, dossier: Dossier, operator: User
) -> None:
    paper = attest(dossier, operator)
    html = page(operator_client, dossier, paper)
    assert "Per confrontare serve la simulazione" in html


def test_each_kind_is_compared_with_its_own_simulation(
    operator_client: Client, pensioner: Dossier, operator: User
) -> None:
    paper = attest(pensioner, operator, "11000")
    AttestedValue.objects.create(attestation=paper, kind=Kind.FAMILY, isee=Decimal("10500.00"))
    html = page(operator_client, pensioner, paper)
    assert "Gli altri ISEE del foglio" in html
    assert "Prestazioni familiari" in html
    assert "10.500,00" in html


def test_a_corrente_waits_for_its_module(operator_client: Client, pensioner: Dossier, operator: User) -> None:
    paper = attest(pensioner, operator, "4000", corrente=True)
    assert "non c&#x27;è il modulo MS" in page(operator_client, pensioner, paper)

    Corrente.objects.create(dossier=pensioner, on=date(2026, 3, 4))
    Variation.objects.create(dossier=pensioner, member=declarant(pensioner), cause=Cause.EMPLOYEE)
    assert "Riga per riga" in page(operator_client, pensioner, paper)


def page(client: Client, dossier: Dossier, paper: Attestation) -> str:
    return client.get(reverse("compare_attestation", args=[dossier.pk, paper.pk])).content.decode()
