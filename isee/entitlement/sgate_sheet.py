"""What is typed into SGAte, field by field in its order, and the receipt for the citizen."""

from dataclasses import dataclass
from datetime import date

from isee.calculation.amounts import euro, number
from isee.entitlement.physical_bonuses import amounts_of
from isee.models import PhysicalBonus
from sportello import documents


@dataclass(frozen=True)
class Field:
    """One value to type; `value` is what is copied."""

    label: str
    value: str


@dataclass(frozen=True)
class Group:
    """The values of one page of the portal."""

    title: str
    fields: tuple[Field, ...]


def rows_of(bonus: PhysicalBonus) -> list[Group]:
    """The values of an application, in the order of Modulo B: who has the contract, who is ill, supply, certificate."""
    holder = bonus.case.citizen
    code = holder.main_tax_code
    running = bonus.varies.sgate_number if bonus.varies else ""
    return [
        _group(
            "Domanda",
            ("Tipo di domanda", bonus.get_purpose_display()),
            ("Bonus che cambia", running),
        ),
        _group(
            "Intestatario della fornitura",
            ("Codice fiscale", code.code if code else ""),
            ("Cognome", holder.surname),
            ("Nome", holder.given_name),
            ("Data di nascita", f"{holder.birth_date:%d/%m/%Y}" if holder.birth_date else ""),
            ("Luogo di nascita", holder.birth_place),
            ("Indirizzo di residenza", holder.address),
            ("Comune di residenza", holder.town),
            ("Telefono", holder.phone),
        ),
        _group(
            "Malato",
            ("Codice fiscale", bonus.patient_tax_code),
            ("Cognome", bonus.patient_surname),
            ("Nome", bonus.patient_given_name),
        ),
        _group(
            "Fornitura",
            ("POD", bonus.pod),
            ("Potenza impegnata (kW)", _power(bonus)),
            ("Indirizzo", bonus.supply_address),
            ("Comune", bonus.supply_town),
            ("CAP", bonus.supply_postal_code),
        ),
        _group(
            "Certificato ASL",
            ("ASL", bonus.asl),
            ("Data", f"{bonus.certified_on:%d/%m/%Y}"),
            ("Indirizzo degli apparecchi", bonus.devices_address),
            ("In uso dal", f"{bonus.devices_since:%d/%m/%Y}"),
        ),
        Group(
            "Apparecchi",
            tuple(
                Field(f"Apparecchio {place}", str(device))
                for place, device in enumerate(bonus.devices.all(), start=1)
            ),
        ),
    ]


def receipt(bonus: PhysicalBonus, *, printed_on: date) -> bytes:
    """The receipt as PDF: the number to follow the application, its state, what comes next. No illness in it."""
    day = bonus.starts_on or bonus.sent_on or printed_on
    amounts = amounts_of(bonus, day)
    due = {each.value: due for each, due in amounts.items()}.get(bonus.consumption)
    return documents.render(
        "sgate_receipt",
        {
            "person": bonus.case.citizen.full_name,
            "case": str(bonus.case),
            "number": bonus.sgate_number,
            "sent_on": bonus.sent_on,
            "state": bonus.get_state_display(),
            "decided_on": bonus.decided_on or "",
            "reason": bonus.reason,
            "starts_on": bonus.starts_on or "",
            "amount": f"{euro(due.amount)} all'anno" if due and due.amount is not None else "",
            "ends": bonus.state in (bonus.State.REFUSED, bonus.State.ENDED),
            "printed_on": printed_on,
        },
    )


def _group(title: str, *fields: tuple[str, str]) -> Group:
    return Group(title, tuple(Field(label, value) for label, value in fields if value))


def _power(bonus: PhysicalBonus) -> str:
    return number(bonus.power).removesuffix("0").removesuffix(",0")
