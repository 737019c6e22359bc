"""«E se…?» on the screen: typed in a form, kept nowhere, told beside the real result."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.calculation import IncomeKind
from isee.models import Account, Corrente, Dossier, Income, Member, Property, Variation
from tests.isee.make import account, declarant, income, member

REAL = "15.800,00"


@pytest.fixture
def calculable(dossier: Dossier) -> Dossier:
    """A pension of 12,000 and an account of 30,000, alone, in nobody's home: ISEE 15,800.00."""
    Dossier.objects.update(dwelling="other")
    income(declarant(dossier), "12000")
    account(declarant(dossier), "30000", "25000", label="Banca")
    return dossier


def url_of(dossier: Dossier) -> str:
    return reverse("what_if", args=[dossier.pk])


def filled(client: Client, dossier: Dossier, tipo: str = "") -> dict[str, Any]:
    """What the browser sends of a form in which nobody touched anything."""
    form = client.get(url_of(dossier), {"tipo": tipo}).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def send(client: Client, dossier: Dossier, *, tipo: str = "", **typed: Any) -> Any:
    return client.post(url_of(dossier), filled(client, dossier, tipo) | typed)


def name_of(row: Any, field: str) -> str:
    return f"{row._meta.model_name}-{row.pk}-{field}"


def test_every_amount_is_there_called_as_in_the_dossier(operator_client: Client, calculable: Dossier) -> None:
    estate = Property.objects.create(member=declarant(calculable), label="Via Dante 2", value=Decimal(80_000))
    html = unescape(operator_client.get(url_of(calculable)).content.decode())
    for label in (
        "Pensioni soggette a IRPEF",
        "Banca: saldo",
        "Banca: giacenza media",
        "Via Dante 2: valore IMU",
    ):
        assert f">{label}</label>" in html
    assert 'value="30.000,00"' in html
    assert name_of(estate, "mortgage") in html


def test_a_form_that_nobody_touched_moves_nothing(operator_client: Client, calculable: Dossier) -> None:
    response = send(operator_client, calculable)
    assert response.context["trial"].moves == ()
    assert response.context["form"].changes == {}
    assert "Righe che si muovono" not in response.content.decode()


def test_the_lines_that_move_are_told_beside_the_real_ones(
    operator_client: Client, calculable: Dossier
) -> None:
    pension = Income.objects.get()
    html = send(operator_client, calculable, **{name_of(pension, "amount"): "6.000"}).content.decode()
    # 6,000 less a fifth of it, at most 1,000: 5,000; the assets add 4,800.
    assert f"<dd>{REAL}\N{NO-BREAK SPACE}€</dd>" in html
    assert "<strong>9.800,00\N{NO-BREAK SPACE}€</strong>" in html
    assert "\N{MINUS SIGN}6.000,00\N{NO-BREAK SPACE}€" in html
    assert '<span class="muted">12.000,00 €</span> → <strong>6.000,00 €</strong>' in html
    assert "<p>nel fascicolo: 12.000,00 €</p>" in html


def test_nothing_is_stored_and_nothing_is_in_the_address(
    operator_client: Client, calculable: Dossier
) -> None:
    pension = Income.objects.get()
    response = send(operator_client, calculable, **{name_of(pension, "amount"): "6000"})
    assert "?" not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
    pension.refresh_from_db()
    assert pension.amount == Decimal(12_000)
    assert REAL in operator_client.get(url_of(calculable)).content.decode()
    # What comes in an address is not taken.
    html = operator_client.get(url_of(calculable), {name_of(pension, "amount"): "6000"}).content.decode()
    assert "9.800,00" not in html


def test_one_value_goes_back_to_the_real_one(operator_client: Client, calculable: Dossier) -> None:
    pension, bank = Income.objects.get(), Account.objects.get()
    response = send(
        operator_client,
        calculable,
        restore=name_of(pension, "amount"),
        **{name_of(pension, "amount"): "abc", name_of(bank, "balance"): "50.000,00"},
    )
    assert response.status_code == 200
    assert [answer.name for answer in response.context["form"].answers] == [name_of(bank, "balance")]
    assert 'value="12.000,00"' in response.content.decode()


def test_what_cannot_be_read_is_told_at_its_place_and_the_rest_counts(
    operator_client: Client, calculable: Dossier
) -> None:
    pension, bank = Income.objects.get(), Account.objects.get()
    typed = {
        name_of(pension, "amount"): "tanto",
        name_of(bank, "balance"): "0",
        name_of(bank, "average"): "0",
    }
    response = send(operator_client, calculable, **typed)
    html = unescape(response.content.decode())
    assert response.status_code == 422
    note = html[html.index(f'id="note-{name_of(pension, "amount")}"') :]
    assert "«tanto» non è un importo: scrivilo come 1.234,56." in note[:600]
    assert 'value="tanto"' in html
    assert "<strong>11.000,00\N{NO-BREAK SPACE}€</strong>" in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"more_relation": "F"}, "Scrivi la data di nascita della persona in più."),
        ({"more_birth_date": "2020-01-01"}, "Scegli chi è la persona in più."),
        ({"more_relation": "F", "more_birth_date": "2027-01-01"}, "non era ancora nata."),
        ({"rent": "-5"}, "L'importo non può essere negativo."),
        ({"rent": "99999999999999"}, "L'importo è troppo grande"),
        ({"kind": "niente"}, "Scegli un'opzione valida"),
    ],
)
def test_what_cannot_be_is_a_sentence(
    operator_client: Client, calculable: Dossier, typed: dict[str, str], sentence: str
) -> None:
    response = send(operator_client, calculable, **typed)
    assert response.status_code == 422
    assert sentence in unescape(response.content.decode())


def test_a_home_is_rented_or_owned(operator_client: Client, calculable: Dossier) -> None:
    estate = Property.objects.create(member=declarant(calculable), label="Via Dante 2", value=Decimal(80_000))
    response = send(operator_client, calculable, rent="4800", **{name_of(estate, "home"): "on"})
    assert "La casa è in affitto o della famiglia" in response.content.decode()


def test_facts_that_contradict_each_other_are_told(operator_client: Client, calculable: Dossier) -> None:
    member(calculable, relation="C", work_months=0)
    response = send(operator_client, calculable, more_relation="C", more_birth_date="1980-01-01")
    assert "il coniuge di chi dichiara può essere uno solo" in unescape(response.content.decode())


def test_a_member_more_and_a_member_less(operator_client: Client, calculable: Dossier) -> None:
    luca = member(calculable, given_name="Luca")
    more = send(
        operator_client, calculable, more_relation="P", more_birth_date="1990-01-01", more_income="5000"
    )
    assert more.context["trial"].outcome.isee.scale == Decimal("2.04")
    assert "Lavoro dipendente e assimilati (Persona in più)" in more.content.decode()
    less = send(operator_client, calculable, **{f"member-{luca.pk}-away": "on"})
    assert less.context["trial"].outcome.isee.scale == Decimal(1)


def test_facts_of_a_member(operator_client: Client, calculable: Dossier) -> None:
    name = f"member-{declarant(calculable).pk}-disability"
    response = send(operator_client, calculable, **{name: "grave"})
    assert response.context["trial"].outcome.isee.scale == Decimal("1.50")
    assert (
        '<span class="muted">nessuna</span> → <strong>disabilità grave</strong>' in response.content.decode()
    )


def test_a_line_that_the_dossier_has_not(operator_client: Client, calculable: Dossier) -> None:
    # Without the pay, but with the property: a line after the last one stands wherever it may.
    pk = declarant(calculable).pk
    response = send(
        operator_client, calculable, **{f"more-{pk}-pension": "1000", f"more-{pk}-property": "50000"}
    )
    trial = response.context["trial"]
    assert trial.outcome.isee.step("patrimonio_immobiliare").amount == Decimal(50_000)
    assert trial.outcome.isee.step("somma_redditi").amount == Decimal(12_000)


def test_the_kind_is_the_one_chosen(operator_client: Client, calculable: Dossier) -> None:
    name = f"member-{declarant(calculable).pk}-disability"
    response = send(operator_client, calculable, kind="socio_health", **{name: "grave"})
    html = unescape(response.content.decode())
    assert "E se… ISEE sociosanitario" in html
    # 11,000 and a fifth of 24,000, over 1 and 0.5 for the disability.
    assert "<strong>10.533,33\N{NO-BREAK SPACE}€</strong>" in html
    assert "manca per chi è la prestazione" in html


def test_the_incomes_of_the_form_ms_may_be_changed(operator_client: Client, calculable: Dossier) -> None:
    Corrente.objects.create(dossier=calculable, on=date(2026, 3, 4))
    Variation.objects.create(dossier=calculable, member=declarant(calculable), cause="treatment")
    new = income(declarant(calculable), "3000", IncomeKind.OTHER_IRPEF, updated=True)
    response = send(operator_client, calculable, tipo="corrente", **{name_of(new, "amount"): "9000"})
    moves = {move.label: move.difference for move in response.context["trial"].moves}
    assert moves["Somma dei redditi dei componenti"] == Decimal(6_000)


def test_without_a_real_result_nothing_can_be_tried(operator_client: Client, dossier: Dossier) -> None:
    html = operator_client.get(url_of(dossier)).content.decode()
    assert "Prima serve il calcolo con i dati veri" in html
    assert f"{reverse('household', args=[dossier.pk])}#dwelling" in html
    assert operator_client.post(url_of(dossier), {"rent": "3"}).status_code == 200


def test_what_a_colleague_wrote_meanwhile_is_real_and_told(
    operator_client: Client, calculable: Dossier
) -> None:
    sent = filled(operator_client, calculable)
    income(declarant(calculable), "5000", IncomeKind.EMPLOYMENT)
    Account.objects.all().delete()
    response = operator_client.post(url_of(calculable), sent)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Intanto il fascicolo è cambiato" in html
    assert response.context["form"].changes == {}


def test_htmx_gets_the_answer_and_the_notes_alone(operator_client: Client, calculable: Dossier) -> None:
    pension, bank = Income.objects.get(), Account.objects.get()
    sent = filled(operator_client, calculable) | {
        name_of(pension, "amount"): "6000",
        "noted": [name_of(bank, "balance")],
    }
    html = operator_client.post(url_of(calculable), sent, headers={"HX-Request": "true"}).content.decode()
    assert "</html>" not in html
    assert html.lstrip().startswith('<section class="panel what-if-answer" id="answer"')
    # What was noted before and is no more is emptied.
    assert html.count('hx-swap-oob="true"') == 3
    assert f'id="note-{name_of(bank, "balance")}" hx-swap-oob="true"' in html


def test_htmx_gets_the_field_that_goes_back(operator_client: Client, calculable: Dossier) -> None:
    name = name_of(Income.objects.get(), "amount")
    sent = filled(operator_client, calculable) | {name: "6000", "restore": name}
    html = operator_client.post(url_of(calculable), sent, headers={"HX-Request": "true"}).content.decode()
    assert f'id="field-{name}" hx-swap-oob="true"' in html
    assert 'value="12.000,00"' in html


def test_a_box_goes_back_too(operator_client: Client, calculable: Dossier) -> None:
    luca = member(calculable, given_name="Luca")
    name = f"member-{luca.pk}-away"
    assert send(operator_client, calculable, restore=name, **{name: "on"}).context["form"].changes == {}
    spouse = Member.objects.create(
        dossier=calculable,
        surname="Neri",
        given_name="Ugo",
        birth_date=date(1950, 1, 1),
        relation="C",
        work_months=0,
    )
    unticked = filled(operator_client, calculable)
    name = f"member-{spouse.pk}-cohabiting"
    del unticked[name]
    assert len(operator_client.post(url_of(calculable), unticked).context["form"].changes) == 1
    back = operator_client.post(url_of(calculable), unticked | {"restore": name})
    assert back.context["form"].changes == {}


def test_only_operators_try(supervisor_client: Client, operator_client: Client, calculable: Dossier) -> None:
    assert supervisor_client.get(url_of(calculable)).status_code == 403
    assert operator_client.get(reverse("what_if", args=[0])).status_code == 404
    assert operator_client.put(url_of(calculable)).status_code == 405
