"""What a dossier says to the rules."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from isee.benefit_facts import attested_households, attested_years, facts_of, is_resident, last_day_of
from isee.benefits import Facts, Kind, Relation
from isee.calculation import Disability
from isee.models import AttestedValue, Member
from sportello.models import Citizen, Office, User
from tests import make
from tests.isee import make as isee_make
from tests.isee.make_rules import attested

pytestmark = pytest.mark.django_db


def facts(citizen: Citizen, operator: User, isee: str = "8912.40", *members: tuple[str, date]) -> Facts:
    dossier = attested(citizen, operator, isee)
    for number, (relation, birth_date) in enumerate(members):
        isee_make.member(dossier, given_name=f"Luca {number}", relation=relation, birth_date=birth_date)
    return facts_of(isee_make.whole(dossier), "Comune di Poggioverde")


CHILD, HUSBAND = ("F", date(2018, 1, 1)), ("C", date(1980, 1, 1))


def test_members_have_their_relation_and_age(elena: Citizen, operator: User) -> None:
    found = facts(elena, operator, "8912.40", CHILD, HUSBAND, ("FNC", date(2003, 1, 1))).members
    assert found
    assert [member.relation for member in found] == [
        Relation.DECLARANT,
        Relation.MINOR_CHILD,
        Relation.SPOUSE,
        Relation.ADULT_CHILD_AWAY,
    ]
    assert found[1].age(date(2026, 3, 4)) == 8
    assert [member.dependent for member in found] == [False, None, False, True]


def test_a_disability_has_its_class(elena: Citizen, operator: User) -> None:
    dossier = attested(elena, operator, "100")
    Member.objects.filter(dossier=dossier).update(disability=Disability.SEVERE)
    found = facts_of(isee_make.whole(dossier), "Poggioverde").members
    assert found
    assert found[0].disability is Disability.SEVERE


@pytest.mark.parametrize(("case", "members"), [("joins", 2), ("a", 1)])
def test_a_parent_who_lives_elsewhere_counts_only_if_he_joins(
    case: str, members: int, elena: Citizen, operator: User
) -> None:
    dossier = attested(elena, operator, "100")
    isee_make.member(dossier, relation="GNC", parent_away=case, cohabiting=False)
    assert len(facts_of(isee_make.whole(dossier), "Poggioverde").members or ()) == members


def test_the_value_attested_comes_with_its_days(elena: Citizen, operator: User) -> None:
    (value,) = facts(elena, operator).isee
    assert (value.kind, value.value, value.origin) == ("ordinary", Decimal("8912.40"), "attestation")
    assert (value.issued_on, value.valid_to, value.omissions) == (date(2026, 3, 4), date(2026, 12, 31), False)


def test_with_both_parents_the_value_is_that_of_the_minors_too(elena: Citizen, operator: User) -> None:
    both = facts(elena, operator, "8912.40", CHILD, HUSBAND)
    assert [value.kind for value in both.isee] == ["ordinary", "minors"]


def test_with_one_parent_the_value_of_the_minors_is_not_known(elena: Citizen, operator: User) -> None:
    assert [value.kind for value in facts(elena, operator, "8912.40", CHILD).isee] == ["ordinary"]


def test_a_value_of_the_minors_that_is_attested_is_taken_as_it_is(elena: Citizen, operator: User) -> None:
    dossier = attested(elena, operator, "8000")
    AttestedValue.objects.create(attestation=dossier.attestations.get(), kind=Kind.MINORS, isee=Decimal(9000))
    isee_make.member(dossier, relation="C")
    found = {value.kind: value.value for value in facts_of(isee_make.whole(dossier), "Poggioverde").isee}
    assert found == {Kind.ORDINARY: Decimal(8000), Kind.MINORS: Decimal(9000)}


def test_an_isee_corrente_is_of_its_kind(elena: Citizen, operator: User) -> None:
    dossier = attested(elena, operator, "8000")
    isee_make.attest(dossier, operator, "5000", corrente=True)
    found = facts_of(isee_make.whole(dossier), "Poggioverde")
    best = found.isee_for((Kind.ORDINARY,), date(2026, 3, 4))
    assert best
    assert (best.kind, best.value) == (Kind.CORRENTE, Decimal(5000))


def test_what_was_mistyped_and_replaced_does_not_count(elena: Citizen, operator: User) -> None:
    dossier = attested(elena, operator, "8000")
    wrong = dossier.attestations.get()
    isee_make.attest(dossier, operator, "8100", replaces=wrong, reason="cifra letta male")
    assert [value.value for value in facts_of(isee_make.whole(dossier), "Poggioverde").isee] == [
        Decimal(8100)
    ]


def test_without_attestation_there_is_no_value(elena: Citizen, operator: User) -> None:
    dossier = isee_make.begin_dossier(elena, operator)
    assert facts_of(isee_make.whole(dossier), "Poggioverde").isee == ()


@pytest.mark.parametrize(
    ("town", "office", "resident"),
    [
        ("Poggioverde", "Comune di Poggioverde", True),
        ("POGGIOVERDE", "Poggioverde", True),
        ("Rimini", "Comune di Poggioverde", False),
        ("", "Comune di Poggioverde", None),
        ("Rimini", "", None),
    ],
)
def test_who_lives_here(town: str, office: str, resident: bool | None) -> None:
    assert is_resident(Citizen(town=town), office) is resident


# Many


def test_the_households_of_a_year_are_the_last_of_each_declarant(elena: Citizen, operator: User) -> None:
    Office.objects.create(name="Comune di Poggioverde")
    marco = make.citizen("Neri", "Marco")
    attested(elena, operator, "9000", date(2026, 1, 20))
    last = attested(elena, operator, "8000", date(2026, 2, 20))
    other = attested(marco, operator, "7000", date(2026, 2, 1))
    attested(marco, operator, "6000", date(2025, 2, 1))
    isee_make.begin_dossier(make.citizen("Gallo", "Ines"), operator)
    found = {one.dossier.pk: one.facts.isee[0].value for one in attested_households(2026)}
    assert found == {last.pk: Decimal(8000), other.pk: Decimal(7000)}
    assert attested_years() == [2026, 2025]


def test_many_cost_no_more_queries(
    elena: Citizen, operator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        attested(make.citizen("Neri", f"Luca {number}"), operator, "7000")
    with django_assert_num_queries(5):
        assert len(attested_households(2026)) == 10


def test_a_year_that_is_past_is_asked_on_its_last_day() -> None:
    assert last_day_of(2025, date(2026, 3, 4)) == date(2025, 12, 31)
    assert last_day_of(2026, date(2026, 3, 4)) == date(2026, 3, 4)
