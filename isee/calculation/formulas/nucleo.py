"""Who belongs to the household: art. 3. The choices of art. 6, 7 and 8 are in `restricted.py` and `parents.py`."""

from collections.abc import Callable, Iterator

from isee.calculation.amounts import euro
from isee.calculation.declaration import Declaration
from isee.calculation.formulas.ages import is_below, is_minor
from isee.calculation.incomes import IncomeKind
from isee.calculation.law import Law
from isee.calculation.person import Person, Relation, SpousesApart
from isee.calculation.results import Verdict
from isee.calculation.steps import DPCM

ART_3 = f"{DPCM}, art. 3"
LAW_2019 = "DL 4/2019, art. 2, c. 5"

# Belongs or not, the article, the sentence.
Answer = tuple[bool, str, str]
Rule = Callable[[Person, Declaration, Law], Answer]


def verdicts(declaration: Declaration, law: Law) -> list[Verdict]:
    """Tell of each person whether he belongs to the ordinary household, and why: art. 3."""
    return [
        verdict(number, person, RULES[person.relation](person, declaration, law))
        for number, person in enumerate(declaration.persons)
    ]


def verdict(number: int, person: Person, answer: Answer) -> Verdict:
    """Put an answer of art. 3 beside the person it is about."""
    return Verdict(number, person.name, *answer)


def declarant(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Put in who declares: art. 3, c. 1, and c. 6 for who lives in an institution."""
    if person.institution:
        why = "Vive in una convivenza anagrafica: fa nucleo a sé, con il coniuge e i figli minorenni."
        return True, f"{ART_3}, c. 6", why
    return True, f"{ART_3}, c. 1", "È chi presenta la dichiarazione."


def spouse(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Keep spouses together, wherever they live, but in the cases that part them: art. 3, c. 2 and 3."""
    if person.apart is not None:
        return _spouse_apart(person, person.apart, law)
    if person.aire:
        why = "Il coniuge iscritto all'AIRE sta nel nucleo del coniuge che risiede in Italia."
        return True, f"{ART_3}, c. 2", why
    if person.institution:
        why = "Il coniuge resta nel nucleo anche se vive in una convivenza anagrafica."
        return True, f"{ART_3}, c. 6", why
    if not person.cohabiting:
        return True, f"{ART_3}, c. 2", "I coniugi con residenze diverse sono un solo nucleo."
    return True, f"{ART_3}, c. 1", "È il coniuge e fa parte della famiglia anagrafica."


def _spouse_apart(person: Person, case: SpousesApart, law: Law) -> Answer:
    if person.cohabiting and not person.institution and law.flag("nucleo.separati_insieme"):
        why = "I coniugi separati o divorziati che abitano insieme restano un solo nucleo."
        return True, LAW_2019, why
    return (
        False,
        f"{ART_3}, c. 3, lett. {case})",
        f"I coniugi sono due nuclei, perché {case.label}.",
    )


def child(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Put in a child by age and by where he lives: art. 3, c. 4 and 5."""
    if is_minor(person, law):
        return minor_child(person, declaration, law)
    if lives_with_declarant(person, declaration):
        return True, f"{ART_3}, c. 1", "È un figlio maggiorenne e fa parte della famiglia anagrafica."
    return adult_child_away(person, declaration, law)


def minor_child(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Put a minor in the household of the parent he lives with: art. 3, c. 4."""
    if person.relation is Relation.FOSTER_CHILD:
        why = "Il minorenne in affidamento preadottivo è nel nucleo di chi lo ha in affidamento."
        return True, f"{ART_3}, c. 4", why
    if person.institution:
        return True, f"{ART_3}, c. 6", "Il figlio minorenne resta nel nucleo anche se vive in una convivenza."
    if is_at_home(person):
        return True, f"{ART_3}, c. 4", "È un figlio minorenne e vive con chi dichiara."
    if any(_is_spouse_elsewhere(other, declaration, law) for other in declaration.persons):
        why = (
            "È un figlio minorenne e vive con il coniuge, che ha un'altra residenza ma è dello stesso nucleo."
        )
        return True, f"{ART_3}, c. 2 e 4", why
    return False, f"{ART_3}, c. 4", "Il figlio minorenne sta nel nucleo del genitore con cui vive."


def adult_child_away(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Keep in an adult child who lives elsewhere if young, dependent, unmarried, childless: art. 3, c. 5."""
    missing = list(_why_not_away(person, law))
    article = f"{ART_3}, c. 5; {LAW_2019}"
    if missing:
        return False, article, f"Figlio maggiorenne non convivente: resta fuori perché {', '.join(missing)}."
    limit = law.whole("nucleo.eta_figlio_altrove")
    why = (
        f"Figlio non convivente sotto i {limit} anni, a carico, non sposato e senza figli: resta nel nucleo."
    )
    return True, article, why


def _why_not_away(person: Person, law: Law) -> Iterator[str]:
    if not is_below(person, "nucleo.eta_figlio_altrove", law):
        yield f"ha compiuto {law.whole('nucleo.eta_figlio_altrove')} anni"
    if not person.dependent:
        yield "non è a carico"
    if person.married:
        yield "è sposato"
    if person.has_children:
        yield "ha figli"


def other(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Put in whoever else is in the family by the registry: art. 3, c. 1."""
    if lives_with_declarant(person, declaration):
        return True, f"{ART_3}, c. 1", "Fa parte della famiglia anagrafica."
    if person.institution:
        return False, f"{ART_3}, c. 6", "Chi vive in una convivenza anagrafica fa nucleo a sé."
    return False, f"{ART_3}, c. 1", "Non fa parte della famiglia anagrafica."


def parent_away(person: Person, declaration: Declaration, law: Law) -> Answer:
    """Leave out of the ordinary household the other parent who neither lives here nor married: art. 3, c. 1."""
    why = "Non convive e non è coniuge: può entrare solo nell'ISEE minorenni e in quello per l'università."
    return False, f"{ART_3}, c. 1", why


RULES: dict[Relation, Rule] = {
    Relation.DECLARANT: declarant,
    Relation.SPOUSE: spouse,
    Relation.MINOR_CHILD: child,
    Relation.FOSTER_CHILD: child,
    Relation.ADULT_CHILD: child,
    Relation.ADULT_CHILD_AWAY: child,
    Relation.OTHER: other,
    Relation.PARENT_AWAY: parent_away,
}


def is_at_home(person: Person) -> bool:
    """Tell whether a person lives in the declarant's home by the registry: art. 3, c. 1."""
    away = person.relation in (Relation.ADULT_CHILD_AWAY, Relation.PARENT_AWAY)
    return person.cohabiting and not person.institution and not away


def lives_with_declarant(person: Person, declaration: Declaration) -> bool:
    """Tell whether a person and the declarant are one family by the registry: art. 3, c. 1 and 6."""
    declares = next(p for p in declaration.persons if p.relation is Relation.DECLARANT)
    return is_at_home(person) and not declares.institution


def dependency_limit(person: Person, law: Law) -> str | None:
    """Say it when the incomes told exceed what a dependent child may have: art. 3, c. 5; DPR 917/1986, art. 12."""
    if not person.dependent:
        return None
    young = person.age(law.on) <= law.whole("nucleo.eta_a_carico_giovani")
    limit = law.amount("nucleo.reddito_a_carico_giovani" if young else "nucleo.reddito_a_carico")
    income = person.member.income_of(IncomeKind.EMPLOYMENT, IncomeKind.PENSION, IncomeKind.OTHER_IRPEF)
    if income <= limit:
        return None
    return (
        f"{person.name} risulta a carico ma ha redditi per {euro(income)}: "
        f"a carico si resta fino a {euro(limit)}."
    )


def _is_spouse_elsewhere(person: Person, declaration: Declaration, law: Law) -> bool:
    elsewhere = person.relation is Relation.SPOUSE and not is_at_home(person)
    return elsewhere and not person.institution and spouse(person, declaration, law)[0]
