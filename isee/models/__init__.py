"""The ISEE dossier and what is in it."""

from isee.models.asset import Account, Instrument, Property
from isee.models.checklist import ChecklistItem, ChecklistStep
from isee.models.dossier import Attestation, Dossier
from isee.models.member import Income, Member

__all__ = [
    "Account",
    "Attestation",
    "ChecklistItem",
    "ChecklistStep",
    "Dossier",
    "Income",
    "Instrument",
    "Member",
    "Property",
]
