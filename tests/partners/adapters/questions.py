"""Questions and requests about invented people."""

from datetime import date
from decimal import Decimal
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
    Voltura,
)
from partners.sandbox import reserved

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
    tax_code: str = HOLDER,
    power_kw: str = "3",
    email: str = "trovato@example.org",
    address: Address = HOME,
    reading: MeterReading | None = None,
) -> Voltura:
    return Voltura(
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
        pod=pod,
        supply_address=HOME,
        use=SupplyUse.RESIDENT,
        power_kw=Decimal(power_kw),
        title=HousingTitle.RENT,
        signed_on=date(2026, 11, 23),
        grounds=GROUNDS,
        reading=reading,
    )
