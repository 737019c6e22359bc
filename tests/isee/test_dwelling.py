from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.dossier.metropolitan import in_capital
from isee.models import Dossier
from sportello.models import Citizen, LogEntry, Office, Service, User
from tests.isee.make import begin_dossier, item

RENTED = {
    "dwelling": "rented",
    "home_town": "Poggioverde",
    "yearly_rent": "8.400",
    "contract_office": "Rimini",
    "contract_date": "2023-05-02",
    "contract_series": "3T",
    "contract_number": "1204",
}


def write(client: Client, dossier: Dossier, **changes: Any) -> Any:
    return client.post(reverse("dwelling", args=[dossier.pk]), RENTED | changes)


def test_a_rented_home_with_its_rent(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier)

    dossier.refresh_from_db()
    assert (dossier.dwelling, dossier.yearly_rent) == ("rented", Decimal(8400))
    assert dossier.rent_contract == "ufficio Rimini, registrato il 02/05/2023, serie 3T, n. 1204"
    assert item(dossier, "rent-contract").state == "missing"
    assert LogEntry.objects.get(kind="isee.dwelling.saved").text.endswith("scritta l'abitazione.")


def test_only_a_rented_home_keeps_a_rent(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier)
    write(operator_client, dossier, dwelling="owned")
    dossier.refresh_from_db()
    assert (dossier.dwelling, dossier.yearly_rent, dossier.rent_contract) == ("owned", None, "")
    assert dossier.contract_date is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dwelling": ""}, "Scegli l&#x27;abitazione."),
        ({"dwelling": "castle"}, "castle"),
        ({"yearly_rent": ""}, "Scrivi il canone annuo del contratto."),
        ({"yearly_rent": "700 al mese"}, "«700 al mese» non è un importo"),
        ({"contract_date": "ieri"}, "Questo giorno non esiste"),
        ({"contract_date": "2026-03-05"}, "La DSU è del 04/03/2026: il contratto va registrato prima."),
        ({"yearly_rent": "-1"}, "non può essere negativo"),
        ({"yearly_rent": "100.000.000"}, "L&#x27;importo è troppo grande"),
    ],
)
def test_what_is_malformed_is_told_and_nothing_is_lost(
    operator_client: Client, dossier: Dossier, changes: dict[str, str], sentence: str
) -> None:
    response = write(operator_client, dossier, **changes)

    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in html
    if changes.get("dwelling", "rented") == "rented":
        assert 'value="1204"' in html
    assert 'value="Poggioverde"' in html
    dossier.refresh_from_db()
    assert dossier.dwelling == ""


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier
) -> None:
    assert write(supervisor_client, dossier).status_code == 403
    assert operator_client.get(reverse("dwelling", args=[0])).status_code == 404


def test_after_the_dsu_it_does_not_change(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(state=Dossier.State.ATTESTED)
    write(operator_client, dossier)
    dossier.refresh_from_db()
    assert dossier.dwelling == ""


def test_a_contract_with_a_code_is_told_by_its_code(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier, contract_code="TRN25T000123000AB")
    dossier.refresh_from_db()
    assert dossier.rent_contract == "codice TRN25T000123000AB"


def test_rent_and_contract_are_asked_only_of_who_rents(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("dwelling", args=[dossier.pk])
    assert "Canone annuo" not in operator_client.get(url).content.decode()
    asked = operator_client.post(url, {"dwelling": "rented", "home_town": "Rimini", "again": "1"})
    html = asked.content.decode()
    assert asked.status_code == 200
    assert "Canone annuo" in html
    assert 'value="Rimini"' in html
    dossier.refresh_from_db()
    assert dossier.dwelling == ""


@pytest.mark.parametrize(
    ("town", "said", "capital"),
    [
        ("Bologna", "", True),
        ("reggio  CALABRIA", "", True),
        ("Reggio Emilia", "", False),
        ("", "", False),
        ("Poggioverde", "true", True),
        ("Bologna", "false", False),
    ],
)
def test_the_capital_of_a_metropolitan_city(
    operator_client: Client, dossier: Dossier, town: str, said: str, capital: bool
) -> None:
    write(operator_client, dossier, dwelling="owned", home_town=town, in_metropolitan_capital=said)
    dossier.refresh_from_db()
    assert in_capital(dossier) is capital


def test_the_home_stands_in_the_comune_unless_said_otherwise(
    operator: User, elena: Citizen, isee_service: Service
) -> None:
    Office.objects.create(name="Comune di Poggioverde", town="Poggioverde")
    assert begin_dossier(elena, operator).home_town == "Poggioverde"
