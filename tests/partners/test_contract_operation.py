"""Which operation? The questions, where they lead and why, and what is opened then."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from partners.models import ContractRequest
from partners.supply.operations import Operation, find
from sportello.models import Act, Case, Citizen, Service, Visit
from tests import make

TREE = [
    ({"meter": "no"}, Operation.NEW_CONNECTION, "Non c'è un contatore"),
    ({"meter": "yes", "ever_active": "no"}, Operation.FIRST_ACTIVATION, "non è mai stato acceso"),
    ({"meter": "yes", "ever_active": "yes", "holder": "off"}, Operation.SUBENTRO, "Il contatore è spento"),
    (
        {"meter": "yes", "ever_active": "yes", "holder": "other", "dead": "no"},
        Operation.VOLTURA,
        "cambia solo l'intestatario",
    ),
    (
        {"meter": "yes", "ever_active": "yes", "holder": "other", "dead": "yes"},
        Operation.MORTIS_CAUSA,
        "passa all'erede",
    ),
    *(
        (
            {"meter": "yes", "ever_active": "yes", "holder": "own", "wish": one.value},
            one,
            "La fornitura è già sua",
        )
        for one in Operation
        if one.is_on_own_supply
    ),
]


@pytest.mark.parametrize(("said", "operation", "reason"), TREE)
def test_where_the_questions_lead(said: dict[str, str], operation: Operation, reason: str) -> None:
    found = find(said)
    assert found.operation is operation
    assert reason in found.reason
    assert [question.name for question in found.asked] == list(said)
    assert len(found.asked) <= 4


@pytest.mark.parametrize(
    ("said", "next_one"),
    [
        ({}, "meter"),
        ({"meter": "yes"}, "ever_active"),
        ({"meter": "yes", "ever_active": "yes"}, "holder"),
        ({"meter": "yes", "ever_active": "yes", "holder": "other"}, "dead"),
        ({"meter": "yes", "ever_active": "yes", "holder": "own", "wish": "voltura"}, "wish"),
        ({"meter": "forse", "dead": "yes"}, "meter"),
    ],
)
def test_one_question_after_the_other(said: dict[str, str], next_one: str) -> None:
    found = find(said)
    assert (found.operation, found.asked[-1].name) == (None, next_one)


VOLTURA = {"meter": "yes", "ever_active": "yes", "holder": "other", "dead": "no"}


@pytest.fixture
def new_url(elena_visit: Visit, voltura_service: Service) -> str:
    return reverse("new_contract_request", args=[elena_visit.pk, voltura_service.pk])


def test_only_the_first_question_is_there_at_the_beginning(operator_client: Client, new_url: str) -> None:
    page = operator_client.get(new_url).content.decode()
    assert "C&#x27;è già un contatore?" in page
    assert "mai stato acceso" not in page


def test_each_answer_brings_the_next_question_and_judges_nothing(
    operator_client: Client, new_url: str
) -> None:
    page = operator_client.post(new_url, {"meter": "yes", "again": "1"}).content.decode()
    assert "Quel contatore è mai stato acceso?" in page
    assert "da correggere" not in page
    page = operator_client.post(new_url, {**VOLTURA, "again": "1"}).content.decode()
    assert "Voltura" in page
    assert "cambia solo l&#x27;intestatario" in page
    assert not Case.objects.exists()


def test_a_question_left_open_is_said(operator_client: Client, new_url: str) -> None:
    response = operator_client.post(new_url, {"meter": "yes"})
    assert response.status_code == 422
    assert "Rispondi, per sapere che cosa si chiede." in response.content.decode()


def test_opened_with_identity_and_contacts_only(
    operator_client: Client, new_url: str, elena: Citizen
) -> None:
    Citizen.objects.filter(pk=elena.pk).update(phone="0541 9999", email="elena@example.it")
    operator_client.post(new_url, {**VOLTURA, "key": str(uuid4())})
    request = ContractRequest.objects.get()
    assert (request.kind, request.operation_reason) == (Operation.VOLTURA, find(VOLTURA).reason)
    known = (request.address, request.town, request.phone, request.email, request.tax_code)
    assert known == ("Via Garibaldi 12", "Poggioverde", "0541 9999", "elena@example.it", "NRELNE48E57H501T")
    assert (request.supply_address, request.pod, request.sheet, request.iban) == ("", "", "", "")
    assert (request.state, Act.objects.get().outcome) == ("draft", "opened")


def test_opened_once_however_often_it_is_sent(operator_client: Client, new_url: str) -> None:
    for _ in range(2):
        operator_client.post(new_url, {**VOLTURA, "key": "00000000-0000-4000-8000-000000000001"})
    assert (ContractRequest.objects.count(), Case.objects.count()) == (1, 1)


def test_the_case_is_of_the_service_of_the_operation(
    operator_client: Client, new_url: str, voltura_service: Service
) -> None:
    closing = make.service("enel-disdetta", "Disdetta", kind="entry", partner=voltura_service.partner)
    voltura_service.agreements.get().services.add(closing)
    said = {"meter": "yes", "ever_active": "yes", "holder": "own", "wish": "disdetta"}
    operator_client.post(new_url, said)
    assert Case.objects.get().service == closing


def test_the_dead_ask_for_nothing(operator_client: Client, new_url: str, elena: Citizen) -> None:
    """Whose death is registered gets no subentro: the heir asks, with the voltura mortis causa."""
    Citizen.objects.update(deceased_on=make.moment().date())
    page = operator_client.get(new_url, follow=True).content.decode()
    assert "Neri Elena è morto il 04/03/2026: il contratto lo chiede l&#x27;erede" in page
    operator_client.post(new_url, {"meter": "yes", "ever_active": "yes", "holder": "off"})
    assert not Case.objects.exists()


def test_nobody_answers_in_vain(operator_client: Client, new_url: str) -> None:
    """What cannot be done is said before the first question."""
    Visit.objects.update(on_behalf_reason="il vicino")
    page = operator_client.get(new_url, follow=True).content.decode()
    assert "non ha una delega in vigore di Neri Elena" in page


def test_not_for_others(supervisor_client: Client, colleague_client: Client, new_url: str) -> None:
    assert supervisor_client.get(new_url).status_code == 403
    assert colleague_client.post(new_url, VOLTURA).status_code == 403


def test_no_such_thing(operator_client: Client, elena_visit: Visit, cud_service: Service) -> None:
    """A look-up is no contract."""
    for service in (cud_service.pk, 9999):
        address = reverse("new_contract_request", args=[elena_visit.pk, service])
        assert operator_client.get(address).status_code == 404
