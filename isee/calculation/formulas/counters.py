"""What the formulas count in the household, each counter by its own words: art. 4, 5 and annex 1."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from isee.calculation.amounts import ZERO
from isee.calculation.assets import Property
from isee.calculation.declaration import Declaration
from isee.calculation.formulas.ages import is_below, is_minor
from isee.calculation.formulas.nucleo import dependency_limit, is_at_home
from isee.calculation.formulas.parents import counts_as_present
from isee.calculation.household import Household
from isee.calculation.kinds import Kind
from isee.calculation.law import Law
from isee.calculation.member import Member
from isee.calculation.person import Person, Relation

COUPLE = (Relation.DECLARANT, Relation.SPOUSE)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who belongs to a household, among the persons of a declaration; `head` stands as its declarant."""

    declaration: Declaration
    kind: Kind
    persons: tuple[Person, ...]
    head: Person

    @property
    def children(self) -> list[Person]:
        """Return the children of the declarant or the spouse, when one of them is here."""
        if not any(person.relation in COUPLE for person in self.persons):
            return []
        return [person for person in self.persons if person.relation.is_child]

    @property
    def beneficiary(self) -> Person | None:
        """Return who asks for the benefit, when it is said."""
        position = self.declaration.beneficiary
        return None if position is None else self.declaration.persons[position]

    @property
    def parents(self) -> list[Person]:
        """Return the parents of the minors: who declares, the spouse, who is said to be one, who joined."""
        return [person for person in self.persons if is_parent(person)]

    @property
    def live_in_the_home(self) -> bool:
        """Tell whether somebody lives in the home of the declaration."""
        return any(is_at_home(person) for person in self.persons)


def is_parent(person: Person) -> bool:
    """Tell whether a member is a parent of the minors, for the scale: annex 1, lett. b)."""
    return person.relation in (*COUPLE, Relation.PARENT_AWAY) or person.other_parent


def household(gathering: Gathering, law: Law) -> Household:
    """Count who is in the household: art. 4, c. 4, art. 5, c. 2 and 6, annex 1."""
    children = gathering.children
    minors = [child for child in children if is_minor(child, law)]
    return Household(
        members=tuple(member_of(person, gathering) for person in gathering.persons),
        children=len(children),
        cohabiting_children=sum(is_at_home(child) for child in children),
        minor_children=len(minors),
        child_under_three=any(is_below(child, "nucleo.eta_piccoli", law) for child in minors),
        parents_worked=bool(minors) and parents_worked(gathering.parents, law),
        lone_non_working_parent=bool(minors) and is_lone_non_working_parent(gathering, len(minors)),
        disabled=sum(person.is_disabled for person in gathering.persons),
        in_residential_care=sum(in_care(person) for person in gathering.persons),
        rent=gathering.declaration.rent if gathering.live_in_the_home else ZERO,
        metropolitan_capital=gathering.declaration.metropolitan_capital,
    )


def parents_worked(parents: list[Person], law: Law) -> bool:
    """Tell whether both parents, or the only one present, worked long enough: annex 1, lett. b)."""
    months = law.whole("nucleo.mesi_lavoro")
    return bool(parents) and all((parent.work_months or 0) >= months for parent in parents)


def is_lone_non_working_parent(gathering: Gathering, minors: int) -> bool:
    """Tell whether nobody is here but one parent without work and minor children: annex 1, lett. c)."""
    return is_lone_parent(gathering, minors) and gathering.parents[0].work_months == 0


def is_lone_parent(gathering: Gathering, minors: int) -> bool:
    """Tell whether one parent lives alone with minor children; a parent who recognised them away counts
    as present: annex 1, lett. c).
    """
    alone = len(gathering.parents) == 1 and len(gathering.persons) == minors + 1
    return alone and not any(counts_as_present(person) for person in gathering.declaration.persons)


def in_care(person: Person) -> bool:
    """Tell whether a member counts as in residential care, or in an institution: annex 1."""
    return person.residential_care or person.institution


def member_of(person: Person, gathering: Gathering) -> Member:
    """Put a person in the household: a home nobody lives in is no home, a gift stays: art. 5, c. 2; art. 6, c. 3."""
    member = person.member
    if member.declarant != (person is gathering.head):
        member = replace(member, declarant=person is gathering.head)
    if person.relation is Relation.PARENT_AWAY:
        member = replace(member, attracted=True)
    if not gathering.live_in_the_home and any(estate.home for estate in member.properties):
        member = replace(
            member, properties=tuple(replace(estate, home=False) for estate in member.properties)
        )
    if gathering.kind is Kind.RESIDENTIAL and person is gathering.beneficiary:
        member = with_gifts(member, gathering.declaration)
    return member


def with_gifts(member: Member, declaration: Declaration) -> Member:
    """Keep what was given away in the patrimony of who is in residential care: art. 6, c. 3, lett. b) and c)."""
    if declaration.donated_properties:
        gift = Property(declaration.donated_properties, donated=True)
        member = replace(member, properties=(*member.properties, gift))
    if declaration.donated_savings:
        member = replace(member, donated_savings=member.donated_savings + declaration.donated_savings)
    return member


def notes(gathering: Gathering, law: Law) -> Iterator[str]:
    """Say what the operator should look at in the household: art. 3, 7 and annex 1."""
    declaration = gathering.declaration
    minors = [child for child in gathering.children if is_minor(child, law)]
    if minors:
        yield from _notes_on_parents(gathering, len(minors), law)
    for person in gathering.persons:
        if person.relation is Relation.SPOUSE and not (
            is_at_home(person) or person.institution or person.aire
        ):
            yield (
                "I coniugi hanno residenze diverse: il nucleo ha quella che scelgono d'accordo, "
                "altrimenti l'ultima comune."
            )
        if person.relation is Relation.MINOR_CHILD and not is_minor(person, law):
            yield f"{person.name} è maggiorenne: nella DSU il rapporto è FC o FNC, non F."
        if person.relation is Relation.OTHER and is_minor(person, law):
            yield (
                f"{person.name} è minorenne ma non è figlio di chi dichiara: se un suo genitore è nel nucleo, "
                "conviene che sia lui a dichiarare."
            )
        if person.relation.is_child and (told := dependency_limit(person, law)):
            yield told
    if declaration.rent and not gathering.live_in_the_home:
        yield "Nessuno di questo nucleo abita nella casa in affitto: il canone non si sottrae."


def _notes_on_parents(gathering: Gathering, minors: int, law: Law) -> Iterator[str]:
    for parent in gathering.parents:
        if parent.work_months is None:
            yield (
                f"Manca quanti mesi ha lavorato {parent.name} nell'anno dei redditi: "
                "finché non si sa, la maggiorazione per i minorenni non c'è."
            )
    if is_lone_parent(gathering, minors):
        worked = gathering.parents[0].work_months
        if worked == 0:
            yield (
                "La maggiorazione per il genitore solo che non lavora vale se l'altro genitore non ha riconosciuto "
                "i figli, o è in uno dei casi dell'art. 7: chiedilo."
            )
        elif worked is not None and worked < law.whole("nucleo.mesi_lavoro"):
            yield (
                "Il genitore solo ha lavorato meno dei mesi richiesti: la legge non dice se ha la maggiorazione. "
                "Qui non c'è: chiedi a un CAF."
            )
    for person in gathering.declaration.persons:
        if person.relation is Relation.PARENT_AWAY and person.parent_away is None:
            yield f"Chiedi se {person.name} è in uno dei casi dell'art. 7 che lo tengono fuori dal nucleo."
