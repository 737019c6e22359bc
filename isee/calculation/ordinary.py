"""The ISEE of a household: the formula of art. 2, whatever the kind."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from isee.calculation.formulas.ise import dividend, ise, isee
from isee.calculation.formulas.isp import isp
from isee.calculation.formulas.isr import isr
from isee.calculation.formulas.savings import exclude_state_backed
from isee.calculation.formulas.scale import scale
from isee.calculation.given import NOTHING_GIVEN, Given
from isee.calculation.household import Household
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.kinds import Regime
from isee.calculation.law import Law, years_covered
from isee.calculation.steps import Isee

TOPICS = ("indicatore", "redditi", "patrimonio", "scala")


def supported_years(regime: Regime = Regime.ORDINARY) -> tuple[int, ...]:
    """Return the DSU years for which every figure of a regime is known on every day."""
    ordinary = years_covered(*TOPICS)
    if regime is Regime.ORDINARY:
        return ordinary
    return tuple(year for year in ordinary if year in years_covered("famiglia"))


def calculate(
    household: Household,
    on: date,
    *,
    regime: Regime = Regime.ORDINARY,
    figurative_rate: Decimal | None = None,
    given: Given = NOTHING_GIVEN,
) -> Isee:
    """Compute the ISEE of a household for a DSU presented on that day: DPCM 159/2013, art. 2.

    `given` replaces lines, and `figurative_rate` the yield charged on financial assets (0.026 is 2.6%): only
    for comparing with an attestation or a published calculation; leave both out for a citizen. Raises
    NotInForce when a figure is not known for that day, as those of a regime before it began, and
    InvalidHousehold when the facts cannot be on that day.
    """
    if any(member.birth_date > on for member in household.members):
        raise InvalidHousehold("Nucleo: un componente risulta nato dopo la data della dichiarazione.")
    if figurative_rate is not None:
        given = replace(given, figurative_rate=figurative_rate)
    law = Law(on, regime)
    income_year, assets_year = law.whole("indicatore.anno_redditi"), law.whole("indicatore.anno_patrimonio")
    if regime is Regime.FAMILY:
        # Before the regime began there is nothing to compute, though the household touches none of its figures.
        law.amount("famiglia.casa_soglia")
    law.take()  # What was read so far says which years are looked at: it makes no line.
    members, excluded = exclude_state_backed(household.members, law)
    counted = replace(household, members=members) if excluded else household
    income = isr(counted, law, given)
    patrimony = isp(counted, excluded, law, given)
    isr_, isp_ = income[-1].amount, patrimony[-1].amount
    economic = given.over(ise(isr_, isp_, law))
    equivalence = scale(counted, law, given)
    divisor = equivalence[-1].amount
    divided = dividend(isr_, isp_, economic.amount, divisor, law)
    equivalent = isee(divided, divisor, law.take())
    return Isee(
        on=on,
        income_year=income_year,
        assets_year=assets_year,
        isr=isr_,
        isp=isp_,
        ise=economic.amount,
        scale=divisor,
        isee=equivalent.amount,
        steps=(*income, *patrimony, economic, *equivalence, equivalent),
        figures=law.read,
    )
