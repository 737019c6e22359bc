"""The foglio DSU: every box of INPS's form with what the dossier declares, for whoever transmits it.

The order is that of the form: MB.1, MB.1rid, MB.2, MB.3; FC.1 of each person, FC.2, FC.3, FC.4; MS. The amounts
are those that the citizen declares; what our simulation takes in their place goes beside them (docs/decisions/0006).
"""

from isee.foglio.corrente import ms
from isee.foglio.facts import facts_of
from isee.foglio.fields import Field, Foglio, Group, Module, Need, Panel, Sheet
from isee.foglio.further import fc2, fc3, fc4
from isee.foglio.household import mb1, mb1rid, mb2, mb3
from isee.foglio.persons import fc1
from isee.models import Dossier

__all__ = ["Field", "Foglio", "Group", "Module", "Need", "Panel", "Sheet", "foglio_of"]

MODULES = (mb1, mb1rid, mb2, mb3, fc1, fc2, fc3, fc4, ms)
# The DSU mini is made of these; the module MS is another request, over a DSU that is there already.
MINI, APART = ("MB.1", "FC.1"), ("MS",)


def foglio_of(dossier: Dossier) -> Foglio:
    """The sheet of a dossier whose members, with all they have, are prefetched; no query more."""
    facts = facts_of(dossier)
    modules = tuple(module(facts) for module in MODULES)
    further = [one for one in modules if one.code not in (*MINI, *APART)]
    needed = [one.code for one in further if one.need is Need.YES]
    perhaps = [one.code for one in further if one.need is Need.PERHAPS]
    return Foglio(
        modules=modules,
        is_integrale=bool(needed),
        why=_why(needed, perhaps),
        left_out=tuple(f"{member.full_name}: {why}" for member, why in facts.left_out),
        problem=facts.problem,
    )


def _why(needed: list[str], perhaps: list[str]) -> str:
    if needed:
        return f"Oltre a MB.1 e FC.1 servono {', '.join(needed)}."
    if perhaps:
        return f"Bastano MB.1 e FC.1. Diventa integrale con {' o '.join(perhaps)}, nei casi scritti accanto."
    return "Bastano MB.1 e FC.1."
