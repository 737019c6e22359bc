"""PDF through typst: accessible, in Italian, and never a page whose data are taken for markup."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sportello import documents
from sportello.models import Office, User
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("template")]

TEMPLATE = """#import "base.typ": code, data, facts, notice, sheet, table-head
#show: sheet.with("Prova di stampa")
#facts(data.facts)
#notice[Una frase.]
#code("RSSMRA80A41H501Z")
#table(columns: 2, table.header(..table-head("Voce", "Euro")), [Reddito], [1])
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.typ").write_text((documents.TEMPLATES / "base.typ").read_text())
    (tmp_path / "receipt.typ").write_text((documents.TEMPLATES / "receipt.typ").read_text())
    (tmp_path / "prova.typ").write_text(TEMPLATE)
    (tmp_path / "sbagliato.typ").write_text("#non_esiste")
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path)


def printed(value: Any) -> PdfReader:
    return PdfReader(BytesIO(documents.render("prova", {"facts": [["Valore", value]]})))


def text_of(value: Any) -> str:
    return "\n".join(page.extract_text() for page in printed(value).pages)


def test_it_is_tagged_titled_and_in_italian() -> None:
    pdf = printed("x")
    root: Any = pdf.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("it")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Prova di stampa"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_letters_are_the_screens_and_travel_with_it() -> None:
    resources: Any = printed("x").pages[0]["/Resources"]
    fonts = resources["/Font"]
    names = " ".join(font.get_object()["/BaseFont"] for font in fonts.values())
    assert "TitilliumWeb" in names.replace("-", "")
    assert "RobotoMono" in names.replace("-", "")
    assert all("/DescendantFonts" in font.get_object() for font in fonts.values())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 3, 4), "04/03/2026"),
        (datetime(2026, 3, 4, 9, 15, tzinfo=UTC), "04/03/2026 10:15"),
        (Decimal("8912.40"), "8.912,40"),
        (Decimal("-1234567.5"), "-1.234.567,5"),
        (Decimal("2.04"), "2,04"),
        (Decimal("1E+3"), "1.000"),
        ("Perché no?", "Perché no?"),
        ("Ștefan Łukasz Nguyễn", "Ștefan Łukasz Nguyễn"),
        ("Иван Λάμπρος", "Иван Λάμπρος"),
    ],
)
def test_values_are_written_as_in_italy(value: Any, shown: str) -> None:
    assert shown in text_of(value)


@pytest.mark.parametrize(
    "value",
    [
        "#strong[x] *y* _z_",
        '#read("/etc/passwd")',
        "$a^2$ @b <c> \\ d",
        '"]] #panic("no")',
        "= Titolo\n- voce",
    ],
)
def test_nothing_of_the_data_is_markup(value: str) -> None:
    assert value.split("\n")[0] in text_of(value)


@pytest.mark.parametrize("value", ["王伟", "😀 contenta"])
def test_a_letter_that_no_typeface_has_still_gives_a_document(value: str) -> None:
    assert "Prova di stampa" in text_of(value)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x"])
def test_what_cannot_be_written_is_an_error(value: Any) -> None:
    with pytest.raises(TypeError, match="cannot show"):
        printed(value)


def test_a_wrong_template_is_an_error() -> None:
    with pytest.raises(typst.TypstError):
        documents.render("sbagliato", {})


def test_the_comune_stands_above() -> None:
    Office.objects.create(name="Comune di #Prova", address="Piazza 1", phone="0541 1")
    text = text_of("x")
    assert "Comune di #Prova" in text
    assert "Piazza 1 · tel. 0541 1" in text
    assert "DATI DI PROVA" not in text


def test_invented_data_are_said_on_every_page() -> None:
    Office.objects.create(name="Comune di Prova", demo_loaded_on=date(2026, 3, 4))
    pages = PdfReader(
        BytesIO(documents.render("prova", {"facts": [["Riga", str(n)] for n in range(60)]}))
    ).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "DATI DI PROVA" in text
        assert f"Pagina {number} di {len(pages)}" in text


def test_the_answer_is_shown_and_not_stored() -> None:
    response = documents.pdf_response(b"%PDF-", "prova.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="prova.pdf"'
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_for_pages_does_not_bind_the_browsers_viewer(
    operator_client: Client, operator: User
) -> None:
    visit = make.visit(operator=operator)
    assert "Content-Security-Policy" in operator_client.get(reverse("help")).headers
    assert (
        "Content-Security-Policy"
        not in operator_client.get(reverse("visit_receipt", args=[visit.pk])).headers
    )
