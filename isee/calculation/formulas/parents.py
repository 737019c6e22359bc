"""The parent who neither lives with nor married the other, and the student: art. 7 and 8."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from isee.calculation.amounts import euro
from isee.calculation.days import MONTHS_OF_A_YEAR, add_months
from isee.calculation.declaration import Declaration, StudentAutonomy
from isee.calculation.formulas.nucleo import is_at_home, verdict, verdicts
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.law import Law
from isee.calculation.person import ParentAway, Person, Relation
from isee.calculation.results import Verdict
from isee.calculation.steps import DPCM

ART_7 = f"{DPCM}, art. 7, c. 1"
ART_8 = f"{DPCM}, art. 8"


def with_parents_away(ordinary: list[Verdict], declaration: Declaration) -> list[Verdict]:
    """Let the parents away join who is in no case that keeps them out: art. 7, c. 1."""
    return [
        parent_verdict(found, declaration.persons[found.person])
        if declaration.persons[found.person].relation is Relation.PARENT_AWAY
        else found
        for found in ordinary
    ]


def parent_verdict(found: Verdict, person: Person) -> Verdict:
    """Decide about one parent away: art. 7, c. 1, lett. a) to e)."""
    case = person.parent_away or ParentAway.JOINS
    if case is ParentAway.JOINS:
        why = "È l'altro genitore, non convive e non è coniuge: entra nel nucleo del figlio."
        return replace(found, belongs=True, article=ART_7, why=why)
    why = f"È l'altro genitore, ma resta fuori perché {case.label}"
    why += ": si aggiunge una componente." if case.adds_component else ": non si aggiunge nulla."
    return replace(found, belongs=False, article=f"{ART_7}, lett. {case})", why=why)


def counts_as_present(person: Person) -> bool:
    """Tell whether a parent away makes the other one not alone: annex 1, lett. c), and art. 7, c. 1."""
    return person.relation is Relation.PARENT_AWAY and person.parent_away in (None, ParentAway.JOINS)


@dataclass(frozen=True, slots=True)
class AutonomyTest:
    """One of the two conditions of art. 8, c. 2: whether it holds, and why in Italian."""

    holds: bool
    why: str


def student_autonomy(facts: StudentAutonomy, law: Law) -> tuple[AutonomyTest, AutonomyTest]:
    """Test the two conditions that make a student a household apart, both needed: art. 8, c. 2."""
    return lives_apart(facts, law), earns_enough(facts, law)


def lives_apart(facts: StudentAutonomy, law: Law) -> AutonomyTest:
    """Ask that the student left the home long before enrolling, for a dwelling of others: art. 8, c. 2, lett. a)."""
    years = law.whole("nucleo.studente_anni_fuori")
    if facts.left_home_on is None or facts.enrolled_on is None:
        return AutonomyTest(False, "Non è detto da quando lo studente vive fuori e quando si è iscritto.")
    long_enough = add_months(facts.left_home_on, years * MONTHS_OF_A_YEAR) <= facts.enrolled_on
    since, enrolled = _day(facts.left_home_on), _day(facts.enrolled_on)
    told = f"vive fuori dal {since} e ha chiesto di iscriversi il {enrolled}"
    if not long_enough:
        return AutonomyTest(False, f"Lo studente {told}: servono almeno {years} anni.")
    if facts.dwelling_of_family:
        return AutonomyTest(False, "Lo studente vive in un alloggio di proprietà della famiglia.")
    return AutonomyTest(True, f"Lo studente {told}, in un alloggio che non è della famiglia.")


def earns_enough(facts: StudentAutonomy, law: Law) -> AutonomyTest:
    """Ask for own work income in each of the last years, the spouse's included: art. 8, c. 2, lett. b)."""
    years, least = law.whole("nucleo.studente_anni_reddito"), law.amount("nucleo.studente_reddito")
    enough = len(facts.work_incomes) >= years and min(facts.work_incomes[:years]) >= least
    told = " e ".join(euro(income) for income in facts.work_incomes[:years]) or "nessuno"
    who = "Redditi da lavoro suoi e del coniuge" if facts.married else "Redditi da lavoro suoi"
    return AutonomyTest(enough, f"{who}: {told}; servono almeno {euro(least)} in ognuno di {years} anni.")


def university_verdicts(declaration: Declaration, law: Law) -> list[Verdict]:
    """Put the student in the parents' household, or alone when autonomous: art. 8, c. 2 and 3.

    A student who lives here follows art. 3; one who declares is taken to live elsewhere when the facts of
    autonomy are told.
    """
    joined = with_parents_away(verdicts(declaration, law), declaration)
    if declaration.beneficiary is None:
        raise InvalidHousehold("Beneficiario: scegli lo studente.")
    student = declaration.persons[declaration.beneficiary]
    facts = declaration.student_autonomous
    declares = student.relation is Relation.DECLARANT
    if is_at_home(student) and (facts is None or not declares):
        return joined
    tests = student_autonomy(facts or StudentAutonomy(), law)
    why = " ".join(test.why for test in tests)
    if all(test.holds for test in tests):
        return list(_alone(joined, declaration, student, f"Studente autonomo: fa nucleo a sé. {why}"))
    if declares:
        raise InvalidHousehold(
            f"Lo studente non è autonomo: conta il nucleo dei genitori, che devono essere nella dichiarazione. {why}"
        )
    attracted = f"Lo studente non è autonomo e resta nel nucleo dei genitori. {why}"
    return [
        replace(found, belongs=True, article=f"{ART_8}, c. 2", why=attracted)
        if found.person == declaration.beneficiary
        else found
        for found in joined
    ]


def _alone(joined: list[Verdict], declaration: Declaration, student: Person, why: str) -> Iterator[Verdict]:
    # Who declares and is autonomous keeps the own household.
    own = student.relation is Relation.DECLARANT
    for found in joined:
        person = declaration.persons[found.person]
        if person is student:
            yield verdict(found.person, person, (True, f"{ART_8}, c. 2", why))
        elif own and person.relation is not Relation.PARENT_AWAY:
            yield found
        else:
            yield verdict(
                found.person, person, (False, f"{ART_8}, c. 2", "Lo studente autonomo fa nucleo a sé.")
            )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
