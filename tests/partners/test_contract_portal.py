"""A request on the portal channel: no worker, the values to copy, what the portal said typed back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import channels, contract_queue, contract_requests, portal
from partners.models import Channel, ContractRequest, PortalProcedure
from partners.supply.operations import Operation
from sportello.models import LogEntry, Service, User
from tests.partners import contracts
from tests.partners.contracts import now_of, queue, states

State = ContractRequest.State


@pytest.fixture
def by_portal(voltura_service: Service, administrator: User) -> Service:
    """Enel is reached by its portal, with a procedure of two steps."""
    channels.choose_channel(
        service=voltura_service, channel=Channel.PORTAL, by=administrator, at=timezone.now()
    )
    procedure = PortalProcedure(
        portal_name="Portale dei partner", steps="Apri {POD}.\nIncolla {codice fiscale}."
    )
    portal.publish_procedure(
        procedure=procedure, service=voltura_service, by=administrator, at=timezone.now()
    )
    return voltura_service


@pytest.fixture
def typed(by_portal: Service, draft: Callable[..., ContractRequest]) -> ContractRequest:
    """A voltura that is signed, and waits for somebody to type it."""
    request = draft()
    queue(request)
    return now_of(request)


def page(request: ContractRequest) -> str:
    return reverse("contract_portal_page", args=[request.pk])


def test_no_worker_takes_it(typed: ContractRequest) -> None:
    assert (typed.state, typed.channel, typed.next_step_at) == (State.QUEUED, Channel.PORTAL, None)
    assert contract_queue.claim(typed.pk, at=timezone.now()) is None
    assert contract_queue.overdue(at=timezone.now()) == []
    assert typed.procedure
    assert typed.versions.get().content["pod"] == contracts.POD


def test_the_steps_and_the_values_to_copy(operator_client: Client, typed: ContractRequest) -> None:
    text = operator_client.get(page(typed)).content.decode()
    assert f'data-copy="{contracts.POD}"' in text
    assert 'data-copy="NRELNE48E57H501T"' in text
    summary = operator_client.get(reverse("contract_request", args=[typed.pk])).content.decode()
    assert "Inserisci nel portale" in summary


def test_without_a_procedure_the_values_are_there_all_the_same(
    operator_client: Client, by_portal: Service, draft: Callable[..., ContractRequest]
) -> None:
    request = draft()
    queue(request)
    ContractRequest.objects.update(procedure=None)
    text = operator_client.get(page(request)).content.decode()
    assert "La procedura per questo servizio non è ancora scritta" in text
    assert f'data-copy="{contracts.POD}"' in text


def test_the_number_then_the_outcome_are_typed_back(operator_client: Client, typed: ContractRequest) -> None:
    refused = operator_client.post(page(typed), {"state": "received"})
    assert "Scrivi il numero: serve per chiedere a che punto è." in refused.content.decode()
    operator_client.post(page(typed), {"state": "received", "partner_number": "ENL-77"})
    operator_client.post(page(typed), {"state": "admitted"})
    operator_client.post(page(typed), {"state": "done"})
    assert states(typed) == ["draft", "queued", "received", "admitted", "done"]
    assert (now_of(typed).partner_number, now_of(typed).is_final) == ("ENL-77", True)
    assert LogEntry.objects.filter(text="Voltura, pratica 1/2026: eseguita, dal portale.").exists()
    assert operator_client.get(page(typed)).status_code == 302


def test_a_no_has_its_reason_and_is_corrected(operator_client: Client, typed: ContractRequest) -> None:
    silent = operator_client.post(page(typed), {"state": "not_admitted"})
    assert silent.status_code == 422
    operator_client.post(page(typed), {"state": "not_admitted", "reason": "Intestatario diverso"})
    assert now_of(typed).notice == "Intestatario diverso"
    contract_requests.correct(request=typed, operator=typed.operator, at=timezone.now())
    queue(typed)
    assert [version.number for version in typed.versions.all()] == [1, 2]


def test_what_the_portal_cannot_have_said_is_refused(operator_client: Client, typed: ContractRequest) -> None:
    assert operator_client.post(page(typed), {"state": "done"}).status_code == 422
    assert now_of(typed).state == State.QUEUED


def test_a_service_request_is_not_typed(
    operator_client: Client, draft: Callable[..., ContractRequest]
) -> None:
    request = draft(Operation.DISDETTA)
    queue(request)
    assert operator_client.get(page(request)).status_code == 302
