"""The ISEE dossier and what is in it; the applications for benefits, the calls, the lists to be worked."""

from isee.models.application import Application, DecisionTerm, NeededPaper
from isee.models.asset import Account, Instrument, Property
from isee.models.call import Call, Ranking, RankingChange, RankingRow
from isee.models.checklist import ChecklistItem
from isee.models.dossier import Attestation, Dossier
from isee.models.member import Income, Member
from isee.models.work_list import WorkLine, WorkList

__all__ = [
    "Account",
    "Application",
    "Attestation",
    "Call",
    "ChecklistItem",
    "DecisionTerm",
    "Dossier",
    "Income",
    "Instrument",
    "Member",
    "NeededPaper",
    "Property",
    "Ranking",
    "RankingChange",
    "RankingRow",
    "WorkLine",
    "WorkList",
]
