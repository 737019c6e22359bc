"""What a person owns: accounts, other financial instruments, real estate; art. 5 of DPCM 159/2013."""

from dataclasses import dataclass
from decimal import Decimal

from isee.calculation.amounts import ZERO
from isee.calculation.instruments import InstrumentKind
from isee.calculation.invalid import InvalidHousehold, check_amount


@dataclass(frozen=True, slots=True)
class Account:
    """A deposit or current account, for the member's own share.

    `saldo` is the balance of 31 December, `giacenza` the average of the year. `state_backed` marks a postal
    savings booklet; leave it off when the two values are already net of the State-backed exclusion.
    """

    saldo: Decimal
    giacenza: Decimal
    state_backed: bool = False

    def __post_init__(self) -> None:
        check_amount("Saldo", self.saldo)
        check_amount("Giacenza media", self.giacenza)


@dataclass(frozen=True, slots=True)
class Instrument:
    """Any other financial asset: securities, funds, shares, policies, savings bonds; the member's share.

    `state_backed` marks State securities and postal savings bonds; leave it off when `value` is already net
    of the State-backed exclusion. How `value` is found is said by the rule of its `kind`.
    """

    value: Decimal
    state_backed: bool = False
    kind: InstrumentKind = InstrumentKind.OTHER

    def __post_init__(self) -> None:
        check_amount("Strumento finanziario", self.value)
        # Of an asset whose kind is not said only the operator knows.
        if self.state_backed and not (self.kind.may_be_state_backed or self.kind is InstrumentKind.OTHER):
            raise InvalidHousehold(
                f"{self.kind.label}: non sono fra i titoli di Stato e il risparmio postale esclusi."
            )


@dataclass(frozen=True, slots=True)
class Property:
    """A building, a building area or a piece of land, for the member's quota.

    `value` is the IMU (abroad, IVIE) value of the quota; `mortgage` the quota of the principal still due for
    buying or building it; `home` says that the household lives there; `destroyed` that a natural disaster
    destroyed it or left it unfit for use; `donated` that it was given away but stays in the owner's patrimony
    (art. 6, c. 3).
    """

    value: Decimal
    mortgage: Decimal = ZERO
    home: bool = False
    destroyed: bool = False
    donated: bool = False

    def __post_init__(self) -> None:
        check_amount("Valore dell'immobile", self.value)
        check_amount("Mutuo residuo", self.mortgage)
