"""A threshold published after the day from which it counts: for whom the answer is another one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from isee.benefits import Rule
from isee.models import RuleVersion
from isee.rules.rule_effects import changes, former_of
from isee.rules.rule_overview import former_national, national_version
from sportello.models import Citizen, User
from tests import make
from tests.isee.make_rules import TODAY, attested, bands, published

pytestmark = pytest.mark.django_db


def url(version: RuleVersion) -> str:
    return reverse("affected_households", args=[version.pk])


@pytest.fixture
def dearer(administrator: User) -> RuleVersion:
    """From February, published on the 20th, the second band costs four euro instead of three."""
    published(administrator)
    dearer = bands(("0", "5000", "1"), ("5000", None, "4"))
    return published(administrator, date(2026, 2, 1), published_on=date(2026, 2, 20), **dearer)


def former(version: RuleVersion) -> Rule:
    rule = former_of(version)
    assert rule
    return rule


def test_it_lists_those_whose_answer_changes(dearer: RuleVersion, elena: Citizen, operator: User) -> None:
    attested(make.citizen("Neri", "Marco"), operator, "5000")
    changed = attested(elena, operator, "5000.01")
    (one,) = changes(former(dearer), dearer.rule, TODAY)
    assert one.household == changed.pk
    assert (one.before.sentence, one.after.sentence) == (
        "Spetta: 3,00 euro a pasto.",
        "Spetta: 4,00 euro a pasto.",
    )


def test_nothing_changes_before_it_counts(dearer: RuleVersion, elena: Citizen, operator: User) -> None:
    attested(elena, operator, "6000")
    assert changes(former(dearer), dearer.rule, date(2026, 1, 31)) == []


def test_the_first_version_has_no_former(administrator: User) -> None:
    assert former_of(published(administrator)) is None


def test_what_corrects_a_version_of_the_same_day_has_it_as_former(administrator: User) -> None:
    first = published(administrator)
    assert former(published(administrator)).id == first.rule.id


# The page


def test_the_page_names_them(
    dearer: RuleVersion, elena: Citizen, operator: User, operator_client: Client
) -> None:
    dossier = attested(elena, operator, "6000")
    page = operator_client.get(url(dearer)).content.decode()
    assert "Neri Elena" in page
    assert "Spetta: 3,00 euro a pasto." in page
    assert "Spetta: 4,00 euro a pasto." in page
    assert reverse("dossier", args=[dossier.pk]) in page


def test_a_supervisor_has_no_way_into_the_dossiers(
    dearer: RuleVersion, elena: Citizen, operator: User, supervisor_client: Client
) -> None:
    dossier = attested(elena, operator, "6000")
    page = supervisor_client.get(url(dearer)).content.decode()
    assert "Neri Elena" in page
    assert reverse("dossier", args=[dossier.pk]) not in page


def test_it_says_so_when_there_is_nobody(dearer: RuleVersion, operator_client: Client) -> None:
    assert "Per nessun nucleo cambia la risposta." in operator_client.get(url(dearer)).content.decode()


def test_it_says_so_when_it_is_the_first(administrator: User, operator_client: Client) -> None:
    assert "È la prima versione" in operator_client.get(url(published(administrator))).content.decode()


def test_its_queries_do_not_grow(
    dearer: RuleVersion,
    operator: User,
    operator_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(10):
        attested(make.citizen("Neri", f"Luca {number}"), operator, "6000")
    with django_assert_num_queries(22):
        assert "Luca 9" in operator_client.get(url(dearer)).content.decode()


# The thresholds of the State


def test_the_threshold_of_january_2026_changes_the_answer_of_who_is_between(
    elena: Citizen, operator: User, supervisor_client: Client
) -> None:
    attested(elena, operator, "9600")
    attested(make.citizen("Gallo", "Ines"), operator, "9796.01")
    attested(make.citizen("Testa", "Ugo"), operator, "9530")
    page = supervisor_client.get(reverse("late_rules"), {"versione": "bse-2026"}).content.decode()
    assert "Neri Elena" in page
    assert "Gallo Ines" not in page


def test_a_national_version_that_is_none_is_not_found(operator_client: Client) -> None:
    assert operator_client.get(reverse("late_rules"), {"versione": "x"}).status_code == 404


def test_unnamed_it_lists_the_versions_that_came_late(dearer: RuleVersion, operator_client: Client) -> None:
    page = operator_client.get(reverse("late_rules")).content.decode()
    assert "?versione=bse-2026" in page
    assert "?versione=bse-2025" not in page
    assert url(dearer) in page


def test_the_former_of_a_national_version() -> None:
    rule = national_version("bse-2026")
    assert rule
    before = former_national(rule)
    assert before
    assert before.id == "bse-2025"
