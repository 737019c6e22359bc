"""What INPS is asked about the ISEE, and what it answers, in the counter's words. Amounts in euro.

Classes that hold personal data have no repr of their fields: nothing of them can reach a log by accident.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from partners.adapters.base import Grounds, Procedure

# The tax codes that INPS's own form of the question lets through: of a code with omocodia only those whose digits of
# year and day are digits still. Eleven digits: a provisional code.
ASKABLE = re.compile(r"[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][A-Z0-9]{3}[A-Z]|[0-9]{11}")


def may_be_asked(tax_code: str) -> bool:
    """Whether INPS's form of the question lets a tax code through."""
    return ASKABLE.fullmatch(tax_code) is not None


class Kind(StrEnum):
    """Which indicator. A corrente is no kind: it is a state of an attestation."""

    ORDINARY = "ordinary"
    MINOR = "minor"
    UNIVERSITY = "university"
    SOCIO_HEALTH = "socio_health"
    DOCTORATE = "doctorate"
    RESIDENTIAL = "residential"


@dataclass(frozen=True, kw_only=True, repr=False)
class IseeQuestion:
    """About whom and for which procedure: INPS wants all of it each time.

    `valid_on`: the day on which the attestation shall hold; `granted`: whether the benefit was granted already.
    """

    tax_code: str
    valid_on: date
    procedure: Procedure
    granted: bool
    grounds: Grounds


@dataclass(frozen=True, kw_only=True, repr=False)
class Values:
    """The five indicators that go together; `scale` in points of the scale of equivalence."""

    ise: Decimal
    scale: Decimal
    isee: Decimal
    isr: Decimal
    isp: Decimal


@dataclass(frozen=True, kw_only=True, repr=False)
class Indicator:
    """One indicator of a person. `dsu_protocol` is the number of the DSU that it comes from."""

    kind: Kind
    values: Values
    dsu_protocol: str
    presented_on: date


@dataclass(frozen=True, kw_only=True, repr=False)
class Person:
    """Somebody named on an attestation."""

    surname: str
    given_name: str
    tax_code: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Threshold:
    """Whether a person's ISEE is under a threshold: where only that matters, the value is not asked for.

    `kind` as INPS names it ("ISEE Ordinario"); `household` is empty unless the members were asked for.
    """

    code: str
    is_under: bool
    kind: str
    dsu_protocol: str
    presented_on: date | None
    has_discrepancies: bool
    household: tuple[Person, ...]


# The attestation


class Relation(StrEnum):
    """What a member of the household is to the one who declared, or to whom the restricted household is of."""

    DECLARANT = "declarant"
    BENEFICIARY = "beneficiary"
    SPOUSE = "spouse"
    CHILD = "child"
    MINOR_IN_CUSTODY = "minor_in_custody"
    PARENT_LIVING_ELSEWHERE = "parent_living_elsewhere"
    PERSON = "person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, repr=False)
class Member(Person):
    """A member of a household; `relation_code` as INPS writes it: of some (FC, FNC) the word is UNKNOWN to us."""

    relation: Relation
    relation_code: str


class Line(StrEnum):
    """A line of the calculation that the attestation prints under a value."""

    INCOMES = "incomes"
    INCOMES_CORRENTE = "incomes_corrente"
    FIGURATIVE_INCOME = "figurative_income"
    DEDUCTIONS = "deductions"
    ISR = "isr"
    SAVINGS = "savings"
    SAVINGS_DEDUCTION = "savings_deduction"
    REAL_ESTATE = "real_estate"
    REAL_ESTATE_DEDUCTION = "real_estate_deduction"
    ISP = "isp"
    ISE = "ise"
    SCALE_BASE = "scale_base"
    SCALE_ADDITIONS = "scale_additions"
    SCALE = "scale"


class Way(StrEnum):
    """How the value of a person came about."""

    AS_ORDINARY = "as_ordinary"
    ATTRACTED = "attracted"
    ADDED = "added"
    OWN = "own"
    AS_RESTRICTED = "as_restricted"
    NOT_COMPUTABLE = "not_computable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, repr=False)
class PersonalValue:
    """The value of a kind for one person. `values` and `isee` are None where INPS gives none, or it is the ordinary one
    and not repeated."""

    kind: Kind
    person: Person
    way: Way
    isee: Decimal | None
    values: Values | None


@dataclass(frozen=True, kw_only=True, repr=False)
class OtherValue:
    """A value of a kind that is newer than this program: its name as INPS writes it."""

    name: str
    isee: Decimal


@dataclass(frozen=True, kw_only=True, repr=False)
class Restricted:
    """What is attested of a restricted household (nucleo ristretto) of a person."""

    beneficiary_tax_code: str
    is_corrente: bool
    household: tuple[Member, ...]
    values: Values | None
    residential: tuple[PersonalValue, ...]


class VariationKind(StrEnum):
    """Why INPS changed the attestation of an earlier DSU."""

    DISPUTE = "dispute"
    RECALCULATION = "recalculation"
    INTEGRATION = "integration"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, repr=False)
class Discrepancy:
    """One thing that was disputed, of one person."""

    tax_code: str
    kind: str
    detail: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Variation:
    """That this attestation takes the place of an earlier one, and why."""

    kind: VariationKind
    dsu_protocol: str
    presented_on: date | None
    note: str
    discrepancies: tuple[Discrepancy, ...]


class OmissionKind(StrEnum):
    """What the Agenzia delle Entrate found that the DSU does not say (art. 11, c. 5 DPCM 159/2013)."""

    SAVINGS = "savings"
    INCOME = "income"
    SAVINGS_BELOW_THRESHOLD = "savings_below_threshold"
    SAVINGS_ABOVE_THRESHOLD = "savings_above_threshold"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, repr=False)
class UndeclaredAccount:
    """A relation with a bank or post office, as the tax agency knows it; amounts are None where it gives none."""

    kind_code: str
    identifier: str
    operator: str
    balance: Decimal | None
    average: Decimal | None
    value: Decimal | None


@dataclass(frozen=True, kw_only=True, repr=False)
class TaxedIncome:
    """Incomes as the tax agency knows them; `model` 1 = 730, 2 = Redditi, 3 = Certificazione Unica."""

    model: str
    total: Decimal | None
    employment: Decimal | None
    pension: Decimal | None
    farming: Decimal | None
    substitute_tax: Decimal | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Omission:
    """An omission or difference of one person. The attestation may be used; papers that prove may be asked for."""

    kind: OmissionKind
    tax_code: str
    checked_on: date | None
    accounts: tuple[UndeclaredAccount, ...]
    income: TaxedIncome | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Attestation:
    """What INPS attests of a household.

    `valid_until` is INPS's own date and never computed; `corrente_until` only of a corrente. `issued_on` may be missing.
    `ordinary` is None where only restricted households are attested. `lines`: the calculation printed under the ordinary
    value. `unread`: names of elements that are newer than this program.
    """

    dsu_protocol: str
    declarant_tax_code: str
    presented_on: date
    valid_until: date
    issued_on: date | None
    is_corrente: bool
    corrente_until: date | None
    household: tuple[Member, ...]
    ordinary: Values | None
    lines: tuple[tuple[Line, Decimal], ...]
    personal: tuple[PersonalValue, ...]
    restricted: tuple[Restricted, ...]
    others: tuple[OtherValue, ...]
    variation: Variation | None
    omissions: tuple[Omission, ...]
    unread: tuple[str, ...]

    @property
    def has_omissions(self) -> bool:
        return bool(self.omissions)

    @property
    def ends_on(self) -> date:
        """The last day on which it may be used: a corrente ends by a date of its own."""
        return min(self.valid_until, self.corrente_until) if self.corrente_until else self.valid_until

    def names(self, tax_code: str) -> bool:
        """Whether a person is on it."""
        listed = {member.tax_code for member in self.household} | {
            member.tax_code for restricted in self.restricted for member in restricted.household
        }
        return tax_code in listed | {self.declarant_tax_code} | {
            restricted.beneficiary_tax_code for restricted in self.restricted
        }
