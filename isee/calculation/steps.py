"""The calculation told line by line, and its result."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from isee.calculation.amounts import cents
from isee.calculation.law import Confidence, Figure

DPCM = "DPCM 159/2013"
BUDGET_LAW = "L. 199/2025, art. 1, c. 208"


class Level(IntEnum):
    """How deep a line stands: an indicator, a line of the attestation, what that line is made of."""

    INDICATOR = 0
    LINE = 1
    DETAIL = 2
    PART = 3


class Unit(StrEnum):
    """What the amount of a line is measured in."""

    EURO = "euro"
    SCALE = "parametro"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation.

    `key` is stable and unique within a result; lines of one member end with the member's position
    (`redditi_componente_1`). `label` bears the attestation's own name where the attestation has one.
    `amount` is in euro, or in points of the scale when `unit` says so, and every line rounds it to two
    decimals, half up, before another line uses it; what is subtracted is positive too, as on the attestation.
    `explanation` is an Italian sentence with the amounts used; `figures` are the figures of the law used, each
    with its date and act.
    """

    key: str
    label: str
    article: str
    amount: Decimal
    explanation: str
    level: Level
    unit: Unit = Unit.EURO
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", cents(self.amount))


@dataclass(frozen=True, slots=True)
class Isee:
    """The outcome for a DSU of one day: a simulation, never the attestation of INPS.

    Amounts are euro rounded to the cent. In `steps` each line follows the lines it is made of.
    `figures` are the parameters the calculation read, each with its act.
    """

    on: date
    income_year: int
    assets_year: int
    isr: Decimal
    isp: Decimal
    ise: Decimal
    scale: Decimal
    isee: Decimal
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]

    @property
    def doubtful(self) -> tuple[Figure, ...]:
        """Return the parameters read whose confidence is not high: the operator must be told of them."""
        return tuple(figure for figure in self.figures if figure.confidence is not Confidence.HIGH)

    def step(self, key: str) -> Step:
        """Return one line by its key; raise KeyError when this calculation has no such line."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
