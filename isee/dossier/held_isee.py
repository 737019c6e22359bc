"""The attested ISEE that the Comune holds of a person: read here alone, for the applications that use it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from isee.calculation import Kind
from isee.models import Attestation
from sportello.models import Citizen


@dataclass(frozen=True)
class HeldIsee:
    """An attestation in a dossier of the office: its value in euro, and until when it is valid."""

    isee: Decimal
    kind: Kind
    protocol: str
    valid_to: date
    has_omissions: bool


def held_isee(citizen: Citizen, on: date) -> HeldIsee | None:
    """The newest attestation valid on a day of a household that the person declared, or is a member of.

    An ISEE corrente goes before the one that it brings up to date. Two queries.
    """
    of_person = Q(dossier__case__citizen=citizen) | Q(dossier__members__citizen=citizen)
    valid = Attestation.objects.current().filter(of_person, issued_on__lte=on, valid_to__gte=on)
    held = valid.prefetch_related("values").order_by("-corrente", "-issued_on", "-pk").first()
    if held is None or not held.values.all():
        return None
    value = held.shown_value
    kind = Kind.CORRENTE if held.corrente else Kind(value.kind)
    return HeldIsee(value.isee, kind, held.protocol, held.valid_to, held.has_omissions)
