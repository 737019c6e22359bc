"""A published case typed through the screens: what the operator types is what is calculated."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from isee.dossier.households import simulate
from isee.models import Dossier
from sportello.models import Citizen, Service, User
from tests import make
from tests.isee.make import whole

LAST_OF_2025 = date(2025, 12, 31)


@pytest.fixture(autouse=True)
def on_the_last_of_2025() -> Iterator[None]:
    with time_machine.travel(make.moment(on=LAST_OF_2025)):
        yield


def test_pub_04(operator_client: Client, operator: User, elena: Citizen, isee_service: Service) -> None:
    """Three members, pay and pension, rent above the cap, State-backed savings; nobody worked six months.

    The published case leaves the figurative income at zero; by the law's rate for a DSU of 2025, 3%, the sum is:
      Elena     25,000 - 3,000 (20% of 20,000 is 4,000, at most 3,000)                  22,000
      Aldo       5,000 - 1,000 (20% of 5,000)                                            4,000
      figurative income  3% of 10,000 (the 30,000 of State securities are left out)        300
      rent      8,400, at most 7,000                                                    -7,000
      ISR                                                                               19,300
      financial assets  15,000 (balance above average) + 10,000                         25,000
      deduction  6,000 + 2 x 2,000 for the second and third member                     -10,000
      real estate                                                                       50,000
      ISP                                                                               65,000
      ISE       19,300 + 20% of 65,000                                                  32,300
      scale     three members 2.04, nothing more
      ISEE      32,300 / 2.04                                                        15,833.33
    """
    visit = make.visit(citizen=elena, operator=operator, arrived_at=make.moment(9, on=LAST_OF_2025))
    operator_client.post(reverse("open_dossier", args=[visit.pk, isee_service.pk]))
    dossier = Dossier.objects.get()

    def type_in(name: str, *args: int, **data: object) -> None:
        response = operator_client.post(reverse(name, args=[dossier.pk, *args]), data)
        assert response.status_code == 302, response.content.decode()

    me = dossier.members.get()
    type_in(
        "edit_member",
        me.pk,
        surname="Neri",
        given_name="Elena",
        birth_date="1948-05-17",
        tax_code="",
        work_months="4",
    )
    type_in("new_member", surname="Neri", given_name="Aldo", birth_date="1946-02-01", relation="P")
    type_in(
        "new_member", surname="Neri", given_name="Bea", birth_date="2014-09-30", relation="F", cohabiting="on"
    )
    aldo = dossier.members.get(given_name="Aldo")
    type_in("new_income", member=me.pk, kind="employment", amount="20.000,00")
    type_in("new_income", member=me.pk, kind="other_irpef", amount="5.000")
    type_in("new_income", member=aldo.pk, kind="pension", amount="5000")
    type_in(
        "new_account", member=me.pk, kind="current", label="Banca", balance="15.000,00", average="12.000,00"
    )
    type_in("new_instrument", member=me.pk, kind="state_security", label="BTP", value="30.000")
    type_in("new_instrument", member=me.pk, kind="fund", label="Fondo", value="10.000")
    type_in(
        "new_property",
        member=me.pk,
        kind="TA",
        label="Terreno",
        share="100",
        value="50.000",
        mortgage="0",
    )
    type_in("dwelling", dwelling="rented", yearly_rent="8.400,00")

    isee = simulate(whole(dossier)).isee
    assert isee is not None
    lines = {step.key: step.amount for step in isee.steps}
    expected = {
        "redditi_componente_1": "22000.00",
        "redditi_componente_2": "4000.00",
        "redditi_componente_3": "0.00",
        "reddito_figurativo": "300.00",
        "isr": "19300.00",
        "titoli_stato_esclusi": "30000.00",
        "patrimonio_mobiliare": "25000.00",
        "detrazione_mobiliare": "10000.00",
        "patrimonio_immobiliare": "50000.00",
        "isp": "65000.00",
        "ise": "32300.00",
        "scala": "2.04",
        "isee": "15833.33",
    }
    assert {key: lines[key] for key in expected} == {key: Decimal(value) for key, value in expected.items()}
    page = operator_client.get(reverse("isee_result", args=[dossier.pk])).content.decode()
    assert "15.833,33" in page
