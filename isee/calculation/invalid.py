"""What cannot be, refused with an Italian sentence for the operator."""

from decimal import Decimal

from isee.calculation.amounts import CENT

# Far above any real patrimony: a longer figure is a slip of the keyboard.
TOO_LARGE = Decimal(10) ** 12


class InvalidHousehold(ValueError):
    """The facts contradict each other or cannot be; the message is an Italian sentence for the operator."""


def amount_fault(amount: object) -> str:
    """Say in Italian why something is not a plain amount of euro; nothing when it is."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        return "scrivi un importo in euro."
    if amount < 0:
        return "l'importo non può essere negativo. Se non c'è nulla, scrivi zero."
    if amount >= TOO_LARGE:
        return "l'importo è troppo grande. Controlla le cifre."
    if amount != amount.quantize(CENT):
        return "l'importo può avere al massimo due decimali."
    return ""


def check_amount(what: str, amount: Decimal) -> None:
    """Refuse what is not a plain amount of euro; `what` is the Italian name of the thing, capitalised."""
    fault = amount_fault(amount)
    if fault:
        raise InvalidHousehold(f"{what}: {fault}")
