"""Which ISEE a benefit may use on a day: only what INPS attested, while it is valid."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Kind
from isee.dossier.attestations import isee_in_force
from isee.models import Dossier
from sportello.models import Citizen, User
from tests import make
from tests.isee.make import attest, begin_dossier, declarant, member

TODAY = date(2026, 3, 4)


@pytest.fixture
def ada(db: None) -> Citizen:
    return make.citizen("Neri", "Ada", "NRLDAA80A41H501A")


def value(citizen: Citizen, on: date = TODAY, kind: Kind = Kind.ORDINARY) -> Decimal | None:
    found = isee_in_force(citizen, on, kind)
    return found.isee if found else None


def test_without_an_attestation_there_is_none(dossier: Dossier, elena: Citizen) -> None:
    assert value(elena) is None


@pytest.mark.parametrize(
    ("on", "isee"),
    [
        (date(2026, 3, 2), None),
        (date(2026, 3, 3), Decimal("8912.40")),
        (date(2026, 12, 31), Decimal("8912.40")),
        (date(2027, 1, 1), None),
    ],
)
def test_it_holds_from_its_issue_to_its_last_day(
    dossier: Dossier, operator: User, elena: Citizen, on: date, isee: Decimal | None
) -> None:
    attest(dossier, operator)
    assert value(elena, on) == isee


def test_it_is_that_of_the_whole_household(
    dossier: Dossier, operator: User, elena: Citizen, ada: Citizen
) -> None:
    member(dossier, "Neri", "Ada", citizen=ada)
    attest(dossier, operator)
    assert value(ada) == value(elena) == Decimal("8912.40")


def test_a_parent_who_lives_elsewhere_counts_for_the_minors_alone(
    dossier: Dossier, operator: User, ada: Citizen
) -> None:
    member(dossier, "Neri", "Ada", citizen=ada, relation="GNC")
    attest(dossier, operator)
    attest(dossier, operator, "9000", kind=Kind.MINORS, protocol="INPS-ISEE-2026-12345679X-00")
    assert value(ada) is None
    assert value(ada, kind=Kind.MINORS) == Decimal(9000)


def test_a_value_of_one_person_counts_for_that_person(
    dossier: Dossier, operator: User, elena: Citizen, ada: Citizen
) -> None:
    member(dossier, "Neri", "Ada", citizen=ada)
    attest(dossier, operator, "5000", kind=Kind.SOCIO_HEALTH, member=declarant(dossier))
    assert value(elena, kind=Kind.SOCIO_HEALTH) == Decimal(5000)
    assert value(ada, kind=Kind.SOCIO_HEALTH) is None


def test_no_kind_stands_in_for_another(dossier: Dossier, operator: User, elena: Citizen) -> None:
    attest(dossier, operator)
    assert value(elena, kind=Kind.MINORS) is None


def test_a_corrente_goes_first_while_it_is_valid(dossier: Dossier, operator: User, elena: Citizen) -> None:
    attest(dossier, operator)
    attest(
        dossier,
        operator,
        "4000",
        corrente=True,
        issued_on=date(2026, 4, 10),
        valid_to=date(2026, 10, 9),
    )
    attest(dossier, operator, "8900", issued_on=date(2026, 5, 1))  # the ordinary one, rectified
    assert value(elena, date(2026, 4, 9)) == Decimal("8912.40")
    assert value(elena, date(2026, 4, 10)) == Decimal(4000)
    assert value(elena, date(2026, 10, 9)) == Decimal(4000)
    assert value(elena, date(2026, 10, 10)) == Decimal(8900)
    found = isee_in_force(elena, date(2026, 5, 2))
    assert found
    assert found.attestation.corrente


def test_a_later_dsu_takes_the_place_of_the_earlier_one(
    dossier: Dossier, operator: User, elena: Citizen
) -> None:
    attest(dossier, operator)
    attest(dossier, operator, "4000", corrente=True)
    later = begin_dossier(elena, operator, on=date(2026, 6, 1))
    attest(later, operator, "7000", issued_on=date(2026, 6, 8))
    assert value(elena, date(2026, 6, 7)) == Decimal(4000)
    assert value(elena, date(2026, 6, 8)) == Decimal(7000)


def test_what_was_mistyped_counts_no_more(dossier: Dossier, operator: User, elena: Citizen) -> None:
    old = attest(dossier, operator, "8921.40")
    attest(dossier, operator, replaces=old, reason="cifre invertite")
    assert value(elena) == Decimal("8912.40")


def test_omissions_do_not_void_it(dossier: Dossier, operator: User, elena: Citizen) -> None:
    attest(dossier, operator, has_omissions=True)
    assert value(elena) == Decimal("8912.40")
