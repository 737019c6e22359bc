"""What is reported of the benefits granted: for administrators alone, and never a thing of INPS."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Application
from isee.procedures import decisions
from sportello.models import Citizen, LogEntry, User
from tests import make
from tests.isee import apply

MARCH = {"dal": "01/03/2026", "al": "31/03/2026"}


def granted(citizen: Citizen, operator: User, **fields: Any) -> Application:
    fields = {"benefit_code": "A2.12", **apply.with_isee("8912.40"), **fields}
    application = apply.submitted(citizen, operator, **fields)
    decision = {
        **apply.ACT,
        "reason": "ISEE sotto la soglia.",
        "amount": Decimal("1234.50"),
        "unit": "year",
        "period_from": date(2026, 3, 9),
        "period_to": date(2026, 6, 30),
    }
    decisions.grant(application=application, fields=decision, operator=operator, at=make.moment())
    return application


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_has_code_person_days_and_amount(
    administrator_client: Client, operator: User, elena: Citizen
) -> None:
    application = granted(elena, operator)
    response = administrator_client.post(reverse("siuss"), MARCH)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows_of(response) == [
        [
            "codice_prestazione",
            "codice_fiscale",
            "data_concessione",
            "dal",
            "al",
            "importo",
            "periodicita",
            "numero_pratica",
        ],
        [
            "A2.12",
            "NRELNE48E57H501T",
            "04/03/2026",
            "09/03/2026",
            "30/06/2026",
            "1234,50",
            "all'anno",
            str(application.case),
        ],
    ]
    text = response.content.decode()
    assert "8912" not in text
    assert "ISEE" not in text
    line = LogEntry.objects.get(kind="isee.siuss.exported")
    assert line.text == "Esportate per SIUSS 1 prestazioni concesse dal 01/03/2026 al 31/03/2026."


def test_it_is_reported_for_who_receives(
    administrator_client: Client, operator: User, elena: Citizen
) -> None:
    sara = make.citizen("Gallo", "Sara", "GLLSRA82P41H501A")
    granted(elena, operator, beneficiary=sara)
    assert rows_of(administrator_client.post(reverse("siuss"), MARCH))[1][1] == "GLLSRA82P41H501A"


def test_what_lacks_something_stays_out_and_is_told(
    administrator_client: Client, operator: User, elena: Citizen
) -> None:
    granted(elena, operator, benefit_code="")
    granted(make.citizen("Gallo", "Sara"), operator)
    html = administrator_client.get(reverse("siuss"), MARCH).content.decode()
    assert "0 prestazioni pronte" in html
    assert "Manca il codice della prestazione." in html
    assert "Chi riceve non ha un codice fiscale." in html
    assert len(rows_of(administrator_client.post(reverse("siuss"), MARCH))) == 1


def test_only_what_was_granted_in_the_period(
    administrator_client: Client, operator: User, elena: Citizen
) -> None:
    granted(elena, operator)
    apply.submitted(elena, operator, benefit_code="A2.12")
    april = {"dal": "01/04/2026", "al": "30/04/2026"}
    assert len(rows_of(administrator_client.post(reverse("siuss"), MARCH))) == 2
    assert len(rows_of(administrator_client.post(reverse("siuss"), april))) == 1


def test_a_benefit_that_ended_ends_on_its_day(
    administrator_client: Client, operator_client: Client, operator: User, elena: Citizen
) -> None:
    application = granted(elena, operator)
    operator_client.post(
        reverse("end_application", args=[application.pk]), {"on": "04/03/2026", "reason": "Rinuncia"}
    )
    assert rows_of(administrator_client.post(reverse("siuss"), MARCH))[1][4] == "04/03/2026"


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ({"dal": "31/03/2026", "al": "01/03/2026"}, "Il periodo finisce prima di cominciare"),
        ({"dal": "", "al": "01/03/2026"}, "Scrivi da quando."),
        ({"dal": "31/02/2026", "al": "01/03/2026"}, "Questo giorno non esiste"),
    ],
)
def test_a_period_that_is_none(period: dict[str, str], sentence: str, administrator_client: Client) -> None:
    response = administrator_client.post(reverse("siuss"), period)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not LogEntry.objects.exists()


def test_nobody_else_may(operator_client: Client, supervisor_client: Client) -> None:
    assert operator_client.post(reverse("siuss"), MARCH).status_code == 403
    assert supervisor_client.post(reverse("siuss"), MARCH).status_code == 403
