"""The IMU value of a property, from rendita, category and share, with its article."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Dossier, Property
from tests.isee.make import declarant

# 500 × 1.05 × 160 = 84,000; half of it 42,000.
RENDITA = {"rendita": "500,00", "category": "A/2", "share": "50"}


@pytest.fixture
def estate(dossier: Dossier) -> Property:
    return Property.objects.create(
        member=declarant(dossier), label="Via Dante 2", value=1, share=50, category="A/2", rendita=500
    )


def calculate(client: Client, estate: Property, **changes: Any) -> Any:
    url = reverse("property_value", args=[estate.member.dossier_id, estate.pk])
    return client.post(url, RENDITA | changes)


def put(client: Client, estate: Property, **changes: Any) -> Any:
    url = reverse("put_property_value", args=[estate.member.dossier_id, estate.pk])
    data = {
        "value": "42000.00",
        "rendita": "500.00",
        "category": "A/2",
        "share": "50.00",
        "version": estate.version,
    }
    return client.post(url, data | changes, follow=True)


def test_the_form_begins_with_what_is_written(operator_client: Client, estate: Property) -> None:
    url = reverse("property_value", args=[estate.member.dossier_id, estate.pk])
    html = operator_client.get(url).content.decode()
    assert 'value="500,00"' in html
    assert 'value="A/2"' in html


def test_the_value_of_the_quota_with_its_article(operator_client: Client, estate: Property) -> None:
    html = calculate(operator_client, estate).content.decode()
    assert "42.000,00" in html
    assert "DPCM 159/2013, art. 5, c. 2" in html
    assert "Metti nel valore" in html


def test_one_key_puts_it_into_the_property(operator_client: Client, estate: Property) -> None:
    put(operator_client, estate)
    estate.refresh_from_db()
    assert (estate.value, estate.rendita, estate.category, estate.share) == (
        Decimal(42_000),
        Decimal(500),
        "A/2",
        Decimal(50),
    )


def test_farmland_keeps_no_category(operator_client: Client, estate: Property) -> None:
    Property.objects.update(kind=Property.Kind.LAND, category="")
    estate.refresh_from_db()
    put(operator_client, estate, category="T", value="100.00")
    estate.refresh_from_db()
    assert (estate.value, estate.category) == (Decimal(100), "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rendita": ""}, "Scrivi la rendita della visura."),
        ({"category": "Z/9"}, "Categoria catastale «Z/9»"),
        ({"share": "101"}, "La quota non può superare il 100%."),
        ({"share": "metà"}, "Scrivi la quota in cifre"),
    ],
)
def test_what_cannot_be_calculated(
    operator_client: Client, estate: Property, changes: dict[str, str], sentence: str
) -> None:
    response = calculate(operator_client, estate, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Metti nel valore" not in response.content.decode()


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, estate: Property
) -> None:
    assert calculate(supervisor_client, estate).status_code == 403
    assert put(supervisor_client, estate).status_code == 403
    for name in ("property_value", "put_property_value"):
        url = reverse(name, args=[estate.member.dossier_id, 0])
        assert operator_client.post(url).status_code == 404
