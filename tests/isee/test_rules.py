"""The lists of rules, and the page of a version."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import RuleDraft
from sportello.models import User
from tests.isee.make_rules import draft, published

pytestmark = pytest.mark.django_db
URL, NATIONAL = reverse("rules"), reverse("national_rules")


def page(client: Client, address: str = URL) -> str:
    return client.get(address).content.decode()


def test_without_rules_it_says_how_to_begin(administrator_client: Client) -> None:
    assert "Il Comune non ha ancora regole sue" in page(administrator_client)


def test_it_lists_what_counts_what_will_and_what_is_written(
    administrator: User, administrator_client: Client
) -> None:
    published(administrator)
    published(administrator, date(2026, 9, 1), code="trasporto", name="Trasporto")
    published(administrator, date(2025, 9, 1), date(2025, 12, 31), code="campo", name="Campo estivo")
    draft(administrator, "nido", name="Nido", isee=[])
    text = page(administrator_client)
    assert "Versione 1</span>\n                    dal 01/01/2026" in text
    assert "Versione 1</span> dal 01/09/2026" in text
    assert "Finita</span> il 31/12/2025" in text
    assert "Una cosa da correggere" in text
    assert "Apri la bozza" in text


def test_a_supervisor_reads_and_does_not_write(administrator: User, supervisor_client: Client) -> None:
    version = published(administrator)
    draft(administrator, "nido", name="Nido")
    assert "Apri la bozza" not in page(supervisor_client)
    assert "Nuova regola" not in page(supervisor_client)
    assert "Prepara la versione che segue" not in page(supervisor_client, version.get_absolute_url())


def test_national_rules_are_shown_with_their_doubts(supervisor_client: Client) -> None:
    text = page(supervisor_client, NATIONAL)
    assert "9.796,00 euro" in text
    assert "20.000,00 euro (figli a carico, almeno 4)" in text
    assert "pubblicata il 23/01/2026" in text
    assert "La soglia del 2026 non è stata verificata." in text
    assert "verificata" in text


# The version


def test_a_version_says_everything(administrator: User, administrator_client: Client) -> None:
    conditions = [{"kind": "resident"}, {"kind": "children", "under_age": 14}]
    start = {"by_day": 15, "except_in": [{"month": 9, "by_day": 30}]}
    version = published(administrator, conditions=conditions, start=start, documents=["ISEE"])
    text = page(administrator_client, version.get_absolute_url())
    for words in (
        "risiede nel Comune",
        "figli sotto i 14 anni, almeno 1",
        "settembre entro il 30",
        "finché non la segue un'altra",
        "Giunta 12/2026",
        "Madre e figlio",
        "<svg",
    ):
        assert words in text, words


def test_it_says_how_it_ends_and_what_the_others_are(
    administrator: User, administrator_client: Client
) -> None:
    first = published(administrator)
    published(administrator, date(2026, 9, 1))
    text = page(administrator_client, first.get_absolute_url())
    assert "dal 01/01/2026 al 31/08/2026" in text
    assert "Le altre versioni" in text


def test_one_whose_place_was_taken_says_so(administrator: User, administrator_client: Client) -> None:
    first = published(administrator)
    published(administrator)
    assert "Questa versione non conta più" in page(administrator_client, first.get_absolute_url())


def test_it_is_followed_by_a_draft(administrator: User, administrator_client: Client) -> None:
    version = published(administrator)
    response = administrator_client.post(reverse("follow_rule", args=[version.pk]))
    assert response["Location"] == reverse("rule_draft", args=[RuleDraft.objects.get().pk])
    assert "Apri la bozza che segue" in page(administrator_client, version.get_absolute_url())


def test_one_that_counts_from_before_leads_to_the_households(
    administrator: User, administrator_client: Client, supervisor_client: Client
) -> None:
    published(administrator)
    version = published(administrator, date(2026, 2, 1), published_on=date(2026, 2, 20))
    address = reverse("affected_households", args=[version.pk])
    assert address in page(supervisor_client, version.get_absolute_url())
    assert address not in page(administrator_client, version.get_absolute_url())
