"""The screens of a request that is written: the summary to sign, the queue, the panel that follows it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partners import contract_queue
from partners.models import ContractEvent, ContractRequest, LookUp, LookUpOutcome
from partners.sandbox import reserved
from sportello.models import Case, Citizen, Service, TaxCode, User, Visit
from tests import make
from tests.partners import contracts
from tests.partners.sandbox_process import SandboxProcess

HTMX = {"HX-Request": "true"}
State = ContractRequest.State


@pytest.fixture
def draft(operator: User, elena_visit: Visit, voltura_service: Service) -> ContractRequest:
    """A whole voltura of Elena, to be signed."""
    return contracts.ready(elena_visit, voltura_service, operator)


def url(name: str, request: ContractRequest) -> str:
    return reverse(name, args=[request.pk])


def now_of(request: ContractRequest) -> ContractRequest:
    return ContractRequest.objects.get(pk=request.pk)


# The summary


def test_the_summary_has_what_the_person_signs(operator_client: Client, draft: ContractRequest) -> None:
    page = operator_client.get(url("contract_request", draft)).content.decode()
    for text in (
        "Neri Elena",
        "IT001E12345678",
        "Via dei Tigli 3, Poggioverde",
        "3 kW impegnati, 3,3 kW disponibili",
        "12345 kWh il",
        "foglio 12, particella 345, sub. 6",
        "bollettino, con il deposito",
        "copia del documento, fronte e retro, una bolletta con il POD",
        "età, controllata alla firma",
        "Firmata: metti in coda",
    ):
        assert text in page, text


def test_what_lacks_is_named_and_one_step_away(operator_client: Client, draft: ContractRequest) -> None:
    ContractRequest.objects.update(pod="", title="")
    page = operator_client.get(url("contract_request", draft)).content.decode()
    assert "POD, titolo sulla casa." in page
    assert "metti in coda" not in page
    assert f'href="{url("contract_supply", draft)}">Completa' in page


def test_not_for_others(supervisor_client: Client, draft: ContractRequest) -> None:
    assert supervisor_client.get(url("contract_request", draft)).status_code == 403
    for name in ("queue", "withdraw", "correct"):
        assert supervisor_client.post(url(f"{name}_contract_request", draft)).status_code == 403
    assert supervisor_client.post(url("change_mind", draft)).status_code == 403
    assert now_of(draft).state == State.DRAFT


def test_too_young_and_no_other_ground_is_told_before_the_signature(
    operator_client: Client, draft: ContractRequest, elena: Citizen
) -> None:
    Citizen.objects.update(birth_date=date(1990, 1, 1))
    ContractRequest.objects.update(birth_date=date(1990, 1, 1))
    page = operator_client.get(url("contract_request", draft)).content.decode()
    assert "La maggior tutela è solo per i clienti vulnerabili" in page
    assert "Portale Offerte" in page
    assert "metti in coda" not in page
    page = operator_client.post(url("queue_contract_request", draft), follow=True).content.decode()
    assert "La maggior tutela è solo per i clienti vulnerabili" in page
    assert now_of(draft).state == State.DRAFT


def test_queued_and_withdrawn(operator_client: Client, draft: ContractRequest) -> None:
    page = operator_client.post(url("queue_contract_request", draft), follow=True).content.decode()
    assert "Richiesta in coda: parte da sola verso Enel." in page
    assert "Modifica" not in page
    assert now_of(draft).state == State.QUEUED
    page = operator_client.post(url("withdraw_contract_request", draft), follow=True).content.decode()
    assert "Richiesta ritirata" in page
    assert now_of(draft).state == State.WITHDRAWN
    page = operator_client.post(url("queue_contract_request", draft), follow=True).content.decode()
    assert "La richiesta è già ritirata." in page


def test_acts_are_posts(operator_client: Client, draft: ContractRequest) -> None:
    for name in ("queue_contract_request", "withdraw_contract_request", "correct_contract_request"):
        assert operator_client.get(url(name, draft)).status_code == 405
    assert now_of(draft).state == State.DRAFT


def test_a_refusal_stands_beside_its_field(operator_client: Client, draft: ContractRequest) -> None:
    ContractRequest.objects.update(
        state=State.NOT_ADMITTED, refused_field="pod", notice="La fornitura non è nella zona servita."
    )
    page = operator_client.get(url("contract_request", draft)).content.decode()
    beside = page[page.index("<dt>POD</dt>") :][:400]
    assert "La fornitura non è nella zona servita." in beside
    assert "Correggi" in page
    operator_client.post(url("correct_contract_request", draft))
    assert now_of(draft).state == State.DRAFT


@pytest.mark.parametrize("events", [1, 60])
def test_queries(
    events: int,
    operator_client: Client,
    draft: ContractRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(events):
        ContractEvent.objects.create(request=draft, state="queued", at=make.moment(), message="non risponde")
    operator_client.get(url("contract_request", draft))
    with django_assert_num_queries(11):
        operator_client.get(url("contract_request", draft))
    with django_assert_num_queries(10):
        operator_client.get(reverse("case_contract", args=[draft.case_id]), headers=HTMX)


# The panel


def test_the_panel_follows_the_request(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator_client: Client,
    draft: ContractRequest,
    run_jobs: Callable[[], None],
    let_time_pass: Callable[[], None],
) -> None:
    panel = reverse("case_contract", args=[draft.case_id])
    assert "data-refresh" not in operator_client.get(panel, headers=HTMX).content.decode()
    operator_client.post(url("queue_contract_request", draft))
    page = operator_client.get(panel, headers=HTMX).content.decode()
    assert "Parte da sola: puoi concludere la visita" in page
    newest = draft.events.order_by("pk").last()
    assert newest
    seen = f"{panel}?visto={newest.pk}-queued"
    assert f'hx-get="{seen}" hx-trigger="refresh"' in page
    assert operator_client.get(seen, headers=HTMX).status_code == 204

    run_jobs()
    page = operator_client.get(seen, headers=HTMX).content.decode()
    assert "Ricevuta dall&#x27;ente" in page
    assert "ENL-" in page
    assert "800 900 800, tutti i giorni 7-22" in page
    for _ in range(20):
        let_time_pass()
        if now_of(draft).is_final:
            break
    page = operator_client.get(panel, headers=HTMX).content.decode()
    assert "Eseguita" in page
    assert "data-refresh" not in page


def test_on_its_own_page_the_summary_moves_on_with_the_panel(
    operator_client: Client, draft: ContractRequest
) -> None:
    """Once it has left the queue nobody may take it back: the button goes too."""
    operator_client.post(url("queue_contract_request", draft))
    here = {**HTMX, "HX-Current-URL": f"http://testserver{url('contract_request', draft)}"}
    panel = reverse("case_contract", args=[draft.case_id])
    assert "Ritira" in operator_client.get(panel, headers=here).content.decode()
    contract_queue.claim(draft.pk, at=timezone.now())
    page = operator_client.get(panel, headers=here).content.decode()
    assert 'id="summary" aria-labelledby="summary-title" hx-swap-oob="true"' in page
    assert "Ritira" not in page
    assert "hx-swap-oob" not in operator_client.get(panel, headers=HTMX).content.decode()


def test_the_panel_says_since_when_enel_is_down(
    transactional_db: None,
    settings: Any,
    sandbox: SandboxProcess,
    operator_client: Client,
    draft: ContractRequest,
    run_jobs: Callable[[], None],
) -> None:
    partners = sandbox.partners()
    partners["enel"]["OPTIONS"]["base_url"] = "http://127.0.0.1:9/enel/v1"  # where nobody listens
    settings.PARTNERS = partners
    operator_client.post(url("queue_contract_request", draft))
    run_jobs()
    page = operator_client.get(reverse("case_contract", args=[draft.case_id]), headers=HTMX).content.decode()
    assert "si riprova da soli, non serve fare niente" in page
    assert f"Enel non risponde dalle {timezone.localtime():%H:}" in page


def test_a_case_without_request(
    operator_client: Client, operator: User, elena: Citizen, voltura_service: Service
) -> None:
    case = make.case(elena, voltura_service, operator)
    page = operator_client.get(reverse("case_contract", args=[case.pk])).content.decode()
    assert "Nessuna richiesta in questa pratica" in page


# Earlier contracts


def test_earlier_contracts_are_asked_on_purpose_and_shown(
    transactional_db: None,
    partners_answer: SandboxProcess,
    operator_client: Client,
    elena: Citizen,
    draft: ContractRequest,
    run_jobs: Callable[[], None],
) -> None:
    TaxCode.objects.filter(citizen=elena).delete()
    TaxCode.objects.create(citizen=elena, code=reserved.FOUND, added_on=make.moment().date())
    ask = reverse("earlier_contracts", args=[draft.case_id])
    assert not LookUp.objects.exists()
    assert operator_client.get(ask).status_code == 405
    page = operator_client.post(ask, headers={**HTMX, "HX-Target": "earlier-contracts"}).content.decode()
    assert "In corso: chiesto alle" in page
    run_jobs()
    look_up = LookUp.objects.get()
    assert (look_up.document, look_up.basis, look_up.outcome.result) == ("contracts", "request", "found")
    page = operator_client.get(url("contract_request", draft)).content.decode()
    assert "Borgo Inventato" in page
    assert "attivo dal" in page
    assert "Chiedi i contratti a Enel" not in page


def test_earlier_contracts_need_the_person(
    operator_client: Client, supervisor_client: Client, draft: ContractRequest
) -> None:
    """A protocol and a benefit code open no door at Enel."""
    Visit.objects.update(state=Visit.State.SUSPENDED)
    Case.objects.update(protocol_number="1", protocol_date=make.moment().date(), benefit_code="A2.12")
    ask = reverse("earlier_contracts", args=[draft.case_id])
    page = operator_client.post(ask, headers=HTMX).content.decode()
    assert "Per chiedere, Neri Elena o chi ha la delega deve essere al tuo banco." in page
    assert LookUpOutcome.objects.get().result == "not_allowed"
    assert supervisor_client.post(ask).status_code == 403
