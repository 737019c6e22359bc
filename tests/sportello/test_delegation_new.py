"""Registering a delegation: who is delegated, then the rest, then the signed paper."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sportello.models import Citizen, Delegation, LogEntry, User
from tests import make

pytestmark = pytest.mark.usefixtures("at_ten")

HTMX = {"HX-Request": "true"}
FILLED = {
    "kind": "article_38",
    "scope": ["inps", "isee"],
    "valid_from": "04/03/2026",
    "valid_to": "31/12/2026",
    "document": "identity_card",
    "document_number": "CA12345AA",
    "document_expires_on": "17/05/2030",
}


@pytest.fixture
def luca(db: None) -> Citizen:
    return make.citizen("Bruni", "Luca", "BRNLCU75C12H501W", birth_date=date(1975, 3, 12))


@pytest.fixture
def url(elena: Citizen) -> str:
    return f"/cittadini/{elena.pk}/deleghe/nuova/"


def refused(client: Client, url: str, luca: Citizen, **fields: Any) -> str:
    response = client.post(f"{url}?delegato={luca.pk}", {**FILLED, **fields})
    assert response.status_code == 422
    assert not Delegation.objects.exists()
    return response.content.decode()


def test_it_works(operator_client: Client, operator: User, elena: Citizen, luca: Citizen, url: str) -> None:
    response = operator_client.post(f"{url}?delegato={luca.pk}", FILLED)
    assert response["Location"] == f"/cittadini/{elena.pk}/"
    registered = Delegation.objects.get()
    assert (registered.principal, registered.delegate, registered.seen_by) == (elena, luca, operator)
    assert (registered.scope, registered.document_number) == (["inps", "isee"], "CA12345AA")
    assert (registered.valid_from, registered.valid_to) == (date(2026, 3, 4), date(2026, 12, 31))
    assert LogEntry.objects.get().kind == "sportello.delegation.granted"


def test_it_is_for_operators(supervisor_client: Client, administrator_client: Client, url: str) -> None:
    assert supervisor_client.get(url).status_code == 403
    assert administrator_client.post(url, FILLED).status_code == 403


def test_who_is_not_there_is_not_found(operator_client: Client, elena: Citizen, url: str) -> None:
    assert operator_client.get(f"/cittadini/{elena.pk + 9}/deleghe/nuova/").status_code == 404
    assert operator_client.get(f"{url}?delegato={elena.pk + 9}").status_code == 404


# Who is delegated


def test_the_delegate_is_looked_for_by_name(operator_client: Client, luca: Citizen, url: str) -> None:
    assert "Chi è delegato?" in operator_client.get(url).content.decode()
    fragment = operator_client.post(url, {"q": "bruni"}, headers=HTMX).content.decode()
    assert f'href="{url}?delegato={luca.pk}"' in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("text", ["BRNLCU75C12H501W", "brnlcu 75c12 h501w"])
def test_the_delegate_is_found_at_once_by_tax_code(
    operator_client: Client, luca: Citizen, url: str, text: str
) -> None:
    assert operator_client.post(url, {"q": text})["Location"] == f"{url}?delegato={luca.pk}"
    by_htmx = operator_client.post(url, {"q": text}, headers=HTMX)
    assert by_htmx["HX-Redirect"] == f"{url}?delegato={luca.pk}"


def test_a_delegate_not_yet_known_is_entered_on_the_way(
    operator_client: Client, elena: Citizen, url: str
) -> None:
    page = operator_client.post(url, {"q": "bruni luca"}).content.decode()
    new = f"/cittadini/nuovo/?delega-di={elena.pk}"
    assert f'href="{new}"' in page
    response = operator_client.post(new, {"surname": "Bruni", "given_name": "Luca"})
    luca = Citizen.objects.get(surname="Bruni")
    assert response["Location"] == f"{url}?delegato={luca.pk}"


def test_nobody_delegates_oneself(operator_client: Client, elena: Citizen, url: str) -> None:
    response = operator_client.post(f"{url}?delegato={elena.pk}", FILLED)
    assert response.status_code == 422
    assert "Nessuno può delegare sé stesso" in response.content.decode()
    assert not Delegation.objects.exists()


def test_nobody_is_delegated_after_death(operator_client: Client, luca: Citizen, url: str) -> None:
    luca.deceased_on = date(2026, 1, 1)
    luca.save()
    response = operator_client.post(f"{url}?delegato={luca.pk}", FILLED)
    assert response.status_code == 422
    assert "Bruni Luca non è più in vita" in response.content.decode()


def test_nobody_delegates_after_death(
    operator_client: Client, elena: Citizen, luca: Citizen, url: str
) -> None:
    elena.deceased_on = date(2026, 1, 1)
    elena.save()
    response = operator_client.post(f"{url}?delegato={luca.pk}", FILLED, follow=True)
    assert "Neri Elena non è più in vita: non può delegare nessuno." in response.content.decode()
    assert not Delegation.objects.exists()


# What is filled in


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("kind", "", "Scegli a che titolo agisce chi è delegato."),
        ("kind", "x", 'id="id_kind_error"'),
        ("scope", [], "Scegli almeno una cosa per cui vale."),
        ("scope", ["all"], "all non è"),
        ("valid_from", "", "Scrivi da quando vale."),
        ("valid_from", "04/03/0026", "Non può cominciare così lontano da oggi: controlla l&#x27;anno."),
        ("valid_from", "04/03/2062", "Non può cominciare così lontano da oggi: controlla l&#x27;anno."),
        ("valid_from", "30/02/2026", "Questo giorno non esiste: scrivilo come 17/05/1948."),
        ("valid_to", "03/03/2026", "La data è già passata: scegli oggi o un giorno successivo."),
        ("document", "", "Scegli il documento che hai visto, in originale o in copia."),
        ("document_number", " ", "Scrivi il numero del documento."),
        ("document_number", "C" * 41, "Al massimo 40 caratteri: qui ce ne sono 41."),
        ("document_expires_on", "domani", "Questo giorno non esiste"),
    ],
)
def test_what_is_malformed_is_said_and_nothing_is_stored(
    operator_client: Client, luca: Citizen, url: str, field: str, typed: Any, sentence: str
) -> None:
    page = refused(operator_client, url, luca, **{field: typed})
    assert sentence in page
    assert 'value="31/12/2026"' in page or field == "valid_to"
    assert not isinstance(typed, str) or not typed.strip() or field == "kind" or f'value="{typed}"' in page


def test_it_never_ends_before_it_begins(operator_client: Client, luca: Citizen, url: str) -> None:
    page = refused(operator_client, url, luca, valid_from="05/03/2026", valid_to="04/03/2026")
    assert "La delega finisce prima di cominciare: controlla le due date." in page


def test_without_an_end_it_holds_until_it_is_revoked(
    operator_client: Client, luca: Citizen, url: str
) -> None:
    operator_client.post(f"{url}?delegato={luca.pk}", {**FILLED, "valid_to": ""})
    assert Delegation.objects.get().valid_to is None


def test_a_document_out_of_date_is_asked_once(operator_client: Client, luca: Citizen, url: str) -> None:
    typed = {**FILLED, "document_expires_on": "03/03/2026"}
    first = operator_client.post(f"{url}?delegato={luca.pk}", typed)
    assert first.status_code == 422
    assert "Il documento è scaduto il 03/03/2026" in first.content.decode()
    assert not Delegation.objects.exists()
    operator_client.post(f"{url}?delegato={luca.pk}", {**typed, "seen": first.context["doubts"]})
    assert Delegation.objects.get().document_expires_on == date(2026, 3, 3)


# A parent


@pytest.fixture
def child(db: None) -> Citizen:
    return make.citizen("Bruni", "Ada", birth_date=date(2010, 5, 17))


def as_parent(client: Client, child: Citizen, luca: Citizen, **fields: str) -> Any:
    typed = {**FILLED, "kind": "parent", "valid_to": "", **fields}
    return client.post(f"/cittadini/{child.pk}/deleghe/nuova/?delegato={luca.pk}", typed)


def test_a_parent_represents_until_full_age(operator_client: Client, child: Citizen, luca: Citizen) -> None:
    as_parent(operator_client, child, luca)
    assert Delegation.objects.get().valid_to == date(2028, 5, 16)


def test_a_parent_may_represent_for_less(operator_client: Client, child: Citizen, luca: Citizen) -> None:
    as_parent(operator_client, child, luca, valid_to="31/12/2026")
    assert Delegation.objects.get().valid_to == date(2026, 12, 31)


def test_never_for_longer(operator_client: Client, child: Citizen, luca: Citizen) -> None:
    response = as_parent(operator_client, child, luca, valid_to="17/05/2028")
    assert response.status_code == 422
    assert "Il 16/05/2028 è l&#x27;ultimo giorno prima della maggiore età." in response.content.decode()


def test_nor_somebody_of_full_age(operator_client: Client, luca: Citizen, url: str) -> None:
    page = refused(operator_client, url, luca, kind="parent", valid_to="")
    assert "un genitore rappresenta solo i figli minorenni" in page


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(
    operator_client: Client, elena: Citizen, luca: Citizen, url: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            operator_client.get(f"{url}?delegato={luca.pk}")
        return len(captured)

    queries()
    with_none = queries()
    for _ in range(20):
        operator_client.post(f"{url}?delegato={luca.pk}", FILLED)
    assert Delegation.objects.count() == 20
    queries()  # shows the messages of the twenty, which are then gone
    assert queries() == with_none
