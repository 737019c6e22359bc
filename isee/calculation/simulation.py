"""The two questions to ask of a declaration: which kinds of ISEE make sense, and what one of them is."""

from collections.abc import Callable

from isee.calculation.current import corrente_outcome
from isee.calculation.declaration import Declaration
from isee.calculation.formulas.ages import is_minor
from isee.calculation.kinds import Kind, Regime
from isee.calculation.law import Law
from isee.calculation.ordinary import supported_years
from isee.calculation.results import Outcome
from isee.calculation.steady import has_minor_child, steady_outcome


def outcome(declaration: Declaration, kind: Kind) -> Outcome:
    """Compute the ISEE of one kind, in every way there is: the first is the one to show.

    Raises InvalidHousehold when the facts contradict each other or one that the kind needs is not there,
    NotInForce when a figure is not known for the day: the kind for families is not in force before 2026.
    """
    if kind is Kind.CORRENTE:
        return corrente_outcome(declaration)
    return steady_outcome(declaration, kind)


def applicable_kinds(declaration: Declaration) -> tuple[Kind, ...]:
    """Return the kinds of ISEE that make sense for a declaration; the ordinary one always does."""
    law = Law(declaration.on)
    return tuple(kind for kind in Kind if APPLIES[kind](declaration, law))


def _has_disabled_adult(declaration: Declaration, law: Law) -> bool:
    return any(person.is_disabled and not is_minor(person, law) for person in declaration.persons)


def _is_in_care(declaration: Declaration, law: Law) -> bool:
    asked = bool(
        declaration.children_outside or declaration.donated_properties or declaration.donated_savings
    )
    return asked or any(
        person.is_disabled and (person.residential_care or person.institution)
        for person in declaration.persons
    )


def _always(declaration: Declaration, law: Law) -> bool:
    return True


def _varied(declaration: Declaration, law: Law) -> bool:
    return declaration.variation is not None


def _is_in_force_for_families(declaration: Declaration, law: Law) -> bool:
    return law.on.year in supported_years(Regime.FAMILY)


def _is_student(declaration: Declaration, law: Law) -> bool:
    if declaration.student_autonomous is not None:
        return declaration.beneficiary is not None
    return _has_plain_beneficiary(declaration, law)


def _has_plain_beneficiary(declaration: Declaration, law: Law) -> bool:
    if declaration.beneficiary is None:
        return False
    person = declaration.persons[declaration.beneficiary]
    return not person.is_disabled and not is_minor(person, law)


APPLIES: dict[Kind, Callable[[Declaration, Law], bool]] = {
    Kind.ORDINARY: _always,
    Kind.MINORS: has_minor_child,
    Kind.UNIVERSITY: _is_student,
    Kind.SOCIO_HEALTH: _has_disabled_adult,
    Kind.RESIDENTIAL: _is_in_care,
    Kind.DOCTORATE: _has_plain_beneficiary,
    Kind.CORRENTE: _varied,
    Kind.FAMILY: _is_in_force_for_families,
}
