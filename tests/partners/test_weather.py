"""The page of how the partners are: live, down since when, whom to call, what to do meanwhile."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partners import reachability
from partners.models import Agreement, Gate, LookUpOutcome, Reachability, ReachabilityChange
from sportello.models import Case, Partner, Service, User
from tests import make


@pytest.fixture
def inps(cud_service: Service) -> Partner:
    assert cud_service.partner
    return cud_service.partner


def page(client: Client) -> str:
    return client.get(reverse("partner_weather")).content.decode()


def test_it_works_for_everybody_who_works_here(
    operator_client: Client,
    supervisor_client: Client,
    administrator_client: Client,
    cud_service: Service,
    voltura_service: Service,
) -> None:
    assert reverse("partner_weather") == "/enti/"
    for client in (operator_client, supervisor_client, administrator_client):
        text = page(client)
        assert "INPS" in text
        assert "800 900 800" in text
        assert "Mai interrogato" in text


def test_live(operator_client: Client, cud_service: Service) -> None:
    assert cud_service.partner
    reachability.answered(cud_service.partner, at=make.moment(10, 50))
    text = page(operator_client)
    assert "Risponde" in text
    assert "Ultima prova il 04/03 alle 10:50" in text
    assert "Che cosa fare intanto" not in text


def test_down(operator_client: Client, cud_service: Service) -> None:
    assert cud_service.partner
    reachability.failed(cud_service.partner, at=make.moment(10, 26))
    text = page(operator_client)
    assert "Non risponde dalle 10:26 del 04/03" in text
    assert "Chiedi il documento al cittadino e vai avanti" in text
    assert "803 164" in text
    assert "lun-ven 8-20" in text


def test_where_requests_wait(operator_client: Client, voltura_service: Service) -> None:
    assert voltura_service.partner
    reachability.failed(voltura_service.partner, at=make.moment(10, 26))
    text = page(operator_client)
    assert "partono da sole quando l'ente torna" in text
    assert "<dt>Richieste in attesa</dt>" in text


def test_without_agreement(operator_client: Client, cud_service: Service) -> None:
    Agreement.objects.update(state=Agreement.State.SUSPENDED, suspended_reason="lavori in sede")
    text = page(operator_client)
    assert "Nessun accordo in vigore oggi" in text
    assert "L'accordo è sospeso: lavori in sede." in unescape(text)


def test_slow(operator_client: Client, inps: Partner) -> None:
    slow = {"slow_since": make.moment(10, 26), "last_tried_at": make.moment(10, 30)}
    Reachability.objects.create(partner=inps, **slow)
    assert "Risponde piano dalle 10:26 del 04/03" in page(operator_client)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Gate.Reason.QUOTA, "Limite di domande raggiunto, fino alle"),
        (Gate.Reason.ASKED_TO_WAIT, "Si aspetta fino alle"),
        (Gate.Reason.TROUBLE, "Si aspetta fino alle"),
    ],
)
def test_nobody_asks_for_a_while(
    operator_client: Client, inps: Partner, reason: Gate.Reason, sentence: str
) -> None:
    until = timezone.now() + timedelta(hours=2)
    Gate.objects.create(partner=inps, document="cu", closed_until=until, reason=reason)
    text = page(operator_client)
    assert sentence in text
    assert "Che cosa fare intanto" in text


def test_a_gate_that_opened_again_says_nothing(operator_client: Client, inps: Partner) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Gate.objects.create(partner=inps, document="cu", closed_until=past, reason=Gate.Reason.QUOTA)
    assert "Mai interrogato" in page(operator_client)


def test_what_happened_in_the_last_days(operator_client: Client, inps: Partner) -> None:
    now = timezone.now()
    for state, days, code in (("down", 1, "S-7F3A-91C2"), ("live", 0, ""), ("down", 40, "S-0000-0000")):
        ReachabilityChange.objects.create(
            partner=inps, state=state, at=now - timedelta(days=days), reference=code
        )
    text = page(operator_client)
    assert "Negli ultimi 14 giorni" in text
    assert "codice S-7F3A-91C2" in text
    assert "S-0000-0000" not in text


def test_no_partner_at_all(operator_client: Client) -> None:
    assert "Nessun ente: li aggiunge chi amministra" in page(operator_client)


@pytest.mark.parametrize("number", [1, 20])
def test_queries(
    number: int, operator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(number):
        partner = make.partner(f"ente-{index}", f"Ente {index}")
        make.service(f"servizio-{index}", f"Servizio {index}", kind="look_up", partner=partner)
        reachability.failed(partner, at=make.moment())
    page(operator_client)
    with django_assert_num_queries(12):
        page(operator_client)


def test_the_administrator_reads_what_is_wrong_with_the_settings_and_nobody_else_does(
    administrator_client: Client, operator_client: Client, cud_service: Service, settings: Any
) -> None:
    isee = {**settings.PARTNERS["inps"]["OPTIONS"]["isee"], "client_id": "comune"}
    options = {**settings.PARTNERS["inps"]["OPTIONS"], "isee": isee}
    settings.PARTNERS = {**settings.PARTNERS, "inps": {**settings.PARTNERS["inps"], "OPTIONS": options}}
    text = page(administrator_client)
    assert "Da sistemare nelle impostazioni del server, per INPS" in text
    assert "INPS_CLIENT_ID manca o non è un identificativo di PDND" in text
    assert "INPS_CLIENT_ID" not in page(operator_client)


def test_where_nothing_is_wrong_nothing_is_said(administrator_client: Client, cud_service: Service) -> None:
    assert "Da sistemare" not in page(administrator_client)


def test_the_code_to_quote_can_be_read_out(
    operator_client: Client, operator: User, cud_case: Case, inps: Partner
) -> None:
    code = UUID("7f3a91c2-0000-4000-8000-00000000abcd")
    look_up = make.look_up(cud_case, operator, correlation_id=code)
    outcome = {"result": "unreachable", "reference": str(code), "at": timezone.now()}
    LookUpOutcome.objects.create(look_up=look_up, **outcome)
    reachability.failed(inps, at=timezone.now())
    text = page(operator_client)
    assert "<dd>S-7F3A-91C2</dd>" in text
    assert str(code) not in text
