"""The components that a case adds to its ISEE."""

from decimal import Decimal

from isee.calculation.amounts import WHOLE, ZERO
from isee.calculation.cases.document import Node
from isee.calculation.declaration import ChildOutside

CHILD = frozenset(("id", "note", "ise_figlio", "scala_nucleo_figlio", "disabile_nel_nucleo", "estraneo"))


def components(inputs: Node, *, needed: bool) -> tuple[tuple[ChildOutside, ...] | None, Decimal | None]:
    """Return the children outside the household, and the component typed from the attestation.

    The first is None when the case is not about residential care.
    """
    typed = None
    if inputs.has("componente_aggiuntiva"):
        typed = inputs.get("componente_aggiuntiva", ZERO).money()
    if not needed and not inputs.has("componenti_aggiuntive_residenza"):
        return None, typed
    children = inputs.get("componenti_aggiuntive_residenza", []).items()
    return tuple(_child(node, number) for number, node in enumerate(children, 1)), typed


def _child(node: Node, number: int) -> ChildOutside:
    node.object(CHILD, ("ise_figlio", "scala_nucleo_figlio"))
    return ChildOutside(
        name=node.get("id", f"figlio {number}").text(),
        ise=node.get("ise_figlio", ZERO).money(),
        scale=node.get("scala_nucleo_figlio", WHOLE).number(lowest=WHOLE, highest=Decimal(LARGEST_SCALE)),
        disabled_in_household=node.get("disabile_nel_nucleo", False).flag(),
        extraneous=node.get("estraneo", False).flag(),
    )


# Two decimals are enough for any scale; no household comes near this.
LARGEST_SCALE = 99
