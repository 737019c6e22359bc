"""What is known of a household, and which of its ISEE a rule uses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.benefits import Facts, IseeKind, IseeValue, Origin
from isee.benefits.days import add_months, age
from tests.isee.benefits.make import household, isee, person

ON = date(2026, 3, 4)
ORDINARIO = (IseeKind.ORDINARIO,)


def chosen(*values: IseeValue, kinds: tuple[IseeKind, ...] = ORDINARIO) -> IseeValue | None:
    return Facts(isee=values).isee_for(kinds, ON)


def test_the_attestation_in_force_comes_before_the_simulation_and_the_expired_one() -> None:
    attested, old = isee(9_000), isee(7_000, on=date(2025, 3, 4))
    simulated = isee(8_000, origin=Origin.SIMULATION, issued_on=None, valid_to=None)
    assert chosen(old, simulated, attested) == attested
    assert chosen(old, simulated) == simulated
    assert chosen(old) == old
    assert chosen() is None


def test_the_corrente_comes_first_while_it_is_in_force() -> None:
    ordinary = isee(9_000)
    current = isee(4_000, IseeKind.CORRENTE)
    assert chosen(current, ordinary) == chosen(ordinary, current) == current
    ended = replace(current, valid_to=date(2026, 2, 28))
    assert chosen(ended, ordinary) == ordinary


def test_of_another_kind_there_is_at_least_something_to_say() -> None:
    ordinary = isee(9_000)
    assert chosen(ordinary, kinds=(IseeKind.MINORENNI,)) == ordinary
    minors = isee(9_000, IseeKind.MINORENNI)
    assert chosen(ordinary, minors, kinds=(IseeKind.MINORENNI,)) == minors


@pytest.mark.parametrize("value", [Decimal("-0.01"), Decimal("NaN"), 12.5])
def test_an_isee_is_an_amount_of_euro(value: Decimal) -> None:
    with pytest.raises(ValueError, match="importo in euro"):
        IseeValue(IseeKind.ORDINARIO, value, Origin.SIMULATION)


def test_the_event_is_the_latest_birth_unless_said() -> None:
    family = household(members=(person(0, date(2020, 1, 1)), person(1, date(2025, 12, 1)), person(2, None)))
    assert family.event(ON) == date(2025, 12, 1)
    assert family.event(date(2025, 1, 1)) == date(2020, 1, 1)
    assert replace(family, event_on=date(2026, 2, 2)).event(ON) == date(2026, 2, 2)
    assert Facts().event(ON) is None


def test_a_birthday_counts_from_its_day() -> None:
    assert [age(date(1961, 3, 5), day) for day in (ON, date(2026, 3, 5))] == [64, 65]
    assert age(date(2024, 2, 29), date(2025, 2, 28)) == 0


def test_six_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert add_months(date(2025, 12, 20), 6) == date(2026, 6, 20)
