"""The ISEE dossier and what is in it; rules of benefits, applications, calls, lists to be worked."""

from isee.models.application import Application, DecisionTerm, NeededPaper
from isee.models.asset import Account, Instrument, Property, Vehicle
from isee.models.attestation import Attestation, AttestedLine, AttestedValue, Omission, Remedy
from isee.models.call import Call, Ranking, RankingChange, RankingRow
from isee.models.checklist import ChecklistItem, ChecklistStep
from isee.models.correction import Correction
from isee.models.cost_estimate import CostEstimate
from isee.models.data_reuse import DataReuse
from isee.models.dossier import Dossier
from isee.models.income import Income
from isee.models.kinds import ChildOutside, Corrente, Donation, Student, Variation
from isee.models.local_rule import RuleDraft, RuleVersion, Trial
from isee.models.member import Member
from isee.models.physical_bonus import Device, PhysicalBonus
from isee.models.row import Line, Revision, Row
from isee.models.transmission import Transmission
from isee.models.work_list import WorkLine, WorkList

__all__ = [
    "Account",
    "Application",
    "Attestation",
    "AttestedLine",
    "AttestedValue",
    "Call",
    "ChecklistItem",
    "ChecklistStep",
    "ChildOutside",
    "Correction",
    "Corrente",
    "CostEstimate",
    "DataReuse",
    "DecisionTerm",
    "Device",
    "Donation",
    "Dossier",
    "Income",
    "Instrument",
    "Line",
    "Member",
    "NeededPaper",
    "Omission",
    "PhysicalBonus",
    "Property",
    "Ranking",
    "RankingChange",
    "RankingRow",
    "Remedy",
    "Revision",
    "Row",
    "RuleDraft",
    "RuleVersion",
    "Student",
    "Transmission",
    "Trial",
    "Variation",
    "Vehicle",
    "WorkLine",
    "WorkList",
]
