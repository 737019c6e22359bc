"""The ISEE corrente of a declaration: DPCM 159/2013, art. 9."""

from collections.abc import Iterator
from dataclasses import replace

from isee.calculation.declaration import Declaration
from isee.calculation.formulas.corrente import (
    assets_trigger,
    check,
    income_trigger,
    last_day,
    treatment_trigger,
    update_by,
    with_assets,
    with_incomes,
    work_trigger,
)
from isee.calculation.kinds import Kind
from isee.calculation.law import Law
from isee.calculation.nuclei import variation_of
from isee.calculation.results import Alternative, Outcome, Trigger
from isee.calculation.steady import steady_outcome
from isee.calculation.variation import PersonVariation, Variation


def corrente_outcome(declaration: Declaration) -> Outcome:
    """Compute the ISEE corrente beside the one it updates: DPCM 159/2013, art. 9.

    The formula keeps the figures of the day of the DSU, so that what did not vary stays as it was; those of
    art. 9 are of the day of the form. Raises InvalidHousehold and NotInForce.
    """
    variation = variation_of(declaration)
    law = Law(variation.on)
    check(declaration, variation, law)
    ordinary = steady_outcome(declaration, variation.base)
    changes = tuple(change for change in variation.persons if change.person in ordinary.nucleo.members)
    triggers = _triggers(declaration, variation, changes, ordinary, law)
    *_, by_income, by_assets = triggers
    # A change without a cause counts only when the incomes of the household fell enough.
    counted = changes if by_income.holds else tuple(change for change in changes if change.cause)
    varied = with_incomes(declaration, counted, law)
    if by_assets.holds:
        varied = with_assets(varied, variation.assets)
    current = steady_outcome(varied, variation.base)
    valid_to, by = last_day(variation, by_assets.holds, law), update_by(variation, law)
    shown = _shown(same_way(current, ordinary), variation, law, new_assets=by_assets.holds)
    left_out = len(variation.persons) > len(changes)
    return Outcome(
        kind=Kind.CORRENTE,
        alternatives=(shown, *ordinary.alternatives),
        valid_to=valid_to,
        notes=(*current.notes, *_notes(shown, ordinary, triggers, left_out)),
        triggers=triggers,
        update_by=by,
    )


def same_way(one: Outcome, other: Outcome) -> Alternative:
    """Return of an outcome the alternative made in the way that another one shows."""
    label = other.alternatives[0].label
    return next(alternative for alternative in one.alternatives if alternative.label == label)


def _triggers(
    declaration: Declaration,
    variation: Variation,
    changes: tuple[PersonVariation, ...],
    ordinary: Outcome,
    law: Law,
) -> tuple[Trigger, ...]:
    names = {number: person.name for number, person in enumerate(declaration.persons)}
    earned = steady_outcome(with_incomes(declaration, changes, law), variation.base)
    owned = steady_outcome(with_assets(declaration, variation.assets), variation.base)
    return (
        work_trigger(changes, names),
        treatment_trigger(changes, names),
        income_trigger(ordinary.isee.isr, same_way(earned, ordinary).isee.isr, law),
        assets_trigger(variation, ordinary.isee.isp, same_way(owned, ordinary).isee.isp, law),
    )


def _shown(alternative: Alternative, variation: Variation, law: Law, *, new_assets: bool) -> Alternative:
    result = alternative.isee
    if new_assets:
        years = law.whole("corrente.patrimonio_anni_prima")
        result = replace(result, assets_year=variation.on.year - years)
    result = replace(result, figures=law.with_read(result.figures))
    return replace(alternative, label=Kind.CORRENTE.label, isee=result)


def _notes(
    shown: Alternative, ordinary: Outcome, triggers: tuple[Trigger, ...], left_out: bool
) -> Iterator[str]:
    if left_out:
        yield "Una persona del modulo MS non fa parte del nucleo: i suoi redditi non contano."
    if not any(trigger.holds for trigger in triggers):
        yield "Nessuna condizione dell'ISEE corrente è vera: resta quello della DSU."
    elif shown.isee.isee >= ordinary.isee.isee:
        yield "L'ISEE corrente non è più basso di quello della DSU: non conviene chiederlo."
