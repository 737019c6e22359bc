"""From the two indicators to the ISEE: art. 2."""

from decimal import Decimal

from isee.calculation.amounts import euro, number, percent
from isee.calculation.law import Law
from isee.calculation.steps import DPCM, Level, Step


def ise(isr: Decimal, isp: Decimal, law: Law) -> Step:
    """Add to the ISR the part of the ISP that counts: art. 2."""
    weight = law.amount("indicatore.peso_isp")
    return Step(
        "ise",
        "Indicatore della situazione economica (ISE)",
        f"{DPCM}, art. 2",
        isr + weight * isp,
        f"ISR {euro(isr)} più il {percent(weight)} dell'ISP {euro(isp)}.",
        Level.INDICATOR,
    )


def isee(ise: Decimal, scale: Decimal) -> Step:
    """Divide the rounded ISE by the scale: art. 2."""
    return Step(
        "isee",
        "Indicatore della situazione economica equivalente (ISEE)",
        f"{DPCM}, art. 2",
        ise / scale,
        f"ISE {euro(ise)} diviso {number(scale)}.",
        Level.INDICATOR,
    )
