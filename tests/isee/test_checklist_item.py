from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import ChecklistItem, Dossier
from sportello.models import LogEntry, User
from tests.isee.make import item

HTMX = {"HX-Request": "true"}


@pytest.fixture
def vehicles(dossier: Dossier) -> ChecklistItem:
    return item(dossier, "vehicles")


def choose(client: Client, item: ChecklistItem, state: str, version: object = 0, **more: Any) -> Any:
    url = reverse("checklist_item", args=[item.dossier_id, item.pk])
    return client.post(url, {"state": state, "version": version}, **more)


def test_the_choice_is_kept_and_said_in_its_line(
    operator_client: Client, operator: User, vehicles: ChecklistItem
) -> None:
    html = choose(operator_client, vehicles, "brought", headers=HTMX).content.decode()

    vehicles.refresh_from_db()
    assert (vehicles.state, vehicles.changed_by, vehicles.version) == ("brought", operator, 1)
    assert f'id="item-{vehicles.pk}-outcome"' in html
    assert "10:00" in html
    line = LogEntry.objects.get(kind="isee.document.chosen")
    assert line.text == "Fascicolo ISEE 2026, pratica 1/2026: un documento è «Portato»."
    assert line.outcome == "brought"


def test_the_answer_carries_the_new_version_the_count_and_the_next_step(
    operator_client: Client, vehicles: ChecklistItem
) -> None:
    html = choose(operator_client, vehicles, "asked", headers=HTMX).content.decode()

    assert f'id="item-{vehicles.pk}-version" value="1" hx-swap-oob="true"' in html
    assert '<p class="progress-note" id="progress" hx-swap-oob="true">' in html
    assert "1 chiesto" in html
    assert 'aria-labelledby="next-step-title" hx-swap-oob="true"' in html


def test_what_was_swapped_is_what_a_fresh_page_shows(
    operator_client: Client, vehicles: ChecklistItem
) -> None:
    swapped = choose(operator_client, vehicles, "brought", headers=HTMX).content.decode()
    fresh = operator_client.get(reverse("dossier", args=[vehicles.dossier_id])).content.decode()

    outcome = f'<span class="check-outcome" id="item-{vehicles.pk}-outcome">'
    assert between(swapped, outcome, "</svg>") == between(fresh, outcome, "</svg>")
    trail = f'id="item-{vehicles.pk}-trail"'
    assert between(swapped, "Portato 04/03, G. Bianchi", "</span>") == between(
        fresh, "Portato 04/03, G. Bianchi", "</span>"
    )
    assert trail in swapped
    assert between(swapped, "<progress", "</p>") == between(fresh, "<progress", "</p>")
    assert between(swapped, '<h2 id="next-step-title">', "</section>") == between(
        fresh, '<h2 id="next-step-title">', "</section>"
    )


def between(html: str, start: str, end: str) -> str:
    position = html.index(start)
    return " ".join(html[position : html.index(end, position)].split())


def test_without_htmx_it_leads_back_to_the_dossier(operator_client: Client, vehicles: ChecklistItem) -> None:
    response = choose(operator_client, vehicles, "brought")
    assert response.headers["Location"] == reverse("dossier", args=[vehicles.dossier_id])


def test_a_colleague_who_changed_it_meanwhile_wins_and_is_named(
    operator_client: Client, colleague_client: Client, vehicles: ChecklistItem
) -> None:
    choose(colleague_client, vehicles, "brought")
    response = choose(operator_client, vehicles, "asked", version=0, headers=HTMX)

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == f"#item-{vehicles.pk}"
    assert response.headers["HX-Reswap"] == "outerHTML"
    sentence = "M. Rossi l&#x27;ha cambiata alle 10:00: vedi il suo valore. La tua scelta «Chiesto» non è stata salvata."
    assert sentence in response.content.decode()
    assert 'value="brought" checked' in response.content.decode()
    vehicles.refresh_from_db()
    assert vehicles.state == "brought"


def test_a_conflict_without_htmx_is_told_above_the_page(
    operator_client: Client, colleague_client: Client, vehicles: ChecklistItem
) -> None:
    choose(colleague_client, vehicles, "brought")
    response = choose(operator_client, vehicles, "asked", version=0, follow=True)
    assert "La tua scelta «Chiesto» non è stata salvata." in response.content.decode()


def test_ones_own_fast_clicks_are_no_conflict(operator_client: Client, vehicles: ChecklistItem) -> None:
    choose(operator_client, vehicles, "brought", version=0)
    assert choose(operator_client, vehicles, "asked", version=0, headers=HTMX).status_code == 200
    vehicles.refresh_from_db()
    assert (vehicles.state, vehicles.version) == ("asked", 2)


@pytest.mark.parametrize(
    ("state", "version"),
    [("acquired", 0), ("presented", 0), ("", 0), ("brought", "x"), ("brought", -1), ("brought", "")],
)
def test_a_choice_that_is_none_changes_nothing(
    operator_client: Client, vehicles: ChecklistItem, state: str, version: object
) -> None:
    response = choose(operator_client, vehicles, state, version, headers=HTMX)

    assert response.status_code == 422
    assert "niente è stato salvato" in response.content.decode()
    vehicles.refresh_from_db()
    assert (vehicles.state, vehicles.version) == ("missing", 0)


def test_after_the_dsu_nothing_is_chosen(operator_client: Client, vehicles: ChecklistItem) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    response = choose(operator_client, vehicles, "brought", follow=True)

    assert "La DSU è già presentata" in response.content.decode()
    vehicles.refresh_from_db()
    assert vehicles.state == "missing"


def test_only_operators(
    supervisor_client: Client, administrator_client: Client, vehicles: ChecklistItem
) -> None:
    for client in (supervisor_client, administrator_client):
        assert choose(client, vehicles, "brought").status_code == 403


def test_what_is_not_there(operator_client: Client, vehicles: ChecklistItem) -> None:
    other = reverse("checklist_item", args=[vehicles.dossier_id + 1, vehicles.pk])
    assert operator_client.post(other, {"state": "brought", "version": 0}).status_code == 404
    assert (
        operator_client.get(reverse("checklist_item", args=[vehicles.dossier_id, vehicles.pk])).status_code
        == 405
    )
