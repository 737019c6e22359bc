"""Real estate in the patrimony indicator: art. 5, c. 2 and 3."""

from collections.abc import Iterator
from decimal import Decimal

from isee.calculation.amounts import ZERO, cents, euro, total
from isee.calculation.assets import Property
from isee.calculation.household import Household
from isee.calculation.kinds import Regime
from isee.calculation.law import Law
from isee.calculation.steps import BUDGET_LAW, DPCM, Level, Step


def real_estate(household: Household, law: Law) -> tuple[Step, ...]:
    """Compute what real estate is worth and what is deducted: art. 5, c. 2 and 3.

    The last two lines are the value and its deduction, mortgages included, as on the attestation.
    """
    estates = list(estates_that_count(household, law))
    values = [_value_line(name, number, estate) for number, (name, estate) in enumerate(estates, 1)]
    gross = _gross(total([estate.value for _, estate in estates]), law)
    deductions = []
    mortgages = mortgage_deduction([estate for _, estate in estates])
    if mortgages.amount:
        deductions.append(mortgages)
    home = total([net_value(estate) for _, estate in estates if estate.home])
    if home:
        threshold = home_threshold(household.cohabiting_children, law, household.metropolitan_capital)
        deductions.append(home_deduction(home, threshold, law))
    return (*values, *deductions, gross, _deduction(deductions))


def estates_that_count(household: Household, law: Law) -> Iterator[tuple[str, Property]]:
    """Tell each property with its owner's name, but for those a disaster made useless: art. 5, c. 2.

    Whether the latter are left out depends on the day of the DSU.
    """
    for member in household.members:
        for estate in member.properties:
            if estate.destroyed and law.flag("patrimonio.immobili_distrutti_esclusi"):
                continue
            yield member.name, estate


def net_value(estate: Property) -> Decimal:
    """Take the residual mortgage off the value of its own property, never below zero: art. 5, c. 2."""
    return estate.value - min(estate.mortgage, estate.value)


def mortgage_deduction(estates: list[Property]) -> Step:
    """Deduct residual mortgages, each from its own property alone: art. 5, c. 2."""
    amount = total([estate.value - net_value(estate) for estate in estates])
    return Step(
        "mutui_residui",
        "Mutui residui",
        f"{DPCM}, art. 5, c. 2",
        amount,
        f"Ogni mutuo si sottrae solo dal suo immobile, fino al suo valore: in tutto {euro(amount)}.",
        Level.DETAIL,
    )


def home_deduction(home: Decimal, threshold: Decimal, law: Law) -> Step:
    """Deduct the threshold of the home and the part of the excess that does not count: art. 5, c. 2.

    `home` is the value of all the quotas the members own, net of the mortgage.
    """
    if home <= threshold:
        amount, sentence = home, "la casa non conta"
    else:
        share = law.fraction("patrimonio.casa_quota_eccedenza")
        excess = home - threshold
        counted = cents(excess * share.numerator / share.denominator)
        amount, sentence = home - counted, f"contano i {share} di {euro(excess)}, cioè {euro(counted)}"
    family = law.regime is Regime.FAMILY
    return Step(
        "franchigia_casa",
        "Franchigia della casa di abitazione",
        f"{DPCM}, art. 5, c. 2; {BUDGET_LAW}" if family else f"{DPCM}, art. 5, c. 2",
        amount,
        f"Valore netto {euro(home)}, soglia {euro(threshold)}: {sentence}.",
        Level.DETAIL,
        figures=law.take(),
    )


def home_threshold(cohabiting_children: int, law: Law, metropolitan_capital: bool = False) -> Decimal:
    """Raise the threshold of the home for each further child who lives there: art. 5, c. 2. In euro."""
    if law.regime is Regime.FAMILY:
        return family_home_threshold(cohabiting_children, law, metropolitan_capital)
    beyond = max(ZERO, cohabiting_children - law.amount("patrimonio.casa_figli_compresi"))
    return law.amount("patrimonio.casa_soglia") + beyond * law.amount("patrimonio.casa_per_figlio")


def family_home_threshold(cohabiting_children: int, law: Law, metropolitan_capital: bool) -> Decimal:
    """Raise the threshold for family and inclusion benefits: L. 199/2025, art. 1, c. 208. In euro."""
    name = "famiglia.casa_soglia_capoluogo" if metropolitan_capital else "famiglia.casa_soglia"
    beyond = max(ZERO, cohabiting_children - law.amount("famiglia.casa_figli_compresi"))
    return law.amount(name) + beyond * law.amount("famiglia.casa_per_figlio")


def _value_line(name: str, number: int, estate: Property) -> Step:
    what = "Casa di abitazione" if estate.home else "Immobile donato" if estate.donated else "Altro immobile"
    return Step(
        f"immobile_{number}",
        f"{what} ({name})",
        f"{DPCM}, art. 5, c. 2" if estate.home else f"{DPCM}, art. 5, c. 2 e 3",
        estate.value,
        f"Valore IMU della quota {euro(estate.value)}, mutuo residuo {euro(estate.mortgage)}.",
        Level.DETAIL,
    )


def _gross(amount: Decimal, law: Law) -> Step:
    return Step(
        "patrimonio_immobiliare",
        "Patrimonio immobiliare",
        f"{DPCM}, art. 5, c. 2 e 3",
        amount,
        f"Somma dei valori degli immobili: {euro(amount)}." if amount else "Nessuno.",
        Level.LINE,
        figures=law.take(),
    )


def _deduction(deductions: list[Step]) -> Step:
    amount = total([step.amount for step in deductions])
    sentence = " + ".join(euro(step.amount) for step in deductions) + "." if deductions else "Nessuna."
    return Step(
        "detrazione_immobiliare",
        "Detrazione sul patrimonio immobiliare",
        f"{DPCM}, art. 5, c. 2",
        amount,
        sentence,
        Level.LINE,
    )
