"""The form to sign: of a registered delegation, or before it is registered."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from sportello.models import Citizen, Delegation, User
from tests import make
from tests.sportello.test_delegations import delegation

pytestmark = pytest.mark.usefixtures("at_ten")


@pytest.fixture
def luca(db: None) -> Citizen:
    return make.citizen("Bruni", "Luca", "BRNLCU75C12H501W", birth_date=date(1975, 3, 12))


def text_of(response: Any) -> str:
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_it_works(operator_client: Client, operator: User, elena: Citizen, luca: Citizen) -> None:
    given_one = delegation(elena, luca, operator, scope=["inps", "isee"], valid_to=date(2026, 12, 31))
    text = text_of(operator_client.get(f"/deleghe/{given_one.pk}/modulo/"))
    for printed in (
        "Neri Elena", "NRELNE48E57H501T", "Bruni Luca", "BRNLCU75C12H501W", "documenti INPS", "ISEE e agevolazioni",
        "01/01/2026", "31/12/2026", "CA12345AA", "Firma di chi delega", "art. 38, commi 3 e 3-bis",
    ):  # fmt: skip
        assert printed in text
    assert "contratti Enel" not in text


def test_no_name_is_in_the_name_of_the_file(
    operator_client: Client, operator: User, elena: Citizen, luca: Citizen
) -> None:
    given_one = delegation(elena, luca, operator)
    response = operator_client.get(f"/deleghe/{given_one.pk}/modulo/")
    assert response["Content-Disposition"] == f'inline; filename="delega-{given_one.pk}.pdf"'


@pytest.mark.parametrize("kind", ["parent", "guardian", "support", "attorney"])
def test_who_represents_by_law_or_power_declares_it(
    operator_client: Client, operator: User, elena: Citizen, luca: Citizen, kind: str
) -> None:
    given_one = delegation(elena, luca, operator, kind=kind)
    text = text_of(operator_client.get(f"/deleghe/{given_one.pk}/modulo/"))
    assert "Dichiarazione di chi rappresenta" in text
    assert f"come {Delegation.Kind(kind).label}" in text
    assert "Firma di chi rappresenta" in text


def test_it_can_be_printed_before_anything_is_registered(
    operator_client: Client, elena: Citizen, luca: Citizen
) -> None:
    response = operator_client.post(
        f"/cittadini/{elena.pk}/deleghe/nuova/?delegato={luca.pk}",
        {"print": "1", "kind": "article_38", "scope": ["enel"], "valid_from": "ieri"},
    )
    text = text_of(response)
    assert "Neri Elena" in text
    assert "contratti Enel" in text
    assert "ieri" not in text
    assert not Delegation.objects.exists()


def test_it_is_for_operators(
    supervisor_client: Client, administrator_client: Client, operator: User, elena: Citizen, luca: Citizen
) -> None:
    given_one = delegation(elena, luca, operator)
    assert supervisor_client.get(f"/deleghe/{given_one.pk}/modulo/").status_code == 403
    assert administrator_client.get(f"/deleghe/{given_one.pk}/modulo/").status_code == 403


def test_what_is_not_there_is_not_found(operator_client: Client) -> None:
    assert operator_client.get("/deleghe/1/modulo/").status_code == 404
