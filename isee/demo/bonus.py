"""The electricity bonuses of the invented Comune: one that runs, one being written; and the setting of the panel."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from isee.benefits import Consumption
from isee.entitlement import physical_bonuses
from isee.entitlement.data_reuse import save_data_reuse
from isee.models import DataReuse, Device, PhysicalBonus
from sportello.demo.cases import the_case
from sportello.models import User

BASIS = "Deliberazione della Giunta 31/2026 (esempio inventato), secondo il regolamento comunale dei servizi sociali"


def load(now: datetime) -> None:
    administrator = User.objects.filter(is_administrator=True).first()
    if administrator:
        setting = DataReuse(is_allowed=True, legal_basis=BASIS)
        save_data_reuse(setting=setting, by=administrator, at=now)
    running = _write("Basile Addolorata", "IT001E40012345", Device.Hours.OVER_16, Device.Kind.OXYGEN)
    _grant(running, now)
    _write("Ferrari Adele", "IT001E40054321", Device.Hours.UPTO_8, Device.Kind.MATTRESS)


def _write(name: str, pod: str, hours: Device.Hours, kind: Device.Kind) -> PhysicalBonus:
    case = the_case("bonus-elettrico", name)
    holder, opened = case.citizen, timezone.localdate(case.opened_at)
    code = holder.main_tax_code
    bonus = PhysicalBonus(
        case=case,
        purpose=PhysicalBonus.Purpose.NEW,
        patient_surname=holder.surname,
        patient_given_name=holder.given_name,
        patient_tax_code=code.code if code else "",
        pod=pod,
        power=Decimal(3),
        supply_address=holder.address,
        supply_town=holder.town or "Poggioverde",
        supply_postal_code="47030",
        asl="ASL della Valle",
        certified_on=opened - timedelta(days=12),
        devices_address=holder.address,
        devices_since=opened - timedelta(days=20),
    )
    physical_bonuses.save(
        bonus=bonus,
        devices=[Device(kind=kind, hours=hours)],
        operator=case.responsible,
        at=case.opened_at + timedelta(minutes=10),
        seen=0,
    )
    return bonus


def _grant(bonus: PhysicalBonus, now: datetime) -> None:
    """The number is typed back on the same day, the outcome the day before today."""
    opened, who = timezone.localdate(bonus.case.opened_at), bonus.case.responsible
    sent_at = bonus.case.opened_at + timedelta(minutes=20)
    physical_bonuses.send(bonus=bonus, number="2026-0004512", on=opened, operator=who, at=sent_at)
    decided = max(opened, timezone.localdate(now) - timedelta(days=1))
    physical_bonuses.grant(
        bonus=bonus,
        on=decided,
        consumption=Consumption.MASSIMA,
        starts_on=decided,
        operator=who,
        at=max(sent_at, now - timedelta(days=1)),
    )
