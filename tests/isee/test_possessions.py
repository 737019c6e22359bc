"""Incomes, accounts, instruments and properties: four forms, one way of working."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import IncomeKind
from isee.models import Account, Dossier, Income, Instrument, Property
from isee.possessions import Possession
from isee.sections import page_of
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import begin_dossier, certificate, declarant, income, member

HTMX = {"HX-Request": "true"}
KINDS: dict[str, tuple[type[Possession], str, dict[str, str]]] = {
    "income": (Income, "incomes", {"kind": "pension", "amount": "12.345,67"}),
    "account": (
        Account,
        "accounts",
        {"kind": "booklet", "label": "Banca", "balance": "1.000,50", "average": "900"},
    ),
    "instrument": (Instrument, "instruments", {"kind": "state_security", "label": "BTP", "value": "30.000"}),
    "property": (
        Property,
        "properties",
        {"kind": "F", "label": "Via Garibaldi 12", "value": "50.000,00", "mortgage": "0", "is_home": "on"},
    ),
}
AMOUNTS = {"income": "amount", "account": "balance", "instrument": "value", "property": "mortgage"}
every_kind = pytest.mark.parametrize("kind", KINDS)


def write(client: Client, dossier: Dossier, kind: str, **changes: Any) -> Any:
    _, _, data = KINDS[kind]
    typed = {"member": declarant(dossier).pk} | data | changes
    return client.post(reverse(f"new_{kind}", args=[dossier.pk]), typed)


@every_kind
def test_it_is_written_and_the_work_goes_on_in_its_section(
    operator_client: Client, dossier: Dossier, kind: str
) -> None:
    model, section, _ = KINDS[kind]
    response = write(operator_client, dossier, kind)

    assert (
        response.headers["Location"] == reverse(page_of(section), args=[dossier.pk]) + f"?sezione={section}"
    )
    assert model._default_manager.get().member == declarant(dossier)
    line = LogEntry.objects.get(kind=f"isee.{kind}.added")
    assert not any(amount in line.text for amount in ("12.345", "1.000", "30.000", "50.000"))


def test_amounts_are_kept_to_the_cent(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier, "income")
    write(operator_client, dossier, "account")
    assert Income.objects.get().amount == Decimal("12345.67")
    assert (Account.objects.get().balance, Account.objects.get().average) == (
        Decimal("1000.50"),
        Decimal(900),
    )


@every_kind
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.234,5x", "«1.234,5x» non è un importo: scrivilo come 1.234,56."),
        ("-1", "L&#x27;importo non può essere negativo."),
        ("99.999.999.999.999", "L&#x27;importo è troppo grande: controlla le cifre."),
        ("", "Scrivi l&#x27;importo; se non c&#x27;è nulla, scrivi 0."),
    ],
)
def test_a_wrong_amount_is_told_at_its_field_and_nothing_is_lost(
    operator_client: Client, dossier: Dossier, kind: str, typed: str, sentence: str
) -> None:
    model, _, data = KINDS[kind]
    response = write(operator_client, dossier, kind, **{AMOUNTS[kind]: typed})

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{AMOUNTS[kind]}_error"' in html
    assert sentence in html
    assert f'value="{typed}"' in html or not typed
    if label := data.get("label"):
        assert f'value="{label}"' in html
    assert not model._default_manager.exists()
    assert not LogEntry.objects.filter(kind__startswith=f"isee.{kind}").exists()


@every_kind
def test_it_must_be_of_a_member_of_this_dossier(
    operator_client: Client, operator: User, dossier: Dossier, kind: str
) -> None:
    stranger = declarant(begin_dossier(make.citizen("Gallo", "Ada"), operator))
    response = write(operator_client, dossier, kind, member=stranger.pk)
    assert response.status_code == 422
    assert "Questa persona non è nel nucleo." in response.content.decode()


def test_a_label_of_200_characters_is_too_long(operator_client: Client, dossier: Dossier) -> None:
    response = write(operator_client, dossier, "account", label="A" * 200)
    assert response.status_code == 422
    assert "A" * 200 in response.content.decode()


@every_kind
def test_it_is_changed(operator_client: Client, dossier: Dossier, kind: str) -> None:
    model, _, data = KINDS[kind]
    write(operator_client, dossier, kind)
    thing = model._default_manager.get()
    url = reverse(f"edit_{kind}", args=[dossier.pk, thing.pk])

    form = operator_client.get(url, headers=HTMX).content.decode()
    assert f'value="{data[AMOUNTS[kind]] if kind != "property" else "0,00"}' in form
    operator_client.post(url, {"member": declarant(dossier).pk, **data, AMOUNTS[kind]: "7,77"})

    thing.refresh_from_db()
    assert getattr(thing, AMOUNTS[kind]) == Decimal("7.77")
    assert model._default_manager.count() == 1
    assert LogEntry.objects.filter(kind=f"isee.{kind}.changed").count() == 1


@every_kind
def test_removing_asks_first(operator_client: Client, dossier: Dossier, kind: str) -> None:
    model, _, _ = KINDS[kind]
    write(operator_client, dossier, kind)
    url = reverse(f"remove_{kind}", args=[dossier.pk, model._default_manager.get().pk])

    assert "Togliere" in operator_client.get(url).content.decode()
    assert model._default_manager.exists()
    operator_client.post(url)
    assert not model._default_manager.exists()
    assert LogEntry.objects.filter(kind=f"isee.{kind}.removed").count() == 1


def test_what_inps_certified_is_removed_but_never_changed(
    operator_client: Client, operator: User, dossier: Dossier
) -> None:
    look_up = certificate(dossier, dossier.case.citizen, operator, pension="9000.00")
    certified = income(declarant(dossier), "9000", source=Income.Source.INPS, look_up=look_up)

    assert operator_client.get(reverse("edit_income", args=[dossier.pk, certified.pk])).status_code == 404
    operator_client.post(reverse("remove_income", args=[dossier.pk, certified.pk]))
    assert not Income.objects.exists()


def test_the_family_home_must_be_owned(operator_client: Client, dossier: Dossier) -> None:
    Dossier.objects.update(dwelling=Dossier.Dwelling.OTHER)
    response = write(operator_client, dossier, "property")
    assert "L&#x27;abitazione del fascicolo non è di proprietà" in response.content.decode()
    assert not Property.objects.exists()


def test_a_simulation_printed_before_a_change_counts_no_more(
    operator_client: Client, dossier: Dossier
) -> None:
    Dossier.objects.update(state=Dossier.State.SIMULATED)
    write(operator_client, dossier, "income")
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.COLLECTING


@every_kind
def test_after_the_dsu_nothing_is_written(operator_client: Client, dossier: Dossier, kind: str) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    response = write(operator_client, dossier, kind)
    assert response.status_code == 302
    assert not KINDS[kind][0]._default_manager.exists()


@every_kind
def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, dossier: Dossier, kind: str
) -> None:
    write(operator_client, dossier, kind)
    pk = KINDS[kind][0]._default_manager.get().pk
    assert write(supervisor_client, dossier, kind).status_code == 403
    for verb in ("edit", "remove"):
        url = reverse(f"{verb}_{kind}", args=[dossier.pk, pk])
        assert supervisor_client.post(url).status_code == 403
        assert operator_client.get(reverse(f"{verb}_{kind}", args=[dossier.pk + 1, pk])).status_code == 404


def test_with_one_member_it_is_chosen_already(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("new_income", args=[dossier.pk])
    assert "Scegli</option>" not in operator_client.get(url).content.decode().partition("id_kind")[0]
    member(dossier)
    assert "Scegli</option>" in operator_client.get(url).content.decode().partition("id_kind")[0]


def test_the_kinds_of_income_are_those_of_the_decree(operator_client: Client, dossier: Dossier) -> None:
    html = operator_client.get(reverse("new_income", args=[dossier.pk])).content.decode()
    assert all(f'<option value="{kind}">{kind.label}' in html.replace("&#x27;", "'") for kind in IncomeKind)
