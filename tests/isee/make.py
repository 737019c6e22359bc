"""Plain makers of what a dossier holds, with fixed readable values."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from isee.calculation import IncomeKind, Kind
from isee.dossier import checklist, dossiers, fetching, progress
from isee.models import (
    Account,
    Attestation,
    AttestedLine,
    AttestedValue,
    ChecklistItem,
    Device,
    Dossier,
    Income,
    Member,
    PhysicalBonus,
)
from partners.models import LookUp, LookUpAnswer
from sportello.models import Case, Citizen, Service, User
from tests import make

DSU_DATE = date(2026, 3, 4)
WORDS = [
    "Neri",
    "Bianchi",
    "Verdi",
    "Gallo",
    "Conti",
    "Rinaldi",
    "Longo",
    "Serra",
    "Greco",
    "Villa",
    "Testa",
    "Fabbri",
]


def begin_dossier(citizen: Citizen, operator: User, on: date = DSU_DATE) -> Dossier:
    case = make.case(citizen, make.service(), operator, opened_at=make.moment(on=on))
    return dossiers.begin_dossier(case=case, on=on)


def member(dossier: Dossier, surname: str = "Neri", given_name: str = "Luca", **fields: Any) -> Member:
    """A person of the household, by default another who lives there, born in 1980."""
    fields.setdefault("birth_date", date(1980, 1, 31))
    fields.setdefault("relation", Member.Relation.OTHER)
    made = Member.objects.create(dossier=dossier, surname=surname, given_name=given_name, **fields)
    refresh(dossier)
    return made


def income(
    member: Member, amount: str = "12000", kind: IncomeKind = IncomeKind.PENSION, **fields: Any
) -> Income:
    return Income.objects.create(member=member, kind=kind, amount=Decimal(amount), **fields)


def account(member: Member, balance: str = "1000", average: str = "900", **fields: Any) -> Account:
    fields.setdefault("label", "Banca")
    return Account.objects.create(member=member, balance=Decimal(balance), average=Decimal(average), **fields)


def refresh(dossier: Dossier) -> None:
    checklist.refresh(dossier)
    progress.settle(dossier, data_changed=False)


def settle_all(dossier: Dossier) -> None:
    """Every paper is there."""
    dossier.checklist.update(state=ChecklistItem.State.CHECKED)
    progress.settle(dossier, data_changed=False)


def attest(
    dossier: Dossier,
    operator: User,
    isee: str = "8912.40",
    *,
    kind: Kind = Kind.ORDINARY,
    member: Member | None = None,
    lines: Mapping[AttestedLine.Line, str] | None = None,
    **fields: Any,
) -> Attestation:
    """An attestation with one value; the dossier stays where it is."""
    fields.setdefault("protocol", "INPS-ISEE-2026-12345678X-00")
    fields.setdefault("issued_on", date(2026, 3, 3))
    fields.setdefault("valid_to", date(2026, 12, 31))
    made = Attestation.objects.create(dossier=dossier, typed_by=operator, typed_at=make.moment(), **fields)
    value = AttestedValue.objects.create(attestation=made, kind=kind, isee=Decimal(isee), member=member)
    for line, amount in (lines or {}).items():
        AttestedLine.objects.create(value=value, line=line, amount=Decimal(amount))
    return made


def physical_bonus(case: Case, **fields: Any) -> PhysicalBonus:
    """An application for physical hardship with one device, not yet in SGAte unless said."""
    given: dict[str, Any] = {
        "purpose": PhysicalBonus.Purpose.NEW,
        "patient_surname": "Neri",
        "patient_given_name": "Aldo",
        "patient_tax_code": "NRELDA44A10H501G",
        "pod": "IT001E12345678",
        "power": Decimal(3),
        "supply_address": "Via Garibaldi 12",
        "supply_town": "Poggioverde",
        "supply_postal_code": "47100",
        "asl": "ASL Romagna",
        "certified_on": date(2026, 2, 20),
        "devices_address": "Via Garibaldi 12",
        "devices_since": date(2026, 2, 1),
        "version": 1,
    }
    made = PhysicalBonus.objects.create(case=case, **(given | fields))
    Device.objects.create(bonus=made, kind=Device.Kind.OXYGEN, hours=Device.Hours.OVER_16)
    return made


def declarant(dossier: Dossier) -> Member:
    return dossier.members.get(relation=Member.Relation.DECLARANT)


def item(
    dossier: Dossier, code: str, member: Member | None = None, about: int | None = None
) -> ChecklistItem:
    return dossier.checklist.get(code=code, member=member, about=about)


def whole(dossier: Dossier) -> Dossier:
    return fetching.whole_dossier(dossier.pk)


def certificate(
    dossier: Dossier,
    subject: Citizen,
    operator: User,
    *,
    pension: str = "",
    pay: str = "",
    tax_year: int = 2024,
) -> LookUp:
    """The Certificazione Unica of a person, answered by INPS and still in hand."""
    service = make.service(
        "inps-cud", "Certificazione Unica", kind=Service.Kind.LOOK_UP, partner=make.partner()
    )
    code = subject.main_tax_code
    assert code is not None
    look_up = LookUp.objects.create(
        case=dossier.case,
        subject=subject,
        service=service,
        operator=operator,
        document=LookUp.Document.CU,
        tax_year=tax_year,
        tax_code=code.code,
        basis=LookUp.Basis.REQUEST,
        correlation_id=uuid4(),
        asked_at=make.moment(),
    )
    points = [(3, "Redditi di pensione", pension), (1, "Redditi di lavoro", pay)]
    content = {
        "tax_year": tax_year,
        "issued_on": f"{tax_year + 1}-03-16",
        "payer_tax_code": "80078750587",
        "payer_name": "INPS",
        "recipient_tax_code": code.code,
        "points": [
            {"section": "fiscali", "number": number, "label": label, "unit": "euro", "value": value}
            for number, label, value in points
            if value
        ],
        "notes": [],
    }
    LookUpAnswer.objects.create(look_up=look_up, content=content, received_at=make.moment(10, 31))
    return look_up
