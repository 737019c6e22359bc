"""Whose answer a new rule changes, and what it would cost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.benefits import (
    Facts,
    Kind,
    Nature,
    NotInForce,
    Outcome,
    Threshold,
    affected,
    cost,
    households_with,
    with_threshold,
)
from tests.isee.benefits.make import household, isee, large_family, local, national

ON = date(2026, 1, 10)
NEW = national("bse-2026")
OLD = replace(
    NEW,
    id="bse-2026-provvisorio",
    published_on=date(2025, 12, 30),
    thresholds=(Threshold(Decimal(9530)), NEW.thresholds[1]),
)


def attested(value: str | int, facts: Facts | None = None) -> Facts:
    return replace(facts or household(), isee=(isee(value),))


def test_a_threshold_published_on_23_january_for_the_first_lists_who_is_now_entitled() -> None:
    households = {
        "under both": attested("9530.00"),
        "a cent over the old": attested("9530.01"),
        "at the new": attested("9796.00"),
        "a cent over the new": attested("9796.01"),
        "many children": attested("9600.00", large_family()),
        "no isee": household(),
    }
    changes = affected(OLD, NEW, households, ON)
    assert [change.household for change in changes] == ["a cent over the old", "at the new"]
    assert {(change.before.outcome, change.after.outcome) for change in changes} == {
        (Outcome.NON_SPETTA, Outcome.SPETTA)
    }
    assert affected(NEW, NEW, households, ON) == ()


def test_another_amount_is_a_change_too() -> None:
    dearer = local({"method": {"kind": "flat_bands", "bands": [{"over": 0, "price": 3}]}})
    cheaper = local({"method": {"kind": "flat_bands", "bands": [{"over": 0, "price": 2}]}})
    changes = affected(dearer, cheaper, {1: attested(5000)}, date(2026, 3, 4))
    assert [(change.before.amount, change.after.amount) for change in changes] == [(Decimal(3), Decimal(2))]


def test_a_version_that_does_not_cover_the_day_cannot_be_compared() -> None:
    with pytest.raises(NotInForce):
        affected(national("bse-2025"), NEW, {1: attested(5000)}, ON)


def test_a_moved_threshold_costs_so_many_households_and_so_much_money() -> None:
    isees = [Decimal(value) for value in ("5000", "9796", "9796.01", "12000", "12000.01")]
    households = households_with(isees, like=household(4))
    now = cost(NEW, households, date(2026, 3, 4))
    assert (now.nature, now.households, now.entitled, now.total) == (Nature.BENEFIT, 5, 2, Decimal("372.30"))
    then = cost(with_threshold(NEW, Decimal(12_000)), households, date(2026, 3, 4))
    assert (then.entitled, then.total) == (4, Decimal("744.60"))


def test_a_tariff_over_the_meals_of_a_year() -> None:
    households = households_with([Decimal(0), Decimal(12_500), Decimal(50_000)], household(), Kind.MINORS)
    found = cost(local(), households, date(2026, 3, 4), times=160)
    assert (found.nature, found.entitled, found.total) == (Nature.TARIFF, 3, Decimal("1440.00"))


def test_what_cannot_be_said_is_counted_apart() -> None:
    unvalued = attested(5000)
    undecided = replace(household(), isee=())
    found = cost(national("rifiuti-2026"), [unvalued, undecided, attested(50_000)], date(2026, 3, 4))
    assert (found.households, found.entitled, found.undecided, found.unvalued) == (3, 1, 1, 1)
    assert found.total == 0


def test_instalments_count_whole() -> None:
    card = national("carta-acquisti-2026")
    facts = replace(household(), answers={"carta_acquisti_limiti": True})
    assert cost(card, households_with([Decimal(100)], facts), date(2026, 3, 4)).total == Decimal(480)


def test_nobody_costs_nothing() -> None:
    found = cost(NEW, [], ON)
    assert (found.households, found.total) == (0, Decimal(0))
