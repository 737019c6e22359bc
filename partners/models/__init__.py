"""Agreements with other bodies, and what is asked of them."""

from partners.models.agreement import Agreement
from partners.models.channel import Channel, ServiceChannel, SignInLevel
from partners.models.contract_request import ContractEvent, ContractRequest
from partners.models.look_up import (
    LookUp,
    LookUpAccess,
    LookUpAnswer,
    LookUpCall,
    LookUpOutcome,
    LookUpPaper,
    LookUpRaw,
    LookUpStart,
)
from partners.models.portal_procedure import PortalProcedure
from partners.models.reachability import Gate, Reachability, ReachabilityChange

__all__ = [
    "Agreement",
    "Channel",
    "ContractEvent",
    "ContractRequest",
    "Gate",
    "LookUp",
    "LookUpAccess",
    "LookUpAnswer",
    "LookUpCall",
    "LookUpOutcome",
    "LookUpPaper",
    "LookUpRaw",
    "LookUpStart",
    "PortalProcedure",
    "Reachability",
    "ReachabilityChange",
    "ServiceChannel",
    "SignInLevel",
]
