"""What the partners are asked and what they answer, in the counter's words.

An adapter takes and returns only what stands here, so that nobody else needs to know how a partner speaks.
Classes that hold personal data have no repr of their fields: nothing of them can reach a log by accident.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable
from uuid import UUID

if TYPE_CHECKING:
    from partners.adapters.contract_order import ContractOrder

Content = TypeVar("Content")


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Who asks, for which case and why: it goes with every question about a person.

    `operator` is our own identifier of the operator, never a tax code. `correlation_id` ties the row that we
    keep to the call that the partner saw.
    """

    case_number: str
    purpose: str
    operator: str
    workstation: str
    correlation_id: UUID
    # How surely the operator's identity was established, as the sign-in says it ("LoA2"); empty: not known.
    level_of_assurance: str = ""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One exchange with a partner's system, repetitions and vouchers included.

    `http_status` is None where no answer came; purpose and voucher are empty where the partner knows none.
    """

    operation: str
    at: datetime
    duration_ms: int
    http_status: int | None
    purpose_id: str = ""
    voucher_jti: str = ""

    @property
    def is_of_the_service(self) -> bool:
        """Whether it was the partner's service that was called, and not PDND for a voucher."""
        return self.operation != VOUCHER


# The operation of a call that asks PDND for a voucher.
VOUCHER = "voucher"


@dataclass(frozen=True, kw_only=True, repr=False)
class Trace:
    """What the record keeps of how a question was put. `raw`: what the partner sent last, never to be shown or logged."""

    environment: str = ""
    calls: tuple[Call, ...] = ()
    evidence_jti: str = ""
    evidence_sha256: str = ""
    provider_request_id: str = ""
    raw: bytes = b""


NO_TRACE = Trace()


@dataclass(frozen=True, kw_only=True, repr=False)
class Answer(Generic[Content]):
    """The partner's answer to a question. "Not found" is an answer, whose content is None.

    `reference` is the code that the partner's help desk asks for.
    """

    reference: str
    content: Content | None
    trace: Trace = NO_TRACE

    @property
    def found(self) -> bool:
        """Whether the partner holds what it was asked for."""
        return self.content is not None


# Look-ups


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """The Comune's procedure for which a document is acquired ex officio (art. 43 DPR 445/2000)."""

    protocol_number: str
    benefit_code: str


@dataclass(frozen=True, kw_only=True, repr=False)
class CertificazioneUnicaQuestion:
    """The Certificazione Unica (once CUD) of a person for a tax year.

    `procedure` is None where the person concerned asks: then there is none to tell.
    """

    tax_code: str
    tax_year: int
    procedure: Procedure | None
    grounds: Grounds


class Unit(StrEnum):
    """What the value of a point counts."""

    EURO = "euro"
    DAYS = "days"


@dataclass(frozen=True, kw_only=True, repr=False)
class Point:
    """One numbered box of a Certificazione Unica, with the label it had in that year."""

    section: str
    number: int
    label: str
    unit: Unit
    value: Decimal


# Points of the tax section in the models of the years since 2015: work (permanent, fixed-term), pension, days of
# work and of pension, IRPEF withheld.
TAX_SECTION = "fiscali"
WORK_INCOME, PENSION_INCOME, WORK_DAYS, PENSION_DAYS, TAX_WITHHELD = (1, 2), 3, 6, 7, 21


@dataclass(frozen=True, kw_only=True, repr=False)
class CertificazioneUnica:
    """What one payer certifies to have paid to a person in a tax year. Amounts in euro.

    The numbering moves from year to year: a value is known by tax year, section and number together.
    """

    tax_year: int
    issued_on: date
    payer_tax_code: str
    payer_name: str
    recipient_tax_code: str
    points: tuple[Point, ...]
    notes: tuple[str, ...]

    def value(self, section: str, number: int) -> Decimal | None:
        """The value of a point, in euro or days as its unit says; None where the box is empty."""
        values = {(point.section, point.number): point.value for point in self.points}
        return values.get((section, number))

    @property
    def pension_income(self) -> Decimal:
        """Pension of the year, zero where there is none."""
        return self._amount(PENSION_INCOME)

    @property
    def employment_income(self) -> Decimal:
        """Pay of permanent and fixed-term work of the year, zero where there is none."""
        return sum((self._amount(number) for number in WORK_INCOME), Decimal("0.00"))

    @property
    def tax_withheld(self) -> Decimal:
        """IRPEF withheld in the year."""
        return self._amount(TAX_WITHHELD)

    @property
    def days(self) -> int:
        """Days of work or pension that give right to deductions."""
        return int(self._amount(WORK_DAYS) + self._amount(PENSION_DAYS))

    def _amount(self, number: int) -> Decimal:
        return self.value(TAX_SECTION, number) or Decimal("0.00")


# Contracts


@dataclass(frozen=True, kw_only=True, repr=False)
class Address:
    """Street with its number, postal code (may be unknown) and town."""

    street: str
    town: str
    postal_code: str = ""


class DocumentKind(StrEnum):
    """Kind of the identity document seen at the counter."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, repr=False)
class IdentityDocument:
    """The identity document shown at the counter. Who issued it, and when, may lack."""

    kind: DocumentKind
    number: str
    expires_on: date
    issuer: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class Holder:
    """The person in whose name the contract shall be. What has a default may lack; sex is F or M."""

    tax_code: str
    surname: str
    given_name: str
    address: Address
    document: IdentityDocument
    phone: str = ""
    email: str = ""
    mobile: str = ""
    pec: str = ""
    birth_date: date | None = None
    birth_place: str = ""
    sex: str = ""


class SupplyUse(StrEnum):
    """What the electricity is used for: it decides the tariff."""

    RESIDENT = "resident"
    NON_RESIDENT = "non_resident"
    OTHER = "other"


class HousingTitle(StrEnum):
    """By what title the holder has the dwelling; without one the contract is void (DL 47/2014, art. 5)."""

    PROPERTY = "property"
    USUFRUCT = "usufruct"
    RENT = "rent"
    COMODATO = "comodato"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, repr=False)
class MeterReading:
    """What the meter showed, in kWh, and on which day."""

    kwh: int
    read_on: date


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The partner has the request and gave it a number of its own."""

    key: UUID
    partner_number: str
    received_at: datetime


class RequestState(StrEnum):
    """How far the partner is with a request. The last four are final."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, repr=False)
class Progress:
    """State of a request at the partner; the reason is empty unless it was not admitted or failed."""

    partner_number: str
    state: RequestState
    updated_at: datetime
    reason: str = ""
    explanation: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlierContractsQuestion:
    """The contracts that a person has or had."""

    tax_code: str
    grounds: Grounds


@dataclass(frozen=True, kw_only=True, repr=False)
class EarlierContract:
    """A contract of a person; `ends_on` is None while it is active."""

    pod: str
    address: Address
    use: SupplyUse
    is_active: bool
    starts_on: date
    ends_on: date | None


@runtime_checkable
class TakesContracts(Protocol):
    """A partner that takes requests for contracts, and says what became of them."""

    def submit(self, request: "ContractOrder", *, key: UUID) -> Receipt:
        """Send a request. The same request under the same key is one request, however often it is sent.

        Raises Unreachable (nothing was sent or kept), OutcomeUnknown (ask `progress` before sending again),
        Refused or Unintelligible.
        """
        ...

    def progress(self, key: UUID, *, correlation_id: UUID) -> Answer[Progress]:
        """How far a request is; not found means that it never arrived. Raises as every look-up does."""
        ...

    def withdraw(self, key: UUID, *, signed_on: date, grounds: Grounds) -> Progress:
        """Take a contract back within the days for it; doing so again changes nothing. Raises as `submit` does."""
        ...

    def earlier_contracts(self, question: EarlierContractsQuestion) -> Answer[tuple[EarlierContract, ...]]:
        """The contracts of a person, the newest first; not found means none. Raises as every look-up does."""
        ...


# What can go wrong. The docstring of each error is the sentence that the operator reads.


class PartnerError(Exception):
    """L'ente non ha dato una risposta. Riprova più tardi e intanto vai avanti senza."""

    # Text of the exception: codes only, so that it may be logged. `reference` is the code to quote to the
    # partner's help desk: the partner's own, or our correlation id where no answer came.

    def __init__(self, *, partner: str, reference: str, http_status: int | None = None) -> None:
        self.partner = partner
        self.reference = reference
        self.http_status = http_status
        self.trace = NO_TRACE
        super().__init__(f"{type(self).__name__}: {partner}, HTTP {http_status or '-'}, ref. {reference}")

    @property
    def sentence(self) -> str:
        """What the operator reads: what happened, then what to do."""
        return self.sentence_of_all()

    @classmethod
    def sentence_of_all(cls) -> str:
        """The sentence of every error of this class."""
        return " ".join((cls.__doc__ or "").split())


class Unreachable(PartnerError):
    """L'ente non risponde. La domanda si può ripetere più tardi: intanto vai avanti senza."""

    # Nothing was kept by the partner, or asking again is harmless. `retry_after`: seconds that the partner
    # asked to wait, if it did.

    def __init__(
        self, *, partner: str, reference: str, http_status: int | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(partner=partner, reference=reference, http_status=http_status)
        self.retry_after = retry_after


class Untrusted(Unreachable):
    """La connessione cifrata con l'ente non riesce: un certificato non è riconosciuto. Avvisa chi amministra Sportello."""

    # Theirs is not of an authority that we trust, or ours was not accepted. Nothing was sent.


class QuotaReached(Unreachable):
    """L'ente per ora non accetta altre domande: il limite è raggiunto. Riprova più tardi o domani."""


class OutcomeUnknown(Unreachable):
    """L'ente non ha confermato: la richiesta può essere arrivata o no.
    Non inviarla di nuovo: chiedi prima a che punto è."""

    # Only for what writes: the request left, and no readable answer came back.


class Refused(PartnerError):
    """L'ente ha risposto di no. Leggi il motivo: correggi e riprova, o chiama la sua assistenza."""

    # `reason` is the partner's code; `explanation` its sentence for people, never to be logged; `field` the
    # field of the partner's contract that it complains of. The last two may be empty.

    def __init__(
        self, *, partner: str, reference: str, http_status: int, reason: str, explanation: str, field: str
    ) -> None:
        super().__init__(partner=partner, reference=reference, http_status=http_status)
        self.reason = reason
        self.explanation = explanation
        self.field = field


class Invalid(Refused):
    """L'ente dice che la domanda non è valida. Controlla il codice fiscale e i dati della pratica, poi riprova."""


class Mismatch(Refused):
    """L'ente ha confrontato i dati e non corrispondono. È la sua risposta: controlla i dati con la persona."""


class NotEntitled(Refused):
    """L'ente non riconosce il Comune per questa domanda. Non dipende da te: avvisa chi amministra Sportello."""


class NotConfigured(PartnerError):
    """Il collegamento con l'ente non è a posto dalla nostra parte: nessuno è stato interrogato.
    Avvisa chi amministra Sportello."""

    # `problem`: what is wrong with our settings, in a sentence for the administrator.

    def __init__(self, *, partner: str, reference: str, problem: str) -> None:
        super().__init__(partner=partner, reference=reference)
        self.problem = problem


class Unintelligible(PartnerError):
    """La risposta dell'ente non si capisce. Non dipende da te: segnala il codice all'assistenza."""

    # The partner broke the agreed form: somebody must look at it, asking again will not help.
