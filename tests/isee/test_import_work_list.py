"""A list is chosen, its columns are said, it is looked at, and only then kept: whole or not at all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from isee.forms.work_list import MOST_BYTES, pack
from isee.models import WorkLine, WorkList
from sportello.models import Citizen, LogEntry
from tests import make

TEXT = (
    "Codice Fiscale;Cognome;Nome;Importo\r\n"
    "NRELNE48E57H501T;Neri;Elena;45,30\r\n"
    "GLLSRA82P41H501A;Gallo;Sara;12,00\r\n"
)
TYPED = {"kind": "tari", "title": "Bonus TARI 2025", "received_on": "02/03/2026"}
COLUMNS = {"tax_code": "0", "surname": "1", "given_name": "2", "amount": "3"}


def upload(client: Client, content: bytes = TEXT.encode(), **typed: str) -> Any:
    file = SimpleUploadedFile("elenco.csv", content, "text/csv")
    return client.post(reverse("new_work_list"), {**TYPED, **typed, "file": file})


def keep(client: Client, content: bytes = TEXT.encode(), **typed: str) -> Any:
    data = {**TYPED, **COLUMNS, "packed": pack(content), "keep": "", **typed}
    return client.post(reverse("map_work_list"), data)


def test_before_it_is_kept_it_is_looked_at(operator_client: Client) -> None:
    html = upload(operator_client).content.decode()
    assert "2 righe, non ancora salvate" in html
    assert "Importa 2 righe" in html
    assert '<option value="0" selected>Codice Fiscale</option>' in html
    assert "Gallo Sara" in html
    assert not WorkList.objects.exists()


def test_it_is_kept_and_matched(operator_client: Client, elena: Citizen) -> None:
    response = keep(operator_client)
    work_list = WorkList.objects.get()
    assert response["Location"] == reverse("work_list", args=[work_list.pk])
    assert (work_list.title, work_list.received_on) == ("Bonus TARI 2025", date(2026, 3, 2))
    first, second = work_list.lines.all()
    assert (first.number, first.citizen, first.match, first.amount) == (2, elena, "certain", Decimal("45.30"))
    assert (second.number, second.citizen, second.match) == (3, None, "none")
    assert LogEntry.objects.get(kind="isee.list.imported").text == (
        "Importato l'elenco «Bonus TARI 2025»: 2 righe."
    )


def test_the_same_file_twice_is_told(operator_client: Client) -> None:
    keep(operator_client)
    response = upload(operator_client, title="Altro nome")
    assert response.status_code == 422
    assert "Questo file c&#x27;è già: è l&#x27;elenco «Bonus TARI 2025»" in response.content.decode()
    response = operator_client.post(
        reverse("map_work_list"), {**TYPED, **COLUMNS, "packed": pack(TEXT.encode()), "keep": ""}, follow=True
    )
    assert "Questo file c&#x27;è già" in response.content.decode()
    assert WorkList.objects.count() == 1


def test_lines_that_are_wrong_keep_nothing(operator_client: Client) -> None:
    bad = (TEXT + "ROSSI;Rossi;Mario;dieci\r\n").encode()
    html = upload(operator_client, bad).content.decode()
    assert "<strong>Riga 4</strong> «ROSSI» non è un codice fiscale: i caratteri sono 5." in html
    assert "<strong>Riga 4</strong> «dieci» non è un importo" in html
    response = keep(operator_client, bad)
    assert response.status_code == 422
    assert "niente è stato salvato" in response.content.decode()
    assert not WorkList.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a;b\n1;2".encode("utf-16"), "Il file è in UTF-16"),
        (b"a;b\n\x00\x01", "Non si capisce con quali lettere"),
        (b"", "Il file è vuoto"),
        (b"a;b\n", "mancano le righe da lavorare"),
        (b"a" * (MOST_BYTES + 1), "Il file è troppo grande"),
    ],
)
def test_a_file_that_is_no_list(content: bytes, sentence: str, operator_client: Client) -> None:
    response = upload(operator_client, content)
    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in html
    assert 'value="Bonus TARI 2025"' in html  # nothing typed is lost


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Scrivi un titolo."),
        ({"kind": ""}, "Scegli che elenco è."),
        ({"received_on": "05/03/2026"}, "deve ancora venire"),
    ],
)
def test_what_is_missing_beside_the_file(
    typed: dict[str, Any], sentence: str, operator_client: Client
) -> None:
    response = upload(operator_client, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"tax_code": "", "surname": ""}, "Scegli la colonna del codice fiscale"),
        ({"amount": "1"}, "Una colonna è scelta due volte"),
    ],
)
def test_columns_that_say_nothing(typed: dict[str, Any], sentence: str, operator_client: Client) -> None:
    response = keep(operator_client, **typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not WorkList.objects.exists()


def test_columns_without_names_are_asked_for(operator_client: Client) -> None:
    html = upload(operator_client, b"x;y;z\nNRELNE48E57H501T;Neri;Elena\n").content.decode()
    assert "Scegli la colonna del codice fiscale" in html
    assert '<option value="0">x</option>' in html


@pytest.mark.parametrize("packed", ["", "no", pack(b"PK\x03\x04"), pack(b"a" * 100)])
def test_a_file_that_did_not_come_back(packed: str, operator_client: Client) -> None:
    data = {**TYPED, **COLUMNS, "packed": packed, "keep": ""}
    response = operator_client.post(reverse("map_work_list"), data, follow=True)
    assert "Niente è stato salvato." in response.content.decode()
    assert not WorkList.objects.exists()


def test_a_small_parcel_cannot_become_an_enormous_file(operator_client: Client) -> None:
    data = {**TYPED, **COLUMNS, "packed": pack(b"a;b\n" * (MOST_BYTES // 3)), "keep": ""}
    response = operator_client.post(reverse("map_work_list"), data, follow=True)
    assert "Niente è stato salvato." in response.content.decode()


def test_doubtful_people_wait_for_somebody_to_say(operator_client: Client, elena: Citizen) -> None:
    make.citizen("Gallo", "Sara", birth_date=date(1982, 9, 1))
    text = TEXT.replace("Neri;Elena", "Nieri;Elena")
    keep(operator_client, text.encode())
    assert [(str(line.citizen), line.match) for line in WorkLine.objects.order_by("number")] == [
        ("Neri Elena", "doubtful"),  # the code is hers, the name another
        ("Gallo Sara", "doubtful"),  # the name is hers, no code is known
    ]
