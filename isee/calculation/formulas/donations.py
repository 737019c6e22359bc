"""What who is in residential care gave away, and still counts in the patrimony: art. 6, c. 3."""

from datetime import date

from isee.calculation.days import MONTHS_OF_A_YEAR, add_months
from isee.calculation.law import Law


def donation_counts(given_on: date, asked_on: date | None, to_who_owes_alimony: bool, on: date) -> bool:
    """Tell whether a donation still counts, for a DSU of the day `on`: art. 6, c. 3, lett. b) and c).

    All that was given since the first request of admission, `asked_on`, counts; of the years before it, what was
    given to who owes alimony. Nothing counts while there is no request. Raises NotInForce.
    """
    if asked_on is None:
        return False
    years = Law(on).whole("residenze.donazioni_anni")
    since = add_months(asked_on, -years * MONTHS_OF_A_YEAR) if to_who_owes_alimony else asked_on
    return given_on >= since
