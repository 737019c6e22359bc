"""What is known of a household, and which of its ISEE a rule uses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.benefits import Facts, IseeValue, Kind, Origin
from tests.isee.benefits.make import household, isee, person

ON = date(2026, 3, 4)
ORDINARIO = (Kind.ORDINARY,)


def chosen(*values: IseeValue, kinds: tuple[Kind, ...] = ORDINARIO) -> IseeValue | None:
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
    current = isee(4_000, Kind.CORRENTE)
    assert chosen(current, ordinary) == chosen(ordinary, current) == current
    ended = replace(current, valid_to=date(2026, 2, 28))
    assert chosen(ended, ordinary) == ordinary


def test_of_another_kind_there_is_at_least_something_to_say() -> None:
    ordinary = isee(9_000)
    assert chosen(ordinary, kinds=(Kind.MINORS,)) == ordinary
    minors = isee(9_000, Kind.MINORS)
    assert chosen(ordinary, minors, kinds=(Kind.MINORS,)) == minors


@pytest.mark.parametrize("value", [Decimal("-0.01"), Decimal("NaN"), 12.5])
def test_an_isee_is_an_amount_of_euro(value: Decimal) -> None:
    with pytest.raises(ValueError, match="importo in euro"):
        IseeValue(Kind.ORDINARY, value, Origin.SIMULATION)


def test_the_event_is_the_latest_birth_unless_said() -> None:
    family = household(members=(person(0, date(2020, 1, 1)), person(1, date(2025, 12, 1)), person(2, None)))
    assert family.event(ON) == date(2025, 12, 1)
    assert family.event(date(2025, 1, 1)) == date(2020, 1, 1)
    assert replace(family, event_on=date(2026, 2, 2)).event(ON) == date(2026, 2, 2)
    assert Facts().event(ON) is None
