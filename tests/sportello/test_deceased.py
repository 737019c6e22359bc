"""Deceased is a state: recorded, shown, taken back."""

from datetime import date

import pytest
from django.test import Client

from sportello.models import Citizen, LogEntry

pytestmark = pytest.mark.usefixtures("at_ten")

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(elena: Citizen) -> str:
    return f"/cittadini/{elena.pk}/decesso/"


def test_it_works(operator_client: Client, elena: Citizen, url: str) -> None:
    response = operator_client.post(url, {"deceased_on": "02/03/2026"})
    elena.refresh_from_db()
    assert response["Location"] == f"/cittadini/{elena.pk}/"
    assert elena.deceased_on == date(2026, 3, 2)
    line = LogEntry.objects.get()
    assert (line.kind, line.citizen, line.text) == (
        "sportello.citizen.deceased",
        elena,
        "Registrato il decesso.",
    )


def test_in_a_dialog_it_works_too(operator_client: Client, elena: Citizen, url: str) -> None:
    dialog = operator_client.get(url, headers=HTMX).content.decode()
    assert '<h2 id="dialog-title">Registra il decesso</h2>' in dialog
    response = operator_client.post(url, {"deceased_on": "02/03/2026"}, headers=HTMX)
    assert response["HX-Redirect"] == f"/cittadini/{elena.pk}/"


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client, url: str) -> None:
    for path in (url, f"{url}annulla/"):
        assert supervisor_client.post(path).status_code == 403
        assert administrator_client.post(path).status_code == 403


def test_somebody_who_is_not_there_is_not_found(operator_client: Client, elena: Citizen) -> None:
    assert operator_client.get(f"/cittadini/{elena.pk + 1}/decesso/").status_code == 404
    assert operator_client.post(f"/cittadini/{elena.pk + 1}/decesso/annulla/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Scrivi la data del decesso."),
        ("05/03/2026", "La data deve ancora venire"),
        ("16/05/1948", "Viene prima della nascita, il 17/05/1948"),
        ("30/02/2026", "Questo giorno non esiste"),
    ],
)
def test_what_is_malformed_is_said_and_nothing_is_stored(
    operator_client: Client, elena: Citizen, url: str, typed: str, sentence: str
) -> None:
    response = operator_client.post(url, {"deceased_on": typed})
    elena.refresh_from_db()
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert elena.deceased_on is None


def test_the_page_says_it_clearly(operator_client: Client, elena: Citizen) -> None:
    elena.deceased_on = date(2026, 3, 2)
    elena.save()
    page = operator_client.get(f"/cittadini/{elena.pk}/").content.decode()
    assert "Persona deceduta il 02/03/2026" in page
    assert "anni</small>" not in page
    assert "Nuova delega" not in page


def test_a_mistake_is_taken_back(operator_client: Client, elena: Citizen, url: str) -> None:
    elena.deceased_on = date(2026, 3, 2)
    elena.save()
    operator_client.post(f"{url}annulla/")
    elena.refresh_from_db()
    assert elena.deceased_on is None
    assert LogEntry.objects.get().text == "Annullata la registrazione del decesso."


def test_there_is_nothing_to_take_back_of_the_living(operator_client: Client, url: str) -> None:
    assert operator_client.post(f"{url}annulla/").status_code == 404
    assert operator_client.get(f"{url}annulla/").status_code == 405
