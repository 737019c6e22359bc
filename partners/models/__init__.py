"""Agreements with other bodies, and what is asked of them."""

from partners.models.agreement import Agreement
from partners.models.channel import Channel, ServiceChannel
from partners.models.contract_request import ContractEvent, ContractRequest
from partners.models.look_up import LookUp, LookUpAnswer, LookUpOutcome
from partners.models.portal_procedure import PortalProcedure
from partners.models.reachability import Reachability

__all__ = [
    "Agreement",
    "Channel",
    "ContractEvent",
    "ContractRequest",
    "LookUp",
    "LookUpAnswer",
    "LookUpOutcome",
    "PortalProcedure",
    "Reachability",
    "ServiceChannel",
]
