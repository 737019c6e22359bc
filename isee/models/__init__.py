"""The ISEE dossier and what is in it."""

from isee.models.asset import Account, Instrument, Property, Vehicle
from isee.models.checklist import ChecklistItem
from isee.models.correction import Correction
from isee.models.dossier import Attestation, Dossier
from isee.models.income import Income
from isee.models.kinds import ChildOutside, Corrente, Donation, Student, Variation
from isee.models.member import Member
from isee.models.row import Line, Revision, Row
from isee.models.transmission import Transmission

__all__ = [
    "Account",
    "Attestation",
    "ChecklistItem",
    "ChildOutside",
    "Correction",
    "Corrente",
    "Donation",
    "Dossier",
    "Income",
    "Instrument",
    "Line",
    "Member",
    "Property",
    "Revision",
    "Row",
    "Student",
    "Transmission",
    "Variation",
    "Vehicle",
]
