"""What a person earns in the year of the incomes: art. 4, c. 2 of DPCM 159/2013."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from isee.calculation.invalid import check_amount


class IncomeKind(StrEnum):
    """What an income is, in the order of art. 4, c. 2: it decides the article and the quota left out."""

    EMPLOYMENT = "employment"
    PENSION = "pension"
    OTHER_IRPEF = "other_irpef"
    SUBSTITUTE_TAX = "substitute_tax"
    EXEMPT = "exempt"
    AGRICULTURAL = "agricultural"
    CHILD_MAINTENANCE = "child_maintenance"
    TREATMENT = "treatment"
    # Treatments to which the quota of art. 4, c. 3, lett. f) is not given.
    TREATMENT_IN_FULL = "treatment_in_full"
    UNLET_PROPERTY = "unlet_property"
    FOREIGN = "foreign"
    # DL 42/2016, art. 2-sexies: what is paid because of a disability is not income.
    DISABILITY = "disability"

    @property
    def label(self) -> str:
        """Return the Italian name shown to the operator."""
        return INCOMES[self][0]

    @property
    def letter(self) -> str:
        """Return the letter of art. 4, c. 2 that names this income."""
        return INCOMES[self][1]


INCOMES = {
    IncomeKind.EMPLOYMENT: ("Lavoro dipendente e assimilati", "a"),
    IncomeKind.PENSION: ("Pensioni soggette a IRPEF", "a"),
    IncomeKind.OTHER_IRPEF: ("Altri redditi soggetti a IRPEF", "a"),
    IncomeKind.SUBSTITUTE_TAX: ("Redditi con imposta sostitutiva o definitiva", "b"),
    IncomeKind.EXEMPT: ("Redditi esenti e lavoro tassato solo all'estero", "c"),
    IncomeKind.AGRICULTURAL: ("Proventi agrari soggetti a IRAP", "d"),
    IncomeKind.CHILD_MAINTENANCE: ("Mantenimento dei figli ricevuto", "e"),
    IncomeKind.TREATMENT: ("Trattamenti pubblici non soggetti a IRPEF", "f"),
    IncomeKind.TREATMENT_IN_FULL: ("Trattamenti pubblici che contano per intero", "f"),
    IncomeKind.UNLET_PROPERTY: ("Redditi di immobili non locati soggetti a IMU", "g"),
    IncomeKind.FOREIGN: ("Redditi lordi esteri di chi è iscritto all'AIRE", "i"),
    IncomeKind.DISABILITY: ("Trattamenti per la disabilità (non contano)", "f"),
}


@dataclass(frozen=True, slots=True)
class Income:
    """One income of a member in the year of the incomes, gross."""

    kind: IncomeKind
    amount: Decimal

    def __post_init__(self) -> None:
        check_amount("Reddito", self.amount)
