"""The foglio DSU on the screen and on paper."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import cast

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from isee.foglio import Need, foglio_of
from isee.models import Dossier, Transmission
from sportello.models import LogEntry, Office, User
from tests import make
from tests.isee.make import account, begin_dossier, declarant, income, member, whole


def page(client: Client, dossier: Dossier) -> str:
    return unescape(client.get(reverse("dsu_sheet", args=[dossier.pk])).content.decode())


def printed(client: Client, dossier: Dossier) -> PdfReader:
    response = client.post(reverse("print_dsu_sheet", args=[dossier.pk]))
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(response.content))


def text_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(one.extract_text() for one in pdf.pages).split())


@pytest.fixture
def pensioner(dossier: Dossier) -> Dossier:
    """A pension and an account with cents, in nobody's home."""
    Dossier.objects.update(dwelling="other", home_town="Poggioverde")
    income(declarant(dossier), "12000")
    account(declarant(dossier), "30000.60", "25000")
    return dossier


def test_every_field_stands_on_the_page_in_the_order_of_the_form(
    operator_client: Client, pensioner: Dossier
) -> None:
    html = page(operator_client, pensioner)
    wanted = [
        field.label
        for module in foglio_of(whole(pensioner)).modules
        for sheet in module.sheets
        for panel in sheet.panels
        for group in panel.groups
        for field in group.fields
    ]
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r"<dt>(.*?)</dt>", main) == wanted


def test_each_value_has_its_copy_button_and_what_is_empty_has_none(
    operator_client: Client, pensioner: Dossier
) -> None:
    html = page(operator_client, pensioner)
    fields = [
        field
        for module in foglio_of(whole(pensioner)).modules
        for sheet in module.sheets
        for panel in sheet.panels
        for group in panel.groups
        for field in group.fields
    ]
    assert re.findall(r'data-copy="(.*?)"', html) == [field.value for field in fields if field.value]
    assert 'data-copy="30001" data-copied="«Saldo al 31/12/2024» copiato"' in html
    assert "30.001 €" in html
    assert "esatto 30.000,60 €" in html
    assert "non compilato" in html


def test_each_module_says_whether_it_is_needed_and_why(operator_client: Client, pensioner: Dossier) -> None:
    html = page(operator_client, pensioner)
    for module in foglio_of(whole(pensioner)).modules:
        assert module.why in html
        assert (f'href="#{module.anchor}"' in html) == (module.need is not Need.NO)
    assert "DSU mini" in html


def test_what_is_missing_is_told_before_sending(operator_client: Client, dossier: Dossier) -> None:
    html = page(operator_client, dossier)
    assert "Prima di trasmettere manca" in html
    assert "Manca l'abitazione" in html


@pytest.mark.parametrize("state", ["presented", "attested", "closed", "abandoned"])
def test_once_presented_it_can_still_be_read_and_printed(
    state: str, operator_client: Client, pensioner: Dossier
) -> None:
    Dossier.objects.update(state=state, dsu_protocol="INPS-ISEE-2026-00000001A-00")
    Transmission.objects.create(dossier=pensioner, by="caf", caf="CAF Uno", sent_on=date(2026, 3, 4))
    html = page(operator_client, pensioner)
    assert "DSU presentata il 04/03/2026, protocollo INPS-ISEE-2026-00000001A-00" in html
    assert "Trasmessa da: CAF Uno" in html
    assert "Prima di trasmettere manca" not in html
    assert "Protocollo INPS-ISEE-2026-00000001A-00" in text_of(printed(operator_client, pensioner))
    pensioner.refresh_from_db()
    assert pensioner.state == state


def test_no_personal_data_in_any_address_of_the_page(operator_client: Client, pensioner: Dossier) -> None:
    html = page(operator_client, pensioner)
    main = html[html.index("<main") : html.index("</main>")]
    addresses = re.findall(r'(?:href|action|hx-\w+)="(.*?)"', main)
    assert addresses
    for address in addresses:
        assert not re.search(r"neri|elena|NRELNE", address, re.IGNORECASE), address


# On paper


def test_the_pdf_has_the_same_fields_the_modules_and_the_page_numbers(
    operator_client: Client, pensioner: Dossier
) -> None:
    pdf = printed(operator_client, pensioner)
    text = text_of(pdf)
    for told in (
        "Foglio per la DSU 2026",
        "DSU mini",
        "MB.1rid non serve",
        "Quadro A · Nucleo familiare",
        "FC2 · Patrimonio mobiliare, sezione I: depositi e conti",
        "Saldo al 31/12/2024 30.001 € esatto 30.000,60 €",
        "FC6 · Autoveicoli e altri beni durevoli nessuno",
        "Cittadinanza non compilato",
        f"Pagina 1 di {len(pdf.pages)}",
    ):
        assert told in text, told
    order = [
        text.index(f"{code} ·") for code in ("MB.1", "FC.1", "FC1", "FC2", "FC3", "FC4", "FC5", "FC6", "FC.3")
    ]
    assert order == sorted(order)


def test_the_pdf_is_tagged_and_titled(operator_client: Client, pensioner: Dossier) -> None:
    pdf = printed(operator_client, pensioner)
    root = cast(DictionaryObject, pdf.trailer["/Root"])
    assert cast(DictionaryObject, root["/MarkInfo"])["/Marked"]
    assert b"pdfuaid" in cast(StreamObject, root["/Metadata"]).get_data()
    assert pdf.metadata
    assert pdf.metadata.title == "Foglio per la DSU 2026"


def test_each_person_begins_at_the_top_of_a_page(operator_client: Client, pensioner: Dossier) -> None:
    member(pensioner, "Neri", "Ugo")
    pages = [" ".join(one.extract_text().split()) for one in printed(operator_client, pensioner).pages]
    starts = [text[:40] for text in pages if "FC.1 · " in text]
    assert [start.startswith("FC.1 · ") for start in starts] == [True, True]


def test_invented_data_have_their_band_on_every_page(operator_client: Client, pensioner: Dossier) -> None:
    Office.objects.update_or_create(
        pk=1, defaults={"name": "Poggioverde", "demo_loaded_on": date(2026, 3, 4)}
    )
    pdf = printed(operator_client, pensioner)
    assert all("DATI DI PROVA" in one.extract_text() for one in pdf.pages)


def test_printing_is_noted_and_the_file_has_no_name_in_it(
    operator_client: Client, pensioner: Dossier
) -> None:
    response = operator_client.post(reverse("print_dsu_sheet", args=[pensioner.pk]))
    assert response.headers["Content-Disposition"] == 'inline; filename="foglio-dsu-2026-pratica-1.pdf"'
    line = LogEntry.objects.get(kind="isee.dsu_sheet.printed")
    assert line.text == "Fascicolo ISEE 2026, pratica 1/2026: stampato il foglio DSU."
    pensioner.refresh_from_db()
    assert pensioner.state == Dossier.State.OPEN, "printing moves the work nowhere"


def test_it_is_printed_by_operators_with_a_post(
    operator_client: Client, supervisor_client: Client, dossier: Dossier
) -> None:
    url = reverse("print_dsu_sheet", args=[dossier.pk])
    assert supervisor_client.post(url).status_code == 403
    assert operator_client.get(url).status_code == 405
    assert supervisor_client.get(reverse("dsu_sheet", args=[dossier.pk])).status_code == 403


def test_names_with_signs_of_markup_are_printed_as_they_are(operator_client: Client, operator: User) -> None:
    citizen = make.citizen("#let " + "A" * 70, "*B* <b>" + "C" * 70)
    made = begin_dossier(citizen, operator)
    assert "<b>CCC" not in operator_client.get(reverse("dsu_sheet", args=[made.pk])).content.decode()
    text = text_of(printed(operator_client, made))
    assert "#let" in text
    assert "*B*" in text


def test_what_is_not_there(operator_client: Client) -> None:
    assert operator_client.get(reverse("dsu_sheet", args=[0])).status_code == 404
    assert operator_client.post(reverse("print_dsu_sheet", args=[0])).status_code == 404
