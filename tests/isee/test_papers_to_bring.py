"""The printed reminder of the papers to bring."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from isee.models import ChecklistItem, Dossier
from sportello.models import Closure, LogEntry, OpeningHours, User
from tests.isee.make import declarant, item, refresh, settle_all

State = ChecklistItem.State


@pytest.fixture
def tenant(dossier: Dossier) -> Dossier:
    dossier.dwelling = Dossier.Dwelling.RENTED
    dossier.save()
    refresh(dossier)
    return dossier


@pytest.fixture(autouse=True)
def open_on_wednesdays(db: None) -> None:
    OpeningHours.objects.get_or_create(weekday=2, defaults={"opens": "08:30", "closes": "12:30"})


def printed(client: Client, dossier: Dossier, **data: Any) -> Any:
    return client.post(reverse("papers_to_bring", args=[dossier.pk]), data)


def text_of(response: Any) -> str:
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_lists_what_is_missing_or_asked_why_and_where(operator_client: Client, tenant: Dossier) -> None:
    tenant.checklist.filter(code="identity").update(state=State.CHECKED)
    tenant.checklist.filter(code="rent-contract").update(state=State.ASKED)
    response = printed(operator_client, tenant, come_back_on="11/03/2026", asks="on")

    text = text_of(response)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].endswith('"promemoria-isee-2026-pratica-1.pdf"')
    assert "Documenti da portare per l'ISEE 2026" in text
    assert "Neri Elena" in text
    assert "11/03/2026" in text
    assert "Contratto di locazione registrato" in text
    assert "Perché: Il canone si toglie dal reddito solo se il contratto è registrato" in text
    assert "Dove si trova: Il proprietario, o l'Agenzia delle Entrate." in text
    assert "Documento d'identità" not in text, "it was checked"
    assert text.index("Saldo e giacenza media") < text.index("Se ce li ha già in casa")
    assert text.index("Se ce li ha già in casa") < text.index("CU 2025, redditi 2024")
    assert "Stato di famiglia" in text


def test_what_is_missing_is_then_asked_and_what_is_only_useful_is_not(
    operator_client: Client, operator: User, tenant: Dossier
) -> None:
    printed(operator_client, tenant, asks="on")
    contract = item(tenant, "rent-contract")
    assert (contract.state, contract.changed_by) == (State.ASKED, operator)
    assert item(tenant, "incomes", declarant(tenant)).state == State.MISSING
    line = LogEntry.objects.get(kind="isee.reminder.printed")
    assert (
        line.text == "Fascicolo ISEE 2026, pratica 1/2026: stampato il promemoria dei documenti da portare."
    )


def test_unless_the_operator_says_no(operator_client: Client, tenant: Dossier) -> None:
    printed(operator_client, tenant)
    assert item(tenant, "rent-contract").state == State.MISSING


def test_it_is_accessible(operator_client: Client, tenant: Dossier) -> None:
    root: Any = PdfReader(BytesIO(printed(operator_client, tenant).content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("it")


def test_with_nothing_to_bring_it_says_so(operator_client: Client, dossier: Dossier) -> None:
    settle_all(dossier)
    assert "Non manca nessun documento." in text_of(printed(operator_client, dossier))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("04/03/2026", "Scrivi un giorno che deve ancora venire."),
        ("12/03/2026", "Quel giorno lo sportello è chiuso: giorno di chiusura."),
        ("18/03/2026", "Quel giorno lo sportello è chiuso: Ponte."),
        ("domani", "Questo giorno non esiste"),
    ],
)
def test_a_day_on_which_nobody_can_come(
    operator_client: Client, tenant: Dossier, day: str, sentence: str
) -> None:
    Closure.objects.create(day=date(2026, 3, 18), reason="Ponte")
    response = printed(operator_client, tenant, come_back_on=day, asks="on")
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{day}"' in response.content.decode()
    assert item(tenant, "rent-contract").state == State.MISSING


def test_names_and_papers_are_never_markup(operator_client: Client, tenant: Dossier) -> None:
    tenant.checklist.filter(code="rent-contract").update(title="#let *A* $x$ @b")
    assert "#let *A* $x$ @b" in text_of(printed(operator_client, tenant))


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier
) -> None:
    assert printed(supervisor_client, dossier).status_code == 403
    assert operator_client.get(reverse("papers_to_bring", args=[0])).status_code == 404


def test_what_only_an_operator_can_do_is_not_asked_of_the_citizen(dossier: Dossier) -> None:
    assert not any("segna" in item.help + item.why + item.where for item in dossier.checklist.all())
