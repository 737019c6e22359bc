"""Revoking a delegation."""

import pytest
from django.test import Client

from sportello.models import Citizen, Delegation, User
from tests import make
from tests.sportello.test_delegations import delegation

pytestmark = pytest.mark.usefixtures("at_ten")


@pytest.fixture
def given_one(operator: User, elena: Citizen) -> Delegation:
    return delegation(elena, make.citizen("Bruni", "Luca"), operator)


def test_it_works(operator_client: Client, elena: Citizen, given_one: Delegation) -> None:
    response = operator_client.post(f"/deleghe/{given_one.pk}/revoca/", follow=True)
    given_one.refresh_from_db()
    assert response.redirect_chain == [(f"/cittadini/{elena.pk}/", 302)]
    assert "Delega revocata: da oggi non vale più." in response.content.decode()
    assert "Revocata il 04/03/2026" in response.content.decode()
    assert given_one.revoked_on == make.moment().date()


def test_by_htmx_the_whole_page_is_led_on(
    operator_client: Client, elena: Citizen, given_one: Delegation
) -> None:
    response = operator_client.post(f"/deleghe/{given_one.pk}/revoca/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/cittadini/{elena.pk}/"


def test_twice_is_said_and_changes_nothing(operator_client: Client, given_one: Delegation) -> None:
    operator_client.post(f"/deleghe/{given_one.pk}/revoca/")
    response = operator_client.post(f"/deleghe/{given_one.pk}/revoca/", follow=True)
    assert "La delega era già revocata." in response.content.decode()


def test_it_is_for_operators(
    supervisor_client: Client, administrator_client: Client, given_one: Delegation
) -> None:
    assert supervisor_client.post(f"/deleghe/{given_one.pk}/revoca/").status_code == 403
    assert administrator_client.post(f"/deleghe/{given_one.pk}/revoca/").status_code == 403
    given_one.refresh_from_db()
    assert given_one.revoked_on is None


def test_what_is_not_there_is_not_found(operator_client: Client, given_one: Delegation) -> None:
    assert operator_client.post(f"/deleghe/{given_one.pk + 1}/revoca/").status_code == 404
    assert operator_client.get(f"/deleghe/{given_one.pk}/revoca/").status_code == 405
