"""Two operators on one dossier: the second is told what changed, and what was typed stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import Account, Dossier, Member, Revision, Student
from tests.isee.make import account, declarant, member

ACCOUNT = {"kind": "current", "label": "Banca", "balance": "1.000", "average": "900"}


@pytest.fixture
def kept(dossier: Dossier) -> Account:
    return account(declarant(dossier))


def change(client: Client, row: Account, seen: int, **fields: str) -> Any:
    url = reverse("edit_account", args=[row.dossier.pk, row.pk])
    return client.post(url, {"member": row.member_id, "version": seen, **ACCOUNT, **fields})


def test_the_second_is_told_what_changed_beside_what_was_typed(
    operator_client: Client, colleague_client: Client, kept: Account
) -> None:
    assert change(colleague_client, kept, 0, balance="2.000", label="Posta").status_code == 302
    response = change(operator_client, kept, 0, balance="3.000")
    html = response.content.decode()

    assert response.status_code == 409
    assert "Intanto è cambiato: niente è stato salvato." in html
    assert "M. Rossi, 04/03 alle 10:00:" in html
    assert "Saldo al 31 dicembre: <del>1.000,00</del> → <ins>2.000,00</ins>" in html
    assert "Banca o posta: <del>Banca</del> → <ins>Posta</ins>" in html
    assert 'value="3.000"' in html
    kept.refresh_from_db()
    assert (kept.balance, kept.label) == (2000, "Posta")


def test_sent_again_it_goes_over_what_is_on_the_screen_now(
    operator_client: Client, colleague_client: Client, kept: Account
) -> None:
    change(colleague_client, kept, 0, balance="2.000")
    refused = change(operator_client, kept, 0, balance="3.000")
    shown = refused.context["form"]["version"].value()
    assert change(operator_client, kept, int(shown), balance="3.000").status_code == 302
    kept.refresh_from_db()
    assert (kept.balance, kept.version) == (3000, 2)


def test_ones_own_fast_clicks_are_no_conflict(operator_client: Client, kept: Account) -> None:
    for balance in ("2.000", "3.000", "4.000"):
        assert change(operator_client, kept, 0, balance=balance).status_code == 302
    kept.refresh_from_db()
    assert kept.balance == 4000


def test_saving_what_is_there_already_changes_nothing(operator_client: Client, kept: Account) -> None:
    change(operator_client, kept, 0)
    kept.refresh_from_db()
    assert kept.version == 0
    assert not Revision.objects.exists()


def test_other_fields_of_the_same_row_are_no_conflict(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    person = declarant(dossier)
    expenses = dict.fromkeys(Member.EXPENSES, "0") | {"child_maintenance": "100", "version": "0"}
    assert (
        colleague_client.post(reverse("expenses", args=[dossier.pk, person.pk]), expenses).status_code == 302
    )
    data = {
        "surname": "Neri",
        "given_name": "Elena",
        "birth_date": "1948-05-17",
        "work_months": "3",
        "version": "0",
    }
    response = operator_client.post(reverse("edit_member", args=[dossier.pk, person.pk]), data)
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.child_maintenance, person.work_months, person.version) == (100, 3, 2)


def test_the_dwelling_and_the_kinds_stand_apart(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    home = {"dwelling": "owned", "home_town": "", "version": "0"}
    assert colleague_client.post(reverse("dwelling", args=[dossier.pk]), home).status_code == 302
    kinds = {"kinds": ["minors"], "version": "0"}
    assert operator_client.post(reverse("kinds", args=[dossier.pk]), kinds).status_code == 302
    response = operator_client.post(reverse("dwelling", args=[dossier.pk]), home | {"dwelling": "other"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "Abitazione: vuoto → <ins>casa di proprietà</ins>" in html
    dossier.refresh_from_db()
    assert (dossier.dwelling, dossier.kinds) == ("owned", ["minors"])


def test_a_panel_that_two_begin_at_once_is_one(
    operator_client: Client, colleague_client: Client, dossier: Dossier
) -> None:
    url = reverse("student", args=[dossier.pk])
    data = {"income_last_year": "9.000", "income_year_before": "0", "version": "0"}
    assert colleague_client.post(url, data).status_code == 302
    response = operator_client.post(url, data | {"income_last_year": "9.500"})
    assert response.status_code == 409
    assert "Reddito di lavoro dell&#x27;ultimo anno: vuoto → <ins>9.000,00</ins>" in response.content.decode()
    assert Student.objects.get().income_last_year == 9000


@pytest.mark.parametrize("who", ["account", "member"])
def test_what_a_colleague_changed_is_not_taken_away_unseen(
    operator_client: Client, colleague_client: Client, dossier: Dossier, who: str
) -> None:
    person = member(dossier)
    row: Any = account(person) if who == "account" else person
    if who == "account":
        change(colleague_client, row, 0, balance="5")
    else:
        colleague_client.post(
            reverse("expenses", args=[dossier.pk, person.pk]),
            dict.fromkeys(Member.EXPENSES, "7") | {"version": "0"},
        )
    url = reverse(f"remove_{who}", args=[dossier.pk, row.pk])
    response = operator_client.post(url, {"version": "0"})

    assert response.status_code == 409
    assert "Intanto è cambiato: niente è stato tolto." in response.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()
    assert operator_client.post(url, {"version": "1"}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_what_is_written_goes_with_the_dossier(operator_client: Client, kept: Account) -> None:
    change(operator_client, kept, 0, balance="2.000")
    assert Revision.objects.get().dossier == kept.dossier
    Dossier.objects.all().delete()
    assert not Revision.objects.exists()
