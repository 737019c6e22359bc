"""Beginning with the person in front of the operator, with a name or without one."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sportello.models import Citizen, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
ANONYMOUS = reverse("start_anonymous_visit")


def start_url(citizen: Citizen) -> str:
    return reverse("start_visit", args=[citizen.pk])


def test_it_works(operator_client: Client, operator: User, elena: Citizen) -> None:
    response = operator_client.post(start_url(elena))
    visit = Visit.objects.get()
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    assert (visit.citizen, visit.operator, visit.state, visit.ticket) == (
        elena,
        operator,
        "in_service",
        "B001",
    )
    assert visit.started_at == visit.arrived_at == make.moment(10)
    line = LogEntry.objects.get()
    assert (line.text, line.citizen) == ("Iniziata la visita B001.", elena)


def test_who_has_a_ticket_is_served_with_it(operator_client: Client, elena: Citizen, tari: Service) -> None:
    waiting = make.visit("C007", citizen=elena, service=tari)
    operator_client.post(start_url(elena))
    visit = Visit.objects.get()
    assert (visit.pk, visit.state, visit.ticket) == (waiting.pk, "in_service", "C007")


def test_a_visit_may_stay_without_a_name(operator_client: Client) -> None:
    response = operator_client.post(ANONYMOUS)
    visit = Visit.objects.get()
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    assert (visit.citizen, visit.state) == (None, "in_service")
    assert LogEntry.objects.get().text == "Iniziata la visita B001 di una persona non registrata."
    assert "Persona non registrata" in operator_client.get(response.headers["Location"]).content.decode()


def test_with_somebody_at_the_desk_it_says_who(
    operator_client: Client, operator: User, elena: Citizen
) -> None:
    make.visit("A042", operator=operator)
    for url in (start_url(elena), ANONYMOUS):
        response = operator_client.post(url, follow=True)
        assert [str(message) for message in get_messages(response.wsgi_request)] == [
            "Al banco c'è Persona non registrata (A042): concludi o sospendi, poi riprova."
        ]
    assert (Visit.objects.count(), LogEntry.objects.count()) == (1, 0)


def test_it_is_not_for_other_roles(
    supervisor_client: Client, administrator_client: Client, elena: Citizen
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.post(start_url(elena)).status_code == 403
        assert client.post(ANONYMOUS).status_code == 403


def test_a_person_who_does_not_exist(operator_client: Client) -> None:
    assert operator_client.post(reverse("start_visit", args=[9])).status_code == 404


def test_looking_begins_nothing(operator_client: Client, elena: Citizen) -> None:
    assert operator_client.get(start_url(elena)).status_code == 405
    assert operator_client.get(ANONYMOUS).status_code == 405
