"""The screens of a voltura: the form, the summary to sign, the queue, the panel that follows it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from partners import contract_requests
from partners.models import ContractEvent, ContractRequest, LookUp, LookUpOutcome
from partners.sandbox import reserved
from sportello.models import Act, Case, Citizen, Service, TaxCode, User, Visit
from tests import make
from tests.partners.sandbox_process import SandboxProcess
from tests.partners.test_contract_request import unwritten

HTMX = {"HX-Request": "true"}
State = ContractRequest.State


def typed(**fields: Any) -> dict[str, Any]:
    """What an operator writes in the form of a voltura, all of it right."""
    return {
        "address": "Via Garibaldi 12",
        "town": "Poggioverde",
        "postal_code": "47824",
        "phone": "0541 123456",
        "email": "",
        "document_kind": "identity_card",
        "document_number": "CA00000AA",
        "document_expires_on": timezone.localdate() + timedelta(days=900),
        "pod": "IT001E12345678",
        "supply_address": "Via dei Tigli 3",
        "supply_town": "Poggioverde",
        "supply_postal_code": "",
        "use": "resident",
        "power": "4.5",
        "meter_reading": "12345",
        "read_on": timezone.localdate(),
        "title": "rent",
        "key": uuid4(),
        **fields,
    }


@pytest.fixture
def new_url(elena_visit: Visit, voltura_service: Service) -> str:
    return reverse("new_contract_request", args=[elena_visit.pk, voltura_service.pk])


@pytest.fixture
def draft(operator: User, elena_visit: Visit, voltura_service: Service) -> ContractRequest:
    return contract_requests.write(
        request=unwritten(),
        visit=elena_visit,
        service=voltura_service,
        key=uuid4(),
        operator=operator,
        at=make.moment(10, 5),
    )


def url(name: str, request: ContractRequest) -> str:
    return reverse(name, args=[request.pk])


def now_of(request: ContractRequest) -> ContractRequest:
    return ContractRequest.objects.get(pk=request.pk)


# The form


def test_the_form_comes_with_identity_and_contacts_only(
    operator_client: Client, new_url: str, elena: Citizen
) -> None:
    Citizen.objects.filter(pk=elena.pk).update(phone="0541 9999", email="elena@example.it")
    page = operator_client.get(new_url).content.decode()
    for known in ("Via Garibaldi 12", "Poggioverde", "0541 9999", "elena@example.it", "Neri Elena"):
        assert known in page
    assert 'name="supply_address" maxlength="160" required' in page
    assert "NRELNE48E57H501T" not in page.split("<main")[1]


def test_writing_leads_to_the_summary(operator_client: Client, new_url: str) -> None:
    response = operator_client.post(new_url, typed(), follow=True)
    request = ContractRequest.objects.get()
    assert response.redirect_chain == [(url("contract_request", request), 302)]
    page = response.content.decode()
    for text in (
        "Neri Elena",
        "IT001E12345678",
        "Via dei Tigli 3, Poggioverde",
        "4,5 kW",
        "12345 kWh il",
        "affitto (locazione)",
        "Firmata: metti in coda",
    ):
        assert text in page
    assert (request.state, Act.objects.get().outcome) == (State.DRAFT, "opened")


def test_not_for_others(
    supervisor_client: Client, colleague_client: Client, new_url: str, draft: ContractRequest
) -> None:
    assert supervisor_client.get(new_url).status_code == 403
    assert colleague_client.post(new_url, typed()).status_code == 403
    for name in ("contract_request", "edit_contract_request"):
        assert supervisor_client.get(url(name, draft)).status_code == 403
    for name in ("queue_contract_request", "withdraw_contract_request", "correct_contract_request"):
        assert supervisor_client.post(url(name, draft)).status_code == 403
    assert now_of(draft).state == State.DRAFT


def test_no_such_thing(operator_client: Client, elena_visit: Visit, cud_service: Service) -> None:
    """A look-up is no contract."""
    for service in (cud_service.pk, 9999):
        assert (
            operator_client.get(reverse("new_contract_request", args=[elena_visit.pk, service])).status_code
            == 404
        )
    assert operator_client.get(reverse("contract_request", args=[9999])).status_code == 404
    assert operator_client.get(reverse("case_contract", args=[9999])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("pod", "", "Scrivi il POD."),
        ("pod", "12345", "Il POD comincia con IT, poi tre cifre, la lettera E e otto cifre"),
        (
            "pod",
            "IT001E1234567O",
            "C&#x27;è una lettera O dove va una cifra. Se sulla bolletta è uno zero, scrivi IT001E12345670.",
        ),
        (
            "pod",
            "IT0O1E12345I78",
            "scrivi IT001E12345178.",
        ),
        ("pod", "IT001EI2345678", "C&#x27;è una lettera I dove va una cifra. Se sulla bolletta è un uno"),
        ("power", "3.7", "Questa potenza non esiste: scegli una di quelle dell&#x27;elenco."),
        ("meter_reading", "1.234,5x", "La lettura ha solo cifre, senza virgola"),
        ("meter_reading", "-5", "La lettura non è mai sotto zero"),
        ("meter_reading", "12345678", "Un contatore ha al massimo sette cifre"),
        ("read_on", "2999-01-01", "Questo giorno deve ancora venire"),
        ("read_on", "", "Scrivi in che giorno è stato letto il contatore."),
        ("read_on", "2026-02-30", "Questo giorno non esiste"),
        ("document_expires_on", "2020-01-31", "Il documento è scaduto il 31/01/2020: chiedine uno valido."),
        ("document_expires_on", "presto", "Questo giorno non esiste"),
        ("title", "", "Scegli a che titolo ha la casa: senza, il contratto è nullo (DL 47/2014, art. 5)."),
        ("postal_code", "4782", "Il CAP ha cinque cifre."),
        ("supply_address", "v" * 161, "160 caratteri"),
        ("email", "elena", "email"),
    ],
)
def test_malformed(field: str, value: str, sentence: str, operator_client: Client, new_url: str) -> None:
    response = operator_client.post(new_url, typed(**{field: value, "document_number": "SCRITTO1"}))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "SCRITTO1" in page
    assert not Case.objects.exists()
    assert value == "" or field in ("title", "power") or value in page


@pytest.mark.parametrize("written", ["it001e12345678", " IT 001 E 12345678 ", "IT.001.E-12345678"])
def test_a_pod_is_copied_as_the_bill_has_it(written: str, operator_client: Client, new_url: str) -> None:
    operator_client.post(new_url, typed(pod=written))
    assert ContractRequest.objects.get().pod == "IT001E12345678"


@pytest.mark.parametrize("pod", ["IT001E12345678O", "IT001E123456781"])
def test_the_fifteenth_character_is_never_judged(pod: str, operator_client: Client, new_url: str) -> None:
    operator_client.post(new_url, typed(pod=pod))
    assert ContractRequest.objects.get().pod == pod


def test_a_draft_may_lack_what_is_not_at_hand(operator_client: Client, new_url: str) -> None:
    lacking = typed(pod="", document_number="", document_expires_on="", title="", draft="yes")
    page = operator_client.post(new_url, lacking, follow=True).content.decode()
    assert "Numero del documento, scadenza del documento, POD, titolo sulla casa." in page
    assert "metti in coda" not in page
    assert "Completa" in page
    assert ContractRequest.objects.get().town == "Poggioverde"


def test_what_is_in_a_draft_must_be_right(operator_client: Client, new_url: str) -> None:
    response = operator_client.post(new_url, typed(pod="12345", draft="yes"))
    assert response.status_code == 422
    assert not ContractRequest.objects.exists()


def test_the_form_sent_twice_is_one_request(operator_client: Client, new_url: str) -> None:
    written = typed()
    for _ in range(2):
        operator_client.post(new_url, written)
    assert (ContractRequest.objects.count(), Case.objects.count()) == (1, 1)


def test_what_was_typed_stays_when_it_is_not_allowed(
    operator_client: Client, new_url: str, elena_visit: Visit
) -> None:
    Visit.objects.update(on_behalf_reason="il vicino")
    response = operator_client.post(new_url, typed(document_number="SCRITTO1"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "non ha una delega in vigore di Neri Elena" in page
    assert "SCRITTO1" in page
    assert not Case.objects.exists()


def test_nobody_writes_in_vain(operator_client: Client, new_url: str) -> None:
    """What cannot be done is said before the form is filled in."""
    Visit.objects.update(on_behalf_reason="il vicino")
    page = operator_client.get(new_url, follow=True).content.decode()
    assert "non ha una delega in vigore di Neri Elena" in page


def test_a_draft_is_changed(operator_client: Client, draft: ContractRequest) -> None:
    page = operator_client.get(url("edit_contract_request", draft)).content.decode()
    assert 'value="IT001E12345678"' in page
    operator_client.post(url("edit_contract_request", draft), typed(pod="IT001E00000000"))
    assert now_of(draft).pod == "IT001E00000000"
    assert Case.objects.count() == 1


def test_what_was_queued_is_changed_no_more(operator_client: Client, draft: ContractRequest) -> None:
    operator_client.post(url("queue_contract_request", draft))
    response = operator_client.post(
        url("edit_contract_request", draft), typed(pod="IT001E00000000"), follow=True
    )
    assert "non si cambia più" in response.content.decode()
    assert now_of(draft).pod == "IT001E12345678"


# The summary


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
    with django_assert_num_queries(10):
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
    contract_requests.claim(draft.pk, at=timezone.now())
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
