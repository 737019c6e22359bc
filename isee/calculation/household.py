"""The household of a DSU, given as facts: who its members are, what they earn, own and pay.

Amounts are euro with at most two decimals, yearly where they flow. Whether a person belongs to the
household is decided by the caller (art. 3 of DPCM 159/2013), and so are the counts of children.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from isee.calculation.amounts import CENT, ZERO

# Far above any real patrimony: a longer figure is a slip of the keyboard.
TOO_LARGE = Decimal(10) ** 12


class InvalidHousehold(ValueError):
    """The facts contradict each other or cannot be; the message is an Italian sentence for the operator."""


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


def check_amount(what: str, amount: Decimal) -> None:
    """Refuse what is not a plain amount of euro; `what` is the Italian name of the thing, capitalised."""
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise InvalidHousehold(f"{what}: scrivi un importo in euro.")
    if amount < 0:
        raise InvalidHousehold(f"{what}: l'importo non può essere negativo. Se non c'è nulla, scrivi zero.")
    if amount >= TOO_LARGE:
        raise InvalidHousehold(f"{what}: l'importo è troppo grande. Controlla le cifre.")
    if amount != amount.quantize(CENT):
        raise InvalidHousehold(f"{what}: l'importo può avere al massimo due decimali.")


@dataclass(frozen=True, slots=True)
class Income:
    """One income of a member in the year of the incomes, gross."""

    kind: IncomeKind
    amount: Decimal

    def __post_init__(self) -> None:
        check_amount("Reddito", self.amount)


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
    of the State-backed exclusion.
    """

    value: Decimal
    state_backed: bool = False

    def __post_init__(self) -> None:
        check_amount("Strumento finanziario", self.value)


@dataclass(frozen=True, slots=True)
class Property:
    """A building, a building area or a piece of land, for the member's quota.

    `value` is the IMU (abroad, IVIE) value of the quota; `mortgage` the quota of the principal still due for
    buying or building it; `home` says that the household lives there; `destroyed` that a natural disaster
    destroyed it or left it unfit for use.
    """

    value: Decimal
    mortgage: Decimal = ZERO
    home: bool = False
    destroyed: bool = False

    def __post_init__(self) -> None:
        check_amount("Valore dell'immobile", self.value)
        check_amount("Mutuo residuo", self.mortgage)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the household.

    `spouse_maintenance` and `child_maintenance` are what the member pays; `disability_expenses` those the tax
    law lets deduct; `farming_income` the income of art. 2135 of the Civil Code with a VAT number.
    `asset_increase` is what went into real estate or other financial assets in the year of the assets.
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

    def __post_init__(self) -> None:
        check_amount("Assegni pagati al coniuge", self.spouse_maintenance)
        check_amount("Assegni pagati per i figli", self.child_maintenance)
        check_amount("Spese per disabilità", self.disability_expenses)
        check_amount("Redditi agrari", self.farming_income)
        check_amount("Incremento del patrimonio", self.asset_increase)

    def income_of(self, *kinds: IncomeKind) -> Decimal:
        """Sum the member's incomes of these kinds, in euro."""
        return sum((income.amount for income in self.incomes if income.kind in kinds), ZERO)


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
    it does not rent.
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

    def __post_init__(self) -> None:
        check_amount("Canone annuo", self.rent)
        self._check_counts()
        self._check_work()
        if self.rent and any(estate.home for member in self.members for estate in member.properties):
            raise InvalidHousehold(
                "Casa di abitazione: il nucleo abita in affitto o in una casa propria, non in tutte e due."
            )

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

    def _check_work(self) -> None:
        if self.child_under_three and not self.minor_children:
            raise InvalidHousehold("Nucleo: c'è un figlio sotto i tre anni ma nessun figlio minorenne.")
        if not self.lone_non_working_parent:
            return
        if self.parents_worked:
            raise InvalidHousehold("Nucleo: il genitore solo o ha lavorato o non ha lavorato.")
        if not self.minor_children or self.size != self.minor_children + 1:
            raise InvalidHousehold(
                "Nucleo: un genitore solo che non lavora vive solo con figli minorenni, con nessun altro."
            )
