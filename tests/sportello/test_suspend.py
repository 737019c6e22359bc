"""Putting a visit aside and going on with it."""

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from sportello import acts, visits
from sportello.models import Act, Citizen, LogEntry, Service, User, Visit
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visit(elena: Citizen, operator: User) -> Visit:
    """Elena has been at Giulia's desk for ten minutes."""
    return make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 50))


def suspend_url(visit: Visit) -> str:
    return reverse("suspend_visit", args=[visit.pk])


def resume_url(visit: Visit) -> str:
    return reverse("resume_visit", args=[visit.pk])


def told(client: Client, url: str, **typed: str) -> list[str]:
    return [str(message) for message in get_messages(client.post(url, typed, follow=True).wsgi_request)]


# Suspending


def test_it_works(operator_client: Client, visit: Visit, operator: User, elena: Citizen) -> None:
    response = operator_client.post(suspend_url(visit), {"reason": "documents"})
    assert response.headers["Location"] == reverse("home")
    visit.refresh_from_db()
    assert (visit.state, visit.suspend_reason, visit.suspended_at) == (
        "suspended",
        "documents",
        make.moment(10),
    )
    assert visit.operator == operator
    line = LogEntry.objects.get()
    assert (line.text, line.citizen) == ("Sospesa la visita A042: mancano documenti.", elena)


def test_the_desk_is_free_again(operator_client: Client, visit: Visit) -> None:
    waiting = make.visit("A043")
    operator_client.post(suspend_url(visit), {"reason": "partner"})
    response = operator_client.post(reverse("call_next"))
    assert response.headers["Location"] == reverse("visit", args=[waiting.pk])


def test_in_the_dialog_it_is_the_form_alone(operator_client: Client, visit: Visit) -> None:
    dialog = operator_client.get(suspend_url(visit), headers=HTMX).content.decode()
    assert 'id="dialog-title"' in dialog
    assert "Ente non raggiungibile" in dialog
    assert "<html" not in dialog
    assert "<html" in operator_client.get(suspend_url(visit)).content.decode()
    saved = operator_client.post(suspend_url(visit), {"reason": "returns"}, headers=HTMX)
    assert saved.headers["HX-Redirect"] == reverse("home")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({}, "Scegli il motivo della sospensione."), ({"reason": "caffè"}, "Questo motivo non c&#x27;è")],
)
def test_what_is_malformed_is_said_and_stores_nothing(
    typed: dict[str, str], sentence: str, operator_client: Client, visit: Visit
) -> None:
    for headers in ({}, HTMX):
        response = operator_client.post(suspend_url(visit), typed, headers=headers)
        assert response.status_code == 422
        assert sentence in response.content.decode()
    visit.refresh_from_db()
    assert (visit.state, LogEntry.objects.count()) == ("in_service", 0)


def test_only_what_is_at_the_desk_can_be_suspended(operator_client: Client, visit: Visit) -> None:
    Visit.objects.update(state="closed")
    assert told(operator_client, suspend_url(visit), reason="returns") == ["A042 è già conclusa."]
    response = operator_client.get(suspend_url(visit), headers=HTMX)
    assert response.headers["HX-Redirect"] == reverse("visit", args=[visit.pk])


def test_it_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client, administrator_client: Client, colleague_client: Client, visit: Visit
) -> None:
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.get(suspend_url(visit)).status_code == 403
        assert client.post(suspend_url(visit), {"reason": "returns"}).status_code == 403
    visit.refresh_from_db()
    assert visit.state == "in_service"


def test_a_visit_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.post(reverse("suspend_visit", args=[9]), {"reason": "returns"}).status_code == 404
    assert operator_client.post(reverse("resume_visit", args=[9])).status_code == 404


# Resuming


@pytest.fixture
def suspended(visit: Visit, operator: User) -> Visit:
    visits.suspend_visit(
        visit=visit, reason=Visit.SuspendReason.DOCUMENTS, operator=operator, at=make.moment(10)
    )
    visit.refresh_from_db()
    return visit


def test_a_suspended_visit_goes_on(
    operator_client: Client, suspended: Visit, at_ten: time_machine.Traveller
) -> None:
    at_ten.move_to(make.moment(10, 15))
    response = operator_client.post(resume_url(suspended))
    assert response.headers["Location"] == reverse("visit", args=[suspended.pk])
    suspended.refresh_from_db()
    assert (suspended.state, suspended.suspend_reason, suspended.suspended_at) == ("in_service", "", None)
    assert suspended.started_at == make.moment(9, 50)
    assert LogEntry.objects.order_by("-pk")[0].text == "Ripresa la visita A042."


def test_the_timer_keeps_the_minutes_from_before_and_not_the_pause(
    suspended: Visit, operator: User, tari: Service
) -> None:
    resumed = visits.resume_visit(visit=suspended, operator=operator, at=make.moment(12))
    assert acts.proposed_minutes(resumed, make.moment(12, 5)) == 15


def test_minutes_already_recorded_are_not_counted_again(visit: Visit, operator: User, tari: Service) -> None:
    acts.add_act(
        visit=visit,
        service=tari,
        outcome=Act.Outcome.INFORMED,
        minutes=7,
        operator=operator,
        at=make.moment(9, 57),
    )
    visits.suspend_visit(
        visit=visit, reason=Visit.SuspendReason.RETURNS, operator=operator, at=make.moment(10)
    )
    resumed = visits.resume_visit(visit=visit, operator=operator, at=make.moment(12))
    assert acts.proposed_minutes(resumed, make.moment(12, 5)) == 8


def test_with_somebody_at_the_desk_it_says_who(
    operator_client: Client, suspended: Visit, operator: User
) -> None:
    make.visit("A043", operator=operator, citizen=make.citizen("Gallo", "Antonio"))
    assert told(operator_client, resume_url(suspended)) == [
        "Al banco c'è Gallo Antonio (A043): concludi o sospendi, poi riprova."
    ]
    suspended.refresh_from_db()
    assert (suspended.state, suspended.suspend_reason) == ("suspended", "documents")


def test_what_is_not_suspended_is_where_the_sentence_says(operator_client: Client, visit: Visit) -> None:
    assert told(operator_client, resume_url(visit)) == ["A042 è già al tuo banco."]


def test_a_colleagues_visit_stays_the_colleagues(
    colleague_client: Client, suspended: Visit, operator: User
) -> None:
    assert told(colleague_client, resume_url(suspended)) == ["A042 l'ha sospesa G. Bianchi."]
    suspended.refresh_from_db()
    assert (suspended.state, suspended.operator) == ("suspended", operator)


def test_unless_it_was_handed_over(
    colleague_client: Client, visit: Visit, operator: User, colleague: User
) -> None:
    visits.suspend_visit(
        visit=visit, reason=Visit.SuspendReason.COLLEAGUE, operator=operator, at=make.moment(10)
    )
    colleague_client.post(resume_url(visit))
    visit.refresh_from_db()
    assert (visit.state, visit.operator) == ("in_service", colleague)


def test_resuming_is_not_for_other_roles(
    supervisor_client: Client, administrator_client: Client, suspended: Visit
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.post(resume_url(suspended)).status_code == 403
    suspended.refresh_from_db()
    assert suspended.state == "suspended"


def test_looking_resumes_nothing(operator_client: Client, suspended: Visit) -> None:
    assert operator_client.get(resume_url(suspended)).status_code == 405
