"""The ordinary ISEE of a household."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from isee.calculation.formulas.ise import ise, isee
from isee.calculation.formulas.isp import isp
from isee.calculation.formulas.isr import isr
from isee.calculation.formulas.savings import exclude_state_backed
from isee.calculation.formulas.scale import scale
from isee.calculation.household import Household
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.law import Law, years_covered
from isee.calculation.steps import Isee

TOPICS = ("indicatore", "redditi", "patrimonio", "scala")


def supported_years() -> tuple[int, ...]:
    """Return the DSU years for which every figure of the ordinary ISEE is known on every day."""
    return years_covered(*TOPICS)


def calculate(household: Household, on: date, *, figurative_rate: Decimal | None = None) -> Isee:
    """Compute the ordinary ISEE of a household for a DSU presented on that day: DPCM 159/2013, art. 2.

    `figurative_rate` replaces the yield charged on financial assets (0.026 is 2.6%): only for comparing with
    a published calculation made with another rate; leave it out for a citizen. Raises NotInForce when a
    figure is not known for that day, InvalidHousehold when the facts cannot be on that day.
    """
    if any(member.birth_date > on for member in household.members):
        raise InvalidHousehold("Nucleo: un componente risulta nato dopo la data della dichiarazione.")
    law = Law(on)
    income_year = int(law.amount("indicatore.anno_redditi"))
    assets_year = int(law.amount("indicatore.anno_patrimonio"))
    members, excluded = exclude_state_backed(household.members, law)
    counted = replace(household, members=members)
    income = isr(counted, law, figurative_rate)
    patrimony = isp(counted, excluded, law)
    economic = ise(income[-1].amount, patrimony[-1].amount, law)
    equivalence = scale(counted, law)
    equivalent = isee(economic.amount, equivalence[-1].amount)
    return Isee(
        on=on,
        income_year=income_year,
        assets_year=assets_year,
        isr=income[-1].amount,
        isp=patrimony[-1].amount,
        ise=economic.amount,
        scale=equivalence[-1].amount,
        isee=equivalent.amount,
        steps=(*income, *patrimony, economic, *equivalence, equivalent),
        figures=law.read,
    )
