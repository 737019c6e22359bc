"""Lines that are not computed but given, for comparing with an attestation or a published calculation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from isee.calculation.invalid import InvalidHousehold, check_amount
from isee.calculation.steps import Step

LINES = (
    "somma_redditi",
    "reddito_figurativo",
    "detrazioni",
    "isr",
    "patrimonio_mobiliare",
    "detrazione_mobiliare",
    "patrimonio_immobiliare",
    "detrazione_immobiliare",
    "isp",
    "ise",
    "parametro_base",
    "maggiorazioni",
    "scala",
)


@dataclass(frozen=True, slots=True)
class Given:
    """What another calculation says by itself, in the place of what the rules would give.

    `figurative_rate` is the yield charged on financial assets (0.026 is 2.6%); `lines` are amounts by the key
    of their line. Only for comparing; for a citizen nothing is given.
    """

    figurative_rate: Decimal | None = None
    lines: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, amount in self.lines.items():
            if key not in LINES:
                raise InvalidHousehold(f"«{key}» non è una riga dell'attestazione.")
            check_amount(f"Riga «{key}»", amount)
        if "scala" in self.lines and self.lines["scala"] < 1:
            raise InvalidHousehold("Riga «scala»: non può essere inferiore a 1.")

    def over(self, step: Step) -> Step:
        """Return the line as it was given, or else as it was computed."""
        amount = self.lines.get(step.key)
        return (
            step
            if amount is None
            else replace(step, amount=amount, explanation="Riga data, non calcolata.", figures=())
        )


NOTHING_GIVEN = Given()
