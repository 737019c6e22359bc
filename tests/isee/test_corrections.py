"""Our simulation may take another amount than the declared one; the declared one stays."""

from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.dossier.corrections import used_corrections
from isee.dossier.households import simulate
from isee.models import Account, Correction, Dossier, Property
from sportello.models import LogEntry, User
from tests.isee.make import account, declarant, income, whole


@pytest.fixture
def kept(dossier: Dossier) -> Account:
    Dossier.objects.update(dwelling="other")
    income(declarant(dossier), "12000")
    return account(declarant(dossier), "30000", "25000")


def correct(client: Client, row: Account, field: str = "balance", **data: str) -> Any:
    url = reverse(f"correct_account_{field}", args=[row.dossier.pk, row.pk])
    return client.post(url, {"amount": "20.000", "reason": "estratto conto del 31/12"} | data)


def isee(row: Account) -> Decimal:
    found = simulate(whole(row.dossier)).isee
    assert found is not None
    return found.isee


def test_the_calculation_takes_the_corrected_amount_and_says_so(
    operator_client: Client, operator: User, kept: Account
) -> None:
    # 11,000 of income; (30,000 - 6,000) x 20% = 4,800; with 25,000 of average, (25,000 - 6,000) x 20% = 3,800.
    assert isee(kept) == Decimal("15800.00")
    response = correct(operator_client, kept)

    assert response.headers["Location"].endswith("?sezione=accounts")
    kept.refresh_from_db()
    assert kept.balance == 30_000
    correction = Correction.objects.get()
    assert (correction.declared, correction.amount, correction.by) == (
        Decimal(30_000),
        Decimal(20_000),
        operator,
    )
    assert isee(kept) == Decimal("14800.00")
    assert [(used.row, used.section, used.page) for used in used_corrections(whole(kept.dossier))] == [
        (kept, "accounts", "assets")
    ]
    assert LogEntry.objects.filter(kind="isee.correction.made").count() == 1


def test_it_stands_beside_the_declared_one_until_withdrawn(operator_client: Client, kept: Account) -> None:
    correct(operator_client, kept)
    url = reverse("assets", args=[kept.dossier.pk])
    html = unescape(operator_client.get(url).content.decode())
    assert "dichiarato 30.000,00" in html
    assert "estratto conto del 31/12" in html
    assert "G. Bianchi, 04/03/2026 10:00" in html

    correction = Correction.objects.get()
    operator_client.post(reverse("withdraw_correction", args=[kept.dossier.pk, correction.pk]))
    correction.refresh_from_db()
    assert correction.is_withdrawn
    assert isee(kept) == Decimal("15800.00")
    assert "dichiarato 30.000,00" not in unescape(operator_client.get(url).content.decode())
    again = operator_client.post(
        reverse("withdraw_correction", args=[kept.dossier.pk, correction.pk]), follow=True
    )
    assert "La correzione era già ritirata." in again.content.decode()


def test_one_at_a_time_and_after_withdrawing_another(operator_client: Client, kept: Account) -> None:
    correct(operator_client, kept)
    refused = operator_client.post(
        reverse("correct_account_balance", args=[kept.dossier.pk, kept.pk]),
        {"amount": "1", "reason": "altro"},
        follow=True,
    )
    assert "ritirala prima di farne un&#x27;altra" in refused.content.decode()
    assert correct(operator_client, kept, "average").status_code == 302
    operator_client.post(
        reverse("withdraw_correction", args=[kept.dossier.pk, Correction.objects.earliest("pk").pk])
    )
    assert correct(operator_client, kept, amount="5").status_code == 302
    assert Correction.objects.filter(withdrawn_at=None).count() == 2


def test_the_declared_one_changed_afterwards(operator_client: Client, kept: Account) -> None:
    correct(operator_client, kept)
    Account.objects.update(balance=31_000)
    doubts = [gap.text for gap in simulate(whole(kept.dossier)).doubts]
    assert any("il dichiarato è cambiato dopo la correzione" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"amount": ""}, "Scrivi l&#x27;importo."),
        ({"amount": "-3"}, "non può essere negativo"),
        ({"amount": "tanto"}, "«tanto» non è un importo"),
        ({"amount": "99.999.999.999,00"}, "L&#x27;importo è troppo grande"),
        ({"reason": ""}, "Scrivi il perché"),
        ({"reason": "x" * 201}, "200 caratteri"),
    ],
)
def test_what_cannot_be(operator_client: Client, kept: Account, data: dict[str, str], sentence: str) -> None:
    response = correct(operator_client, kept, **data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Correction.objects.exists()


def test_each_amount_that_counts_may_be_corrected(operator_client: Client, kept: Account) -> None:
    estate = Property.objects.create(member=kept.member, label="Casa", value=100_000, mortgage=5_000)
    for field in ("value", "mortgage"):
        url = reverse(f"correct_property_{field}", args=[kept.dossier.pk, estate.pk])
        assert "Dichiarato per Casa, di Neri Elena" in operator_client.get(url).content.decode()
        assert operator_client.post(url, {"amount": "0", "reason": "venduta"}).status_code == 302
    assert isee(kept) == Decimal("15800.00")


def test_what_is_not_declared_yet_is_not_corrected(operator_client: Client, kept: Account) -> None:
    Account.objects.update(balance=None, to_confirm=True)
    url = reverse("correct_account_balance", args=[kept.dossier.pk, kept.pk])
    assert "non è ancora scritto" in operator_client.get(url, follow=True).content.decode()
    correct(operator_client, kept)
    assert not Correction.objects.exists()


def test_after_the_dsu_nothing_is_corrected(operator_client: Client, kept: Account) -> None:
    Dossier.objects.update(state=Dossier.State.ATTESTED)
    correct(operator_client, kept)
    assert not Correction.objects.exists()


def test_a_line_of_the_corrente_is_corrected_over_an_attested_dsu(
    operator_client: Client, kept: Account
) -> None:
    Dossier.objects.update(state=Dossier.State.ATTESTED)
    Account.objects.update(updated=True)
    assert correct(operator_client, kept).headers["Location"].endswith("?sezione=updates")
    url = reverse("withdraw_correction", args=[kept.dossier.pk, Correction.objects.get().pk])
    assert operator_client.post(url).headers["Location"].endswith("?sezione=updates")
    assert Correction.objects.get().is_withdrawn


def test_who_may_not_and_what_is_not_there(
    supervisor_client: Client, operator_client: Client, kept: Account
) -> None:
    assert correct(supervisor_client, kept).status_code == 403
    assert operator_client.get(reverse("correct_account_balance", args=[0, kept.pk])).status_code == 404
    assert operator_client.post(reverse("withdraw_correction", args=[kept.dossier.pk, 0])).status_code == 404
