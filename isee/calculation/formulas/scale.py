"""The scale of equivalence: annex 1."""

from collections.abc import Iterator
from decimal import Decimal

from isee.calculation.amounts import ZERO, number, total
from isee.calculation.given import NOTHING_GIVEN, Given
from isee.calculation.household import Household
from isee.calculation.kinds import Regime
from isee.calculation.law import Figure, Law
from isee.calculation.steps import BUDGET_LAW, DPCM, Level, Step, Unit

ANNEX = f"{DPCM}, allegato 1"


def scale(household: Household, law: Law, given: Given = NOTHING_GIVEN) -> tuple[Step, ...]:
    """Compute the household's parameter: art. 2 and annex 1. The last line is the scale."""
    base = given.over(base_parameter(household.size, household.in_residential_care, law))
    additions = list(scale_additions(household, law))
    added = given.over(_sum_of_additions(additions))
    result = Step(
        "scala",
        "Scala di equivalenza",
        f"{DPCM}, art. 2 e allegato 1",
        base.amount + added.amount,
        f"Parametro {number(base.amount)} più maggiorazioni {number(added.amount)}.",
        Level.INDICATOR,
        Unit.SCALE,
    )
    return (base, *additions, added, given.over(result))


def base_parameter(members: int, in_residential_care: int, law: Law) -> Step:
    """Read the parameter for the number of members, without those in residential care: art. 2, annex 1."""
    counted = members - in_residential_care
    table = law.table("scala.base")
    largest = max(table)
    amount = table[min(counted, largest)] if counted else ZERO
    if counted > largest:
        amount += (counted - largest) * law.amount("scala.ulteriore_componente")
    sentence = f"Per {counted} componenti."
    return _line("parametro_base", "Parametro", ANNEX, amount, sentence, Level.LINE, law.take())


def scale_additions(household: Household, law: Law) -> Iterator[Step]:
    """Tell the additions the household has; those of different letters are summed: art. 2, annex 1."""
    rules = (
        children_addition(household, law),
        minors_addition(household, law),
        disability_addition(household.disabled, law),
        residential_addition(household.in_residential_care, law),
    )
    yield from (step for step in rules if step is not None)


def children_addition(household: Household, law: Law) -> Step | None:
    """Add one value chosen by the number of children who are members: art. 2, annex 1, lett. a)."""
    members, cohabiting = household.children, household.cohabiting_children
    children, amount = members, value_for_children(members, law)
    # Whether children living elsewhere count matters only when they change the value.
    if amount != value_for_children(cohabiting, law) and not law.flag("scala.figli_non_conviventi"):
        children, amount = cohabiting, value_for_children(cohabiting, law)
    figures = law.take()
    if not amount:
        return None
    article = f"{ANNEX}, lett. a)" + (f"; {BUDGET_LAW}" if law.regime is Regime.FAMILY else "")
    sentence = f"Con {children} figli nel nucleo."
    return _line("maggiorazione_figli", "Per i figli", article, amount, sentence, figures=figures)


def value_for_children(children: int, law: Law) -> Decimal:
    """Read the one value for so many children, zero when they are too few: art. 2, annex 1, lett. a).

    For family and inclusion benefits the table is that of L. 199/2025, art. 1, c. 208.
    """
    table = law.table("famiglia.figli" if law.regime is Regime.FAMILY else "scala.figli")
    return max((table[count] for count in table if count <= children), default=ZERO)


def minors_addition(household: Household, law: Law) -> Step | None:
    """Add once for minor children of working parents, or of a parent alone: art. 2, annex 1, lett. b) and c).

    The parents, or the only one present, worked in the year of the incomes (b); or the household is one
    non-working parent with minor children and nobody else (c). The two are never both true.
    """
    if not household.minor_children:
        return None
    if household.parents_worked:
        letter, why = "b", "I genitori, o l'unico presente, hanno lavorato"
    elif household.lone_non_working_parent:
        letter, why = "c", "Nel nucleo c'è solo un genitore che non lavora con figli minorenni"
    else:
        return None
    if household.child_under_three:
        amount, youngest = law.amount("scala.minori_sotto_tre"), "un figlio ha meno di tre anni"
    else:
        amount, youngest = law.amount("scala.minori"), "nessun figlio ha meno di tre anni"
    sentence = f"{why}, e {youngest}: si aggiunge una volta sola."
    article = f"{ANNEX}, lett. {letter})"
    return _line(
        "maggiorazione_minori", "Per i figli minorenni", article, amount, sentence, figures=law.take()
    )


def disability_addition(disabled: int, law: Law) -> Step | None:
    """Add for each member with a disability: annex 1 as read after art. 2-sexies of DL 42/2016."""
    if not disabled:
        return None
    each = law.amount("scala.disabilita")
    sentence = f"{number(each)} per ognuno di {disabled}." if disabled > 1 else f"{number(each)} per uno."
    article = f"{ANNEX}; DL 42/2016, art. 2-sexies"
    amount = disabled * each
    return _line("maggiorazione_disabilita", "Per disabilità", article, amount, sentence, figures=law.take())


def residential_addition(in_care: int, law: Law) -> Step | None:
    """Add for each member in residential care, left out of the base: art. 2, annex 1."""
    if not in_care:
        return None
    each = law.amount("scala.in_residenza")
    sentence = f"{number(each)} per ogni componente ricoverato: {in_care}."
    amount = in_care * each
    return _line(
        "maggiorazione_residenza", "Per componenti ricoverati", ANNEX, amount, sentence, figures=law.take()
    )


def _sum_of_additions(additions: list[Step]) -> Step:
    amount = total([step.amount for step in additions])
    sentence = " + ".join(number(step.amount) for step in additions) + "." if additions else "Nessuna."
    return _line("maggiorazioni", "Maggiorazioni", ANNEX, amount, sentence, Level.LINE)


def _line(
    key: str,
    label: str,
    article: str,
    amount: Decimal,
    sentence: str,
    level: Level = Level.DETAIL,
    figures: tuple[Figure, ...] = (),
) -> Step:
    return Step(key, label, article, amount, sentence, level, Unit.SCALE, figures)
