"""The administrator writes a rule on screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from isee.forms.rule_rows import typed_of
from isee.models import RuleDraft
from isee.rules.rule_drafts import save_draft
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make_rules import BANDS, MENSA, draft, published, sent

pytestmark = pytest.mark.django_db
NEW = reverse("new_rule")


def url(written: RuleDraft) -> str:
    return reverse("rule_draft", args=[written.pk])


def form(written: RuleDraft, **changes: Any) -> dict[str, Any]:
    """What the browser sends for the draft as it stands; names with __ for «-»."""
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    return sent(typed_of(written.data), written.version) | named


# Begun


def test_a_rule_begins_from_a_usual_service(administrator_client: Client) -> None:
    response = administrator_client.post(NEW, {"beginning": "mensa", "name": "Mensa scolastica"})
    begun = RuleDraft.objects.get()
    assert response["Location"] == url(begun)
    assert begun.code == "mensa-scolastica"
    assert begun.data["benefit_code"] == "A2.12"
    assert LogEntry.objects.get().text == "Cominciata la bozza della regola «Mensa scolastica»."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Scrivi il nome della regola."),
        ("???", "Scrivi un nome con almeno una lettera o una cifra."),
        ("Mensa", "La sigla «mensa» è già di un&#x27;altra regola"),
        ("ADI", "La sigla «adi» è già di un&#x27;altra regola"),
    ],
)
def test_a_name_that_will_not_do(
    name: str, sentence: str, administrator: User, administrator_client: Client
) -> None:
    draft(administrator)
    response = administrator_client.post(NEW, {"beginning": "mensa", "name": name})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert RuleDraft.objects.count() == 1


# Written


def test_it_shows_the_draft_without_any_json(administrator: User, administrator_client: Client) -> None:
    page = administrator_client.get(url(draft(administrator))).content.decode()
    assert 'value="5.000,00"' in page
    assert "Da correggere" not in page
    assert "flat_bands" in page  # the value of the choice alone
    assert "{&quot;over" not in page


def test_it_says_what_is_to_be_corrected(administrator: User, administrator_client: Client) -> None:
    page = administrator_client.get(url(draft(administrator, isee=[], todo=""))).content.decode()
    assert "Da correggere" in page
    assert "La tariffa segue l&#x27;ISEE: scegli quale." in page


def test_it_is_saved(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    response = administrator_client.post(url(written), form(written, **{f"{BANDS}-0-price": "1,20"}))
    assert response.status_code == 302
    written.refresh_from_db()
    assert written.version == 1
    assert written.data["amounts"][0]["amount"]["tariff"]["method"]["bands"][0]["price"] == "1.20"
    assert LogEntry.objects.first().text == "Cambiata la bozza della regola «Mensa scolastica»."  # type: ignore[union-attr]


def test_saving_the_same_changes_nothing(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    for _ in range(2):
        written.refresh_from_db()
        administrator_client.post(url(written), form(written))
    written.refresh_from_db()
    assert written.version == 1  # the first saving wrote what the screen adds by itself


def test_a_draft_is_saved_though_it_makes_no_sense_yet(
    administrator: User, administrator_client: Client
) -> None:
    written = draft(administrator)
    changed = form(written, **{f"{BANDS}-1-over": "6000"})
    page = administrator_client.post(url(written), changed, follow=True).content.decode()
    assert "Bozza salvata." in page
    assert "Fra la fascia 1 e la fascia 2 c&#x27;è un vuoto" in page


def test_what_cannot_be_read_is_not_saved_and_stays_typed(
    administrator: User, administrator_client: Client
) -> None:
    written = draft(administrator)
    changed = form(written, **{f"{BANDS}-0-price": "un euro", "name": "Mensa nuova"})
    response = administrator_client.post(url(written), changed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "«un euro» non è un importo" in page
    assert 'value="Mensa nuova"' in page
    written.refresh_from_db()
    assert written.name == "Mensa scolastica"


def test_a_row_is_added_without_saving(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    changed = form(written, **{f"{BANDS}-2-upto": "20000", "name": "Mensa nuova", "add": BANDS})
    for headers in ({}, {"HX-Request": "true"}):
        response = administrator_client.post(url(written), changed, headers=headers)
        page = response.content.decode()
        assert response.status_code == 200
        assert f'name="{BANDS}-3-over" value="20.000,00"' in page
        assert 'value="Mensa nuova"' in page
        assert "data-unsaved" in page
        assert ("<html" in page) is not bool(headers)
    written.refresh_from_db()
    assert written.version == 0


def test_a_row_is_taken_away_without_saving(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    page = administrator_client.post(url(written), form(written, remove=f"{BANDS}-1")).content.decode()
    assert f'name="{BANDS}-1-over" value="15.000,00"' in page
    assert f"{BANDS}-2-over" not in page


def test_another_kind_of_amount_brings_its_fields(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    changed = form(written, amount_kind="linear", refresh="1")
    page = administrator_client.post(url(written), changed).content.decode()
    assert "Tariffa fino a lì" in page
    assert f"{BANDS}-0" not in page


def test_a_condition_shows_the_fields_of_its_kind(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator, conditions=[{"kind": "resident"}])
    changed = form(written, refresh="1", **{"conditions-0-kind": "children"})
    page = administrator_client.post(url(written), changed).content.decode()
    assert "conditions-0-under_age" in page


# Two administrators


def test_two_administrators_find_out(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    colleague = make.user("ugo", first_name="Ugo", last_name="Bassi", is_administrator=True)
    save_draft(
        draft=written, data=MENSA | {"name": "Mensa di Ugo"}, version=0, by=colleague, at=make.moment(10, 12)
    )
    mine = form(written, name="Mensa mia") | {"version": "0"}
    response = administrator_client.post(url(written), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "U. Bassi ha salvato questa bozza alle 10:12" in page
    assert "Diverso da quello che hai scritto tu: " in page
    assert "nome" in page
    assert 'value="Mensa mia"' in page
    assert 'name="version" value="1"' in page
    administrator_client.post(url(written), mine | {"version": "1"})
    written.refresh_from_db()
    assert written.name == "Mensa mia"


@pytest.mark.parametrize("version", ["", "x", "9" * 40])
def test_a_strange_version_is_an_old_one(
    version: str, administrator: User, administrator_client: Client
) -> None:
    written = draft(administrator)
    administrator_client.post(url(written), form(written, name="Altra"))
    written.refresh_from_db()
    response = administrator_client.post(url(written), form(written, name="Terza") | {"version": version})
    assert response.status_code == 409


# The chart and the end


def test_the_chart_is_of_what_is_typed(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    address = reverse("rule_chart", args=[written.pk])
    page = administrator_client.post(address, form(written, **{f"{BANDS}-0-price": "1,75"})).content.decode()
    assert "<svg" in page
    assert "1,75" in page
    assert written.data == RuleDraft.objects.get().data


@pytest.mark.parametrize("typed", ["uno", "9"])
def test_without_sense_there_is_no_chart(
    typed: str, administrator: User, administrator_client: Client
) -> None:
    written = draft(administrator)
    address = reverse("rule_chart", args=[written.pk])
    page = administrator_client.post(address, form(written, **{f"{BANDS}-0-price": typed})).content.decode()
    assert "<svg" not in page
    assert "Il grafico compare quando gli importi sono completi" in page


def test_a_draft_is_thrown_away(administrator: User, administrator_client: Client) -> None:
    address = reverse("discard_rule_draft", args=[draft(administrator).pk])
    assert "Eliminare la bozza" in administrator_client.get(address).content.decode()
    page = administrator_client.post(address, follow=True).content.decode()
    assert "Bozza «Mensa scolastica» eliminata." in page
    assert not RuleDraft.objects.exists()


def test_its_queries_do_not_grow(
    administrator: User, administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        published(administrator, code=f"mensa-{number}")
    address = url(draft(administrator))
    with django_assert_num_queries(5):
        administrator_client.get(address)
