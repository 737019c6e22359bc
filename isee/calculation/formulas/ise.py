"""From the two indicators to the ISEE: art. 2."""

from decimal import Decimal

from isee.calculation.amounts import cents, euro, number, percent
from isee.calculation.law import Figure, Law
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
        figures=law.take(),
    )


def isee(ise: Decimal, scale: Decimal, figures: tuple[Figure, ...] = ()) -> Step:
    """Divide the ISE by the scale: art. 2."""
    return Step(
        "isee",
        "Indicatore della situazione economica equivalente (ISEE)",
        f"{DPCM}, art. 2",
        ise / scale,
        f"ISE {euro(ise)} diviso {number(scale)}.",
        Level.INDICATOR,
        figures=figures,
    )


def dividend(isr: Decimal, isp: Decimal, ise: Decimal, scale: Decimal, law: Law) -> Decimal:
    """Choose whether the ISE is divided as rounded on its line, or as it comes from ISR and ISP: art. 2.

    Asked only when the ISEE changes by it.
    """
    exact = isr + law.amount("indicatore.peso_isp") * isp
    law.take()  # The weight is a figure of the ISE's line, not of this one.
    # A line that was given and not computed is divided as given.
    if cents(exact) != ise or cents(exact / scale) == cents(ise / scale):
        return ise
    return ise if law.flag("indicatore.ise_arrotondato") else exact
