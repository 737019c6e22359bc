"""What the counter could not give: two keystrokes, then what one knows more; counted for whoever decides."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sportello import unmet_requests as unmet
from sportello.models import Citizen, LogEntry, UnmetRequest, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX: Any = {"HX-Request": "true"}
NEW = "/richieste-non-servite/nuova/"


def url(noted: UnmetRequest, name: str = "unmet_request") -> str:
    return reverse(name, args=[noted.pk])


# Noting


def test_one_press_keeps_it(operator_client: Client, operator: User) -> None:
    response = operator_client.post(NEW, {"subject": "work"}, headers=HTMX)
    noted = UnmetRequest.objects.get()
    assert (noted.subject, noted.operator, noted.day, noted.visit, noted.over_70) == (
        "work",
        operator,
        date(2026, 3, 4),
        None,
        None,
    )
    assert "Segnata: lavoro" in response.content.decode()
    assert LogEntry.objects.get().text == "Richiesta non servita: lavoro."


@pytest.mark.parametrize(
    ("birth_date", "old"), [(date(1956, 3, 4), True), (date(1956, 3, 5), False), (None, None)]
)
def test_the_age_of_whoever_is_at_the_desk(
    birth_date: date | None, old: bool | None, operator_client: Client, operator: User
) -> None:
    person = make.citizen("Villa", "Sofia", birth_date=birth_date)
    visit = make.visit(operator=operator, citizen=person)
    operator_client.post(NEW, {"subject": "home"})
    noted = UnmetRequest.objects.get()
    assert (noted.visit, noted.over_70) == (visit, old)


def test_without_htmx_it_goes_on_on_a_page(operator_client: Client) -> None:
    response = operator_client.post(NEW, {"subject": "death"}, follow=True)
    assert response.redirect_chain == [(url(UnmetRequest.objects.get()), 302)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({}, "Scegli di che cosa si trattava."), ({"subject": "x"}, "Questa voce non c&#x27;è")],
)
def test_a_subject_that_does_not_exist(typed: dict[str, str], sentence: str, operator_client: Client) -> None:
    response = operator_client.post(NEW, typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not UnmetRequest.objects.exists()


# What one knows more

TYPED = {
    "asked_for": "Visura catastale",
    "sent_to": "Agenzia delle Entrate di Rimini",
    "distance_km": "22",
    "over_70": "yes",
}


def test_details(operator_client: Client, operator: User) -> None:
    noted = make.unmet_request(operator)
    response = operator_client.post(url(noted), TYPED, headers=HTMX)
    assert response.status_code == 204
    assert "close-dialog" in response.headers["HX-Trigger"]
    noted.refresh_from_db()
    assert (noted.asked_for, noted.sent_to, noted.distance_km, noted.over_70) == (
        "Visura catastale",
        "Agenzia delle Entrate di Rimini",
        22,
        True,
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"distance_km": "venti"}, "I chilometri sono un numero intero"),
        ({"distance_km": "-1"}, "non possono essere meno di zero"),
        ({"distance_km": "4000"}, "Così lontano non è in Italia"),
        ({"asked_for": "x" * 121}, "Al massimo 120 caratteri"),
        ({"over_70": "forse"}, "Scegli sì, no, o non si sa."),
    ],
)
def test_what_cannot_be_read(
    typed: dict[str, str], sentence: str, operator_client: Client, operator: User
) -> None:
    noted = make.unmet_request(operator)
    response = operator_client.post(url(noted), {**TYPED, **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Agenzia delle Entrate di Rimini" in response.content.decode()
    noted.refresh_from_db()
    assert noted.sent_to == ""


def test_of_a_colleague_it_is_not_found(colleague_client: Client, operator: User) -> None:
    noted = make.unmet_request(operator)
    assert colleague_client.post(url(noted), TYPED).status_code == 404
    assert colleague_client.post(url(noted, "take_back_unmet_request")).status_code == 404
    with pytest.raises(unmet.NotYours):
        unmet.take_back(request=noted, operator=make.user("ugo"), at=make.moment())


def test_of_another_day_it_stays(operator_client: Client, operator: User) -> None:
    noted = make.unmet_request(operator, at=make.moment(on=date(2026, 3, 3)))
    response = operator_client.post(url(noted), TYPED)
    assert "è già nei conti" in response.content.decode()
    response = operator_client.post(url(noted, "take_back_unmet_request"), follow=True)
    assert "è già nei conti" in response.content.decode()
    assert UnmetRequest.objects.get().sent_to == ""


def test_a_mistake_is_taken_back(operator_client: Client, operator: User) -> None:
    noted = make.unmet_request(operator)
    assert operator_client.post(url(noted, "take_back_unmet_request"), headers=HTMX).status_code == 204
    assert not UnmetRequest.objects.exists()
    assert LogEntry.objects.get().text == "Tolta la richiesta non servita: lavoro."


# Counting


def test_the_months_go_back_over_the_year() -> None:
    assert unmet.last_months(date(2026, 2, 28), 4) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_the_demand_by_subject_and_month(operator: User) -> None:
    for day, subject, old, km in [
        (date(2026, 3, 2), "work", True, 20),
        (date(2026, 3, 3), "work", False, 30),
        (date(2026, 2, 2), "work", None, None),
        (date(2026, 3, 3), "home", True, None),
        (date(2025, 12, 31), "home", True, 9),
    ]:
        make.unmet_request(operator, subject=subject, over_70=old, distance_km=km, at=make.moment(on=day))
    months = unmet.last_months(date(2026, 3, 4), 3)
    assert unmet.demand(months) == [
        unmet.Demand("lavoro", (0, 1, 2), 3, 1, 25.0),
        unmet.Demand("casa", (0, 0, 1), 1, 1, None),
    ]


def test_the_page(supervisor_client: Client, operator: User, elena: Citizen) -> None:
    make.unmet_request(operator, asked_for="Visura catastale", distance_km=22)
    content = supervisor_client.get(reverse("unmet_requests")).content.decode()
    for words in ("Lavoro", "Visura catastale", "22 km", "non si sa", "mar 2026"):
        assert words in content
    assert "Neri" not in content


def test_nothing_yet(supervisor_client: Client) -> None:
    content = supervisor_client.get(reverse("unmet_requests")).content.decode()
    assert "Nessuna richiesta non servita negli ultimi sei mesi." in content


def test_the_second_page(supervisor_client: Client, operator: User) -> None:
    for minute in range(26):
        make.unmet_request(operator, at=make.moment(9, minute), asked_for=f"cosa {minute}")
    first = supervisor_client.get(reverse("unmet_requests"))
    assert "cosa 25" in first.content.decode()
    assert "cosa 0<" not in first.content.decode()
    second = supervisor_client.get(reverse("unmet_requests"), {"after": first.context["page"].next_after})
    assert "cosa 0<" in second.content.decode()
