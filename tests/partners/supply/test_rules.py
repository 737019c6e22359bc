"""The rules of the supply of electricity: age, terms, PODs, IBANs; pure, day by day."""

from datetime import date
from decimal import Decimal

import pytest

from partners.supply import figures, iban, pod, protected_market, terms
from partners.supply.operations import Operation
from partners.supply.protected_market import Ground

BIRTH = date(1951, 3, 4)
NEVER = lambda day: False  # noqa: E731


@pytest.mark.parametrize(
    ("on", "allowed"), [(date(2026, 3, 3), False), (date(2026, 3, 4), False), (date(2026, 3, 5), True)]
)
def test_the_day_before_the_birthday_and_the_day_after(on: date, allowed: bool) -> None:
    """«Di età superiore ai 75 anni»: on the birthday itself the 75 years are reached, not passed."""
    verdict = protected_market.judge(birth=BIRTH, declared=[], is_holder=True, on=on)
    assert verdict.allowed is allowed
    assert allowed or "li supera il 05/03/2026" in verdict.sentence


def test_born_on_the_29th_of_february() -> None:
    assert not protected_market.is_old_enough(date(1952, 2, 29), date(2027, 2, 28))
    assert protected_market.is_old_enough(date(1952, 2, 29), date(2027, 3, 1))


@pytest.mark.parametrize(("on", "allowed"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_the_service_ends(on: date, allowed: bool) -> None:
    verdict = protected_market.judge(birth=date(1930, 1, 1), declared=[], is_holder=True, on=on)
    assert verdict.allowed is allowed
    assert allowed or "non prende più contratti dal 01/04/2027" in verdict.sentence


@pytest.mark.parametrize("ground", [one for one in Ground if one.is_declared])
def test_the_vulnerable_person_holds_the_supply_devices_excepted(ground: Ground) -> None:
    on = date(2026, 3, 4)
    assert protected_market.judge(birth=None, declared=[ground], is_holder=True, on=on).allowed
    of_other = protected_market.judge(birth=None, declared=[ground], is_holder=False, on=on)
    assert of_other.allowed is (ground is Ground.DEVICES)


PATRON = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("operation", "asked_on", "by"),
    [
        (
            Operation.VOLTURA,
            date(2026, 3, 2),
            date(2026, 3, 10),
        ),  # a Monday; the saint's Friday does not count
        (Operation.SUBENTRO, date(2026, 3, 4), date(2026, 3, 16)),
        (Operation.RETURN, date(2026, 3, 10), date(2026, 4, 1)),
        (Operation.RETURN, date(2026, 3, 11), date(2026, 5, 1)),
        (Operation.RETURN, date(2026, 12, 11), date(2027, 2, 1)),
    ],
)
def test_by_when(operation: Operation, asked_on: date, by: date) -> None:
    expected = terms.expected(operation, asked_on, lambda day: day == PATRON)
    assert expected
    assert expected.by == by


def test_where_no_term_is_known_none_is_told() -> None:
    assert terms.expected(Operation.USE_CHANGE, date(2026, 3, 4), NEVER) is None


def test_who_pays_by_debit_leaves_no_deposit_and_an_heir_at_home_no_fees() -> None:
    def labels(**how: bool) -> list[str]:
        chosen = {"by_debit": True, "is_free": False, **how}
        costs = terms.costs(Operation.VOLTURA, date(2026, 3, 4), power_kw=Decimal(3), **chosen)
        return [f"{cost.label}: {cost.euro}" for cost in costs]

    assert "Deposito cauzionale senza addebito in conto: 34.50" in labels(by_debit=False)
    assert len(labels()) == 3
    assert labels(is_free=True) == ["Imposta di bollo: 16.00"]


def test_available_power() -> None:
    assert terms.available_power(Decimal("4.5"), date(2026, 3, 4)) == Decimal("4.95")


@pytest.mark.parametrize("name", [*figures._table()])
def test_every_figure_has_its_day_its_source_and_how_sure_it_is(name: str) -> None:
    one = figures.latest(name)
    assert one.act
    assert one.unit
    assert one.confidence in figures.Confidence


def test_before_any_figure_nothing_is_guessed() -> None:
    with pytest.raises(figures.NotKnown):
        figures.figure("vulnerable_age", date(2000, 1, 1))


def test_nine_digits_of_a_meter() -> None:
    assert pod.from_meter("123456780") == "IT001E12345678"
    assert pod.from_meter("12345678") == ""


def test_whose_territory() -> None:
    assert pod.operator_elsewhere("IT001E12345678") == ""
    assert "Areti" in pod.operator_elsewhere("IT002E12345678")


@pytest.mark.parametrize("code", ["IT60X0542811101000000123456", "DE89370400440532013000"])
def test_right_ibans(code: str) -> None:
    assert iban.complaint(code) == ""
