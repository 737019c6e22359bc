"""How a dossier goes on: documents, ready, simulated, presented, attested, closed; or given up, and taken up again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Dossier
from sportello import cases
from sportello.models import Case, LogEntry, User
from tests import make
from tests.isee import make as isee_make
from tests.isee.make import begin_dossier, member, settle_all

State = Dossier.State
DSU = {"by": "citizen", "protocol": "INPS-ISEE-2026-12345678X-00", "on": "2026-03-03"}


def put(dossier: Dossier, state: Dossier.State) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(state=state)


def state_of(dossier: Dossier) -> str:
    dossier.refresh_from_db()
    return dossier.state


def post(client: Client, name: str, dossier: Dossier, data: Any = None, **more: Any) -> Any:
    return client.post(reverse(name, args=[dossier.pk]), data or {}, **more)


def page(client: Client, dossier: Dossier) -> str:
    return client.get(reverse("dossier", args=[dossier.pk])).content.decode()


def attest(dossier: Dossier, operator: User) -> None:
    isee_make.attest(dossier, operator)
    put(dossier, State.ATTESTED)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.OPEN, "Prossimo passo: i documenti."),
        (State.COLLECTING, "Prossimo passo: i documenti."),
        (State.READY, "controlla il calcolo e stampa la simulazione"),
        (State.SIMULATED, "quando la DSU è presentata, scrivi il protocollo"),
        (State.PRESENTED, "quando INPS rilascia l'attestazione, trascrivila"),
        (State.ATTESTED, "consegna il foglio e chiudi"),
        (State.CLOSED, "Concluso: non serve fare altro."),
        (State.ABANDONED, "Quello che c'è scritto resta."),
    ],
)
def test_the_next_step_is_always_visible(
    operator_client: Client, dossier: Dossier, state: Dossier.State, step: str
) -> None:
    put(dossier, state)
    html = page(operator_client, dossier)
    assert f"Fascicolo: {state.label}" in html
    assert step in html


# The DSU


def test_the_dsu_is_of_the_day_on_which_it_was_presented(operator_client: Client, dossier: Dossier) -> None:
    put(dossier, State.SIMULATED)
    response = post(operator_client, "present_dsu", dossier, DSU)

    assert response.headers["Location"].endswith("?sezione=attestation")
    assert state_of(dossier) == State.PRESENTED
    assert (dossier.dsu_protocol, dossier.dsu_date) == (DSU["protocol"], date(2026, 3, 3))
    assert LogEntry.objects.filter(kind="isee.dsu.presented").count() == 1


def test_a_protocol_typed_wrong_is_typed_again(operator_client: Client, dossier: Dossier) -> None:
    post(operator_client, "present_dsu", dossier, DSU | {"protocol": "sbagliato"})
    post(operator_client, "present_dsu", dossier, DSU)
    dossier.refresh_from_db()
    assert dossier.dsu_protocol == DSU["protocol"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"protocol": ""}, "Scrivi il protocollo della ricevuta."),
        ({"by": ""}, "Scegli chi la trasmette."),
        ({"by": "caf"}, "Scrivi il nome del CAF."),
        ({"protocol": "X" * 41}, "X" * 41),
        ({"on": ""}, "Scrivi il giorno."),
        ({"on": "ieri"}, "Questo giorno non esiste"),
        ({"on": "2026-03-05"}, "Il giorno deve ancora venire"),
        ({"on": "2025-12-31"}, "Il fascicolo è per la DSU 2026: per la DSU 2025 aprine uno nuovo."),
    ],
)
def test_what_cannot_be_of_a_dsu(
    operator_client: Client, dossier: Dossier, changes: dict[str, str], sentence: str
) -> None:
    response = post(operator_client, "present_dsu", dossier, DSU | changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert state_of(dossier) == State.OPEN


@pytest.mark.parametrize("state", [State.ATTESTED, State.CLOSED, State.ABANDONED])
def test_a_dsu_is_presented_once(operator_client: Client, dossier: Dossier, state: Dossier.State) -> None:
    put(dossier, state)
    response = post(operator_client, "present_dsu", dossier, DSU, follow=True)
    assert f"Il fascicolo è già «{state.label}»" in response.content.decode()
    assert state_of(dossier) == state


# Closing, giving up, taking up again


def test_an_attested_dossier_closes_with_its_case(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    attest(dossier, operator)
    post(operator_client, "close_dossier", dossier)

    assert state_of(dossier) == State.CLOSED
    assert dossier.case.state == Case.State.CONCLUDED
    assert [line.kind for line in LogEntry.objects.order_by("pk")] == [
        "sportello.case.closed",
        "isee.dossier.closed",
    ]


def test_before_the_attestation_it_does_not_close(operator_client: Client, dossier: Dossier) -> None:
    response = post(operator_client, "close_dossier", dossier, follow=True)
    assert "trascrivi prima l&#x27;attestazione" in response.content.decode()
    assert state_of(dossier) == State.OPEN


def test_giving_up_asks_first(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("abandon_dossier", args=[dossier.pk])
    assert "Abbandonare il fascicolo?" in operator_client.get(url).content.decode()
    assert state_of(dossier) == State.OPEN
    operator_client.post(url)
    assert state_of(dossier) == State.ABANDONED
    assert dossier.case.state == Case.State.ABANDONED
    assert LogEntry.objects.filter(kind="isee.dossier.abandoned").count() == 1


def test_an_attested_dossier_is_not_given_up(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    attest(dossier, operator)
    response = post(operator_client, "abandon_dossier", dossier, follow=True)
    assert "Un fascicolo «attestato» non si abbandona." in response.content.decode()
    assert state_of(dossier) == State.ATTESTED


def test_taken_up_again_it_is_where_its_papers_say(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    settle_all(dossier)
    post(operator_client, "abandon_dossier", dossier)
    post(operator_client, "reopen_dossier", dossier)
    assert state_of(dossier) == State.READY
    assert dossier.case.is_open

    member(dossier)
    post(operator_client, "abandon_dossier", dossier)
    post(operator_client, "reopen_dossier", dossier)
    assert state_of(dossier) == State.COLLECTING

    post(operator_client, "present_dsu", dossier, DSU)
    post(operator_client, "abandon_dossier", dossier)
    post(operator_client, "reopen_dossier", dossier)
    assert state_of(dossier) == State.PRESENTED

    attest(dossier, operator)
    post(operator_client, "close_dossier", dossier)
    post(operator_client, "reopen_dossier", dossier)
    assert state_of(dossier) == State.ATTESTED


def test_not_beside_another_of_the_same_year(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    post(operator_client, "abandon_dossier", dossier)
    begin_dossier(dossier.case.citizen, operator)
    response = post(operator_client, "reopen_dossier", dossier, follow=True)
    assert "c&#x27;è già un altro fascicolo aperto, pratica 2/2026" in response.content.decode()
    assert state_of(dossier) == State.ABANDONED


def test_what_is_open_is_not_opened_again(operator_client: Client, dossier: Dossier) -> None:
    response = post(operator_client, "reopen_dossier", dossier, follow=True)
    assert "Il fascicolo è già aperto." in response.content.decode()


def test_with_its_case_closed_a_dossier_waits_to_be_taken_up(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    cases.close_case(case=dossier.case, state=Case.State.CONCLUDED, operator=operator, at=make.moment())
    html = page(operator_client, dossier)
    assert "ma la pratica è chiusa" in html
    assert "Aggiungi" not in html

    post(operator_client, "reopen_dossier", dossier)
    dossier.refresh_from_db()
    assert Case.objects.get().is_open
    assert dossier.state == State.COLLECTING


@pytest.mark.parametrize("name", ["present_dsu", "close_dossier", "abandon_dossier", "reopen_dossier"])
def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier, name: str
) -> None:
    assert post(supervisor_client, name, dossier).status_code == 403
    assert operator_client.post(reverse(name, args=[0])).status_code == 404
