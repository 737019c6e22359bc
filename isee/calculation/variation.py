"""What changed since the DSU: the facts of an ISEE corrente, art. 9 of DPCM 159/2013 (form MS)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from isee.calculation.amounts import ZERO
from isee.calculation.assets import Account, Instrument, Property
from isee.calculation.incomes import Income
from isee.calculation.invalid import check_amount
from isee.calculation.kinds import Kind


class Cause(StrEnum):
    """What happened to a person: art. 9, c. 1."""

    EMPLOYEE = "employee"
    FIXED_TERM = "fixed_term"
    SELF_EMPLOYED = "self_employed"
    TREATMENT = "treatment"

    @property
    def label(self) -> str:
        """Return the Italian name shown to the operator."""
        return CAUSES[self]

    @property
    def is_work(self) -> bool:
        """Tell whether it is a change of work, and not the end of a treatment."""
        return self is not Cause.TREATMENT

    @property
    def allows_two_months(self) -> bool:
        """Tell whether the incomes of the last two months may stand for the year: art. 9, c. 3."""
        return self in (Cause.EMPLOYEE, Cause.TREATMENT)


CAUSES = {
    Cause.EMPLOYEE: "lavoro a tempo indeterminato finito, sospeso o ridotto",
    Cause.FIXED_TERM: "lavoro a termine o atipico finito",
    Cause.SELF_EMPLOYED: "attività autonoma cessata",
    Cause.TREATMENT: "trattamento pubblico non soggetto a IRPEF interrotto",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVariation:
    """The new incomes of one person, that replace all those of the DSU.

    `person` is the position in the declaration; `cause` is None when only the amounts changed. `incomes` are
    those of the last twelve months, or with `two_months` those of the last two, to be multiplied.
    """

    person: int
    cause: Cause | None = None
    happened_on: date | None = None
    incomes: tuple[Income, ...] = ()
    two_months: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetsUpdate:
    """What one person, at that position in the declaration, owned on 31 December of the year before the form.

    The asset increase is of that same year. It takes the place of all that the DSU says the person owns.
    """

    person: int
    accounts: tuple[Account, ...] = ()
    asset_increase: Decimal = ZERO
    instruments: tuple[Instrument, ...] = ()
    properties: tuple[Property, ...] = ()

    def __post_init__(self) -> None:
        check_amount("Incremento del patrimonio", self.asset_increase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """The form MS: presented on a day, over the ISEE of a kind.

    `assets` empty: the patrimony is not updated. `resumed_on` is when somebody found work, or a treatment
    began, after the form.
    """

    on: date
    persons: tuple[PersonVariation, ...] = ()
    assets: tuple[AssetsUpdate, ...] = ()
    base: Kind = Kind.ORDINARY
    resumed_on: date | None = None
