"""By when what was asked should be done, and what is due where it is late: dated figures, never promises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from partners.supply import figures
from partners.supply.operations import Operation

IsHoliday = Callable[[date], bool]
SATURDAY = 5
# No term of its own was found for it.
WITHOUT_TERM = (Operation.USE_CHANGE,)


@dataclass(frozen=True)
class Expected:
    """By which day, in how many working days, what happens until then, who says so, and whether that is sure."""

    by: date
    working_days: int | None
    description: str
    act: str
    is_sure: bool


def expected(operation: Operation, asked_on: date, is_holiday: IsHoliday) -> Expected | None:
    """By when an operation asked for on a day should be done; None where no term is known."""
    if operation in WITHOUT_TERM:
        return None
    if operation is Operation.RETURN:
        switch = figures.figure("switch_asked_by", asked_on)
        months = 1 if asked_on.day <= switch.value else 2
        return Expected(_first_of(asked_on, months), None, "Cambio di venditore", switch.act, switch.is_sure)
    term = figures.figure(f"term_{operation.value}", asked_on)
    days = int(term.value)
    by = working_day_after(asked_on, days, is_holiday)
    return Expected(by, days, term.description, term.act, term.is_sure)


def compensation(on: date) -> figures.Figure:
    """What is due where it is late, in euro: up to twice the term, up to three times, beyond."""
    return figures.figure("compensation", on)


def withdraw_until(signed_on: date) -> date:
    """The last day to change one's mind."""
    return signed_on + timedelta(days=figures.number("withdrawal_days", signed_on))


def working_day_after(day: date, days: int, is_holiday: IsHoliday) -> date:
    """The last of so many working days after a day: no Saturdays, Sundays and holidays, the patron saint's included."""
    left = days
    while left:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and not is_holiday(day):
            left -= 1
    return day


def _first_of(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


@dataclass(frozen=True)
class Cost:
    """One cost with its amount in euro, and whether it is sure."""

    label: str
    euro: Decimal
    is_sure: bool


def costs(operation: Operation, on: date, *, power_kw: Decimal, by_debit: bool, is_free: bool) -> list[Cost]:
    """What the person pays in the first bill. `is_free`: an heir who lives there already pays no fees."""
    if not operation.wants_protected_market:
        return []
    fees = [] if is_free else [("fixed_fee", Decimal(1)), ("distributor_fee", Decimal(1))]
    rows = [*fees, ("stamp_duty", Decimal(1))]
    if not by_debit:
        rows.append(("deposit_per_kw", power_kw))
    found = [(figures.figure(name, on), times) for name, times in rows]
    return [
        Cost(one.description, (one.value * times).quantize(Decimal("0.01")), one.is_sure)
        for one, times in found
    ]


def available_power(power_kw: Decimal, on: date) -> Decimal:
    """The available power for a committed one, in kW: 3 gives 3.3."""
    percent = figures.figure("available_power_percent", on).value
    return (power_kw * percent / 100).quantize(Decimal("0.01")).normalize()
