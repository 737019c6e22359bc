"""Which data an operation asks for, step by step, and what must not lack: the one place for it."""

from dataclasses import dataclass

from partners.models import ContractRequest
from partners.supply.operations import Operation

Delivery, Payment = ContractRequest.Delivery, ContractRequest.Payment
# Operations that end with a bill of what was used until a day.
WITH_READING = (Operation.SUBENTRO, Operation.VOLTURA, Operation.MORTIS_CAUSA, Operation.DISDETTA)
WITH_POWER = (
    Operation.NEW_CONNECTION,
    Operation.FIRST_ACTIVATION,
    Operation.SUBENTRO,
    Operation.VOLTURA,
    Operation.MORTIS_CAUSA,
    Operation.POWER_CHANGE,
)


@dataclass(frozen=True)
class Step:
    """A page of the request. `name` is its address, `fields` what may be asked there, before the operation chooses."""

    name: str
    title: str
    fields: tuple[str, ...]


CLIENT = Step(
    "client",
    "Persona",
    (
        "address", "town", "postal_code", "phone", "mobile", "email", "pec",
        "document_kind", "document_number", "document_issuer", "document_issued_on", "document_expires_on",
    ),
)  # fmt: skip
HEIR = Step(
    "heir",
    "Chi è morto",
    (
        "dead_surname", "dead_given_name", "dead_tax_code", "dead_address", "died_on", "died_in",
        "heirs", "heirs_agree", "heir_lives_there", "heir_declares",
    ),
)  # fmt: skip
MARKET = Step("market", "Tutela", ("grounds", "grounds_of_other", "ground_paper", "grounds_declared"))
SUPPLY = Step(
    "supply",
    "Fornitura",
    (
        "pod", "customer_code", "seller_now", "supply_address", "supply_town", "supply_postal_code",
        "building", "staircase", "floor", "flat", "supply_istat_code",
        "use", "resident_since", "power", "voltage", "meter_reading", "read_on", "close_on", "remove_meter",
    ),
)  # fmt: skip
HOME = Step(
    "home",
    "Casa",
    (
        "title", "title_proof", "lease_registration", "lease_registered_on",
        "cadastre", "sheet", "parcel", "subunit", "section", "cadastral_code", "cadastral_town", "no_cadastre",
    ),
)  # fmt: skip
BILLS = Step(
    "bills",
    "Bollette",
    (
        "bill_delivery", "bill_address", "bill_town", "bill_postal_code", "payment",
        "iban", "iban_holder", "iban_holder_code", "mandate_signer", "mandate_signer_code",
    ),
)  # fmt: skip
SIGNATURE = Step(
    "signature",
    "Firma",
    ("papers_seen", "conditions_received", "privacy_received", "marketing", "early_start"),
)
STEPS = (CLIENT, HEIR, MARKET, SUPPLY, HOME, BILLS, SIGNATURE)

# What is asked only by some operations.
ONLY_FOR: dict[str, tuple[Operation, ...]] = {
    "seller_now": (Operation.RETURN,),
    "customer_code": (Operation.RETURN, Operation.POWER_CHANGE, Operation.USE_CHANGE, Operation.DISDETTA, Operation.MORTIS_CAUSA),
    "power": WITH_POWER,
    "voltage": WITH_POWER,
    "meter_reading": WITH_READING,
    "read_on": WITH_READING,
    "close_on": (Operation.DISDETTA,),
    "remove_meter": (Operation.DISDETTA,),
    "early_start": tuple(one for one in Operation if one.wants_protected_market),
    "marketing": tuple(one for one in Operation if one.wants_protected_market),
}  # fmt: skip
NOT_FOR: dict[str, tuple[Operation, ...]] = {
    "pod": (Operation.NEW_CONNECTION,),
    "use": (Operation.POWER_CHANGE, Operation.DISDETTA),
    "resident_since": (Operation.POWER_CHANGE, Operation.DISDETTA),
    "bill_delivery": (Operation.DISDETTA,),
    "payment": (Operation.DISDETTA,),
}
ACCOUNT = ("iban", "iban_holder", "iban_holder_code", "mandate_signer", "mandate_signer_code")


def steps_of(operation: Operation) -> list[Step]:
    """The pages of an operation, in their order."""
    if operation in (Operation.POWER_CHANGE,):
        return [CLIENT, SUPPLY, SIGNATURE]
    if operation is Operation.USE_CHANGE:
        return [CLIENT, SUPPLY, HOME, SIGNATURE]
    if operation is Operation.DISDETTA:
        return [CLIENT, SUPPLY, BILLS, SIGNATURE]
    heir = [HEIR] if operation is Operation.MORTIS_CAUSA else []
    return [CLIENT, *heir, MARKET, SUPPLY, HOME, BILLS, SIGNATURE]


def fields_of(step: Step, operation: Operation) -> list[str]:
    """What a page asks for, for an operation."""
    return [name for name in step.fields if _is_asked(name, operation)]


def _is_asked(name: str, operation: Operation) -> bool:
    if name in ACCOUNT:
        return _is_asked("payment", operation)
    return operation in ONLY_FOR.get(name, tuple(Operation)) and operation not in NOT_FOR.get(name, ())


ALWAYS = (
    "address", "town", "document_kind", "document_number", "document_expires_on",
    "dead_surname", "dead_given_name", "died_on", "died_in", "heirs", "heir_declares",
    "pod", "supply_address", "supply_town", "use", "power", "voltage", "seller_now", "close_on",
    "title", "title_proof", "bill_delivery", "payment", "papers_seen", "conditions_received", "privacy_received", "early_start",
)  # fmt: skip


def required_of(request: ContractRequest, step: Step) -> list[str]:
    """What must not lack on a page, by what is written in the request so far."""
    asked = fields_of(step, request.kind)
    wanted = {*ALWAYS, *_because_of_others(request)}
    if request.kind in (Operation.POWER_CHANGE, Operation.USE_CHANGE, Operation.DISDETTA):
        wanted -= {"conditions_received"}
    return [name for name in asked if name in wanted]


def _because_of_others(request: ContractRequest) -> set[str]:
    """What the answers so far make necessary."""
    wanted: set[str] = set()
    if request.heirs == ContractRequest.Heirs.AMONG_OTHERS:
        wanted.add("heirs_agree")
    if request.grounds:
        wanted |= {"grounds_declared", "ground_paper"}
    if request.title == ContractRequest.Title.LEASE:
        wanted |= {"lease_registration", "lease_registered_on"}
    if not request.no_cadastre:
        wanted |= {"cadastre", "sheet", "parcel"}
    if request.bill_delivery == Delivery.EMAIL:
        wanted.add("email")
    if request.bill_address:
        wanted.add("bill_town")
    if request.payment == Payment.DEBIT:
        wanted |= {"iban", "iban_holder", "iban_holder_code"}
    if request.mandate_signer:
        wanted.add("mandate_signer_code")
    if request.kind is Operation.USE_CHANGE and request.use == ContractRequest.Use.RESIDENT:
        wanted.add("resident_since")
    if request.kind is Operation.DISDETTA:
        wanted |= {"meter_reading", "read_on"}
    return wanted


def missing_of(request: ContractRequest, step: Step) -> list[str]:
    """The names of what still lacks on a page."""
    return [name for name in required_of(request, step) if is_blank(getattr(request, name))]


def is_blank(value: object) -> bool:
    """Whether nothing is written; a box that must be ticked is blank while it is not."""
    return value is None or value is False or value == "" or value == []


def missing(request: ContractRequest) -> list[str]:
    """The labels of what still lacks before the request may leave."""
    return [request.label_of(name) for step in steps_of(request.kind) for name in missing_of(request, step)]
