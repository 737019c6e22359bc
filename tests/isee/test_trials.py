"""The households with which a rule is tried: what they say to it, and what must come out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from isee.benefits import Disability, Rule, read
from isee.models import RuleDraft, Trial
from isee.rules.rule_drafts import completed
from isee.rules.trials import ask, birth_date, facts_of, try_all
from sportello.models import LogEntry, User
from tests.isee.make_rules import MENSA, draft, trial
from tests.isee.test_rule_form import CONDITIONS

DAY = date(2026, 9, 1)


def rule(**data: Any) -> Rule:
    return read(completed(MENSA | {"code": "mensa", "valid_from": DAY.isoformat()} | data, DAY))


def household(**fields: Any) -> Trial:
    given: dict[str, Any] = {"name": "Prova", "adult_ages": [38], "child_ages": [8], "isee": Decimal(4000)}
    return Trial(**given | fields)


# What they say


def test_ages_are_those_of_the_first_day_of_the_rule() -> None:
    facts = facts_of(household(adult_ages=[38, 70], child_ages=[8, 0]), rule(), DAY)
    assert facts.members
    assert [member.age(DAY) for member in facts.members] == [38, 70, 8, 0]
    assert [member.relation for member in facts.members] == ["D", "P", "F", "F"]


def test_the_birthday_of_the_29th_of_february() -> None:
    assert birth_date(1, date(2028, 2, 29)) == date(2027, 3, 1)


def test_disability_is_the_first_ones() -> None:
    facts = facts_of(household(disability=Disability.SEVERE), rule(), DAY)
    assert facts.members
    assert [member.disability for member in facts.members] == [Disability.SEVERE, Disability.NONE]


@pytest.mark.parametrize(
    "condition",
    [
        each
        for each in CONDITIONS
        if each["kind"]
        not in ("all_of", "somebody_aged", "somebody_disabled", "children", "members", "resident")
    ],
    ids=lambda each: each["kind"],
)
def test_the_rest_is_met_or_not(condition: dict[str, Any]) -> None:
    asking = rule(conditions=[condition])
    assert ask(household(), asking).outcome == "spetta"
    assert ask(household(meets_the_rest=False), asking).outcome == "non_spetta"


def test_another_benefit_is_had_only_by_who_does_not_meet_the_rest() -> None:
    asking = rule(not_with=[{"code": "adi", "name": "ADI"}])
    assert ask(household(), asking).outcome == "spetta"
    assert ask(household(meets_the_rest=False), asking).outcome == "non_spetta"


def test_a_rule_dated_by_the_birth_is_asked_for_a_birth_of_that_day() -> None:
    asking = rule(dated_by="event", conditions=[{"kind": "within_months_of_event", "months": 6}])
    assert ask(household(child_ages=[5]), asking).outcome == "spetta"
    assert ask(household(child_ages=[5], meets_the_rest=False), asking).outcome == "non_spetta"


def test_a_share_is_taken_of_the_sum_written() -> None:
    share = {"kind": "share_of", "unit": "year", "percent": 25, "label": "TARI", "figure": "tari"}
    asking = rule(nature="benefit", thresholds=[{"upto": 9000}], amounts=[{"amount": share}])
    assert ask(household(figure=Decimal(300)), asking).amount == Decimal("75.00")
    assert ask(household(), asking).amount is None


# What must come out


@pytest.mark.parametrize(
    ("isee", "outcome", "amount", "passes"),
    [
        ("5000", "spetta", "1", True),
        ("5000.01", "spetta", "3", True),
        ("5000.01", "spetta", "1", False),
        ("5000", "non_spetta", None, False),
        ("5000", "spetta", None, False),
        (None, "manca_un_dato", "5", True),
    ],
)
def test_outcome_and_amount_must_both_be_as_expected(
    isee: str | None, outcome: str, amount: str | None, passes: bool
) -> None:
    one = household(isee=isee and Decimal(isee), outcome=outcome, amount=amount and Decimal(amount))
    assert [each.passes for each in try_all([one], rule())] == [passes]


# The page

pytestmark = pytest.mark.django_db
FULL = {
    "name": "Due figli",
    "adult_ages": "38, 41",
    "child_ages": "8 e 3",
    "disability": "none",
    "isee": "4.000",
    "resident": "on",
    "child": "2",
    "meets_the_rest": "on",
    "outcome": "spetta",
    "amount": "1,00",
}


def url(written: RuleDraft) -> str:
    return reverse("rule_trials", args=[written.pk])


def test_without_households_it_says_what_to_write(administrator: User, administrator_client: Client) -> None:
    page = administrator_client.get(url(draft(administrator))).content.decode()
    assert "Senza prove la regola non si pubblica." in page


def test_it_shows_what_comes_out_and_why(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    trial(written)
    trial(written, "6000", "1", name="Seconda fascia")
    page = administrator_client.get(url(written)).content.decode()
    assert "Per un nucleo non esce" in page
    assert "Fascia da 5.000,00 a 15.000,00 euro: 3,00 euro." in page
    assert "Fascia fino a 5.000,00 euro: 1,00 euro." in page


def test_when_all_come_out_it_leads_to_publishing(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    trial(written)
    page = administrator_client.get(url(written)).content.decode()
    assert "Esce tutto come ti aspetti" in page
    assert reverse("publish_rule", args=[written.pk]) in page


def test_a_rule_that_makes_no_sense_is_not_tried(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator, isee=[])
    trial(written)
    page = administrator_client.get(url(written)).content.decode()
    assert "La regola non si può ancora provare" in page
    assert "Madre e figlio" in page


def test_a_household_is_added(administrator: User, administrator_client: Client) -> None:
    written = draft(administrator)
    response = administrator_client.post(reverse("new_trial", args=[written.pk]), FULL)
    assert response.status_code == 302
    made = Trial.objects.get()
    assert (made.adult_ages, made.child_ages, made.isee, made.child) == ([38, 41], [8, 3], Decimal(4000), 2)
    assert LogEntry.objects.first().text == "Aggiunto un nucleo di prova della regola «Mensa scolastica»."  # type: ignore[union-attr]


def test_a_household_is_changed_and_taken_out(administrator: User, administrator_client: Client) -> None:
    made = trial(draft(administrator))
    administrator_client.post(reverse("edit_trial", args=[made.draft_id, made.pk]), FULL)
    made.refresh_from_db()
    assert made.name == "Due figli"
    administrator_client.post(reverse("remove_trial", args=[made.draft_id, made.pk]))
    assert not Trial.objects.exists()


def test_a_household_of_another_draft_is_not_found(administrator: User, administrator_client: Client) -> None:
    made, other = trial(draft(administrator)), draft(administrator, "altra")
    assert administrator_client.get(reverse("edit_trial", args=[other.pk, made.pk])).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Dai un nome al nucleo di prova."),
        ("adult_ages", "", "Scrivi l&#x27;età di almeno un adulto."),
        ("adult_ages", "trenta", "«trenta» non è un&#x27;età"),
        ("adult_ages", "121", "«121» non è un&#x27;età"),
        ("child_ages", "-3", "«-3» non è un&#x27;età"),
        ("child_ages", ", ".join(["3"] * 16), "Sono più di 15 persone"),
        ("isee", "-1", "L&#x27;importo non può essere negativo."),
        ("outcome", "", "Scegli l&#x27;esito che deve uscire."),
        ("child", "0", "Il primo figlio è 1."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    field: str, typed: str, sentence: str, administrator: User, administrator_client: Client
) -> None:
    address = reverse("new_trial", args=[draft(administrator).pk])
    response = administrator_client.post(address, {**FULL, field: typed})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert typed in page
    assert not Trial.objects.exists()


def test_nothing_is_due_to_who_has_no_right(administrator: User, administrator_client: Client) -> None:
    address = reverse("new_trial", args=[draft(administrator).pk])
    response = administrator_client.post(address, {**FULL, "outcome": "non_spetta"})
    assert "Se non spetta non c&#x27;è importo: lascialo vuoto." in response.content.decode()


def test_the_sum_is_asked_only_where_a_share_is_taken(
    administrator: User, administrator_client: Client
) -> None:
    address = reverse("new_trial", args=[draft(administrator).pk])
    assert "Somma su cui si calcola" not in administrator_client.get(address).content.decode()


def test_its_queries_do_not_grow(
    administrator: User, administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    written = draft(administrator)
    for number in range(20):
        trial(written, name=f"Nucleo {number}")
    with django_assert_num_queries(5):
        administrator_client.get(url(written))
