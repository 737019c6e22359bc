"""Agreements with other bodies, and what is asked of them."""

from partners.models.agreement import Agreement
from partners.models.channel import Channel, ServiceChannel, SignInLevel
from partners.models.contract.request import ContractEvent, ContractRequest, ContractVersion, GivenDatum
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
from partners.models.support_call import SupportCall

__all__ = [
    "Agreement",
    "Channel",
    "ContractEvent",
    "ContractRequest",
    "ContractVersion",
    "Gate",
    "GivenDatum",
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
    "SupportCall",
]
