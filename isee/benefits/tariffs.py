"""What a household pays for a service of the Comune, or is paid, by its ISEE."""

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from isee.benefits.methods import HUNDRED, Method
from isee.calculation.amounts import CENT, ZERO, euro, percent


class RoundingMode(StrEnum):
    """Which way what lies between two steps goes."""

    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


ROUNDING = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.UP: ROUND_CEILING,
    RoundingMode.DOWN: ROUND_FLOOR,
}


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which step, in euro, an amount is rounded: to the cent, half up, unless said."""

    step: Decimal = CENT
    mode: RoundingMode = RoundingMode.HALF_UP

    def apply(self, amount: Decimal) -> Decimal:
        """Round an amount; the answer has two decimals."""
        return ((amount / self.step).quantize(Decimal(1), ROUNDING[self.mode]) * self.step).quantize(CENT)


@dataclass(frozen=True, slots=True)
class ChildDiscount:
    """The discount, in percent, from the child at this place on: 2 is the second."""

    from_child: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """A method and what surrounds it.

    The order is: method, discount, minimum and maximum, rounding. The two prices that do not follow the ISEE
    (`no_isee`, `non_resident`) are taken as written, without discount unless `discount_for_all`.
    """

    method: Method
    rounding: Rounding = field(default_factory=Rounding)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    no_isee: Decimal | None = None
    non_resident: Decimal | None = None
    discounts: tuple[ChildDiscount, ...] = ()
    discount_for_all: bool = False

    def discount(self, child: int) -> Decimal:
        """Return the discount in percent for the child at this place; zero is none."""
        reached = [discount for discount in self.discounts if discount.from_child <= child]
        return max(reached, key=lambda discount: discount.from_child).percent if reached else ZERO


@dataclass(frozen=True, slots=True)
class Price:
    """The outcome: euro, None when it is not known, and the sentences that lead to it."""

    amount: Decimal | None
    sentences: tuple[str, ...]


def tariff(rule: Tariff, isee: Decimal | None, *, resident: bool = True, child: int = 1) -> Price:
    """Compute a tariff to the step of its rounding; `isee` None is *no ISEE handed in*.

    A lower ISEE never pays more where the method itself rises: discount, limits and rounding keep the order.
    """
    if not resident and rule.non_resident is not None:
        sentence = f"Per chi non risiede nel Comune: {euro(rule.non_resident)}."
        return _finished(rule, rule.non_resident, [sentence], child, by_isee=False)
    if isee is None:
        if rule.no_isee is None:
            return Price(None, ("Senza ISEE la regola non dice il prezzo.",))
        sentence = f"Senza un ISEE valido: {euro(rule.no_isee)}."
        return _finished(rule, rule.no_isee, [sentence], child, by_isee=False)
    amount, sentence = rule.method.price(isee)
    return _finished(rule, amount, [sentence], child, by_isee=True)


def _finished(
    rule: Tariff, amount: Decimal | None, sentences: list[str], child: int, *, by_isee: bool
) -> Price:
    if amount is None:
        return Price(None, tuple(sentences))
    discount = rule.discount(child) if by_isee or rule.discount_for_all else ZERO
    if discount:
        amount = amount * (HUNDRED - discount) / HUNDRED
        sentences.append(f"Sconto del {percent(discount / HUNDRED)} per il figlio numero {child}.")
    if by_isee and rule.minimum is not None and amount < rule.minimum:
        amount = rule.minimum
        sentences.append(f"Il minimo è {euro(rule.minimum)}.")
    if by_isee and rule.maximum is not None and amount > rule.maximum:
        amount = rule.maximum
        sentences.append(f"Il massimo è {euro(rule.maximum)}.")
    rounded = rule.rounding.apply(amount)
    if rounded != amount:
        sentences.append(f"Arrotondato: {euro(rounded)}.")
    return Price(rounded, tuple(sentences))
