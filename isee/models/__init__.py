"""The ISEE dossier and what is in it."""

from isee.models.asset import Account, Instrument, Property
from isee.models.attestation import Attestation, AttestedLine, AttestedValue, Omission, Remedy
from isee.models.checklist import ChecklistItem, ChecklistStep
from isee.models.dossier import Dossier
from isee.models.member import Income, Member

__all__ = [
    "Account",
    "Attestation",
    "AttestedLine",
    "AttestedValue",
    "ChecklistItem",
    "ChecklistStep",
    "Dossier",
    "Income",
    "Instrument",
    "Member",
    "Omission",
    "Property",
    "Remedy",
]
