"""From when to when the versions of a rule count, as one follows another."""

from datetime import date

import pytest
from django.db.utils import ProgrammingError
from pytest_django import DjangoAssertNumQueries

from isee.benefits import in_force, national_rules, validate_all
from isee.models import RuleVersion
from isee.rules.local_rules import every_rule, known_benefits, published_rules, standings
from sportello.models import User
from tests.isee.make_rules import published

pytestmark = pytest.mark.django_db


def spans(known_on: date | None = None) -> list[tuple[str, date, date | None]]:
    return [(rule.id, rule.valid_from, rule.valid_to) for rule in published_rules(known_on)]


def test_nothing_published_is_no_rule() -> None:
    assert published_rules() == ()
    assert every_rule() == national_rules()


def test_a_version_counts_until_it_is_followed(administrator: User) -> None:
    published(administrator)
    assert spans() == [("mensa-1", date(2026, 1, 1), None)]


def test_the_former_ends_the_day_before(administrator: User) -> None:
    published(administrator)
    published(administrator, date(2026, 9, 1), date(2027, 6, 30), date(2026, 8, 1))
    assert spans() == [
        ("mensa-1", date(2026, 1, 1), date(2026, 8, 31)),
        ("mensa-2", date(2026, 9, 1), date(2027, 6, 30)),
    ]


def test_one_that_begins_on_the_same_day_takes_its_place(administrator: User) -> None:
    published(administrator)
    published(administrator, date(2026, 1, 1), published_on=date(2026, 1, 23))
    assert spans() == [("mensa-2", date(2026, 1, 1), None)]
    first, second = standings(RuleVersion.objects.all())
    assert (first.replaced, second.replaced) == (True, False)


def test_a_former_that_has_ended_already_keeps_its_end(administrator: User) -> None:
    published(administrator, date(2025, 9, 1), date(2026, 6, 30))
    published(administrator, date(2026, 9, 1))
    assert spans()[0] == ("mensa-1", date(2025, 9, 1), date(2026, 6, 30))


def test_before_the_publication_the_former_was_known_to_go_on(administrator: User) -> None:
    # As on 10 January 2026, when all quoted the threshold of 2025.
    published(administrator, date(2025, 1, 1), published_on=date(2025, 1, 1))
    published(administrator, date(2026, 1, 1), published_on=date(2026, 1, 23))
    assert spans(date(2026, 1, 10)) == [("mensa-1", date(2025, 1, 1), None)]
    assert spans(date(2026, 1, 23))[0] == ("mensa-1", date(2025, 1, 1), date(2025, 12, 31))


def test_rules_of_different_benefits_do_not_close_each_other(administrator: User) -> None:
    published(administrator)
    published(administrator, code="trasporto", name="Trasporto")
    assert [end for _, _, end in spans()] == [None, None]


def test_all_rules_together_make_sense(administrator: User) -> None:
    published(administrator)
    published(administrator, date(2026, 9, 1))
    assert validate_all(every_rule()) == []
    assert [rule.id for rule in in_force(published_rules(), date(2026, 9, 1))] == ["mensa-2"]


def test_it_is_one_query(administrator: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for month in (1, 5, 9):
        published(administrator, date(2026, month, 1))
    with django_assert_num_queries(1):
        assert len(published_rules()) == 3


def test_the_benefits_are_known_by_name(administrator: User) -> None:
    published(administrator)
    names = known_benefits()
    assert names["mensa"] == "Mensa scolastica"
    assert "bonus_elettrico" in names


def test_a_version_cannot_be_changed(administrator: User) -> None:
    version = published(administrator)
    version.name = "Altra"
    with pytest.raises(ProgrammingError, match="Cannot update"):
        version.save()
