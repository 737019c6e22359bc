"""The components added to the ISEE for who is outside the household: annex 2."""

from decimal import Decimal

from isee.calculation.amounts import ZERO, euro, number, percent
from isee.calculation.declaration import ChildOutside
from isee.calculation.law import Figure, Law
from isee.calculation.steps import DPCM, Level, Step

TO_CARE = f"{DPCM}, allegato 2, c. 1"
FOR_PARENT = f"{DPCM}, allegato 2, c. 2"


def child_component(child: ChildOutside, position: int, scale: Decimal, law: Law) -> Step:
    """Add for a child outside the household of who is in residential care: art. 6, c. 3, and annex 2, c. 1.

    `scale` is that of the beneficiary's household. The result is euro of ISEE.
    """
    if child.disabled_in_household or child.extraneous:
        why = (
            "è estraneo, come accertato"
            if child.extraneous
            else "nel suo nucleo c'è una persona con disabilità"
        )
        return _component(
            position, child.name, TO_CARE, ZERO, f"Per questo figlio nessuna componente: {why}."
        )
    threshold, rate = law.amount("residenze.soglia"), law.amount("residenze.aliquota")
    equivalent = child.ise / child.scale
    beyond = max(ZERO, equivalent - threshold)
    sentence = f"ISE del figlio {euro(child.ise)} diviso {number(child.scale)}: {euro(equivalent)}"
    if beyond:
        sentence += f"; {percent(rate)} di quanto supera {euro(threshold)}, diviso {number(scale)}."
    else:
        sentence += f", non oltre {euro(threshold)}: non si aggiunge nulla."
    return _component(position, child.name, TO_CARE, beyond * rate / scale, sentence, law.take())


def typed_component(amount: Decimal, position: int = 1) -> Step:
    """Add for a parent away what the attestation of quadro FC9 says: art. 7, c. 2, and annex 2, c. 2."""
    return _component(
        position,
        "genitore non convivente",
        FOR_PARENT,
        amount,
        "Importo letto dall'attestazione (quadro FC9).",
    )


def isee_with_components(base: Decimal, components: list[Step]) -> Step:
    """Add the components to the ISEE: art. 6, c. 3, art. 7, c. 2, and annex 2."""
    told = " + ".join(euro(step.amount) for step in components)
    return Step(
        "isee",
        "Indicatore della situazione economica equivalente (ISEE)",
        f"{DPCM}, art. 2 e allegato 2",
        base + sum((step.amount for step in components), ZERO),
        f"ISEE {euro(base)} più componenti aggiuntive {told}.",
        Level.INDICATOR,
    )


def _component(
    position: int,
    name: str,
    article: str,
    amount: Decimal,
    sentence: str,
    figures: tuple[Figure, ...] = (),
) -> Step:
    return Step(
        f"componente_aggiuntiva_{position}",
        f"Componente aggiuntiva ({name})",
        article,
        amount,
        sentence,
        Level.LINE,
        figures=figures,
    )
