"""What the Comune holds and the person may ask to have put into a request, one datum at a time; never by itself.

Only what stands on the card, or in an earlier request of the same person. The ISEE and health are never offered.
"""

from dataclasses import dataclass
from typing import Any

from partners.contract_fields import BILLS, HOME, SUPPLY, Step, fields_of, is_blank
from partners.models import ContractRequest


@dataclass(frozen=True)
class Datum:
    """One thing that may be put in: its name, what the button says, whence it comes, the values by field."""

    name: str
    label: str
    source: str
    values: dict[str, Any]


# What an earlier request may lend, by page: name, words, fields.
LENT: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    SUPPLY.name: (
        ("pod", "POD", ("pod",)),
        ("place", "Indirizzo della fornitura", ("supply_address", "supply_town", "supply_postal_code")),
    ),
    HOME.name: (
        ("title", "Titolo sulla casa", ("title", "title_proof", "lease_registration", "lease_registered_on")),
        (
            "cadastre",
            "Dati catastali",
            ("cadastre", "sheet", "parcel", "subunit", "section", "cadastral_code"),
        ),
    ),
    BILLS.name: (("account", "IBAN", ("iban", "iban_holder", "iban_holder_code")),),
}


def held_for(request: ContractRequest, step: Step) -> list[Datum]:
    """What may be put into a page of a request; one query at most."""
    found = [_residence(request)] if step == SUPPLY and request.address else []
    if step.name not in LENT:
        return found
    of_person = ContractRequest.objects.filter(case__citizen=request.case.citizen, signed_on__isnull=False)
    earlier = of_person.exclude(pk=request.pk).select_related("case").first()
    if earlier is None:
        return found
    asked = fields_of(step, request.kind)
    for name, label, fields in LENT[step.name]:
        values = {field: getattr(earlier, field) for field in fields if field in asked}
        if values and not is_blank(values.get(fields[0])):
            found.append(Datum(f"earlier_{name}", label, f"pratica {earlier.case}", values))
    return found


def _residence(request: ContractRequest) -> Datum:
    values = {
        "supply_address": request.address,
        "supply_town": request.town,
        "supply_postal_code": request.postal_code,
    }
    return Datum("residence", "Indirizzo di casa", "scheda del cittadino", values)
