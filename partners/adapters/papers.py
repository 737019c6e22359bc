"""The papers that INPS holds of a person beside the Certificazione Unica, in the counter's words. Amounts in euro.

No interface open to Comuni was found for them: their service is provisional, and speaks a contract of ours
(docs/openapi/inps-documents.yaml). Classes that hold personal data have no repr of their fields.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from partners.adapters.base import Grounds, Procedure


@dataclass(frozen=True, kw_only=True, repr=False)
class PaperQuestion:
    """A paper of a person; `procedure` is None where the person concerned asks: then there is none to tell."""

    tax_code: str
    procedure: Procedure | None
    grounds: Grounds


class ContributionUnit(StrEnum):
    """What the contributions of a period are counted in."""

    WEEKS = "weeks"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, kw_only=True, repr=False)
class ContributionPeriod:
    """A line of the statement. Periods of several funds may overlap; old ones may name no employer and no pay.

    `useful_for_right` and `useful_for_amount` count in `unit`: what counts for the right to a pension, and for its
    amount.
    """

    fund: str
    starts_on: date
    ends_on: date
    kind: str
    unit: ContributionUnit
    useful_for_right: int
    useful_for_amount: int
    pay: Decimal | None
    employer: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class FundTotal:
    """The sum of one fund, in weeks."""

    fund: str
    weeks_for_right: int
    weeks_for_amount: int


@dataclass(frozen=True, kw_only=True, repr=False)
class ContributionStatement:
    """The contributions of a person, the oldest first. It informs, and certifies nothing: INPS calls that ECOCERT."""

    tax_code: str
    number: str
    issued_on: date
    periods: tuple[ContributionPeriod, ...]
    totals: tuple[FundTotal, ...]
    # What the letters in the notes of the periods mean.
    legend: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Registration:
    """That a person is or was registered with a fund of INPS; `ends_on` is None while it lasts."""

    fund_code: str
    fund: str
    number: str
    office: str
    employer: str
    starts_on: date
    ends_on: date | None
    state: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Registrations:
    """All registrations of a person, the newest first."""

    tax_code: str
    items: tuple[Registration, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class PensionQuestion(PaperQuestion):
    """The pension of a person in a year."""

    year: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Amount:
    """A line of a slip or certificate, with the words that INPS uses for it."""

    label: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True, repr=False)
class Slip:
    """What was paid in one month (cedolino)."""

    month: int
    paid_on: date
    gross: Decimal
    deductions: tuple[Amount, ...]
    net: Decimal
    paid_by: str
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class Pension:
    """One pension in a year: the certificate (ObisM) and the slips of its months, in their order.

    `category` and `number` are its key (VO 12345678). `gross_in_january` and `thirteenth` are before taxes.
    """

    category: str
    number: str
    office: str
    gross_in_january: Decimal
    thirteenth: Decimal
    net_in_january: Decimal
    withholdings: tuple[Amount, ...]
    slips: tuple[Slip, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, repr=False)
class PensionSlips:
    """The pensions of a person in a year; a person may have more than one."""

    tax_code: str
    year: int
    pensions: tuple[Pension, ...]
