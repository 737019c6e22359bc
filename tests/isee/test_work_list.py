"""A list is worked to its end, line by line, and taken out."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import WorkLine, WorkList
from isee.procedures.list_reading import Line
from sportello.models import Citizen, LogEntry, User
from tests import make
from tests.isee import apply

CODE = "NRELNE48E57H501T"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def work_list(elena: Citizen, operator: User) -> WorkList:
    """Elena, for sure; a namesake of hers, perhaps; nobody known."""
    return apply.work_list(
        operator,
        Line(2, CODE, "Neri", "Elena", reference="INPS-ISEE-2026-00000001A-00"),
        Line(3, "", "Neri", "Elena", reference="INPS-ISEE-2026-00000002B-00"),
        Line(4, "", "Zito", "Ugo"),
        kind="dedicata",
    )


def line(number: int) -> WorkLine:
    return WorkLine.objects.get(number=number)


def move(client: Client, number: int, state: str, reason: str = "", **headers: str) -> Any:
    row = line(number)
    url = reverse("work_line", args=[row.work_list_id, row.pk])
    return client.post(url, {"state": state, "reason": reason}, headers=headers, follow=not headers)


def test_a_line_is_checked_then_done(operator_client: Client, work_list: WorkList) -> None:
    html = move(operator_client, 2, "checked", **{**HTMX, "HX-Target": f"line-{line(2).pk}"}).content.decode()
    assert html.lstrip().startswith("<tr")
    assert "Fatta" in html
    move(operator_client, 2, "done")
    assert (line(2).state, line(2).changed_by is not None) == ("done", True)
    assert LogEntry.objects.filter(kind="isee.list.line").count() == 2


def test_what_was_not_checked_is_not_done(operator_client: Client, work_list: WorkList) -> None:
    assert "Prima si controlla la riga" in move(operator_client, 2, "done").content.decode()
    assert line(2).state == "to_do"


@pytest.mark.parametrize("number", [3, 4])
def test_who_it_is_comes_first(number: int, operator_client: Client, work_list: WorkList) -> None:
    assert "Prima conferma chi è la persona" in move(operator_client, number, "checked").content.decode()
    assert line(number).state == "to_do"


def test_a_line_is_discarded_with_its_reason(operator_client: Client, work_list: WorkList) -> None:
    url = reverse("work_line", args=[work_list.pk, line(4).pk])
    assert "Scarta la riga 4" in operator_client.get(url).content.decode()
    response = operator_client.post(url, {"state": "discarded", "reason": " "})
    assert response.status_code == 422
    assert "Scrivi perché scarti la riga." in response.content.decode()
    move(operator_client, 4, "discarded", "Non è residente")
    assert (line(4).state, line(4).reason) == ("discarded", "Non è residente")
    move(operator_client, 4, "to_do")
    assert (line(4).state, line(4).reason) == ("to_do", "")


def test_the_person_is_confirmed(operator_client: Client, elena: Citizen, work_list: WorkList) -> None:
    url = reverse("confirm_person", args=[work_list.pk, line(3).pk])
    assert "Neri Elena, 17/05/1948" in operator_client.get(url).content.decode()
    operator_client.post(url, {"person": elena.pk})
    assert (line(3).citizen, line(3).match) == (elena, "confirmed")
    move(operator_client, 3, "checked")
    assert line(3).state == "checked"


def test_or_it_is_nobody(operator_client: Client, work_list: WorkList) -> None:
    url = reverse("confirm_person", args=[work_list.pk, line(3).pk])
    operator_client.post(url, {"person": "nobody"})
    assert (line(3).citizen, line(3).match) == (None, "none")


@pytest.mark.parametrize("person", ["", "0", "x"])
def test_somebody_who_was_not_offered(person: str, operator_client: Client, work_list: WorkList) -> None:
    url = reverse("confirm_person", args=[work_list.pk, line(3).pk])
    response = operator_client.post(url, {"person": person})
    assert response.status_code == 422
    assert "Scegli" in response.content.decode()
    assert line(3).match == "doubtful"


def test_a_line_that_is_worked_keeps_its_person(
    operator_client: Client, elena: Citizen, work_list: WorkList
) -> None:
    move(operator_client, 4, "discarded", "Non è residente")
    url = reverse("confirm_person", args=[work_list.pk, line(4).pk])
    response = operator_client.post(url, {"person": "nobody"}, follow=True)
    assert "La riga è già lavorata" in response.content.decode()


def test_the_list_is_narrowed(operator_client: Client, work_list: WorkList) -> None:
    url = reverse("work_list", args=[work_list.pk])
    html = operator_client.get(url).content.decode()
    assert "3 da fare" in html
    html = operator_client.get(url, {"persona": "none"}).content.decode()
    assert "Zito Ugo" in html
    assert "riga 2" not in html
    assert "Nessuna riga con questi filtri" in operator_client.get(url, {"stato": "done"}).content.decode()


def test_how_far_each_list_is(operator_client: Client, work_list: WorkList) -> None:
    move(operator_client, 4, "discarded", "Non è residente")
    assert "1 di 3" in operator_client.get(reverse("work_lists")).content.decode()


def test_everything_is_taken_out(operator_client: Client, work_list: WorkList) -> None:
    move(operator_client, 4, "discarded", "=Non è residente")
    response = operator_client.post(reverse("export_work_list", args=[work_list.pk]))
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["riga", "codice_fiscale", "cognome", "nome"]
    assert rows[1][:4] == ["2", CODE, "Neri", "Elena"]
    assert rows[3][-2:] == ["scartata", "'=Non è residente"]  # never a formula
    assert LogEntry.objects.filter(kind="isee.list.exported").count() == 1


def test_what_is_published_has_the_protocol_alone(operator_client: Client, work_list: WorkList) -> None:
    move(operator_client, 2, "checked")
    move(operator_client, 2, "done")
    response = operator_client.post(reverse("export_work_list", args=[work_list.pk]), {"public": ""})
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["riferimento", "esito"], ["INPS-ISEE-2026-00000001A-00", "confermato"]]


def test_a_line_of_another_list_is_not_here(
    operator_client: Client, operator: User, work_list: WorkList
) -> None:
    other = apply.work_list(operator, Line(2, "", "Zito", "Ugo"), content=b"y")
    url = reverse("work_line", args=[other.pk, line(4).pk])
    assert operator_client.get(url).status_code == 404


# Who a line may be


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"tax_code": CODE}, "certain"),
        ({"tax_code": CODE, "surname": "neri", "given_name": "ELENA"}, "certain"),
        ({"tax_code": CODE, "surname": "Verdi", "given_name": "Elena"}, "doubtful"),
        ({"tax_code": "NRELNE48E57H50MH", "surname": "Neri", "given_name": "Elena"}, "doubtful"),
        ({"surname": "Neri", "given_name": "Elena"}, "doubtful"),
        ({"surname": "Neri", "given_name": "Elena", "birth_date": date(1948, 5, 17)}, "doubtful"),
        ({"surname": "Neri", "given_name": "Elena", "birth_date": date(1950, 1, 1)}, "none"),
        ({"surname": "Neri", "given_name": "Bruna"}, "none"),
    ],
)
def test_how_sure_a_match_is(given: dict[str, Any], match: str, elena: Citizen, operator: User) -> None:
    apply.work_list(operator, Line(2, **given))
    assert line(2).match == match
    assert (line(2).citizen == elena) == (match != "none")


def test_of_two_namesakes_one_is_proposed(elena: Citizen, operator: User) -> None:
    make.citizen("Neri", "Elena", birth_date=date(1950, 1, 1))
    apply.work_list(operator, Line(2, "", "Neri", "Elena"))
    assert (line(2).citizen, line(2).match) == (elena, "doubtful")
