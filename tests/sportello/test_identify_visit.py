"""Saying, later in the visit, who the person at the desk is."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sportello import acts
from sportello.models import Act, Citizen, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")


@pytest.fixture
def visit(operator: User) -> Visit:
    return make.visit("B012", operator=operator)


def url(visit: Visit) -> str:
    return reverse("identify_visit", args=[visit.pk])


def do_an_act(visit: Visit, service: Service, operator: User) -> Act:
    return acts.add_act(
        visit=visit,
        service=service,
        outcome=Act.Outcome.INFORMED,
        minutes=5,
        operator=operator,
        at=make.moment(),
    )


def test_it_works(operator_client: Client, visit: Visit, elena: Citizen) -> None:
    response = operator_client.post(url(visit), {"citizen": elena.pk})
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    visit.refresh_from_db()
    assert visit.citizen == elena
    line = LogEntry.objects.get()
    assert (line.text, line.citizen) == ("Riconosciuta la persona della visita B012.", elena)


def test_what_was_done_before_stays(
    operator_client: Client, visit: Visit, elena: Citizen, operator: User, tari: Service
) -> None:
    do_an_act(visit, tari, operator)
    operator_client.post(url(visit), {"citizen": elena.pk})
    visit.refresh_from_db()
    assert (visit.citizen, visit.acts.count()) == (elena, 1)


def test_a_wrong_card_can_be_put_right_before_anything_is_done(
    operator_client: Client, visit: Visit, elena: Citizen
) -> None:
    antonio = make.citizen("Gallo", "Antonio")
    operator_client.post(url(visit), {"citizen": elena.pk})
    operator_client.post(url(visit), {"citizen": antonio.pk})
    visit.refresh_from_db()
    assert visit.citizen == antonio


def test_but_not_after(
    operator_client: Client, visit: Visit, elena: Citizen, operator: User, tari: Service
) -> None:
    operator_client.post(url(visit), {"citizen": elena.pk})
    do_an_act(visit, tari, operator)
    response = operator_client.post(url(visit), {"citizen": make.citizen("Gallo", "Antonio").pk}, follow=True)
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "In questa visita ci sono già atti per Neri Elena: concludila, poi inizia quella di Gallo Antonio."
    ]
    visit.refresh_from_db()
    assert visit.citizen == elena


def test_the_same_person_twice_writes_one_line(operator_client: Client, visit: Visit, elena: Citizen) -> None:
    operator_client.post(url(visit), {"citizen": elena.pk})
    operator_client.post(url(visit), {"citizen": elena.pk})
    assert LogEntry.objects.count() == 1


def test_it_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client,
    administrator_client: Client,
    colleague_client: Client,
    visit: Visit,
    elena: Citizen,
) -> None:
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.post(url(visit), {"citizen": elena.pk}).status_code == 403
    visit.refresh_from_db()
    assert visit.citizen is None


@pytest.mark.parametrize("typed", ["", "abc", "999999", "9" * 30, "9" * 5000, "\x00"])
def test_a_person_who_does_not_exist(typed: str, operator_client: Client, visit: Visit) -> None:
    assert operator_client.post(url(visit), {"citizen": typed}).status_code == 404
    assert not LogEntry.objects.exists()


def test_only_the_person_at_the_desk(operator_client: Client, visit: Visit, elena: Citizen) -> None:
    Visit.objects.update(state=Visit.State.CLOSED)
    response = operator_client.post(url(visit), {"citizen": elena.pk}, follow=True)
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["B012 è già conclusa."]
