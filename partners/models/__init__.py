"""Agreements with other bodies, and what is asked of them."""

from partners.models.agreement import Agreement
from partners.models.contract.request import ContractEvent, ContractRequest, ContractVersion, GivenDatum
from partners.models.look_up import LookUp, LookUpAnswer, LookUpOutcome
from partners.models.reachability import Reachability
from partners.models.support_call import SupportCall

__all__ = [
    "Agreement",
    "ContractEvent",
    "ContractRequest",
    "ContractVersion",
    "GivenDatum",
    "LookUp",
    "LookUpAnswer",
    "LookUpOutcome",
    "Reachability",
    "SupportCall",
]
