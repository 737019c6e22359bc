"""What a case has from outside: the Comune's protocol, the benefit, the person responsible."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sportello.models import Case, Citizen, LogEntry, Service, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(elena: Citizen, mensa: Service, operator: User) -> Case:
    return make.case(elena, mensa, operator, number=12)


def url(case: Case) -> str:
    return reverse("edit_case", args=[case.pk])


def typed(responsible: User, **fields: str) -> dict[str, Any]:
    whole = {"protocol_number": "0004711", "protocol_date": "02/03/2026", "benefit_code": "a2.12"}
    return {**whole, "responsible": responsible.pk, **fields}


def test_it_works(operator_client: Client, case: Case, colleague: User) -> None:
    response = operator_client.post(url(case), typed(colleague))
    assert response.headers["Location"] == reverse("case", args=[case.pk])
    case.refresh_from_db()
    assert (case.protocol_number, f"{case.protocol_date}") == ("0004711", "2026-03-02")
    assert (case.benefit_code, case.responsible) == ("A2.12", colleague)
    line = LogEntry.objects.get()
    assert (
        line.text
        == "Aggiornata la pratica 12/2026: protocollo 0004711 del 02/03/2026, responsabile M. Rossi."
    )
    page = operator_client.get(reverse("case", args=[case.pk])).content.decode()
    assert "0004711 del 02/03/2026" in page


def test_all_of_it_may_still_be_missing(operator_client: Client, case: Case, operator: User) -> None:
    operator_client.post(url(case), {"responsible": operator.pk})
    assert (
        LogEntry.objects.get().text
        == "Aggiornata la pratica 12/2026: senza protocollo, responsabile G. Bianchi."
    )


def test_in_the_dialog_it_is_the_form_alone(operator_client: Client, case: Case, operator: User) -> None:
    dialog = operator_client.get(url(case), headers=HTMX).content.decode()
    assert 'id="dialog-title"' in dialog
    assert "<html" not in dialog
    assert "<html" in operator_client.get(url(case)).content.decode()
    saved = operator_client.post(url(case), typed(operator), headers=HTMX)
    assert saved.headers["HX-Redirect"] == reverse("case", args=[case.pk])


def test_who_is_responsible_now_stays_choosable_after_leaving(
    operator_client: Client, case: Case, operator: User, colleague: User
) -> None:
    Case.objects.update(responsible=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    operator_client.post(url(case), typed(colleague))
    case.refresh_from_db()
    assert case.protocol_number == "0004711"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("protocol_date", "", "Con il numero di protocollo serve la sua data."),
        ("protocol_number", "", "Con la data serve il numero di protocollo."),
        ("protocol_date", "31/02/2026", "Questo giorno non esiste: scrivilo come 17/05/1948."),
        (
            "protocol_date",
            "05/03/2026",
            "La data di protocollo è un giorno già passato: controlla l&#x27;anno.",
        ),
        (
            "protocol_date",
            "02/03/1890",
            "La data di protocollo è un giorno già passato: controlla l&#x27;anno.",
        ),
        ("protocol_number", "1" * 21, "Al massimo 20 caratteri: qui ce ne sono 21."),
        (
            "benefit_code",
            "12.A2",
            "Il codice è una lettera, una cifra, un punto e due cifre: per esempio A2.12.",
        ),
        (
            "benefit_code",
            "A2.123",
            "Il codice è una lettera, una cifra, un punto e due cifre: per esempio A2.12.",
        ),
        ("benefit_code", "A" * 200, "Al massimo 6 caratteri: qui ce ne sono 200."),
        ("responsible", "", "Scegli il responsabile del procedimento."),
        ("responsible", "999999", "Questa persona non è più tra gli operatori: scegline un&#x27;altra."),
    ],
)
def test_what_is_malformed_is_said_and_stores_nothing(
    field: str, value: str, sentence: str, operator_client: Client, case: Case, operator: User
) -> None:
    sent = {**typed(operator), field: value}
    for headers in ({}, HTMX):
        response = operator_client.post(url(case), sent, headers=headers)
        assert response.status_code == 422
        text = response.content.decode()
        assert sentence in text
        for name in ("protocol_number", "protocol_date", "benefit_code"):
            assert not sent[name] or f'value="{sent[name]}"' in text
    case.refresh_from_db()
    assert (case.protocol_number, case.benefit_code, LogEntry.objects.count()) == ("", "", 0)


def test_a_supervisor_is_not_responsible_for_cases(
    operator_client: Client, case: Case, supervisor: User
) -> None:
    assert operator_client.post(url(case), typed(supervisor)).status_code == 422


def test_it_is_not_for_other_roles(
    supervisor_client: Client, administrator_client: Client, case: Case, operator: User
) -> None:
    for client in (supervisor_client, administrator_client):
        assert client.get(url(case)).status_code == 403
        assert client.post(url(case), typed(operator)).status_code == 403


def test_a_case_that_does_not_exist(operator_client: Client) -> None:
    assert operator_client.get(reverse("edit_case", args=[9])).status_code == 404
