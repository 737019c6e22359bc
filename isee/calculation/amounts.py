"""Rounding of amounts, and the way Italian sentences write them."""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
EURO = Decimal(1)
WHOLE = Decimal(1)
# Thousands and decimals change their signs.
ITALIAN = str.maketrans(",.", ".,")


def cents(amount: Decimal) -> Decimal:
    """Round to two decimals, half up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def whole_euros(amount: Decimal) -> Decimal:
    """Round euro to the unit, half up: the way amounts are declared in a DSU."""
    return amount.quantize(EURO, ROUND_HALF_UP)


def total(amounts: list[Decimal]) -> Decimal:
    """Sum euro amounts; nothing to sum is zero."""
    return sum(amounts, ZERO)


def number(value: Decimal) -> str:
    """Write a number with two decimals, rounded half up, in the Italian format: 1.234,50."""
    return f"{cents(value):,f}".translate(ITALIAN)


def euro(amount: Decimal) -> str:
    """Write an amount in a sentence: 1.234,50 euro."""
    return f"{number(amount)} euro"


def percent(rate: Decimal) -> str:
    """Write a rate as a percentage without useless zeros: 0.026 is 2,6%."""
    return f"{(rate * 100).normalize():f}%".replace(".", ",")
