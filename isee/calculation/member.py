"""A member of the household: what he earns, pays and owns.

Amounts are euro with at most two decimals, yearly where they flow.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import ZERO
from isee.calculation.assets import Account, Instrument, Property
from isee.calculation.incomes import Income, IncomeKind
from isee.calculation.invalid import check_amount


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the household.

    `spouse_maintenance` and `child_maintenance` are what the member pays; `disability_expenses` those the tax
    law lets deduct; `farming_income` the income of art. 2135 of the Civil Code with a VAT number.
    `asset_increase` is what went into real estate or other financial assets in the year of the assets;
    `donated_savings` what was given away but stays in the giver's patrimony (art. 6, c. 3). `attracted` marks
    the parent who lives elsewhere and joins the household (art. 7): the last for the State-backed exclusion.
    """

    name: str
    birth_date: date
    declarant: bool = False
    incomes: tuple[Income, ...] = ()
    spouse_maintenance: Decimal = ZERO
    child_maintenance: Decimal = ZERO
    disability_expenses: Decimal = ZERO
    farming_income: Decimal = ZERO
    accounts: tuple[Account, ...] = ()
    asset_increase: Decimal = ZERO
    instruments: tuple[Instrument, ...] = ()
    properties: tuple[Property, ...] = ()
    donated_savings: Decimal = ZERO
    attracted: bool = False

    def __post_init__(self) -> None:
        check_amount("Assegni pagati al coniuge", self.spouse_maintenance)
        check_amount("Assegni pagati per i figli", self.child_maintenance)
        check_amount("Spese per disabilità", self.disability_expenses)
        check_amount("Redditi agrari", self.farming_income)
        check_amount("Incremento del patrimonio", self.asset_increase)
        check_amount("Risparmi donati", self.donated_savings)

    def income_of(self, *kinds: IncomeKind) -> Decimal:
        """Sum the member's incomes of these kinds, in euro."""
        return sum((income.amount for income in self.incomes if income.kind in kinds), ZERO)
