from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Dossier
from sportello.models import LogEntry
from tests.isee.make import item

RENTED = {"dwelling": "rented", "yearly_rent": "8.400", "rent_contract": "serie 3T n. 1204"}


def write(client: Client, dossier: Dossier, **changes: Any) -> Any:
    return client.post(reverse("dwelling", args=[dossier.pk]), RENTED | changes)


def test_a_rented_home_with_its_rent(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier)

    dossier.refresh_from_db()
    assert (dossier.dwelling, dossier.yearly_rent) == ("rented", Decimal(8400))
    assert item(dossier, "rent-contract").state == "missing"
    assert LogEntry.objects.get(kind="isee.dwelling.saved").text.endswith("scritta l'abitazione.")


def test_only_a_rented_home_keeps_a_rent(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier)
    write(operator_client, dossier, dwelling="owned")
    dossier.refresh_from_db()
    assert (dossier.dwelling, dossier.yearly_rent, dossier.rent_contract) == ("owned", None, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dwelling": ""}, "Scegli l&#x27;abitazione."),
        ({"dwelling": "castle"}, "castle"),
        ({"yearly_rent": ""}, "Scrivi il canone annuo del contratto."),
        ({"yearly_rent": "700 al mese"}, "«700 al mese» non è un importo"),
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
    assert 'value="serie 3T n. 1204"' in html
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
