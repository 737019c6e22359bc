"""The end of a visit: what was done, the citizen's face, ten seconds to take it back."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from sportello import acts, visits
from sportello.models import Act, Citizen, Feedback, LogEntry, Service, User, Visit
from sportello.signals import visit_closed
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX = {"HX-Request": "true"}
HOME = reverse("home")


@pytest.fixture
def empty(elena: Citizen, operator: User) -> Visit:
    """Elena is at the desk and nothing was done yet."""
    return make.visit("A042", citizen=elena, operator=operator, arrived_at=make.moment(9, 50))


@pytest.fixture
def visit(empty: Visit, operator: User, tari: Service) -> Visit:
    """Elena is at the desk and was informed."""
    acts.add_act(
        visit=empty,
        service=tari,
        outcome=Act.Outcome.INFORMED,
        minutes=5,
        operator=operator,
        at=make.moment(9, 59),
    )
    return empty


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What the signal told, each time."""
    told: list[dict[str, Any]] = []

    def listen(sender: type[Visit], **kwargs: Any) -> None:
        told.append(kwargs)

    visit_closed.connect(listen)
    yield told
    visit_closed.disconnect(listen)


def close_url(visit: Visit) -> str:
    return reverse("close_visit", args=[visit.pk])


def undo_url(visit: Visit) -> str:
    return reverse("undo_close", args=[visit.pk])


def told(client: Client, url: str, **typed: str) -> list[str]:
    return [str(message) for message in get_messages(client.post(url, typed, follow=True).wsgi_request)]


def last_line() -> str:
    return LogEntry.objects.order_by("-pk")[0].text


# Closing


@pytest.mark.parametrize("face", [1, 2, 3])
def test_it_works(face: int, operator_client: Client, visit: Visit) -> None:
    response = operator_client.post(close_url(visit), {"face": face})
    assert response.headers["Location"] == HOME
    visit.refresh_from_db()
    assert (visit.state, visit.ended_at) == ("closed", make.moment(10))
    feedback = Feedback.objects.get()
    assert (feedback.visit, feedback.face, feedback.at) == (visit, face, make.moment(10))
    assert last_line() == "Conclusa la visita A042."


def test_nobody_need_be_asked(operator_client: Client, visit: Visit) -> None:
    operator_client.post(close_url(visit))
    visit.refresh_from_db()
    assert (visit.state, Feedback.objects.count()) == ("closed", 0)


def test_the_first_page_offers_receipt_and_undo(operator_client: Client, visit: Visit) -> None:
    text = operator_client.post(close_url(visit), {"face": "3"}, follow=True).content.decode()
    assert "Visita A042 conclusa." in text
    assert undo_url(visit) in text
    assert reverse("visit_receipt", args=[visit.pk]) in text
    assert "Banco libero" in text


def test_in_the_dialog_it_is_the_form_alone(operator_client: Client, visit: Visit) -> None:
    dialog = operator_client.get(close_url(visit), headers=HTMX).content.decode()
    assert 'id="dialog-title"' in dialog
    assert "<html" not in dialog
    assert "<html" in operator_client.get(close_url(visit)).content.decode()
    assert operator_client.post(close_url(visit), headers=HTMX).headers["HX-Redirect"] == HOME


def test_invio_and_f9_choose_no_face(operator_client: Client, visit: Visit) -> None:
    dialog = operator_client.get(close_url(visit), headers=HTMX).content.decode()
    first_button = dialog[dialog.index("<button") :].split("</button>")[0]
    assert 'name="face"' not in first_button
    focused = next(part for part in dialog.split("<button") if "autofocus" in part)
    assert 'data-key="F9"' in focused
    assert 'name="face"' not in focused


def test_a_face_that_does_not_exist_is_said_and_nothing_ends(operator_client: Client, visit: Visit) -> None:
    for face in ("9", "felice", "x" * 500):
        response = operator_client.post(close_url(visit), {"face": face}, headers=HTMX)
        assert response.status_code == 422
        assert "Scegli una delle tre faccine, oppure concludi senza chiedere." in response.content.decode()
    visit.refresh_from_db()
    assert (visit.state, Feedback.objects.count()) == ("in_service", 0)


def test_the_signal_tells_it_once_it_is_committed(
    operator_client: Client,
    visit: Visit,
    heard: list[dict[str, Any]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        operator_client.post(close_url(visit))
        assert heard == []
    assert [(call["visit"], call["at"]) for call in heard] == [(visit, make.moment(10))]


def test_one_who_fails_to_listen_does_not_break_the_closing(
    operator_client: Client, visit: Visit, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fail(sender: type[Visit], **kwargs: Any) -> None:
        raise RuntimeError

    visit_closed.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert operator_client.post(close_url(visit)).status_code == 302
    finally:
        visit_closed.disconnect(fail)
    visit.refresh_from_db()
    assert visit.state == "closed"


def test_closing_twice_ends_it_once(operator_client: Client, visit: Visit) -> None:
    operator_client.post(close_url(visit), {"face": "3"})
    assert told(operator_client, close_url(visit), face="1") == ["A042 è già conclusa."]
    assert Feedback.objects.get().face == 3


# Without acts


def test_without_acts_it_asks_what_the_visit_was_for(
    operator_client: Client, empty: Visit, tari: Service
) -> None:
    Visit.objects.update(service=tari)
    dialog = operator_client.get(close_url(empty), headers=HTMX).content.decode()
    assert "Prima di concludere scrivi che cosa si è fatto." in dialog
    assert f'<option value="{tari.pk}" selected>TARI</option>' in dialog
    assert 'name="minutes" value="10"' in dialog


def test_the_act_and_the_face_are_sent_together(operator_client: Client, empty: Visit, tari: Service) -> None:
    sent = {"service": tari.pk, "outcome": "informed", "minutes": "9", "face": "2"}
    response = operator_client.post(close_url(empty), sent)
    assert response.headers["Location"] == HOME
    empty.refresh_from_db()
    assert (empty.state, empty.acts.get().minutes, Feedback.objects.get().face) == ("closed", 9, 2)
    assert [line.text for line in LogEntry.objects.order_by("pk")] == [
        "TARI, informato.",
        "Conclusa la visita A042.",
    ]


def test_with_something_missing_nothing_ends_and_what_was_typed_stays(
    operator_client: Client, empty: Visit, tari: Service
) -> None:
    sent = {"service": tari.pk, "outcome": "not_served", "minutes": "9", "face": "2"}
    response = operator_client.post(close_url(empty), sent, headers=HTMX)
    assert response.status_code == 422
    text = response.content.decode()
    assert "Scrivi dove hai indirizzato la persona, o perché non si è potuto fare." in text
    assert 'name="minutes" value="9"' in text
    empty.refresh_from_db()
    assert (empty.state, Act.objects.count(), Feedback.objects.count()) == ("in_service", 0, 0)


def test_the_minutes_can_be_changed_by_one_key_here_too(
    operator_client: Client, empty: Visit, tari: Service
) -> None:
    sent = {"service": tari.pk, "minutes": "9", "step": "1"}
    response = operator_client.post(close_url(empty), sent, headers=HTMX)
    assert response.status_code == 200
    assert 'name="minutes" value="10"' in response.content.decode()
    empty.refresh_from_db()
    assert empty.state == "in_service"


def test_an_act_that_may_not_be_done_leaves_the_visit_open(operator_client: Client, empty: Visit) -> None:
    voltura = make.service("enel-voltura", "Voltura", kind="entry", partner=make.partner("enel", "Enel"))
    sent = {"service": voltura.pk, "outcome": "informed", "minutes": "9"}
    response = operator_client.post(close_url(empty), sent)
    assert response.status_code == 422
    assert "non c&#x27;è un accordo con Enel" in response.content.decode()
    empty.refresh_from_db()
    assert (empty.state, Act.objects.count()) == ("in_service", 0)


# Closing and calling


def test_the_next_one_is_called_with_the_same_key(
    operator_client: Client, visit: Visit, operator: User
) -> None:
    waiting = make.visit("A043")
    dialog = operator_client.get(close_url(visit), {"chiama": "1"}, headers=HTMX).content.decode()
    assert 'name="call_next" value="True"' in dialog
    response = operator_client.post(close_url(visit), {"call_next": "True", "face": "3"})
    assert response.headers["Location"] == reverse("visit", args=[waiting.pk])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.operator) == ("in_service", operator)


def test_when_nobody_waits_any_more_the_visit_is_closed_all_the_same(
    operator_client: Client, visit: Visit
) -> None:
    assert told(operator_client, close_url(visit), call_next="True") == ["Nessuno in attesa."]
    visit.refresh_from_db()
    assert visit.state == "closed"


# Undoing


def test_a_closing_is_undone(operator_client: Client, visit: Visit) -> None:
    operator_client.post(close_url(visit), {"face": "1"})
    response = operator_client.post(undo_url(visit))
    assert response.headers["Location"] == reverse("visit", args=[visit.pk])
    visit.refresh_from_db()
    assert (visit.state, visit.ended_at, visit.timer_from) == ("in_service", None, make.moment(9, 50))
    assert not Feedback.objects.exists()
    assert last_line() == "Annullata la conclusione della visita A042."


def test_it_is_offered_for_ten_seconds_and_taken_for_fifteen(
    operator_client: Client, visit: Visit, at_ten: time_machine.Traveller
) -> None:
    operator_client.post(close_url(visit))
    at_ten.shift(9)
    assert undo_url(visit) in operator_client.get(HOME).content.decode()
    at_ten.shift(2)
    assert undo_url(visit) not in operator_client.get(HOME).content.decode()
    at_ten.shift(4)
    assert told(operator_client, undo_url(visit)) == ["La visita A042 è di nuovo al banco."]


def test_after_that_it_is_too_late(
    operator_client: Client, visit: Visit, at_ten: time_machine.Traveller
) -> None:
    operator_client.post(close_url(visit), {"face": "1"})
    at_ten.shift(16)
    assert told(operator_client, undo_url(visit)) == [
        "Sono passati più di dieci secondi: la visita A042 resta conclusa."
    ]
    visit.refresh_from_db()
    assert (visit.state, Feedback.objects.count()) == ("closed", 1)


def test_once_undone_it_is_offered_no_more(operator_client: Client, visit: Visit) -> None:
    operator_client.post(close_url(visit))
    operator_client.post(undo_url(visit))
    assert undo_url(visit) not in operator_client.get(HOME).content.decode()


def test_who_was_called_meanwhile_waits_again_in_the_old_place(
    operator_client: Client, visit: Visit, operator: User
) -> None:
    waiting = make.visit("A043", arrived_at=make.moment(9, 30))
    operator_client.post(close_url(visit), {"call_next": "True"})
    operator_client.post(undo_url(visit))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.operator, waiting.started_at, waiting.timer_from) == (
        "waiting",
        None,
        None,
        None,
    )
    assert waiting.arrived_at == make.moment(9, 30)
    assert Visit.objects.at_desk_of(operator).get() == visit
    assert "Il turno A043 torna in attesa." in LogEntry.objects.values_list("text", flat=True)


def test_unless_something_was_already_done_for_them(
    operator_client: Client, visit: Visit, operator: User, tari: Service
) -> None:
    waiting = make.visit("A043", arrived_at=make.moment(9, 30))
    operator_client.post(close_url(visit), {"call_next": "True"})
    acts.add_act(
        visit=waiting,
        service=tari,
        outcome=Act.Outcome.INFORMED,
        minutes=1,
        operator=operator,
        at=make.moment(),
    )
    assert told(operator_client, undo_url(visit)) == [
        "Al banco c'è Persona non registrata (A043): concludi o sospendi, poi riprova."
    ]
    visit.refresh_from_db()
    assert visit.state == "closed"


def test_what_is_not_closed_cannot_be_undone(operator_client: Client, visit: Visit) -> None:
    assert told(operator_client, undo_url(visit)) == ["A042 è già al tuo banco."]


# Who may not


def test_it_is_not_for_other_roles_nor_for_colleagues(
    supervisor_client: Client,
    administrator_client: Client,
    colleague_client: Client,
    visit: Visit,
    operator: User,
) -> None:
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.get(close_url(visit)).status_code == 403
        assert client.post(close_url(visit)).status_code == 403
    visits.close_visit(visit=visit, operator=operator, at=make.moment())
    for client in (supervisor_client, administrator_client, colleague_client):
        assert client.post(undo_url(visit)).status_code == 403
    visit.refresh_from_db()
    assert visit.state == "closed"


def test_a_visit_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.post(reverse("close_visit", args=[9])).status_code == 404
    assert operator_client.post(reverse("undo_close", args=[9])).status_code == 404


def test_looking_undoes_nothing(operator_client: Client, visit: Visit) -> None:
    assert operator_client.get(undo_url(visit)).status_code == 405


def test_without_its_key_a_form_closes_nothing(operator: User, visit: Visit) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    response = client.post(close_url(visit), {"face": "3"})
    assert response.status_code == 403
    assert "per sicurezza niente è stato salvato" in response.content.decode()
    visit.refresh_from_db()
    assert visit.state == "in_service"
