"""From a dossier to what the rules judge: members, attested values first, the simulation after them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from isee.benefits import Disability, IseeValue, Kind, Origin, Relation
from isee.dossier.benefit_facts import attested_households, attested_years, is_resident, known_of, last_day_of
from isee.models import Dossier, Member
from sportello.models import Citizen, Office, User
from tests import make
from tests.isee.make import account, attest, begin_dossier, declarant, income, member

TODAY = date(2026, 3, 4)
pytestmark = pytest.mark.django_db


def simulated(dossier: Dossier) -> None:
    """All that the calculation needs: a pension, an account, a home."""
    who = declarant(dossier)
    income(who, "9120")
    account(who)
    dossier.dwelling = Dossier.Dwelling.OTHER
    dossier.save()


def test_a_person_of_whom_nothing_is_held(elena: Citizen) -> None:
    known = known_of(elena, TODAY)
    assert known.dossier is None
    assert known.facts.members is None
    assert known.facts.isee == ()


def test_the_attestation_in_force_is_the_value(dossier: Dossier, operator: User, elena: Citizen) -> None:
    attest(dossier, operator, "8912.40")
    known = known_of(elena, TODAY)
    assert known.dossier == dossier
    assert known.facts.isee == (
        IseeValue(
            Kind.ORDINARY,
            Decimal("8912.40"),
            Origin.ATTESTATION,
            date(2026, 3, 3),
            date(2026, 12, 31),
            False,
        ),
    )


def test_omissions_are_told(dossier: Dossier, operator: User, elena: Citizen) -> None:
    attest(dossier, operator, has_omissions=True)
    assert known_of(elena, TODAY).facts.isee[0].omissions is True


def test_without_an_attestation_the_simulation_stands_in(dossier: Dossier, elena: Citizen) -> None:
    simulated(dossier)
    (value,) = known_of(elena, TODAY).facts.isee
    assert (value.kind, value.origin, value.valid_to) == (Kind.ORDINARY, Origin.SIMULATION, None)


def test_an_attestation_in_force_leaves_no_room_for_the_simulation(
    dossier: Dossier, operator: User, elena: Citizen
) -> None:
    simulated(dossier)
    attest(dossier, operator)
    assert [value.origin for value in known_of(elena, TODAY).facts.isee] == [Origin.ATTESTATION]


def test_an_expired_attestation_stays_known_and_is_not_simulated_anew(elena: Citizen, operator: User) -> None:
    last_year = begin_dossier(elena, operator, on=date(2025, 3, 4))
    simulated(last_year)
    attest(last_year, operator, issued_on=date(2025, 3, 9), valid_to=date(2025, 12, 31))
    known = known_of(elena, TODAY)
    assert [value.valid_to for value in known.facts.isee] == [date(2025, 12, 31)]
    assert not known.facts.isee[0].in_force(TODAY)


def test_an_isee_corrente_in_force_is_told_beside_the_ordinary_one(
    dossier: Dossier, operator: User, elena: Citizen
) -> None:
    attest(dossier, operator, "18000")
    attest(
        dossier,
        operator,
        "7000",
        corrente=True,
        issued_on=date(2026, 3, 4),
        valid_to=date(2026, 9, 3),
        protocol="INPS-ISEE-2026-12345678X-01",
    )
    facts = known_of(elena, TODAY).facts
    value = facts.isee_for((Kind.ORDINARY,), TODAY)
    assert value is not None
    assert (value.kind, value.value) == (Kind.CORRENTE, Decimal(7000))


def test_a_typing_that_was_replaced_counts_no_more(dossier: Dossier, operator: User, elena: Citizen) -> None:
    wrong = attest(dossier, operator, "891.24")
    attest(dossier, operator, "8912.40", replaces=wrong, reason="una cifra in meno")
    assert [value.value for value in known_of(elena, TODAY).facts.isee] == [Decimal("8912.40")]


def test_a_value_of_one_person_counts_for_nobody_else(
    dossier: Dossier, operator: User, elena: Citizen
) -> None:
    marco = make.citizen("Neri", "Marco", birth_date=date(2000, 1, 1))
    student = member(dossier, "Neri", "Marco", citizen=marco, relation=Member.Relation.ADULT_CHILD)
    attest(dossier, operator, "12000", kind=Kind.UNIVERSITY, member=student)
    assert known_of(elena, TODAY).facts.isee_for((Kind.UNIVERSITY,), TODAY) is None
    own = known_of(marco, TODAY).facts.isee_for((Kind.UNIVERSITY,), TODAY)
    assert own is not None
    assert own.value == 12000


def test_the_ordinary_value_stands_for_the_minors_where_both_parents_are_there(
    dossier: Dossier, operator: User, elena: Citizen
) -> None:
    member(dossier, "Neri", "Ada", relation=Member.Relation.MINOR_CHILD, birth_date=date(2020, 1, 1))
    attest(dossier, operator, "8000")
    kinds = [value.kind for value in known_of(elena, TODAY).facts.isee]
    assert kinds == [Kind.ORDINARY]
    member(dossier, "Neri", "Aldo", relation=Member.Relation.SPOUSE)
    kinds = [value.kind for value in known_of(elena, TODAY).facts.isee]
    assert kinds == [Kind.ORDINARY, Kind.MINORS]


def test_members_are_those_of_the_household_with_what_the_dossier_says(
    dossier: Dossier, elena: Citizen
) -> None:
    member(
        dossier,
        "Neri",
        "Ada",
        relation=Member.Relation.MINOR_CHILD,
        birth_date=date(2020, 1, 1),
        disability=Disability.SEVERE.value,
    )
    member(dossier, "Longo", "Ugo", relation=Member.Relation.PARENT_AWAY, cohabiting=False)
    members = known_of(elena, TODAY).facts.members
    assert members is not None
    assert [(one.name, one.relation) for one in members] == [
        ("Neri Elena", Relation.DECLARANT),
        ("Neri Ada", Relation.MINOR_CHILD),
    ]
    assert members[1].disability is Disability.SEVERE
    assert members[1].dependent is True


@pytest.mark.parametrize(
    ("home", "office", "expected"),
    [
        ("Poggioverde", "Poggioverde", True),
        ("POGGIOVERDE", "Comune di Poggioverde", True),
        ("Cesena", "Poggioverde", False),
        ("", "Poggioverde", None),
        ("Poggioverde", "", None),
    ],
)
def test_who_lives_here(home: str, office: str, expected: bool | None) -> None:
    assert is_resident(Citizen(town=home), office) is expected


def test_residence_follows_the_name_of_the_comune(elena: Citizen) -> None:
    assert known_of(elena, TODAY).facts.resident is None
    Office.objects.create(name="Comune di Poggioverde", town="Poggioverde")
    assert known_of(elena, TODAY).facts.resident is True


def test_all_the_attested_households_of_a_year_cost_the_same_queries(operator: User) -> None:
    counts = []
    for name in ("Ada", "Bea", "Cleo"):
        begun = begin_dossier(make.citizen("Villa", name), operator)
        attest(begun, operator)
        with CaptureQueriesContext(connection) as queries:
            found = attested_households(2026)
        counts.append(len(queries))
    assert [one.facts.isee[0].value for one in found] == [Decimal("8912.40")] * 3
    assert len(set(counts)) == 1


def test_of_each_declarant_the_last_household_counts(elena: Citizen, operator: User) -> None:
    attest(begin_dossier(elena, operator), operator, "9000", issued_on=date(2026, 1, 20))
    last = begin_dossier(elena, operator)
    attest(last, operator, "8000", issued_on=date(2026, 2, 20))
    before = begin_dossier(elena, operator, on=date(2025, 3, 4))
    attest(before, operator, "7000", issued_on=date(2025, 3, 9), valid_to=date(2025, 12, 31))
    found = attested_households(2026)
    assert [(one.dossier, one.facts.isee[0].value) for one in found] == [(last, Decimal(8000))]
    assert attested_years() == [2026, 2025]


def test_a_year_that_is_past_is_asked_on_its_last_day() -> None:
    assert last_day_of(2025, TODAY) == date(2025, 12, 31)
    assert last_day_of(2026, TODAY) == TODAY
