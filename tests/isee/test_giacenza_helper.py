"""Saldo and giacenza of an account, read from the CSV of its bank and put where they belong."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from isee.models import Account, Dossier
from sportello.models import LogEntry
from tests.isee import make
from tests.isee.make import declarant

# 1,000 for the 182 days until 30 June, 2,000 for the 184 from 1 July: 550,000 / 366 or 365, by the law's divisor.
BALANCES = "Data;Saldo\n31/12/2023;1.000,00\n01/07/2024;2.000,00\n31/12/2024;2.000,00\n"


@pytest.fixture
def account(dossier: Dossier) -> Account:
    return make.account(declarant(dossier), "1", "2")


def read(client: Client, account: Account, content: str | bytes = "", **fields: Any) -> Any:
    url = reverse("account_giacenza", args=[account.member.dossier_id, account.pk])
    if content:
        raw = content if isinstance(content, bytes) else content.encode()
        fields["file"] = SimpleUploadedFile("conto.csv", raw)
    return client.post(url, fields)


def put(client: Client, account: Account, **fields: Any) -> Any:
    url = reverse("put_giacenza", args=[account.member.dossier_id, account.pk])
    data = {"balance": "2000.00", "average": "1506.85", "version": account.version} | fields
    return client.post(url, data, follow=True)


def test_a_file_says_saldo_giacenza_and_days(operator_client: Client, account: Account) -> None:
    html = read(operator_client, account, BALANCES).content.decode()
    assert "2.000,00" in html
    # 182 days at 1,000 and 184 at 2,000, over 365.
    assert "1.506,85" in html
    assert "<dd>366</dd>" in html
    assert "Metti nel conto" in html
    assert not LogEntry.objects.filter(kind="isee.account.changed").exists(), "nothing is written yet"


def test_pasted_lines_and_a_quota(operator_client: Client, account: Account) -> None:
    html = read(operator_client, account, text=BALANCES, share="50").content.decode()
    assert "1.000,00" in html
    assert "753,43" in html
    assert "50% di 2.000,00" in html


def test_one_key_puts_both_into_the_account(operator_client: Client, account: Account) -> None:
    html = put(operator_client, account).content.decode()
    account.refresh_from_db()
    assert (account.balance, account.average) == (Decimal(2000), Decimal("1506.85"))
    assert "Importi messi in «Banca»." in html


def test_a_colleague_who_changed_it_meanwhile_wins(
    operator_client: Client, colleague_client: Client, account: Account
) -> None:
    put(colleague_client, account, balance="70.00")
    html = put(operator_client, account).content.decode()
    assert "un collega ha cambiato questa riga" in html
    account.refresh_from_db()
    assert account.balance == Decimal(70)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Data;Saldo\n31/12/2023;1.000,00\nieri;2.000,00\n", "Riga 3"),
        ("Data;Saldo\n31/12/2022;1.000,00\n30/06/2023;5\n", "non ha nessun giorno del 2024"),
        ("qualcosa che non è una tabella", "CSV"),
        (b"\x00\x01\x02\xff\xfe\x00", ""),
    ],
)
def test_what_is_not_understood_is_told_by_line(
    operator_client: Client, account: Account, content: str | bytes, sentence: str
) -> None:
    response = read(operator_client, account, content, share="50")
    html = response.content.decode()
    assert response.status_code == 422
    assert "field-error" in html
    assert sentence in html
    assert 'value="50' in html, "the rest stays"
    assert "Metti nel conto" not in html


def test_a_file_or_lines(operator_client: Client, account: Account) -> None:
    assert "Scegli il file, o incolla le righe." in read(operator_client, account).content.decode()
    both = read(operator_client, account, BALANCES, text=BALANCES).content.decode()
    assert "non tutti e due" in both


def test_a_file_too_big_for_a_year(operator_client: Client, account: Account) -> None:
    response = read(operator_client, account, "Data;Saldo\n" + "x" * 5_000_001)
    assert "troppo grande per un anno di un conto" in response.content.decode()


def test_values_that_are_none_change_nothing(operator_client: Client, account: Account) -> None:
    html = put(operator_client, account, balance="molto").content.decode()
    assert "calcola di nuovo" in html
    account.refresh_from_db()
    assert account.balance == Decimal(1)


def test_after_the_dsu_nothing_is_put(operator_client: Client, account: Account) -> None:
    Dossier.objects.update(state=Dossier.State.PRESENTED)
    assert "La DSU è già presentata" in put(operator_client, account).content.decode()


def test_who_may_not_and_what_is_not_there(
    operator_client: Client, supervisor_client: Client, account: Account
) -> None:
    assert read(supervisor_client, account).status_code == 403
    assert put(supervisor_client, account).status_code == 403
    for name in ("account_giacenza", "put_giacenza"):
        url = reverse(name, args=[account.member.dossier_id, 0])
        assert operator_client.post(url).status_code == 404
