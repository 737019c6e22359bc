"""When the office is open, and the page of its data."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello import office
from sportello.models import Closure, LogEntry, Office, OpeningHours

URL = reverse("settings")

MORNING, AFTERNOON = (time(8, 30), time(12, 30)), (time(15), time(17, 30))
POGGIOVERDE = office.Calendar(
    hours={0: [MORNING], 1: [AFTERNOON, MORNING], 2: [MORNING], 3: [MORNING], 4: [MORNING]},
    closures={date(2026, 3, 6): "assemblea", date(2026, 12, 25): "festa", date(2026, 3, 7): "trasloco"},
    patron_day=(10, 8),
    patron_saint="San Lorenzo",
)
FULL = {
    "name": "Comune di Prova",
    "address": "",
    "phone": "",
    "patron_saint": "",
    "patron_day": "",
    "patron_month": "",
}

# The rule


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 3, 2), ""),  # Monday
        (date(2026, 3, 3), ""),
        (date(2026, 3, 7), "trasloco"),
        (date(2026, 3, 8), "giorno di chiusura"),  # Sunday
        (date(2026, 3, 6), "assemblea"),
        (date(2026, 4, 5), "Pasqua"),
        (date(2026, 4, 6), "Lunedì dell'Angelo"),
        (date(2025, 4, 21), "Lunedì dell'Angelo"),
        (date(2027, 3, 29), "Lunedì dell'Angelo"),
        (date(2026, 6, 2), "Festa della Repubblica"),
        (date(2026, 12, 8), "Immacolata Concezione"),
        (date(2026, 12, 25), "festa"),  # its own closure is said first
        (date(2026, 8, 10), "festa del patrono San Lorenzo"),
        (date(2027, 8, 10), "festa del patrono San Lorenzo"),
        (date(2026, 8, 11), ""),
        (date(2028, 2, 29), ""),
    ],
)
def test_why_it_is_closed(day: date, reason: str) -> None:
    assert POGGIOVERDE.closed_because(day) == reason
    assert POGGIOVERDE.is_open(day) is not bool(reason)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 2), [MORNING]),
        (date(2026, 3, 3), [MORNING, AFTERNOON]),
        (date(2026, 3, 8), []),
        (date(2026, 3, 6), []),
        (date(2026, 4, 6), []),
        (date(2026, 8, 10), []),
    ],
)
def test_the_hours_of_a_day(day: date, hours: list[office.Stretch]) -> None:
    assert POGGIOVERDE.opening_hours(day) == hours


def test_without_hours_it_never_opens() -> None:
    assert not office.Calendar(hours={}).is_open(date(2026, 3, 2))


@pytest.mark.parametrize(("year", "feast"), [(2025, False), (2026, True)])
def test_saint_francis_is_a_feast_again_since_2026(year: int, feast: bool) -> None:
    # L. 151/2025
    assert bool(office.national_holiday(date(year, 10, 4))) is feast


def test_the_coming_feasts_are_those_that_close_a_day_of_opening() -> None:
    coming = office.coming_holidays(POGGIOVERDE, date(2026, 12, 1), days=31)
    assert coming == [
        (date(2026, 12, 8), "Immacolata Concezione")
    ]  # the 25th is closed already, the 26th a Saturday


@pytest.mark.django_db
def test_the_rule_reads_what_the_administrator_keeps() -> None:
    Office.objects.create(name="Comune", patron_saint="San Rocco", patron_day=16, patron_month=3)
    OpeningHours.objects.create(weekday=0, opens=time(8, 30), closes=time(12, 30))
    Closure.objects.create(day=date(2026, 3, 9), reason="lavori")
    assert office.is_open(date(2026, 3, 2))
    assert office.opening_hours(date(2026, 3, 2)) == [MORNING]
    assert not office.is_open(date(2026, 3, 9))
    assert office.calendar().closed_because(date(2026, 3, 16)) == "festa del patrono San Rocco"


@pytest.mark.django_db
def test_an_office_that_is_not_set_up_is_closed() -> None:
    assert not office.is_open(date(2026, 3, 2))


# The page


def test_it_shows_what_is_kept(administrator_client: Client) -> None:
    Office.objects.create(name="Comune di Prova", patron_saint="San Rocco", patron_day=16, patron_month=8)
    page = administrator_client.get(URL).content.decode()
    assert "Comune di Prova" in page
    assert '<option value="8" selected>agosto</option>' in page


def test_the_first_time_it_makes_the_office(administrator_client: Client) -> None:
    response = administrator_client.post(
        URL, {**FULL, "patron_saint": "San Rocco", "patron_day": "16", "patron_month": "8"}
    )
    assert response.status_code == 302
    kept = Office.objects.get()
    assert (kept.pk, kept.name, kept.patron_day, kept.patron_month) == (1, "Comune di Prova", 16, 8)
    assert LogEntry.objects.get().text == "Cambiati i dati dello sportello."


def test_changing_keeps_the_mark_of_invented_data(administrator_client: Client) -> None:
    Office.objects.create(name="Comune", demo_loaded_on=date(2026, 3, 4))
    administrator_client.post(URL, FULL)
    assert Office.objects.get().demo_loaded_on == date(2026, 3, 4)


def test_only_the_administrator(operator_client: Client, supervisor_client: Client) -> None:
    for client in (operator_client, supervisor_client):
        assert client.get(URL).status_code == 403
        assert client.post(URL, FULL).status_code == 403
    assert not Office.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Scrivi il nome del Comune."),
        ({"name": "x" * 121}, "120 caratteri"),
        ({"patron_day": "16"}, "Scrivi sia il giorno sia il mese del patrono."),
        ({"patron_month": "8"}, "Scrivi sia il giorno sia il mese del patrono."),
        ({"patron_day": "31", "patron_month": "2"}, "Questo giorno non esiste in quel mese."),
        ({"patron_day": "40", "patron_month": "2"}, "Il giorno va da 1 a 31."),
        ({"patron_day": "otto", "patron_month": "2"}, "Scrivi il giorno in cifre."),
        ({"patron_day": "1", "patron_month": "13"}, "Scegli"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    administrator_client: Client, wrong: dict[str, str], sentence: str
) -> None:
    response = administrator_client.post(URL, {**FULL, "address": "Piazza nuova", **wrong})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert "Piazza nuova" in page
    assert not Office.objects.exists()


def test_queries(administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # Session, user, the session kept (three); the office for the form and for the frame.
    with django_assert_num_queries(4):
        administrator_client.get(URL)
