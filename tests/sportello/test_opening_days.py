from collections.abc import Iterator
from datetime import date, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sportello.models import Closure, LogEntry, OpeningHours
from tests import make

URL, ADD = reverse("opening_days"), reverse("add_closure")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def morning() -> Iterator[None]:
    with time_machine.travel(make.moment()):
        yield


def week(**hours: str) -> dict[str, str]:
    """The form of the week, empty but for the hours given as `tuesday_morning="8:30-12:30"`."""
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    form = {"form-TOTAL_FORMS": "7", "form-INITIAL_FORMS": "7"}
    for name, stretch in hours.items():
        day, part = name.split("_")
        opens, closes = stretch.split("-")
        number = names.index(day)
        form |= {f"form-{number}-{part}_opens": opens, f"form-{number}-{part}_closes": closes}
    return form


def kept() -> list[str]:
    return [str(hours) for hours in OpeningHours.objects.all()]


def test_it_shows_the_week_the_closures_and_the_feasts(administrator_client: Client) -> None:
    OpeningHours.objects.create(weekday=1, opens=time(8, 30), closes=time(12, 30))
    OpeningHours.objects.create(weekday=1, opens=time(15), closes=time(17, 30))
    Closure.objects.create(day=date(2026, 3, 10), reason="assemblea")
    Closure.objects.create(day=date(2026, 3, 3), reason="passata")
    page = administrator_client.get(URL).content.decode()
    assert 'name="form-1-morning_opens" value="08:30"' in page
    assert 'name="form-1-afternoon_closes" value="17:30"' in page
    assert 'aria-label="martedì, apre la mattina"' in page
    assert "assemblea" in page
    assert "passata" not in page
    assert "Immacolata Concezione" in page


def test_the_hours_are_replaced(administrator_client: Client) -> None:
    OpeningHours.objects.create(weekday=5, opens=time(9), closes=time(11))
    form = week(monday_morning="08:30-12:30", tuesday_morning="08:30-12:30", tuesday_afternoon="15:00-17:30")
    response = administrator_client.post(URL, form)
    assert response.status_code == 302
    assert kept() == ["lunedì 08:30-12:30", "martedì 08:30-12:30", "martedì 15:00-17:30"]
    assert LogEntry.objects.get().text == "Cambiati gli orari di apertura."


def test_an_afternoon_alone_is_possible(administrator_client: Client) -> None:
    administrator_client.post(URL, week(thursday_afternoon="14:00-18:00"))
    assert kept() == ["giovedì 14:00-18:00"]
    assert 'name="form-3-afternoon_opens" value="14:00"' in administrator_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"monday_morning": "12:30-08:30"}, "L'ora di chiusura viene prima di quella di apertura."),
        ({"monday_morning": "08:30-08:30"}, "L'ora di chiusura viene prima di quella di apertura."),
        ({"monday_morning": "08:30-"}, "Serve anche quest'ora"),
        ({"monday_afternoon": "-17:00"}, "Serve anche quest'ora"),
        ({"monday_morning": "le otto-12:30"}, "Scrivi l'ora come 08:30."),
        ({"monday_morning": "25:00-26:00"}, "Scrivi l'ora come 08:30."),
        (
            {"monday_morning": "08:30-14:00", "monday_afternoon": "13:00-17:00"},
            "Il pomeriggio comincia prima che finisca la mattina.",
        ),
    ],
)
def test_hours_that_cannot_be(administrator_client: Client, hours: dict[str, str], sentence: str) -> None:
    OpeningHours.objects.create(weekday=5, opens=time(9), closes=time(11))
    response = administrator_client.post(URL, week(friday_morning="07:45-12:00", **hours))
    assert response.status_code == 422
    page = response.content.decode().replace("&#x27;", "'")
    assert f"lunedì, {'apre' if 'apre' in page else ''}" in page
    assert sentence in page
    assert 'value="07:45"' in page
    assert kept() == ["sabato 09:00-11:00"]


@pytest.mark.parametrize(
    "form", [{}, {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3"}, {"form-TOTAL_FORMS": "x"}]
)
def test_a_form_that_was_tampered_with_stores_nothing(
    administrator_client: Client, form: dict[str, str]
) -> None:
    OpeningHours.objects.create(weekday=5, opens=time(9), closes=time(11))
    assert administrator_client.post(URL, form).status_code == 422
    assert kept() == ["sabato 09:00-11:00"]


def test_a_closure_is_added(administrator_client: Client) -> None:
    response = administrator_client.post(ADD, {"day": "2026-12-24", "reason": "vigilia"})
    assert response.status_code == 302
    assert str(Closure.objects.get()) == "24/12/2026 vigilia"
    assert LogEntry.objects.get().text == "Segnata la chiusura del 24/12/2026: vigilia."


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        ("", "vigilia", "Scegli il giorno."),
        ("2026-02-30", "vigilia", "Questo giorno non si legge"),
        ("2026-03-03", "vigilia", "La data è già passata"),
        ("2206-03-05", "vigilia", "Manca troppo tempo"),
        ("2026-12-24", "", "Scrivi il motivo."),
        ("2026-12-24", "x" * 121, "120 caratteri"),
        ("2026-05-01", "vigilia", "Questo giorno è già segnato."),
    ],
)
def test_a_closure_that_cannot_be(administrator_client: Client, day: str, reason: str, sentence: str) -> None:
    Closure.objects.create(day=date(2026, 5, 1), reason="ponte")
    response = administrator_client.post(ADD, {"day": day, "reason": reason})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{reason}"' in response.content.decode() or not reason
    assert Closure.objects.count() == 1


def test_a_closure_is_taken_away(administrator_client: Client) -> None:
    closure = Closure.objects.create(day=date(2026, 12, 24), reason="vigilia")
    response = administrator_client.post(reverse("remove_closure", args=[closure.pk]))
    assert response.status_code == 302
    assert not Closure.objects.exists()
    assert LogEntry.objects.get().text == "Tolta la chiusura del 24/12/2026: vigilia."


def test_what_cannot_be_taken_away(administrator_client: Client) -> None:
    past = Closure.objects.create(day=date(2026, 3, 3), reason="passata")
    assert administrator_client.post(reverse("remove_closure", args=[past.pk])).status_code == 404
    assert administrator_client.post(reverse("remove_closure", args=[999])).status_code == 404
    assert administrator_client.get(reverse("remove_closure", args=[past.pk])).status_code == 405


def test_only_the_administrator(operator_client: Client, supervisor_client: Client) -> None:
    closure = Closure.objects.create(day=date(2026, 12, 24), reason="vigilia")
    for client in (operator_client, supervisor_client):
        assert client.get(URL).status_code == 403
        assert client.post(URL, week()).status_code == 403
        assert client.post(ADD, {"day": "2026-12-31", "reason": "x"}).status_code == 403
        assert client.post(reverse("remove_closure", args=[closure.pk])).status_code == 403
    assert Closure.objects.count() == 1


@pytest.mark.parametrize("number", [1, 60])
def test_queries_do_not_grow(
    administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    Closure.objects.bulk_create(
        Closure(day=date(2026, 4 + order // 28, 1 + order % 28), reason="prova") for order in range(number)
    )
    # Session, user, the session kept (three); hours, office, closures; the closures to come; the office of the frame.
    with django_assert_num_queries(7):
        administrator_client.get(URL)
