"""The page of how the partners are: live, down since when, whom to call, what to do meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from partners import reachability
from partners.models import Agreement
from sportello.models import Service
from tests import make


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
    Agreement.objects.update(state=Agreement.State.SUSPENDED)
    assert "Nessun accordo in vigore oggi" in page(operator_client)


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
    with django_assert_num_queries(9):
        page(operator_client)
