"""Incomes, accounts, instruments and properties: four forms, one way of working."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import IncomeKind
from isee.dossier.possessions import Possession, TooMuch, save_possession
from isee.dossier.sections import page_of
from isee.forms.asset import AccountForm
from isee.models import Account, Dossier, Income, Instrument, Property, Vehicle
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
        {
            "kind": "F",
            "label": "Via Garibaldi 12",
            "share": "100",
            "value": "50.000,00",
            "mortgage": "0",
            "is_home": "on",
        },
    ),
}
AMOUNTS = {"income": "amount", "account": "balance", "instrument": "value", "property": "mortgage"}
every_kind = pytest.mark.parametrize("kind", KINDS)


def write(client: Client, dossier: Dossier, thing: str, **changes: Any) -> Any:
    _, _, data = KINDS[thing]
    typed = {"member": declarant(dossier).pk} | data | changes
    return client.post(reverse(f"new_{thing}", args=[dossier.pk]), typed)


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


# The lines of the DSU


def test_an_account_by_its_kind(operator_client: Client, dossier: Dossier) -> None:
    write(
        operator_client,
        dossier,
        "account",
        identifier="IT60X0542811101000000123456",
        state_backed="on",
        already_net="on",
        opened_on="2024-03-01",
    )
    account = Account.objects.get()
    assert (account.kind, account.code, account.state_backed, account.already_net) == (
        "booklet",
        "03",
        True,
        True,
    )
    html = operator_client.get(reverse("assets", args=[dossier.pk])).content.decode()
    assert "libretto di risparmio postale" in html
    assert "aperto il 01/03/2024" in html


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("account", {"kind": "current", "state_backed": "on"}, "Solo un libretto può essere postale"),
        ("account", {"kind": ""}, "campo è obbligatorio"),
        ("account", {"opened_on": "2023-12-31"}, "Si scrive solo per un conto aperto o chiuso nel 2024."),
        ("account", {"closed_on": "ieri"}, "Questo giorno non esiste"),
        (
            "account",
            {"opened_on": "2024-05-01", "closed_on": "2024-04-01", "balance": "0"},
            "Il conto è chiuso prima di essere aperto",
        ),
        ("account", {"closed_on": "2024-04-01"}, "il saldo al 31 dicembre è 0"),
        ("instrument", {"kind": ""}, "Scegli che tipo di titolo è."),
        (
            "instrument",
            {"kind": "fund", "already_net": "on"},
            "Per questo tipo non c&#x27;è nulla da togliere",
        ),
        ("property", {"share": ""}, "Scrivi la quota; se è tutto suo, 100."),
        ("property", {"share": "metà"}, "Scrivi la quota in cifre"),
        ("property", {"share": "0"}, "La quota è più di zero."),
        ("property", {"share": "100,01"}, "La quota non può superare il 100%."),
        ("property", {"category": "villa"}, "La categoria è una lettera e un numero, come A/2."),
        ("property", {"rendita": "-1"}, "non può essere negativo"),
    ],
)
def test_what_a_line_cannot_be(
    operator_client: Client, dossier: Dossier, kind: str, changes: dict[str, str], sentence: str
) -> None:
    response = write(operator_client, dossier, kind, **changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not KINDS[kind][0]._default_manager.exists()


def test_shares_of_one_property_are_never_more_than_the_whole(
    operator_client: Client, dossier: Dossier
) -> None:
    spouse = member(dossier)
    home = {"label": "Via Garibaldi 12", "place": "Poggioverde", "share": "66,67"}
    assert write(operator_client, dossier, "property", **home).status_code == 302
    again = {**home, "label": " via  GARIBALDI 12", "share": "33,34", "member": spouse.pk}
    refused = write(operator_client, dossier, "property", **again)

    assert refused.status_code == 422
    assert "le quote del nucleo sono già il 66,67%: insieme a questa superano il 100%." in unescape(
        refused.content.decode()
    )
    assert write(operator_client, dossier, "property", **again | {"share": "33,33"}).status_code == 302
    # Another property is another matter, and a line does not compete with itself.
    assert write(operator_client, dossier, "property", **again | {"label": "Box"}).status_code == 302
    first = Property.objects.earliest("pk")
    data = {"member": first.member_id, **KINDS["property"][2], **home}
    assert (
        operator_client.post(reverse("edit_property", args=[dossier.pk, first.pk]), data).status_code == 302
    )


def test_shares_written_by_two_at_once_are_added_up(dossier: Dossier, operator: User) -> None:
    mine = Property(member=declarant(dossier), label="Casa", value=1, share=60)
    Property.objects.create(member=declarant(dossier), label="Casa", value=1, share=50)
    with pytest.raises(TooMuch, match="superano il 100%"):
        save_possession(possession=mine, operator=operator, at=make.moment())


def test_a_vehicle_is_written_once(operator_client: Client, dossier: Dossier) -> None:
    url = reverse("new_vehicle", args=[dossier.pk])
    data = {"member": declarant(dossier).pk, "kind": "car", "plate": " ga 123  pv "}
    assert operator_client.post(url, data).headers["Location"].endswith("?sezione=vehicles")
    assert Vehicle.objects.get().plate == "GA 123 PV"
    twice = operator_client.post(url, data)
    assert twice.status_code == 422
    assert "Questo veicolo è già scritto." in twice.content.decode()
    assert "Scrivi la targa" in operator_client.post(url, data | {"plate": ""}).content.decode()


def test_the_kind_of_an_instrument_says_which_value_to_write(
    operator_client: Client, dossier: Dossier
) -> None:
    url = reverse("new_instrument", args=[dossier.pk])
    response = operator_client.post(url, {"kind": "fund", "label": "Fondo Alfa", "again": "1"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "ultimo prospetto della società di gestione" in html
    assert 'value="Fondo Alfa"' in html
    assert "da correggere" not in html
    assert not Instrument.objects.exists()


def test_cents_stay_as_typed_beside_what_inps_records(operator_client: Client, dossier: Dossier) -> None:
    write(operator_client, dossier, "account", balance="43,97", average="44")
    html = operator_client.get(reverse("assets", args=[dossier.pk])).content.decode()
    assert "43,97" in html
    assert html.count("per INPS") == 1
    assert "per INPS 44,00" in html


@pytest.mark.parametrize("typed", ["31/12/2024", "31.12.2024", "31122024", "2024-12-31"])
def test_a_day_is_typed_as_everywhere_else(operator_client: Client, dossier: Dossier, typed: str) -> None:
    html = operator_client.get(reverse("new_account", args=[dossier.pk])).content.decode()
    assert 'type="date"' not in html
    assert html.count("gg/mm/aaaa") == 2
    form = AccountForm({"closed_on": typed}, dossier=dossier)
    form.is_valid()
    assert form.cleaned_data["closed_on"] == date(2024, 12, 31)
