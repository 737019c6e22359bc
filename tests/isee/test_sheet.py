"""The sheet for the citizen: one page whatever the household, in large type, accessible."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from isee.dossier.households import simulate
from isee.models import Dossier
from isee.simulation.sheet import simulation_sheet
from sportello.models import Office, Service, User
from tests import make
from tests.isee.make import (
    WORDS,
    account,
    attest,
    begin_dossier,
    declarant,
    income,
    member,
    settle_all,
    whole,
)

ON = date(2026, 3, 4)
LONG = "Wolfeschlegelsteinhausenbergerdorff " * 4


def sheet(dossier: Dossier) -> PdfReader:
    fresh = whole(dossier)
    outcome = simulate(fresh).outcome
    assert outcome is not None
    return PdfReader(BytesIO(simulation_sheet(fresh, outcome, printed_on=ON)))


def text_of(dossier: Dossier) -> str:
    return " ".join(" ".join(page.extract_text() for page in sheet(dossier).pages).split())


def household(dossier: Dossier, count: int, surname: str = "Neri") -> Dossier:
    """As many persons, each with an account of which no paper was brought."""
    Dossier.objects.update(dwelling="other")
    income(declarant(dossier), "12000")
    account(declarant(dossier))
    for word in WORDS[: count - 1]:
        account(member(dossier, surname=surname, given_name=word))
    return dossier


@pytest.mark.parametrize("count", [1, 2, 5, 12])
@pytest.mark.parametrize("surname", ["Neri", LONG[:80].strip()])
def test_it_is_one_page_whatever_the_household(dossier: Dossier, count: int, surname: str) -> None:
    household(dossier, count, surname)
    Office.objects.create(name="Comune di " + LONG[:100], address=LONG[:140], phone="0541 000000")
    Service.objects.update(whom_to_call=LONG[:120])
    assert len(sheet(dossier).pages) == 1


def test_who_has_the_longest_name_has_one_page_too(operator: User) -> None:
    dossier = begin_dossier(make.citizen("#let " + "A" * 75, "*B* " + "C" * 76), operator)
    household(dossier, 12, "D" * 80)
    assert len(sheet(dossier).pages) == 1
    assert "#let" in text_of(dossier)


def test_few_are_named_and_many_are_counted(dossier: Dossier) -> None:
    household(dossier, 2)
    assert "Nucleo Neri Elena, Neri Neri" in text_of(dossier)
    household(dossier, 12, "Della Rovere Montefeltro")
    assert "persone Calcolato" in text_of(dossier)


def test_it_is_accessible_and_its_letters_are_large(dossier: Dossier) -> None:
    pdf = sheet(household(dossier, 12))
    root: Any = pdf.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("it")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    sizes: set[float] = set()
    pdf.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            sizes.add(round(size * abs(tm[3] * cm[3]), 1)) if text.strip() else None
        )
    )
    assert min(sizes) >= 14


def test_it_says_what_is_missing_and_what_to_do_by_when(dossier: Dossier) -> None:
    text = text_of(household(dossier, 1))
    assert "Che cosa manca" in text
    assert "Porti i documenti che mancano, poi presenti la DSU. Entro il 31/12/2026" in text
    assert "Chi chiamare: " in text
    assert "G. Bianchi" in text


def test_what_is_not_named_is_counted(dossier: Dossier) -> None:
    text = text_of(household(dossier, 12))
    assert "documenti: chieda l'elenco allo sportello" in text


def test_with_all_papers_the_dsu_is_next(dossier: Dossier) -> None:
    settle_all(household(dossier, 1))
    text = text_of(dossier)
    assert "Che cosa manca" not in text
    assert "Presenti la DSU. Entro il 31/12/2026" in text


def test_once_presented_the_attestation_is_waited_for(dossier: Dossier) -> None:
    household(dossier, 1)
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    assert "La DSU è presentata: aspetti l'attestazione di INPS." in text_of(dossier)


def test_once_attested_the_attestation_is_what_counts(dossier: Dossier, operator: User) -> None:
    household(dossier, 1)
    attest(dossier, operator, "15912.00")
    assert "INPS ha già attestato l'ISEE: usi quello. Vale fino al 31/12/2026." in text_of(dossier)


def test_invented_data_are_told(dossier: Dossier) -> None:
    Office.objects.create(name="Comune", demo_loaded_on=ON)
    assert "DATI DI PROVA" in text_of(household(dossier, 1))
