"""The income indicator, ISR: art. 4."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from isee.calculation.amounts import ZERO, euro, percent, total
from isee.calculation.given import NOTHING_GIVEN, Given
from isee.calculation.household import Household
from isee.calculation.incomes import IncomeKind
from isee.calculation.law import Figure, Law
from isee.calculation.member import Member
from isee.calculation.steps import DPCM, Level, Step

PENSION_LIKE = (IncomeKind.PENSION, IncomeKind.TREATMENT)


def isr(household: Household, law: Law, given: Given = NOTHING_GIVEN) -> tuple[Step, ...]:
    """Compute the income indicator: art. 4, c. 1. The last line is the ISR."""
    persons = [member_lines(member, number, law) for number, member in enumerate(household.members, 1)]
    incomes = given.over(sum_of_incomes([lines[-1] for lines in persons]))
    figurative = given.over(figurative_income(household, law, given.figurative_rate))
    available = incomes.amount + figurative.amount
    rent = given.over(rent_deduction(household.rent, household.cohabiting_children, available, law))
    result = Step(
        "isr",
        "Indicatore della situazione reddituale (ISR)",
        f"{DPCM}, art. 4, c. 1",
        max(ZERO, available - rent.amount),
        f"{euro(incomes.amount)} più {euro(figurative.amount)} meno {euro(rent.amount)}.",
        Level.INDICATOR,
    )
    return (*(line for lines in persons for line in lines), incomes, figurative, rent, given.over(result))


def member_lines(member: Member, number: int, law: Law) -> tuple[Step, ...]:
    """Compute what counts of one member's incomes: art. 4, c. 2 and 3. The last line is the net."""
    added = list(additions(member))
    subtracted = list(subtractions(member, law))
    net = net_income(total([step.amount for step in added]), total([step.amount for step in subtracted]))
    return tuple(_of(member, number, step) for step in (*added, *subtracted, net))


def additions(member: Member) -> Iterator[Step]:
    """Tell the incomes of one member that count, one line for each kind: art. 4, c. 2."""
    if not member.incomes:
        return
    for kind in IncomeKind:
        amount = member.income_of(kind)
        if not amount:
            continue
        counted, sentence = amount, f"Si sommano {euro(amount)}."
        if kind is IncomeKind.DISABILITY:
            counted = ZERO
            sentence = f"{euro(amount)} per la disabilità non sono reddito (DL 42/2016, art. 2-sexies)."
        article = f"{DPCM}, art. 4, c. 2, lett. {kind.letter})"
        yield Step(f"reddito_{kind}", kind.label, article, counted, sentence, Level.PART)


def subtractions(member: Member, law: Law) -> Iterator[Step]:
    """Tell what one member subtracts, only the lines there are: art. 4, c. 3."""
    if member.spouse_maintenance:
        yield spouse_maintenance(member.spouse_maintenance)
    if member.child_maintenance:
        yield child_maintenance(member.child_maintenance)
    if member.disability_expenses:
        yield disability_expenses(member.disability_expenses, law)
    if member.farming_income:
        yield farming_income(member.farming_income)
    yield from employment_or_pension(
        member.income_of(IncomeKind.EMPLOYMENT), member.income_of(*PENSION_LIKE), law
    )


def spouse_maintenance(paid: Decimal) -> Step:
    """Subtract what is paid to a separated spouse, not for the children: art. 4, c. 3, lett. a)."""
    return _subtraction("a", "assegni_coniuge", "Assegni pagati al coniuge", paid)


def child_maintenance(paid: Decimal) -> Step:
    """Subtract what is actually paid to maintain children: art. 4, c. 3, lett. b)."""
    return _subtraction("b", "assegni_figli", "Assegni pagati per i figli", paid)


def disability_expenses(spent: Decimal, law: Law) -> Step:
    """Subtract the expenses for a disability up to the ceiling of one person: art. 4, c. 3, lett. c)."""
    ceiling = law.amount("redditi.spese_disabilita_massimo")
    sentence = f"Spese di {euro(spent)}: si sottraggono fino a {euro(ceiling)} a persona."
    label = "Spese per disabilità"
    return _subtraction("c", "spese_disabilita", label, min(spent, ceiling), sentence, law.take())


def farming_income(income: Decimal) -> Step:
    """Subtract the farmer's income of art. 2135 of the Civil Code: art. 4, c. 3, lett. d)."""
    return _subtraction("d", "redditi_agrari", "Redditi agrari dell'imprenditore agricolo", income)


def employment_or_pension(employment: Decimal, pension: Decimal, law: Law) -> Iterator[Step]:
    """Choose between the quota of employment and that of pension: art. 4, c. 3, lett. e) and f).

    They are alternative for one person, and the larger is taken; at par, employment. Should the parameter
    say that they are not alternative, both are subtracted.
    """
    lines = []
    if employment:
        lines.append(employment_quota(employment, law))
    if pension:
        lines.append(pension_quota(pension, law))
    if len(lines) > 1 and law.flag("redditi.quote_alternative"):
        chosen = max(lines, key=lambda line: line.amount)
        yield replace(chosen, figures=(*chosen.figures, *law.take()))
    else:
        yield from lines


def employment_quota(income: Decimal, law: Law) -> Step:
    """Leave out a quota of employment and assimilated income: art. 4, c. 3, lett. e)."""
    rate, ceiling = law.amount("redditi.quota_lavoro"), law.amount("redditi.quota_lavoro_massimo")
    amount = min(income * rate, ceiling)
    sentence = (
        f"{percent(rate)} di {euro(income)}, al massimo {euro(ceiling)}: si sottraggono {euro(amount)}."
    )
    label = "Quota del lavoro dipendente"
    return _subtraction("e", "quota_lavoro", label, amount, sentence, law.take())


def pension_quota(income: Decimal, law: Law) -> Step:
    """Leave out a quota of pensions and public treatments: art. 4, c. 3, lett. f)."""
    rate, ceiling = law.amount("redditi.quota_pensione"), law.amount("redditi.quota_pensione_massimo")
    amount = min(income * rate, ceiling)
    sentence = (
        f"{percent(rate)} di {euro(income)}, al massimo {euro(ceiling)}: si sottraggono {euro(amount)}."
    )
    label = "Quota di pensioni e trattamenti"
    return _subtraction("f", "quota_pensione", label, amount, sentence, law.take())


def net_income(gross: Decimal, subtracted: Decimal) -> Step:
    """Subtract from one member's incomes up to those incomes, never below zero: art. 4, c. 3."""
    sentence = f"{euro(gross)} meno {euro(subtracted)}." if gross else "Nessun reddito che conti."
    if gross and subtracted > gross:
        sentence = f"{euro(gross)} meno {euro(subtracted)}: le sottrazioni si fermano a zero."
    return Step(
        "redditi_componente",
        "Redditi che contano",
        f"{DPCM}, art. 4, c. 2 e 3",
        max(ZERO, gross - subtracted),
        sentence,
        Level.DETAIL,
    )


def sum_of_incomes(nets: list[Step]) -> Step:
    """Sum what counts of each member's incomes: art. 4, c. 1."""
    return Step(
        "somma_redditi",
        "Somma dei redditi dei componenti",
        f"{DPCM}, art. 4, c. 1",
        total([net.amount for net in nets]),
        " + ".join(euro(net.amount) for net in nets) + ".",
        Level.LINE,
    )


def figurative_income(household: Household, law: Law, override: Decimal | None = None) -> Step:
    """Charge a yield on financial assets other than deposits and accounts: art. 4, c. 2, lett. h).

    The deduction of art. 5, c. 6 does not lower the base; the State-backed exclusion already did.
    """
    base = total([instrument.value for member in household.members for instrument in member.instruments])
    amount, sentence = ZERO, "Nessun titolo o altro strumento che conti, oltre a depositi e conti."
    if base:
        rate = law.amount("redditi.tasso_figurativo") if override is None else override
        amount = base * rate
        sentence = f"{percent(rate)} di {euro(base)}, il valore di titoli e altri strumenti che contano."
    return Step(
        "reddito_figurativo",
        "Reddito figurativo del patrimonio mobiliare",
        f"{DPCM}, art. 4, c. 2, lett. h)",
        amount,
        sentence,
        Level.LINE,
        figures=law.take(),
    )


def rent_deduction(rent: Decimal, cohabiting_children: int, available: Decimal, law: Law) -> Step:
    """Subtract the rent of the home up to its ceiling and to the income there is: art. 4, c. 4, lett. a)."""
    amount, sentence = ZERO, "Nessun canone di locazione."
    if rent:
        ceiling = law.amount("redditi.canone_massimo")
        beyond = max(ZERO, cohabiting_children - law.amount("redditi.canone_figli_compresi"))
        ceiling += beyond * law.amount("redditi.canone_per_figlio")
        amount = min(rent, ceiling, available)
        sentence = (
            f"Canone di {euro(rent)}, massimo {euro(ceiling)}, redditi di {euro(available)}: "
            f"si sottrae il più basso, {euro(amount)}."
        )
    return Step(
        "detrazioni",
        "Detrazioni per spese e franchigie",
        f"{DPCM}, art. 4, c. 4, lett. a)",
        amount,
        sentence,
        Level.LINE,
        figures=law.take(),
    )


def _subtraction(
    letter: str,
    key: str,
    label: str,
    amount: Decimal,
    sentence: str = "",
    figures: tuple[Figure, ...] = (),
) -> Step:
    article = f"{DPCM}, art. 4, c. 3, lett. {letter})"
    sentence = sentence or f"Si sottraggono {euro(amount)}."
    return Step(key, label, article, amount, sentence, Level.PART, figures=figures)


def _of(member: Member, number: int, step: Step) -> Step:
    return replace(step, key=f"{step.key}_{number}", label=f"{step.label} ({member.name})")
