"""The household of a declaration for each kind of ISEE."""

from dataclasses import replace

from isee.calculation.declaration import Declaration
from isee.calculation.formulas import counters
from isee.calculation.formulas.counters import Gathering
from isee.calculation.formulas.nucleo import verdicts
from isee.calculation.formulas.parents import university_verdicts, with_parents_away
from isee.calculation.formulas.restricted import restricted_verdicts
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.kinds import Kind
from isee.calculation.law import Law
from isee.calculation.person import Relation
from isee.calculation.results import Nucleo, Verdict
from isee.calculation.variation import Variation

# The kinds for which the household may be the ordinary or the restricted one.
CHOICE = (Kind.SOCIO_HEALTH, Kind.RESIDENTIAL, Kind.DOCTORATE)


def nucleo(declaration: Declaration, kind: Kind = Kind.ORDINARY, *, restricted: bool = False) -> Nucleo:
    """Decide who belongs to the household for a kind of ISEE, and count: DPCM 159/2013, art. 3, 6, 7 and 8.

    `restricted` asks for the household of art. 6, c. 2, where there is the choice. Raises InvalidHousehold
    when the facts contradict each other or one that the kind needs is not there, NotInForce when a figure is
    not known for the day of the declaration.
    """
    if kind is Kind.CORRENTE:
        kind = variation_of(declaration).base
    if kind in CHOICE:
        declaration = replace(declaration, beneficiary=beneficiary_of(declaration, kind))
    law = Law(declaration.on)
    found = _verdicts(declaration, kind, restricted, law)
    belong = [verdict.person for verdict in found if verdict.belongs]
    declares = [number for number in belong if declaration.persons[number].relation is Relation.DECLARANT]
    head = declaration.persons[(declares or belong)[0]]
    gathering = Gathering(declaration, kind, tuple(declaration.persons[number] for number in belong), head)
    return Nucleo(
        kind=kind,
        restricted=restricted,
        verdicts=tuple(found),
        household=counters.household(gathering, law),
        notes=tuple(counters.notes(gathering, law)),
        figures=law.read,
    )


def beneficiary_of(declaration: Declaration, kind: Kind) -> int:
    """Return the position of who asks for the benefit: the one said, or the only one it can be.

    Raises InvalidHousehold when it must be said.
    """
    if declaration.beneficiary is not None:
        return declaration.beneficiary
    disabled = [number for number, person in enumerate(declaration.persons) if person.is_disabled]
    if kind is not Kind.DOCTORATE and len(disabled) == 1:
        return disabled[0]
    raise InvalidHousehold("Beneficiario: scegli chi riceve la prestazione.")


def variation_of(declaration: Declaration) -> Variation:
    """Return the form MS; raise InvalidHousehold when it is not there or is over another one."""
    if declaration.variation is None:
        raise InvalidHousehold("ISEE corrente: mancano i fatti del modulo MS.")
    if declaration.variation.base is Kind.CORRENTE:
        raise InvalidHousehold(
            "ISEE corrente: scegli l'ISEE che aggiorna, che non può essere un altro corrente."
        )
    return declaration.variation


def _verdicts(declaration: Declaration, kind: Kind, restricted: bool, law: Law) -> list[Verdict]:
    if restricted and kind not in CHOICE:
        raise InvalidHousehold(f"ISEE {kind.label.lower()}: il nucleo ristretto non si può scegliere.")
    if restricted:
        return restricted_verdicts(declaration, beneficiary_of(declaration, kind), kind, law)
    if kind is Kind.UNIVERSITY:
        return university_verdicts(declaration, law)
    if kind is Kind.MINORS:
        return with_parents_away(verdicts(declaration, law), declaration)
    return verdicts(declaration, law)
