"""A request of a contract in the counter's words: what an adapter is given to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partners.adapters.base import Address, Grounds, Holder, HousingTitle, MeterReading, SupplyUse
from partners.supply.operations import Operation
from partners.supply.protected_market import Ground


@dataclass(frozen=True, kw_only=True, repr=False)
class Deceased:
    """The holder who died, and what the heir declares."""

    surname: str
    given_name: str
    died_on: date
    died_in: str
    is_sole_heir: bool
    heir_lives_there: bool
    tax_code: str = ""
    residence: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Vulnerability:
    """Why the protected market may be asked for. `of_holder`: the grounds are the holder's own."""

    grounds: Sequence[Ground]
    of_holder: bool
    paper: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class SupplyPoint:
    """The point of supply. What an operation does not ask for is None or empty; power in kW, voltage in volt."""

    address: Address
    pod: str = ""
    customer_code: str = ""
    within: str = ""
    istat_code: str = ""
    use: SupplyUse | None = None
    resident_since: date | None = None
    power_kw: Decimal | None = None
    voltage: int | None = None
    reading: MeterReading | None = None
    seller_now: str = ""
    close_on: date | None = None
    remove_meter: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class Cadastre:
    """The parcel of the dwelling. `land`: in the catasto terreni, else in the urban one."""

    land: bool
    sheet: str
    parcel: str
    subunit: str = ""
    section: str = ""
    town_code: str = ""
    town: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Home:
    """The dwelling: the title, how it is proved, the lease's registration, the parcel or why it lacks."""

    title: HousingTitle
    shown: bool
    lease_registration: str = ""
    lease_registered_on: date | None = None
    cadastre: Cadastre | None = None
    no_cadastre: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Mandate:
    """A SEPA mandate (CORE, recurring), signed by the account's holder or by who may sign for it."""

    iban: str
    holder: str
    holder_tax_code: str
    signer: str = ""
    signer_tax_code: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Billing:
    """How the bills arrive, and how they are paid; without a mandate by slip."""

    by_email: bool | None
    other_address: Address | None = None
    mandate: Mandate | None = None


@dataclass(frozen=True, kw_only=True)
class Consents:
    """What was handed over, and what the client is free to allow. `early_start`: before the days to withdraw are over."""

    conditions: bool
    privacy: bool
    marketing: bool
    early_start: bool
    papers: Sequence[str]


@dataclass(frozen=True, kw_only=True, repr=False)
class ContractOrder:
    """One request. The parts that its operation does not need are None."""

    operation: Operation
    holder: Holder
    supply: SupplyPoint
    consents: Consents
    signed_on: date
    grounds: Grounds
    deceased: Deceased | None = None
    vulnerability: Vulnerability | None = None
    home: Home | None = None
    billing: Billing | None = None
    signed_by_delegate: bool = False
