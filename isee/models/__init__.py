"""The ISEE dossier and what is in it, and the rules of benefits that the Comune makes."""

from isee.models.asset import Account, Instrument, Property
from isee.models.checklist import ChecklistItem
from isee.models.dossier import Attestation, Dossier
from isee.models.local_rule import RuleDraft, RuleVersion, Trial
from isee.models.member import Income, Member

__all__ = [
    "Account",
    "Attestation",
    "ChecklistItem",
    "Dossier",
    "Income",
    "Instrument",
    "Member",
    "Property",
    "RuleDraft",
    "RuleVersion",
    "Trial",
]
