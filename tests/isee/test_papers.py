"""The papers of an application: where each stands, and two people at the same line."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Application, NeededPaper
from sportello.models import Citizen, LogEntry, User
from tests.isee import apply


@pytest.fixture
def application(elena: Citizen, operator: User) -> Application:
    return apply.application(elena, operator, service=apply.service(documents="Documento d'identità\nISEE"))


@pytest.fixture
def paper(application: Application) -> NeededPaper:
    return application.papers.all()[0]


def choose(client: Client, paper: NeededPaper, state: str, seen: str = "missing", **headers: str) -> Any:
    url = reverse("needed_paper", args=[paper.application_id, paper.pk])
    return client.post(url, {"state": state, "seen": seen}, headers=headers)


def test_a_state_is_kept_and_said_in_its_line(operator_client: Client, paper: NeededPaper) -> None:
    html = choose(operator_client, paper, "checked", **{"HX-Request": "true"}).content.decode()
    assert "Salvato alle" in html
    assert "1 di 2" in html
    paper.refresh_from_db()
    assert paper.state == "checked"
    assert LogEntry.objects.get(kind="isee.application.paper.checked").text.endswith(
        "«Documento d'identità» controllato."
    )


def test_without_htmx_the_page_comes_again(operator_client: Client, paper: NeededPaper) -> None:
    response = choose(operator_client, paper, "asked")
    assert response["Location"] == reverse("application", args=[paper.application_id])


def test_who_was_slower_is_told(
    operator_client: Client, colleague_client: Client, paper: NeededPaper
) -> None:
    choose(colleague_client, paper, "brought")
    response = choose(operator_client, paper, "not_needed", **{"HX-Request": "true"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "M. Rossi l&#x27;ha cambiata alle 10:00: vedi il suo valore" in html
    assert "La tua scelta «Non serve» non è stata salvata." in html
    paper.refresh_from_db()
    assert paper.state == "brought"


def test_an_unknown_state_is_refused(operator_client: Client, paper: NeededPaper) -> None:
    assert choose(operator_client, paper, "lost", **{"HX-Request": "true"}).status_code == 422
    paper.refresh_from_db()
    assert paper.state == "missing"


def test_after_the_decision_nothing_moves(
    operator_client: Client, application: Application, paper: NeededPaper
) -> None:
    Application.objects.update(state="ended")
    choose(operator_client, paper, "checked")
    paper.refresh_from_db()
    assert paper.state == "missing"


def test_a_paper_is_added_once(operator_client: Client, application: Application) -> None:
    url = reverse("new_paper", args=[application.pk])
    operator_client.post(url, {"title": "Delega"})
    response = operator_client.post(url, {"title": "delega"})
    assert response.status_code == 422
    assert "«delega» è già nell&#x27;elenco" in response.content.decode()
    assert operator_client.post(url, {"title": " "}).status_code == 422
    assert [paper.title for paper in application.papers.all()] == ["Documento d'identità", "ISEE", "Delega"]


def test_a_paper_of_another_application_is_not_here(
    operator_client: Client, operator: User, elena: Citizen, paper: NeededPaper
) -> None:
    other = apply.application(elena, operator)
    url = reverse("needed_paper", args=[other.pk, paper.pk])
    assert operator_client.post(url, {"state": "checked", "seen": "missing"}).status_code == 404
