"""Questions and requests about invented people."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from partners.adapters.base import (
    Address,
    CertificazioneUnicaQuestion,
    DocumentKind,
    EarlierContractsQuestion,
    Grounds,
    Holder,
    HousingTitle,
    IdentityDocument,
    MeterReading,
    Procedure,
    SupplyUse,
)
from partners.adapters.contract_order import (
    Billing,
    Cadastre,
    Consents,
    ContractOrder,
    Deceased,
    Home,
    Mandate,
    SupplyPoint,
    Vulnerability,
)
from partners.sandbox import reserved
from partners.supply.operations import Operation
from partners.supply.protected_market import Ground

CORRELATION = UUID("00000000-0000-4000-8000-000000000001")
GROUNDS = Grounds(
    case_number="12/2026",
    purpose="Domanda di bonus",
    operator="7",
    workstation="Sportello 2",
    correlation_id=CORRELATION,
)
# The person in whose name contracts are asked: nobody whose look-ups have an outcome of their own.
HOLDER = "XXXVLT60A01X000C"
HOME = Address(street="Via dei Tigli 3", town="Borgo Inventato", postal_code="00000")


PROCEDURE = Procedure(protocol_number="2026/0000123", benefit_code="A2.05")


def certificazione(
    tax_code: str = reserved.FOUND, tax_year: int = 2024, *, procedure: Procedure | None = PROCEDURE
) -> CertificazioneUnicaQuestion:
    return CertificazioneUnicaQuestion(
        tax_code=tax_code, tax_year=tax_year, procedure=procedure, grounds=GROUNDS
    )


def earlier_contracts(tax_code: str = reserved.FOUND) -> EarlierContractsQuestion:
    return EarlierContractsQuestion(tax_code=tax_code, grounds=GROUNDS)


def voltura(
    pod: str = "IT001E00012345",
    *,
    operation: Operation = Operation.VOLTURA,
    tax_code: str = HOLDER,
    power_kw: str = "3",
    email: str = "trovato@example.org",
    address: Address = HOME,
    reading: MeterReading | None = None,
    **parts: Any,
) -> ContractOrder:
    """A request of an operation with what every one of them has; `parts` are those of the test."""
    supply: dict[str, Any] = {
        "pod": pod,
        "address": HOME,
        "use": SupplyUse.RESIDENT,
        "power_kw": Decimal(power_kw),
        "voltage": 230,
        "reading": reading,
        **parts.pop("supply", {}),
    }
    return ContractOrder(
        operation=operation,
        holder=Holder(
            tax_code=tax_code,
            surname="Prova",
            given_name="Trovato",
            address=address,
            document=IdentityDocument(
                kind=DocumentKind.IDENTITY_CARD, number="XX00000XX", expires_on=date(2031, 5, 1)
            ),
            phone="0000 123456",
            email=email,
        ),
        supply=SupplyPoint(**supply),
        consents=Consents(
            conditions=True, privacy=True, marketing=False, early_start=True, papers=["document_copy"]
        ),
        signed_on=date(2026, 11, 23),
        grounds=GROUNDS,
        **{
            "vulnerability": Vulnerability(grounds=[Ground.AGE], of_holder=True),
            "home": Home(
                title=HousingTitle.RENT,
                shown=True,
                lease_registration="serie 3T n. 1234",
                lease_registered_on=date(2025, 1, 1),
                cadastre=Cadastre(land=False, sheet="12", parcel="345", subunit="6", town_code="X000"),
            ),
            "billing": Billing(by_email=False),
            **parts,
        },
    )


EVERYTHING: dict[str, Any] = {
    "deceased": Deceased(
        surname="Prova",
        given_name="Antico",
        died_on=date(2026, 10, 1),
        died_in="Borgo Inventato",
        is_sole_heir=False,
        heir_lives_there=True,
        tax_code=HOLDER,
        residence="Via del Mulino 8",
    ),
    "vulnerability": Vulnerability(grounds=list(Ground), of_holder=False, paper="lettera"),
    "home": Home(title=HousingTitle.OTHER, shown=False, no_cadastre="not_registered"),
    "billing": Billing(
        by_email=True,
        other_address=HOME,
        mandate=Mandate(
            iban="IT60X0542811101000000123456",
            holder="Prova Trovato",
            holder_tax_code=HOLDER,
            signer="Prova Figlia",
            signer_tax_code=HOLDER,
        ),
    ),
    "supply": {
        "customer_code": "123456789",
        "within": "A/-/2/5",
        "istat_code": "000000",
        "resident_since": date(2026, 1, 1),
        "seller_now": "Luce Inventata",
        "close_on": date(2026, 12, 31),
        "remove_meter": True,
        "reading": MeterReading(kwh=1, read_on=date(2026, 11, 20)),
    },
    "signed_by_delegate": True,
}
