"""Which ISEE a dossier is for, and the panels that only some kinds ask: MB.2, MB.3, FC9, MS."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import ChildOutside, Corrente, Donation, Dossier, Income, Student, Variation
from sportello.models import LogEntry
from tests.isee.make import account, declarant, income, member


def post(client: Client, name: str, dossier: Dossier, data: Any, pk: int | None = None) -> Any:
    return client.post(reverse(name, args=[dossier.pk] if pk is None else [dossier.pk, pk]), data)


def household(client: Client, dossier: Dossier) -> str:
    return client.get(reverse("household", args=[dossier.pk])).content.decode()


def test_the_ordinary_one_is_always_made(operator_client: Client, dossier: Dossier) -> None:
    html = household(operator_client, dossier)
    assert "<dd>Ordinario</dd>" in html
    assert "MB.2 quadro C" not in html
    assert "MB.3 quadro E" not in html


def test_a_kind_brings_its_panel(operator_client: Client, dossier: Dossier) -> None:
    person = declarant(dossier)
    data = {"kinds": ["university", "residential"], "beneficiary": person.pk}
    response = post(operator_client, "kinds", dossier, data)

    assert response.headers["Location"] == reverse("household", args=[dossier.pk]) + "?sezione=kinds"
    dossier.refresh_from_db()
    assert (dossier.kinds, dossier.beneficiary) == (["university", "residential"], person)
    html = household(operator_client, dossier)
    assert "Ordinario, Università, Sociosanitario residenze" in html
    assert "MB.2 quadro C" in html
    assert "MB.3 quadro E" in html
    assert LogEntry.objects.filter(kind="isee.kinds.saved").count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kinds": ["socio_health"]}, "Per l&#x27;ISEE sociosanitario scegli per chi è."),
        ({"kinds": ["magic"]}, "magic"),
        ({"kinds": ["ordinary"]}, "ordinary"),
        ({"kinds": ["university"], "beneficiary": "0"}, "Questa persona non è nel nucleo."),
    ],
)
def test_what_cannot_be_asked(
    operator_client: Client, dossier: Dossier, data: dict[str, Any], sentence: str
) -> None:
    response = post(operator_client, "kinds", dossier, data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_beneficiary_who_leaves_the_household_is_none(operator_client: Client, dossier: Dossier) -> None:
    son = member(dossier)
    post(operator_client, "kinds", dossier, {"kinds": ["socio_health"], "beneficiary": son.pk})
    operator_client.post(reverse("remove_member", args=[dossier.pk, son.pk]))
    dossier.refresh_from_db()
    assert dossier.beneficiary is None


def test_the_additional_component_is_typed(operator_client: Client, dossier: Dossier) -> None:
    response = post(operator_client, "component", dossier, {"additional_component": "1.234,56"})
    assert response.headers["Location"] == reverse("incomes", args=[dossier.pk]) + "?sezione=component"
    dossier.refresh_from_db()
    assert dossier.additional_component == Decimal("1234.56")
    assert post(operator_client, "component", dossier, {"additional_component": "-1"}).status_code == 422


STUDENT = {
    "away_since": "2022-09-01",
    "enrolled_on": "2022-07-10",
    "income_last_year": "9.100",
    "income_year_before": "9.050",
}


def test_the_student_who_stands_alone(operator_client: Client, dossier: Dossier) -> None:
    response = post(operator_client, "student", dossier, STUDENT)
    assert response.headers["Location"].endswith("?sezione=student")
    student = Student.objects.get()
    assert (student.away_since, student.income_last_year) == (date(2022, 9, 1), Decimal(9100))
    post(operator_client, "student", dossier, STUDENT | {"home_of_family": "on"})
    student.refresh_from_db()
    assert student.home_of_family
    refused = post(operator_client, "student", dossier, STUDENT | {"away_since": "2026-03-05"})
    assert "questo giorno non può venire dopo" in refused.content.decode()


CHILD = {"name": "Neri Ada", "ise": "31.000", "scale": "1,57"}
DONATION = {"label": "Casa", "value": "64.000", "given_on": "2025-03-04", "is_property": "on"}


def test_residential_care(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(kinds=["residential"])
    post(operator_client, "residence", dossier, {"admission_asked_on": "2026-02-01"})
    post(operator_client, "new_child_outside", dossier, CHILD)
    post(operator_client, "new_donation", dossier, DONATION)
    child, donation = ChildOutside.objects.get(), Donation.objects.get()

    assert (child.ise, child.scale) == (Decimal(31_000), Decimal("1.57"))
    assert (donation.value, donation.given_on, donation.is_property) == (
        Decimal(64_000),
        date(2025, 3, 4),
        True,
    )
    html = household(operator_client, dossier)
    assert "01/02/2026" in html
    assert "31.000,00" in html
    assert "64.000,00" in html
    post(operator_client, "edit_child_outside", dossier, CHILD | {"extraneous": "on"}, child.pk)
    assert "estraneo: non si somma" in household(operator_client, dossier)
    post(operator_client, "remove_donation", dossier, {}, donation.pk)
    assert not Donation.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("residence", {"admission_asked_on": "2026-03-05"}, "questo giorno non può venire dopo"),
        ("new_child_outside", CHILD | {"name": ""}, "Scrivi chi è."),
        ("new_child_outside", CHILD | {"scale": "0,5"}, "La scala di equivalenza parte da 1."),
        ("new_child_outside", CHILD | {"scale": "due"}, "Scrivila come 2,04."),
        ("new_child_outside", CHILD | {"ise": "-1"}, "non può essere negativo"),
        ("new_donation", DONATION | {"given_on": "2026-03-05"}, "questo giorno non può venire dopo"),
        ("new_donation", DONATION | {"given_on": ""}, "Scrivi il giorno."),
        ("new_donation", DONATION | {"value": "molto"}, "«molto» non è un importo"),
    ],
)
def test_what_residential_care_cannot_be(
    operator_client: Client, dossier: Dossier, name: str, data: dict[str, str], sentence: str
) -> None:
    response = post(operator_client, name, dossier, data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


# The ISEE corrente


MS = {"on": "2026-05-04", "base": "ordinary"}


@pytest.fixture
def attested(dossier: Dossier) -> Dossier:
    """The corrente is asked over an ISEE that INPS attested."""
    Dossier.objects.update(state=Dossier.State.ATTESTED, dwelling="other")
    income(declarant(dossier), "20000")
    account(declarant(dossier))
    return dossier


def corrente(client: Client, dossier: Dossier) -> str:
    return client.get(reverse("corrente", args=[dossier.pk])).content.decode()


def test_nobody_asks_for_it_unless_it_is_needed(operator_client: Client, attested: Dossier) -> None:
    html = corrente(operator_client, attested)
    assert "Non è chiesto." in html
    assert "Chiedi l'ISEE corrente" in html
    assert "MS quadro S2" not in html


def test_the_form_ms_is_filled_over_an_attested_one(operator_client: Client, attested: Dossier) -> None:
    person = declarant(attested)
    post(operator_client, "ask_corrente", attested, MS)
    variation = {"member": person.pk, "cause": "employee", "since": "2026-04-01", "two_months": "on"}
    assert post(operator_client, "new_variation", attested, variation).status_code == 302
    new_income = {"member": person.pk, "kind": "employment", "amount": "1.900"}
    response = post(operator_client, "new_updated_income", attested, new_income)

    assert response.headers["Location"] == reverse("corrente", args=[attested.pk]) + "?sezione=updates"
    assert Corrente.objects.get().on == date(2026, 5, 4)
    assert Variation.objects.get().two_months
    assert [one.amount for one in Income.objects.filter(updated=True)] == [Decimal(1900)]
    html = corrente(operator_client, attested)
    assert "Lavoro a tempo indeterminato finito, sospeso o ridotto" in html
    assert "degli ultimi due mesi, per sei" in html
    assert "1.900,00" in html
    # The DSU itself does not change any more.
    assert "1.900,00" not in operator_client.get(reverse("incomes", args=[attested.pk])).content.decode()
    assert post(operator_client, "new_income", attested, new_income).status_code == 302
    assert Income.objects.filter(updated=False).count() == 1
    attested.refresh_from_db()
    assert attested.state == Dossier.State.ATTESTED


def test_updated_assets_have_lines_of_their_own(operator_client: Client, attested: Dossier) -> None:
    post(operator_client, "ask_corrente", attested, MS | {"assets_updated": "on"})
    line = {
        "member": declarant(attested).pk,
        "kind": "current",
        "label": "Posta",
        "balance": "7",
        "average": "8",
    }
    late = post(operator_client, "new_updated_account", attested, line | {"opened_on": "2024-02-01"})
    assert "aperto o chiuso nel 2025" in late.content.decode()
    post(operator_client, "new_updated_account", attested, line)
    html = corrente(operator_client, attested)
    assert "Conti e libretti al 31/12/2025" in html
    assert "Posta" in html
    assert "Posta" not in operator_client.get(reverse("assets", args=[attested.pk])).content.decode()


def test_it_is_not_needed_any_more(operator_client: Client, attested: Dossier) -> None:
    post(operator_client, "ask_corrente", attested, MS)
    post(operator_client, "remove_corrente", attested, {}, Corrente.objects.get().pk)
    assert "Non è chiesto." in corrente(operator_client, attested)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"on": ""}, "Scrivi il giorno."),
        ({"on": "2026-03-03"}, "La DSU è del 04/03/2026: il modulo MS viene dopo."),
        ({"on": "2027-01-10"}, "è dello stesso anno della DSU, il 2026"),
        ({"base": "minors"}, "minors"),
        ({"resumed_on": "2026-05-03"}, "Viene prima del modulo MS"),
    ],
)
def test_what_the_form_ms_cannot_be(
    operator_client: Client, attested: Dossier, data: dict[str, str], sentence: str
) -> None:
    response = post(operator_client, "ask_corrente", attested, MS | data)
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"member": ""}, "Scegli di chi è."),
        ({"since": ""}, "Scrivi da quando."),
        ({"since": "2026-05-05"}, "la variazione viene prima"),
        ({"cause": "fixed_term", "two_months": "on"}, "scrivi i redditi di dodici mesi"),
        ({"cause": "", "two_months": "on", "since": ""}, "scrivi i redditi di dodici mesi"),
    ],
)
def test_what_a_variation_cannot_be(
    operator_client: Client, attested: Dossier, data: dict[str, str], sentence: str
) -> None:
    post(operator_client, "ask_corrente", attested, MS)
    variation = {"member": declarant(attested).pk, "cause": "employee", "since": "2026-04-01"}
    response = post(operator_client, "new_variation", attested, variation | data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Variation.objects.exists()


def test_a_person_has_one_variation(operator_client: Client, attested: Dossier) -> None:
    post(operator_client, "ask_corrente", attested, MS)
    variation = {"member": declarant(attested).pk, "cause": "employee", "since": "2026-04-01"}
    post(operator_client, "new_variation", attested, variation)
    twice = post(operator_client, "new_variation", attested, variation)
    assert "Per questa persona la variazione c&#x27;è già." in twice.content.decode()


@pytest.mark.parametrize(
    "name", ["kinds", "component", "residence", "student", "ask_corrente", "new_variation", "new_donation"]
)
def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier, name: str
) -> None:
    assert supervisor_client.get(reverse(name, args=[dossier.pk])).status_code == 403
    assert operator_client.get(reverse(name, args=[0])).status_code == 404
