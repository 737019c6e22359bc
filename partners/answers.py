"""Partners' answers as they are held while a visit lasts: written as JSON, read back as what they were.

Amounts travel as strings, so that no cent is lost on the way.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from partners.adapters.base import Address, CertificazioneUnica, EarlierContract, Point, SupplyUse, Unit
from partners.models import LookUp, LookUpAnswer
from sportello.models import Case, Citizen

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True, repr=False)
class HeldCertificazione:
    """A Certificazione Unica in hand: whose, by which look-up, since when."""

    look_up: LookUp
    subject: Citizen
    received_at: datetime
    paper: CertificazioneUnica


def answers_of(case: Case) -> list[HeldCertificazione]:
    """The Certificazioni Uniche of a case that are still in hand, the newest first; one query."""
    answers = LookUpAnswer.objects.filter(
        look_up__case=case, look_up__document=LookUp.Document.CU
    ).select_related("look_up__subject")
    return [
        HeldCertificazione(
            look_up=answer.look_up,
            subject=answer.look_up.subject,
            received_at=answer.received_at,
            paper=read_certificazione(answer.content),
        )
        for answer in answers.order_by("-look_up")
    ]


def write_certificazione(paper: CertificazioneUnica) -> Json:
    return {
        "tax_year": paper.tax_year,
        "issued_on": paper.issued_on.isoformat(),
        "payer_tax_code": paper.payer_tax_code,
        "payer_name": paper.payer_name,
        "recipient_tax_code": paper.recipient_tax_code,
        "points": [
            {
                "section": point.section,
                "number": point.number,
                "label": point.label,
                "unit": point.unit.value,
                "value": str(point.value),
            }
            for point in paper.points
        ],
        "notes": list(paper.notes),
    }


def read_certificazione(content: Json) -> CertificazioneUnica:
    points = tuple(
        Point(
            section=point["section"],
            number=point["number"],
            label=point["label"],
            unit=Unit(point["unit"]),
            value=Decimal(point["value"]),
        )
        for point in content["points"]
    )
    return CertificazioneUnica(
        tax_year=content["tax_year"],
        issued_on=date.fromisoformat(content["issued_on"]),
        payer_tax_code=content["payer_tax_code"],
        payer_name=content["payer_name"],
        recipient_tax_code=content["recipient_tax_code"],
        points=points,
        notes=tuple(content["notes"]),
    )


def write_contracts(contracts: tuple[EarlierContract, ...]) -> Json:
    return {
        "contracts": [
            {
                "pod": contract.pod,
                "street": contract.address.street,
                "town": contract.address.town,
                "postal_code": contract.address.postal_code,
                "use": contract.use.value,
                "is_active": contract.is_active,
                "starts_on": contract.starts_on.isoformat(),
                "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
            }
            for contract in contracts
        ]
    }


def read_contracts(content: Json) -> tuple[EarlierContract, ...]:
    return tuple(
        EarlierContract(
            pod=contract["pod"],
            address=Address(
                street=contract["street"], town=contract["town"], postal_code=contract["postal_code"]
            ),
            use=SupplyUse(contract["use"]),
            is_active=contract["is_active"],
            starts_on=date.fromisoformat(contract["starts_on"]),
            ends_on=date.fromisoformat(contract["ends_on"]) if contract["ends_on"] else None,
        )
        for contract in content["contracts"]
    )
