"""Changing the data of a person."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sportello.models import Citizen, LogEntry
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")

ELENA = {
    "surname": "Neri",
    "given_name": "Elena",
    "birth_date": "17/05/1948",
    "sex": "F",
    "address": "Via Garibaldi 12",
    "town": "Poggioverde",
}


@pytest.fixture
def url(elena: Citizen) -> str:
    return f"/cittadini/{elena.pk}/modifica/"


def test_it_works(operator_client: Client, elena: Citizen, url: str) -> None:
    response = operator_client.post(url, {**ELENA, "address": "Via Dante 4", "phone": "0541 123456"})
    elena.refresh_from_db()
    assert response["Location"] == f"/cittadini/{elena.pk}/"
    assert (elena.address, elena.phone_key) == ("Via Dante 4", "0541123456")
    line = LogEntry.objects.get()
    assert (line.kind, line.citizen) == ("sportello.citizen.changed", elena)
    assert line.text == "Modificati i dati di una persona: indirizzo, telefono."


def test_the_page_shows_what_is_known(operator_client: Client, url: str) -> None:
    page = operator_client.get(url).content.decode()
    for value in ("Neri", "Elena", "17/05/1948", "Via Garibaldi 12"):
        assert f'value="{value}"' in page


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client, url: str) -> None:
    assert supervisor_client.get(url).status_code == 403
    assert administrator_client.post(url, ELENA).status_code == 403


def test_somebody_who_is_not_there_is_not_found(operator_client: Client, elena: Citizen) -> None:
    assert operator_client.get(f"/cittadini/{elena.pk + 1}/modifica/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("surname", "", "Scrivi il cognome."),
        ("surname", "N" * 200, "Al massimo 80 caratteri: qui ce ne sono 200."),
        ("birth_date", "17/05/1890", "Sono più di 125 anni fa"),
        ("birth_date", "05/03/2026", "La data di nascita deve ancora venire"),
    ],
)
def test_what_is_malformed_is_said_and_nothing_is_stored(
    operator_client: Client, elena: Citizen, url: str, field: str, typed: str, sentence: str
) -> None:
    response = operator_client.post(url, {**ELENA, "address": "Via Dante 4", field: typed})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'value="Via Dante 4"' in page
    assert typed in page
    elena.refresh_from_db()
    assert (elena.surname, elena.address) == ("Neri", "Via Garibaldi 12")
    assert not LogEntry.objects.exists()


def test_nothing_changed_writes_nothing(operator_client: Client, url: str) -> None:
    assert operator_client.post(url, ELENA).status_code == 302
    assert not LogEntry.objects.exists()


def test_a_new_name_is_found_under_its_new_key(operator_client: Client, elena: Citizen, url: str) -> None:
    seen = operator_client.post(url, {**ELENA, "surname": "D'Alò"}).context["doubts"]
    operator_client.post(url, {**ELENA, "surname": "D'Alò", "seen": seen})
    elena.refresh_from_db()
    assert elena.name_key == "D ALO ELENA"


def test_what_does_not_match_the_code_is_asked_once(
    operator_client: Client, elena: Citizen, url: str
) -> None:
    typed: dict[str, Any] = {**ELENA, "birth_date": "18/05/1948"}
    first = operator_client.post(url, typed)
    assert first.status_code == 422
    assert "la data scritta è 18/05/1948." in first.content.decode()
    assert "Salva lo stesso" in first.content.decode()
    operator_client.post(url, {**typed, "seen": first.context["doubts"]})
    elena.refresh_from_db()
    assert elena.birth_date == date(1948, 5, 18)


def test_what_was_known_not_to_match_is_not_asked_again(operator_client: Client) -> None:
    citizen = make.citizen("Verdi", "Elena", "NRELNE48E57H501T")
    url = f"/cittadini/{citizen.pk}/modifica/"
    page = operator_client.get(url)
    assert "dal cognome ci si aspetta VRD" in page.content.decode()
    typed = {"surname": "Verdi", "given_name": "Elena", "birth_date": "17/05/1948", "phone": "0541 1"}
    assert operator_client.post(url, {**typed, "seen": page.context["doubts"]}).status_code == 302


def test_nobody_is_born_after_the_own_death(operator_client: Client) -> None:
    citizen = make.citizen("Gallo", "Antonio", birth_date=None, deceased_on=date(2020, 1, 1))
    response = operator_client.post(
        f"/cittadini/{citizen.pk}/modifica/",
        {"surname": "Gallo", "given_name": "Antonio", "birth_date": "02/01/2020"},
    )
    assert response.status_code == 422
    assert "La nascita viene dopo il decesso, registrato il 01/01/2020." in response.content.decode()
