"""The rules of a delegation: when it holds, for what, and who may use it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sportello import delegations
from sportello.models import Citizen, Delegation, LogEntry, User
from tests import make

TODAY = date(2026, 3, 4)
YESTERDAY, TOMORROW = date(2026, 3, 3), date(2026, 3, 5)
State = Delegation.State


def delegation(principal: Citizen, delegate: Citizen, operator: User, **fields: Any) -> Delegation:
    """A written delegation for everything since the beginning of 2026, unless said otherwise."""
    fields.setdefault("scope", list(Delegation.Scope))
    fields.setdefault("valid_from", date(2026, 1, 1))
    return Delegation.objects.create(
        principal=principal,
        delegate=delegate,
        document=Delegation.Document.IDENTITY_CARD,
        document_number="CA12345AA",
        seen_by=operator,
        **fields,
    )


@pytest.fixture
def luca(db: None) -> Citizen:
    return make.citizen("Bruni", "Luca", birth_date=date(1975, 3, 12))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.IN_FORCE),
        ({"valid_from": TODAY}, State.IN_FORCE),
        ({"valid_from": TOMORROW}, State.TO_COME),
        ({"valid_to": TODAY}, State.IN_FORCE),
        ({"valid_to": YESTERDAY}, State.EXPIRED),
        ({"revoked_on": TODAY}, State.REVOKED),
        ({"revoked_on": TOMORROW}, State.IN_FORCE),
        ({"valid_to": YESTERDAY, "revoked_on": YESTERDAY}, State.REVOKED),
    ],
)
def test_how_it_stands_follows_from_its_dates(
    operator: User, elena: Citizen, luca: Citizen, fields: dict[str, date], state: Delegation.State
) -> None:
    given_one = delegation(elena, luca, operator, **fields)
    assert given_one.state(TODAY) == state
    assert given_one.is_in_force(TODAY) == (state == State.IN_FORCE)
    assert Delegation.objects.in_force(TODAY).exists() == (state == State.IN_FORCE)


@pytest.mark.parametrize("dead", ["elena", "luca"])
@pytest.mark.parametrize(
    ("deceased_on", "state"), [(YESTERDAY, State.CEASED), (TODAY, State.CEASED), (TOMORROW, State.IN_FORCE)]
)
def test_it_ceases_with_the_death_of_either(
    operator: User, elena: Citizen, luca: Citizen, dead: str, deceased_on: date, state: Delegation.State
) -> None:
    given_one = delegation(elena, luca, operator)
    person = {"elena": elena, "luca": luca}[dead]
    person.deceased_on = deceased_on
    person.save()
    assert given_one.state(TODAY) == state
    assert Delegation.objects.in_force(TODAY).exists() == (state == State.IN_FORCE)


def test_who_may_act_for_a_citizen(operator: User, elena: Citizen, luca: Citizen) -> None:
    ada = make.citizen("Bruni", "Ada")
    for_inps = delegation(elena, luca, operator, scope=["inps", "isee"])
    for_enel = delegation(elena, ada, operator, scope=["enel"])
    delegation(elena, ada, operator, valid_to=YESTERDAY)
    delegation(luca, elena, operator)
    assert set(delegations.usable(elena, TODAY)) == {for_inps, for_enel}
    assert list(delegations.usable(elena, TODAY, Delegation.Scope.INPS)) == [for_inps]
    assert list(delegations.usable(elena, TODAY, Delegation.Scope.COMUNE)) == []


def test_nobody_delegates_oneself(operator: User, elena: Citizen) -> None:
    with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic():
        delegation(elena, elena, operator)


def test_it_never_ends_before_it_begins(operator: User, elena: Citizen, luca: Citizen) -> None:
    with pytest.raises(IntegrityError, match="delegation_ends_after_start"), transaction.atomic():
        delegation(elena, luca, operator, valid_from=TODAY, valid_to=YESTERDAY)


def test_granting_writes_who_saw_the_document_and_a_line(
    operator: User, elena: Citizen, luca: Citizen
) -> None:
    new = Delegation(
        principal=elena,
        delegate=luca,
        scope=["inps"],
        valid_from=TODAY,
        document="passport",
        document_number="YA1234567",
    )
    delegations.grant(delegation=new, operator=operator, at=make.moment())
    line = LogEntry.objects.get()
    assert Delegation.objects.get().seen_by == operator
    assert (line.kind, line.citizen) == ("sportello.delegation.granted", elena)
    assert line.text == f"Registrata la delega n. {new.pk}: delega scritta (art. 38 DPR 445/2000)."


def test_revoking_ends_it_from_that_day_and_writes_a_line(
    operator: User, elena: Citizen, luca: Citizen
) -> None:
    given_one = delegation(elena, luca, operator)
    assert delegations.revoke(delegation=given_one, operator=operator, at=make.moment())
    assert Delegation.objects.get().state(TODAY) == State.REVOKED
    assert Delegation.objects.get().state(YESTERDAY) == State.IN_FORCE
    line = LogEntry.objects.get()
    assert (line.kind, line.citizen) == ("sportello.delegation.revoked", elena)


def test_revoking_twice_changes_nothing(operator: User, elena: Citizen, luca: Citizen) -> None:
    given_one = delegation(elena, luca, operator, revoked_on=YESTERDAY)
    assert not delegations.revoke(delegation=given_one, operator=operator, at=make.moment())
    assert Delegation.objects.get().revoked_on == YESTERDAY
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("birth", "last"),
    [
        (date(2010, 5, 17), date(2028, 5, 16)),
        (date(2010, 1, 1), date(2027, 12, 31)),
        (date(2010, 12, 31), date(2028, 12, 30)),
        (date(2008, 2, 29), date(2026, 2, 28)),
        (None, None),
    ],
)
def test_a_parents_power_ends_the_day_before_full_age(birth: date | None, last: date | None) -> None:
    child = Citizen(birth_date=birth)
    assert delegations.last_day(Delegation.Kind.PARENT, child) == last
    assert delegations.last_day(Delegation.Kind.GUARDIAN, child) is None


@given(st.dates(date(1900, 1, 1), date(2080, 1, 1)))
def test_on_the_last_day_the_child_is_seventeen_and_then_no_more(birth: date) -> None:
    child = Citizen(birth_date=birth)
    last = delegations.last_day(Delegation.Kind.PARENT, child)
    assert last is not None
    assert child.age(last) == 17
    assert child.age(date.fromordinal(last.toordinal() + 1)) == 18
