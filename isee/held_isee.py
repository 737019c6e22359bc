"""The attested ISEE that the Comune holds of a person: read here alone, for the applications that use it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from isee.models import Attestation
from sportello.models import Citizen


@dataclass(frozen=True)
class HeldIsee:
    """An attestation in a dossier of the office: the ordinary ISEE in euro, and until when it is valid."""

    isee: Decimal
    protocol: str
    valid_to: date
    has_omissions: bool


def held_isee(citizen: Citizen, on: date) -> HeldIsee | None:
    """The newest attestation valid on a day of a household that the person declared, or is a member of. One query."""
    of_person = Q(dossier__case__citizen=citizen) | Q(dossier__members__citizen=citizen)
    held = (
        Attestation.objects.filter(of_person, issued_on__lte=on, valid_to__gte=on)
        .order_by("-issued_on", "-pk")
        .first()
    )
    return HeldIsee(held.isee, held.protocol, held.valid_to, held.has_omissions) if held else None
