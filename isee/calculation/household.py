"""The household of a DSU as the formulas want it: its members and the counters, kept distinct.

Who belongs to it and what is counted follows from the persons of the declaration (`nucleo`); a published
calculation gives the counters by itself.
"""

from dataclasses import dataclass
from decimal import Decimal

from isee.calculation.amounts import ZERO
from isee.calculation.invalid import InvalidHousehold, check_amount
from isee.calculation.member import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The household on the day of the DSU.

    `children` counts the children who are members, of any age and wherever they live; `cohabiting_children`
    those of them who live there; `minor_children` those under eighteen. `parents_worked` says that both
    parents, or the only one present, worked at least the months the law asks for in the year of the incomes;
    `lone_non_working_parent` that the household is one parent without work and minor children, nobody else.
    `disabled` counts members with disability from medium to not self-sufficient; `in_residential_care`
    members in continuous residential care, or living in an institution but still in the household.
    `rent` is the yearly rent, in the registered contract, of the home the household lives in; zero when
    it does not rent. `metropolitan_capital` says that the home is in the capital comune of a metropolitan city.
    """

    members: tuple[Member, ...]
    children: int
    cohabiting_children: int
    minor_children: int
    child_under_three: bool = False
    parents_worked: bool = False
    lone_non_working_parent: bool = False
    disabled: int = 0
    in_residential_care: int = 0
    rent: Decimal = ZERO
    metropolitan_capital: bool = False

    def __post_init__(self) -> None:
        check_amount("Canone annuo", self.rent)
        self._check_counts()

    @property
    def size(self) -> int:
        """Return the number of members."""
        return len(self.members)

    def _check_counts(self) -> None:
        if sum(member.declarant for member in self.members) != 1:
            raise InvalidHousehold("Nucleo: chi presenta la dichiarazione deve essere uno, e uno solo.")
        counts = (
            self.children,
            self.cohabiting_children,
            self.minor_children,
            self.disabled,
            self.in_residential_care,
        )
        if min(counts) < 0:
            raise InvalidHousehold("Nucleo: un numero di persone non può essere negativo.")
        if self.children >= self.size:
            raise InvalidHousehold("Nucleo: i figli devono essere meno dei componenti.")
        if max(self.cohabiting_children, self.minor_children) > self.children:
            raise InvalidHousehold("Nucleo: i figli conviventi e i minorenni non possono superare i figli.")
        if max(self.disabled, self.in_residential_care) > self.size:
            raise InvalidHousehold("Nucleo: disabili e ricoverati non possono superare i componenti.")
