"""After twenty minutes without an act the counter asks who is there; nothing typed or sent is lost."""

import time

import time_machine
from django.test import Client

from sportello.models import User
from tests import make

HTMX = {"HX-Request": "true"}


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accesso/", {"login": user.username, "password": make.PASSWORD})
    return client


def in_minutes(minutes: int) -> time_machine.travel:
    return time_machine.travel(time.time() + minutes * 60, tick=False)


def test_within_twenty_minutes_nothing_is_asked(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(19):
        assert client.get("/aiuto/").status_code == 200


def test_each_act_begins_the_twenty_minutes_anew(operator: User) -> None:
    client = sign_in(operator)
    for minutes in (15, 30, 45):
        with in_minutes(minutes):
            assert client.get("/aiuto/").status_code == 200


def test_a_page_that_refreshes_itself_shows_no_presence(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(15):
        assert client.get("/coda/", headers=HTMX).status_code == 200
    with in_minutes(25):
        assert client.get("/aiuto/").status_code == 302


def test_a_page_leads_to_the_password_and_back(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(21):
        asked = client.get("/aiuto/")
        assert asked["Location"] == "/conferma/?next=%2Faiuto%2F"
        back = client.post(asked["Location"], {"password": make.PASSWORD})
        assert back["Location"] == "/aiuto/"
        assert client.get("/aiuto/").status_code == 200


def test_a_fragment_asks_by_the_window_over_the_page(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(21):
        response = client.get("/aiuto/", headers=HTMX)
        assert (response.status_code, response["HX-Trigger"]) == (401, "presence-required")
        assert client.post("/presenza/", {"password": make.PASSWORD}).status_code == 204
        assert client.get("/aiuto/").status_code == 200


def test_a_wrong_password_keeps_the_window_open(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(21):
        response = client.post("/presenza/", {"password": "sbagliata"})
        assert response.status_code == 422
        assert "La password non è giusta" in response.content.decode()
        assert client.get("/aiuto/").status_code == 302


def test_a_form_that_was_sent_is_put_aside_and_sent_on(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(21):
        asked = client.post("/visite/anonima/", {})
        assert asked.status_code == 302
        assert asked["Location"].startswith("/conferma/")
        assert operator.visits.count() == 0
        client.post(asked["Location"], {"password": make.PASSWORD}, follow=True)
        assert operator.visits.count() == 1


def test_too_many_attempts_wait(operator: User) -> None:
    client = sign_in(operator)
    with in_minutes(21):
        for _ in range(10):
            client.post("/presenza/", {"password": "sbagliata"})
        response = client.post("/presenza/", {"password": make.PASSWORD})
    assert response.status_code == 422
    assert "Troppi tentativi" in response.content.decode()


def test_after_ten_hours_the_session_ends_however_busy_it_was(operator: User) -> None:
    client = sign_in(operator)
    for minutes in range(15, 600, 15):
        with in_minutes(minutes):
            assert client.get("/aiuto/").status_code == 200
    with in_minutes(601):
        assert client.get("/aiuto/")["Location"] == "/accesso/?next=/aiuto/"
        assert "_auth_user_id" not in client.session
