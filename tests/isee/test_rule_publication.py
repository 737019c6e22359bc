"""Publishing: what must hold before, what is shown before, what is kept, what it closes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from isee.models import RuleDraft, RuleVersion, Trial
from isee.rules.rule_drafts import CannotChange, follow, save_draft
from isee.rules.rule_publication import CannotPublish, Publication, obstacles, publish
from sportello.models import Citizen, LogEntry, User
from tests import make
from tests.isee.make_rules import MENSA, TODAY, attested, bands, draft, published, trial

pytestmark = pytest.mark.django_db
ASKED = Publication("Giunta 12/2026", date(2026, 9, 1), None, date(2026, 3, 1))
SENT = {"act": "Giunta 12/2026", "valid_from": "2026-09-01", "valid_to": "", "published_on": "2026-03-01"}


def url(written: RuleDraft) -> str:
    return reverse("publish_rule", args=[written.pk])


def publishing(written: RuleDraft, **changes: Any) -> RuleVersion:
    given: dict[str, Any] = {"publication": ASKED, "version": written.version, "at": make.moment()}
    return publish(draft=written, by=written.changed_by, **given | changes)


# The act


def test_a_draft_becomes_a_version(administrator: User) -> None:
    written = draft(administrator)
    trial(written, name="Prova")
    made = publishing(written)
    assert (made.number, made.name, made.valid_from, made.valid_to) == (
        1,
        "Mensa scolastica",
        date(2026, 9, 1),
        None,
    )
    assert (made.rule.id, made.rule.act, made.rule.source) == (
        "mensa-1",
        "Giunta 12/2026",
        ("Giunta 12/2026",),
    )
    assert [each.name for each in made.trials_read] == ["Prova"]
    assert not RuleDraft.objects.exists()
    assert LogEntry.objects.first().text == (  # type: ignore[union-attr]
        "Pubblicata la regola «Mensa scolastica, versione 1», dal 01/09/2026: Giunta 12/2026."
    )


def test_without_a_household_it_is_refused(administrator: User) -> None:
    with pytest.raises(CannotPublish, match="Manca la prova"):
        publishing(draft(administrator))
    assert not RuleVersion.objects.exists()


def test_while_a_household_does_not_come_out_it_is_refused(administrator: User) -> None:
    written = draft(administrator)
    trial(written)
    trial(written, "6000", "1", name="Seconda fascia")
    with pytest.raises(CannotPublish, match="Non esce quello che ti aspetti per «Seconda fascia»"):
        publishing(written)


def test_while_something_is_wrong_it_is_refused(administrator: User) -> None:
    written = draft(administrator, **bands(("0", "5000", "1"), ("6000", None, "3")))
    trial(written)
    with pytest.raises(CannotPublish, match="c'è un vuoto"):
        publishing(written)
    assert obstacles(written, TODAY)[0].startswith("Nella regola c'è ancora da correggere una cosa")


def test_what_a_colleague_changed_must_be_read_again(administrator: User) -> None:
    written = draft(administrator)
    trial(written)
    save_draft(
        draft=written, data=MENSA | {"note": "Nuova"}, version=0, by=administrator, at=make.moment(10, 12)
    )
    with pytest.raises(CannotPublish, match=r"A. Conti ha cambiato questa bozza alle 10:12"):
        publishing(written, version=0)


def test_it_is_published_once(administrator: User) -> None:
    written = draft(administrator)
    trial(written)
    publishing(written)
    with pytest.raises(CannotChange, match="non c'è più"):
        publishing(written)
    assert RuleVersion.objects.count() == 1


def test_the_households_are_tried_on_the_day_that_is_published(administrator: User) -> None:
    # A child who is eight now: on the first day of the rule too, since ages are of that day.
    written = draft(administrator, conditions=[{"kind": "children", "at_least": 1, "under_age": 9}])
    trial(written)
    assert publishing(written).number == 1


def test_a_version_that_begins_later_is_not_touched(administrator: User) -> None:
    published(administrator, date(2026, 9, 1))
    written = RuleDraft.objects.create(
        code="mensa", data=MENSA | {"code": "mensa"}, changed_at=make.moment(), changed_by=administrator
    )
    trial(written)
    early = Publication("Giunta 1/2026", date(2026, 1, 1), None, date(2026, 3, 1))
    with pytest.raises(CannotPublish, match="fai finire questa entro il 31/08/2026"):
        publishing(written, publication=early)
    ended = Publication("Giunta 1/2026", date(2026, 1, 1), date(2026, 8, 31), date(2026, 3, 1))
    assert publishing(written, publication=ended).number == 2


# The version that follows


def test_what_follows_begins_as_a_copy(administrator: User) -> None:
    first = published(administrator)
    written = follow(version=first, by=administrator, at=make.moment())
    assert written.follows == first
    assert "act" not in written.data
    assert "valid_from" not in written.data
    assert written.data["amounts"] == first.data["amounts"]
    copied = written.trials.get()
    assert (copied.name, copied.isee, copied.amount) == (
        "Madre e figlio",
        Decimal("4000.00"),
        Decimal("1.00"),
    )


def test_the_draft_already_there_is_given_back(administrator: User) -> None:
    first = published(administrator)
    written = follow(version=first, by=administrator, at=make.moment())
    assert follow(version=first, by=administrator, at=make.moment()) == written
    assert Trial.objects.count() == 1


# The page


def test_it_says_what_is_in_the_way(administrator: User, administrator_client: Client) -> None:
    page = administrator_client.get(url(draft(administrator))).content.decode()
    assert "Non si può ancora pubblicare" in page
    assert "Manca la prova" in page


def test_it_cannot_be_forced(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    response = administrator_client.post(url(written), {**SENT, "confirmed": "1"})
    assert response.status_code == 422
    assert not RuleVersion.objects.exists()


def test_first_it_shows_what_would_happen(administrator: User, administrator_client: Client) -> None:
    published(administrator)
    written = follow(version=RuleVersion.objects.get(), by=administrator, at=make.moment())
    page = administrator_client.post(url(written), SENT).content.decode()
    assert "«Mensa scolastica, versione 1» finisce il 31/08/2026, il giorno prima." in page
    assert "Da pubblicata non si cambia più" in page
    assert RuleVersion.objects.count() == 1


def test_then_it_publishes(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    trial(written)
    response = administrator_client.post(
        url(written), {**SENT, "confirmed": "1", "version": "0"}, follow=True
    )
    assert "Regola «Mensa scolastica, versione 1» pubblicata." in response.content.decode()


def test_it_counts_the_households_whose_answer_changes(
    administrator: User, administrator_client: Client, elena: Citizen, operator: User
) -> None:
    attested(elena, operator, "6000")
    published(administrator)
    written = follow(version=RuleVersion.objects.get(), by=administrator, at=make.moment())
    save_draft(
        draft=written,
        data=written.data | bands(("0", "5000", "1"), ("5000", None, "4")),
        version=0,
        by=administrator,
        at=make.moment(),
    )
    page = administrator_client.post(url(written), {**SENT, "valid_from": "2026-02-01"}).content.decode()
    assert "Per 1 nuclei" not in page
    assert "Per un nucleo con ISEE attestato la risposta di oggi cambia" in page


def test_days_that_are_taken_are_told_before(administrator: User, administrator_client: Client) -> None:
    published(administrator, date(2026, 9, 1))
    written = follow(version=RuleVersion.objects.get(), by=administrator, at=make.moment())
    page = administrator_client.post(url(written), {**SENT, "valid_from": "2026-01-01"}).content.decode()
    assert "Dal 01/09/2026 vale già «Mensa scolastica, versione 1»" in page
    assert 'name="confirmed"' not in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("act", "", "Scrivi la delibera o la determina."),
        ("valid_from", "", "Scrivi da quando vale."),
        ("valid_from", "ieri", "Questo giorno non esiste"),
        ("valid_to", "2026-08-31", "La fine viene prima dell&#x27;inizio"),
        ("published_on", "2026-03-05", "È un giorno che deve ancora venire"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    field: str, typed: str, sentence: str, administrator: User, administrator_client: Client
) -> None:
    written = draft(administrator)
    trial(written)
    response = administrator_client.post(url(written), {**SENT, field: typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
