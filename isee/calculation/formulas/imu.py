"""The IMU value of a building or land, from its rendita: art. 5, c. 2."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import WHOLE, cents, euro, number, percent
from isee.calculation.invalid import InvalidHousehold, check_amount
from isee.calculation.law import Confidence, Figure, Law
from isee.calculation.steps import DPCM

FARMLAND = "T"


@dataclass(frozen=True, slots=True)
class ImuValue:
    """The value of a quota in euro, the article, an Italian sentence, and the figures read."""

    amount: Decimal
    article: str
    explanation: str
    figures: tuple[Figure, ...]

    @property
    def doubtful(self) -> tuple[Figure, ...]:
        """Return the figures whose confidence is not high."""
        return tuple(figure for figure in self.figures if figure.confidence is not Confidence.HIGH)


def imu_value(
    rendita: Decimal, category: str, on: date, share: Decimal = WHOLE, *, reduced: bool = False
) -> ImuValue:
    """Value the quota of a building, or of farmland, for a DSU of a day: art. 5, c. 2.

    `rendita` is the yearly cadastral one in euro, for farmland the reddito dominicale; `category` as `A/2`, or
    `T` for farmland; `share` the quota owned, up to 1; `reduced`: for the IMU the base is halved (historic or
    unfit building). A building area has no rendita: its market value is written as it is. Raises
    InvalidHousehold when an argument cannot be, NotInForce when a figure is not known for that day.
    """
    check_amount("Rendita", rendita)
    if not 0 < share <= 1:
        raise InvalidHousehold("Quota: scrivi una quota maggiore di zero e non oltre il 100%.")
    law = Law(on)
    if _normal(category) == FARMLAND:
        revaluation, multiplier = (
            law.amount("imu.rivalutazione_terreni"),
            law.amount("imu.moltiplicatore_terreni"),
        )
    else:
        revaluation, multiplier = law.amount("imu.rivalutazione_fabbricati"), multiplier_of(category, law)
    whole = cents(rendita * revaluation * multiplier)
    sentence = f"{euro(rendita)} × {number(revaluation)} × {multiplier} = {euro(whole)}"
    if reduced:
        part = law.amount("imu.base_ridotta")
        whole *= part
        sentence += f", che conta per il {percent(part)}"
    amount = cents(whole * share)
    if share != 1:
        sentence += f"; la quota del {percent(share)} vale {euro(amount)}"
    return ImuValue(amount, f"{DPCM}, art. 5, c. 2", f"{sentence}.", law.read)


def multiplier_of(category: str, law: Law) -> Decimal:
    """Read the multiplier of a category: art. 5, c. 2, as in the IMU."""
    wanted = _normal(category)
    for name in ("imu.moltiplicatori_abitazioni", "imu.moltiplicatori_altri"):
        if wanted in law.named(name):
            return law.named(name)[wanted]
    raise InvalidHousehold(
        f"Categoria catastale «{category}»: scrivila come A/2, C/6 o D/1 (T per un terreno agricolo)."
    )


def _normal(category: str) -> str:
    return category.strip().upper().replace(" ", "")
