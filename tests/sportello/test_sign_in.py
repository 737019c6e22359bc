"""Signing in and out."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from sportello.models import User
from tests import make

LOGIN = "/accesso/"


def sign_in(client: Client, username: str, password: str = make.PASSWORD) -> int:
    return client.post(LOGIN, {"login": username, "password": password}).status_code


def test_it_works(client: Client, operator: User) -> None:
    response = client.post(LOGIN, {"login": operator.username, "password": make.PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == reverse("home")


def test_it_returns_to_the_page_that_was_wanted(client: Client, operator: User) -> None:
    wanted = client.get("/registro/")
    assert wanted["Location"] == "/accesso/?next=/registro/"
    response = client.post(wanted["Location"], {"login": operator.username, "password": make.PASSWORD})
    assert response["Location"] == "/registro/"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/pratiche/?stato=chiuse", "/pratiche/?stato=chiuse"),
        ("https://altrove.example/registro/", "/"),
        ("", "/"),
    ],
)
def test_after_a_form_it_returns_to_the_page_that_sent_it(
    client: Client, db: None, came_from: str, back: str
) -> None:
    response = client.post("/tessera/", {"raw": "x"}, headers={"Referer": came_from})
    assert response["Location"] == f"/accesso/?{urlencode({'next': back})}"


def test_signing_out_leads_to_no_page_of_the_one_who_left(operator_client: Client) -> None:
    response = operator_client.post("/uscita/", headers={"Referer": "http://testserver/cittadini/1/"})
    assert response["Location"] == LOGIN


def test_the_address_of_a_button_is_no_page(operator_client: Client) -> None:
    response = operator_client.get("/tessera/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "Questo indirizzo non è una pagina" in response.content.decode()


def test_it_never_leads_to_another_site(client: Client, operator: User) -> None:
    credentials = {"login": operator.username, "password": make.PASSWORD, "next": "https://altrove.example/"}
    assert client.post(LOGIN, credentials)["Location"] == reverse("home")


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client: Client, operator: User) -> None:
    wrong = client.post(LOGIN, {"login": operator.username, "password": "sbagliata"})
    unknown = client.post(LOGIN, {"login": "nessuno", "password": "sbagliata"})
    for response in (wrong, unknown):
        assert "Il nome utente o la password non sono giusti" in response.content.decode()


def test_after_five_failures_the_right_password_waits_too(client: Client, operator: User) -> None:
    for _ in range(5):
        sign_in(client, operator.username, "sbagliata")
    response = client.post(LOGIN, {"login": operator.username, "password": make.PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "Troppi tentativi" in response.content.decode()


def test_a_colleague_is_not_locked_out_with_the_one_who_failed(
    client: Client, operator: User, colleague: User
) -> None:
    for _ in range(5):
        sign_in(client, operator.username, "sbagliata")
    assert sign_in(client, colleague.username) == 302


def test_a_disabled_account_does_not_enter(client: Client, operator: User) -> None:
    operator.is_active = False
    operator.save()
    sign_in(client, operator.username)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/accounts/signup/", "/signup/", "/accesso/signup/", "/accounts/login/"])
def test_nobody_signs_up(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code in (302, 404)
    assert not User.objects.exists()


def test_signing_out_ends_the_session(operator_client: Client) -> None:
    assert operator_client.post("/uscita/").status_code == 302
    assert operator_client.get("/registro/").status_code == 302


def test_pages_are_kept_by_no_cache(client: Client, db: None) -> None:
    assert "no-store" in client.get(LOGIN)["Cache-Control"]


def test_the_content_policy_allows_nothing_inline(client: Client, db: None) -> None:
    policy = client.get(LOGIN)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_work_begins_without_a_greeting(client: Client, operator: User) -> None:
    sign_in(client, operator.username)
    assert "collegato" not in client.get("/").content.decode()
