"""The restricted household, that an adult with a disability or a doctoral student may choose: art. 6 and 8."""

from collections.abc import Iterator

from isee.calculation.declaration import Declaration
from isee.calculation.formulas.ages import is_minor
from isee.calculation.formulas.nucleo import Answer, verdict, verdicts
from isee.calculation.kinds import Kind
from isee.calculation.law import Law
from isee.calculation.person import Person, Relation
from isee.calculation.results import Verdict
from isee.calculation.steps import DPCM

ART_6 = f"{DPCM}, art. 6, c. 2"
ARTICLES = {Kind.DOCTORATE: f"{DPCM}, art. 8, c. 4"}


def restricted_verdicts(declaration: Declaration, beneficiary: int, kind: Kind, law: Law) -> list[Verdict]:
    """Keep the beneficiary, the spouse, the minor children and the dependent adult ones: art. 6, c. 2."""
    return list(_restrict(verdicts(declaration, law), declaration, beneficiary, kind, law))


def _restrict(
    ordinary: list[Verdict], declaration: Declaration, beneficiary: int, kind: Kind, law: Law
) -> Iterator[Verdict]:
    article = ARTICLES.get(kind, ART_6)
    receives = declaration.persons[beneficiary]
    for found in ordinary:
        person = declaration.persons[found.person]
        if person is receives:
            answer: Answer = (True, article, "È chi riceve la prestazione.")
        elif found.belongs:
            answer = _beside(person, receives, article, law)
        else:
            answer = (False, found.article, found.why)
        yield verdict(found.person, person, answer)


def _beside(person: Person, receives: Person, article: str, law: Law) -> Answer:
    couple = (Relation.DECLARANT, Relation.SPOUSE)
    if receives.relation not in couple:
        return (
            False,
            article,
            "Nel nucleo ristretto restano solo il coniuge e i figli di chi riceve la prestazione.",
        )
    if person.relation in couple:
        return True, article, "È il coniuge di chi riceve la prestazione."
    if person.relation.is_child and is_minor(person, law):
        return True, article, "È un figlio minorenne."
    if person.relation.is_child and person.dependent:
        return True, article, "È un figlio maggiorenne a carico."
    if person.relation.is_child:
        return False, article, "Il figlio maggiorenne che non è a carico esce dal nucleo ristretto."
    return (
        False,
        article,
        "Nel nucleo ristretto restano solo il coniuge e i figli di chi riceve la prestazione.",
    )


def why_not_restricted(person: Person, kind: Kind, law: Law) -> str:
    """Say why the restricted household may not be chosen; nothing when it may: art. 6, c. 2, and art. 8, c. 4."""
    if kind is Kind.DOCTORATE:
        return ""
    if is_minor(person, law):
        return f"{person.name} è minorenne: il nucleo ristretto è solo per i maggiorenni."
    if not person.is_disabled:
        return f"{person.name} non ha una disabilità: il nucleo ristretto non si può scegliere."
    return ""
