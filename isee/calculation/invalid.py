"""What cannot be, refused with an Italian sentence for the operator."""

from decimal import Decimal

from isee.calculation.amounts import CENT

# Far above any real patrimony: a longer figure is a slip of the keyboard.
TOO_LARGE = Decimal(10) ** 12


class InvalidHousehold(ValueError):
    """The facts contradict each other or cannot be; the message is an Italian sentence for the operator."""


def check_amount(what: str, amount: Decimal) -> None:
    """Refuse what is not a plain amount of euro; `what` is the Italian name of the thing, capitalised."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise InvalidHousehold(f"{what}: scrivi un importo in euro.")
    if amount < 0:
        raise InvalidHousehold(f"{what}: l'importo non può essere negativo. Se non c'è nulla, scrivi zero.")
    if amount >= TOO_LARGE:
        raise InvalidHousehold(f"{what}: l'importo è troppo grande. Controlla le cifre.")
    if amount != amount.quantize(CENT):
        raise InvalidHousehold(f"{what}: l'importo può avere al massimo due decimali.")
