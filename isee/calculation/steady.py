"""The ISEE of a declaration as it stands, kind by kind: household, formula, what is added, choices."""

from collections.abc import Iterator
from dataclasses import replace

from isee.calculation.declaration import Declaration
from isee.calculation.formulas.ages import is_minor
from isee.calculation.formulas.components import child_component, isee_with_components, typed_component
from isee.calculation.formulas.restricted import why_not_restricted
from isee.calculation.kinds import Kind, Regime
from isee.calculation.law import Law
from isee.calculation.nuclei import CHOICE, beneficiary_of, nucleo
from isee.calculation.ordinary import calculate
from isee.calculation.person import Person, Relation
from isee.calculation.results import Alternative, Outcome
from isee.calculation.steps import Isee, Step

WITH_PARENTS_AWAY = (Kind.MINORS, Kind.UNIVERSITY)


def steady_outcome(declaration: Declaration, kind: Kind) -> Outcome:
    """Compute the ISEE of any kind but the corrente, in every way there is: DPCM 159/2013.

    Where the household may be chosen, the way with the lower ISEE comes first.
    """
    law = Law(declaration.on)
    notes: list[str] = []
    if kind in CHOICE:
        alternatives = _choices(declaration, kind, notes, law)
    elif kind is Kind.FAMILY:
        alternatives = _family(declaration, law)
    else:
        alternatives = (_alternative(declaration, kind),)
    notes = [*alternatives[0].nucleo.notes, *notes, *_notes_on_components(declaration, alternatives)]
    last_day = law.day("indicatore.scadenza", declaration.on.year)
    return Outcome(kind=kind, alternatives=alternatives, valid_to=last_day, notes=tuple(notes))


def parents_away(declaration: Declaration) -> list[Person]:
    """Return the parents who neither live with nor married the other: DPCM 159/2013, art. 7."""
    return [person for person in declaration.persons if person.relation is Relation.PARENT_AWAY]


def has_minor_child(declaration: Declaration, law: Law) -> bool:
    """Tell whether the declaration speaks of a child under age."""
    return any(person.relation.is_child and is_minor(person, law) for person in declaration.persons)


def add_components(result: Isee, components: list[Step], law: Law) -> Isee:
    """Return an ISEE after its components: DPCM 159/2013, annex 2. What it was stays in the line `isee_base`."""
    *before, equivalent = result.steps
    base = replace(equivalent, key="isee_base", label="ISEE prima delle componenti aggiuntive")
    raised = isee_with_components(base.amount, components)
    return replace(
        result,
        isee=raised.amount,
        steps=(*before, base, *components, raised),
        figures=law.with_read(result.figures),
    )


def _alternative(
    declaration: Declaration,
    kind: Kind,
    label: str = "",
    *,
    restricted: bool = False,
    regime: Regime = Regime.ORDINARY,
) -> Alternative:
    found = nucleo(declaration, kind, restricted=restricted)
    result = calculate(found.household, declaration.on, regime=regime)
    law = Law(declaration.on)
    result = replace(result, figures=law.with_read((*found.figures, *result.figures)))
    components = _components(declaration, kind, result, law)
    if components:
        result = add_components(result, components, law)
    return Alternative(label=label or kind.label, nucleo=found, isee=result)


def _choices(declaration: Declaration, kind: Kind, notes: list[str], law: Law) -> tuple[Alternative, ...]:
    ordinary = _alternative(declaration, kind, "Nucleo ordinario")
    receives = declaration.persons[beneficiary_of(declaration, kind)]
    why_not = why_not_restricted(receives, kind, law)
    if why_not:
        notes.append(why_not)
        return (ordinary,)
    restricted = _alternative(declaration, kind, "Nucleo ristretto", restricted=True)
    if declaration.rent and len(restricted.nucleo.members) < len(ordinary.nucleo.members):
        notes.append(
            "Nel nucleo ristretto il canone vale solo se il contratto è intestato a chi ne fa parte."
        )
    lower = restricted.isee.isee < ordinary.isee.isee
    return (restricted, ordinary) if lower else (ordinary, restricted)


def _family(declaration: Declaration, law: Law) -> tuple[Alternative, ...]:
    if not has_minor_child(declaration, law) or not parents_away(declaration):
        return (_alternative(declaration, Kind.FAMILY, regime=Regime.FAMILY),)
    return (
        _alternative(declaration, Kind.FAMILY, "Nucleo ordinario", regime=Regime.FAMILY),
        _alternative(declaration, Kind.MINORS, "Nucleo dei minorenni", regime=Regime.FAMILY),
    )


def _components(declaration: Declaration, kind: Kind, result: Isee, law: Law) -> list[Step]:
    if kind is Kind.RESIDENTIAL:
        return [
            child_component(child, position, result.scale, law)
            for position, child in enumerate(declaration.children_outside, 1)
        ]
    if kind in WITH_PARENTS_AWAY and declaration.additional_component is not None:
        return [typed_component(declaration.additional_component)]
    return []


def _notes_on_components(declaration: Declaration, alternatives: tuple[Alternative, ...]) -> Iterator[str]:
    kinds = {alternative.nucleo.kind for alternative in alternatives}
    if kinds.isdisjoint(WITH_PARENTS_AWAY):
        return
    expected = [
        person.name
        for person in parents_away(declaration)
        if person.parent_away is not None and person.parent_away.adds_component
    ]
    if expected and declaration.additional_component is None:
        yield (
            f"Per {' e '.join(expected)} si aggiunge una componente: scrivi l'importo dell'attestazione "
            "(quadro FC9). Finché manca, l'ISEE qui è più basso del vero."
        )
    if not expected and declaration.additional_component:
        yield "C'è una componente aggiuntiva, ma nessun genitore è nei casi a) o b) dell'art. 7."
