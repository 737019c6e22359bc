"""What warns of a mistyped attestation, and never forbids it."""

from datetime import date
from typing import Any

import pytest

from isee.calculation import Kind
from isee.dossier.attestation_doubts import doubts_of
from isee.models import AttestedLine, Dossier
from sportello.models import User
from tests.isee.make import attest

Line = AttestedLine.Line
LINES = {
    Line.INCOMES: "17000",
    Line.FIGURATIVE: "780",
    Line.DEDUCTIONS: "0",
    Line.ISR: "17780",
    Line.SAVINGS: "30002",
    Line.SAVINGS_DEDUCTION: "6000",
    Line.REAL_ESTATE: "90000",
    Line.REAL_ESTATE_DEDUCTION: "71666.67",
    Line.ISP: "42335.33",
    Line.ISE: "26247.07",
    Line.BASE: "1",
    Line.ADDITIONS: "0",
    Line.SCALE: "1",
}


def test_a_paper_that_adds_up_raises_none(dossier: Dossier, operator: User) -> None:
    assert doubts_of(attest(dossier, operator, "26247.07", lines=LINES)) == []
    assert doubts_of(attest(dossier, operator, "26247.06", lines=LINES)) == [], "a cent is rounding"


@pytest.mark.parametrize(
    ("protocol", "doubt"),
    [
        ("INPS-ISEE-2026-1234567X-00", "non ha la forma solita"),
        ("12345", "non ha la forma solita"),
        ("INPS-ISEE-2025-12345678X-00", "Il protocollo è di una DSU 2025, il fascicolo è per la DSU 2026"),
    ],
)
def test_a_strange_protocol(dossier: Dossier, operator: User, protocol: str, doubt: str) -> None:
    (found,) = doubts_of(attest(dossier, operator, protocol=protocol))
    assert doubt in found


@pytest.mark.parametrize(
    ("fields", "doubt"),
    [
        ({"valid_to": date(2026, 6, 30)}, "vale fino al 31/12/2026"),
        ({"valid_to": date(2027, 1, 15)}, "vale fino al 31/12/2026"),
        ({"corrente": True, "valid_to": date(2026, 11, 1)}, "Un ISEE corrente vale sei mesi"),
        ({"corrente": True, "valid_to": date(2026, 9, 2)}, None),
        ({"corrente": True, "valid_to": date(2026, 12, 31)}, None),
    ],
)
def test_a_strange_validity(
    dossier: Dossier, operator: User, fields: dict[str, Any], doubt: str | None
) -> None:
    found = doubts_of(attest(dossier, operator, **fields))
    assert (doubt is None) == (found == [])
    assert doubt is None or doubt in found[0]


@pytest.mark.parametrize(
    ("line", "amount", "doubt"),
    [
        (Line.INCOMES, "17100", "L'ISR trascritto"),
        (Line.SAVINGS, "30003", "L'ISP trascritto"),
        (Line.ISE, "26247.17", "L'ISE trascritto"),
        (Line.ADDITIONS, "0.20", "La scala trascritta"),
    ],
)
def test_lines_that_do_not_add_up(
    dossier: Dossier, operator: User, line: AttestedLine.Line, amount: str, doubt: str
) -> None:
    found = doubts_of(attest(dossier, operator, "26247.07", lines=LINES | {line: amount}))
    assert doubt in found[0]
    assert found[0].endswith("rileggi il foglio.")


def test_an_isee_that_is_not_ise_by_scale(dossier: Dossier, operator: User) -> None:
    (found,) = doubts_of(attest(dossier, operator, "26274.07", lines=LINES))
    assert "L'ISEE trascritto non è l'ISE diviso per la scala" in found


def test_the_isee_for_family_benefits_began_in_2026(dossier: Dossier, operator: User) -> None:
    dossier.dsu_date = date(2025, 3, 4)
    paper = attest(
        dossier,
        operator,
        kind=Kind.FAMILY,
        protocol="INPS-ISEE-2025-12345678X-00",
        valid_to=date(2025, 12, 31),
        issued_on=date(2025, 3, 4),
    )
    assert doubts_of(paper) == [
        "L'ISEE per le prestazioni familiari c'è dal 2026: rileggi il foglio.",
    ]
