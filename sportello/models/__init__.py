"""The counter's things: one module for each noun."""

from sportello.models.attachment import Attachment
from sportello.models.case import Case
from sportello.models.citizen import Citizen, TaxCode
from sportello.models.delegation import Delegation
from sportello.models.draft import Draft
from sportello.models.feedback import Feedback
from sportello.models.log_entry import LogEntry
from sportello.models.office import Closure, Counter, Office, OpeningHours
from sportello.models.service import Partner, Service
from sportello.models.unmet_request import UnmetRequest
from sportello.models.user import User
from sportello.models.visit import Act, TicketSeries, Visit

__all__ = [
    "Act",
    "Attachment",
    "Case",
    "Citizen",
    "Closure",
    "Counter",
    "Delegation",
    "Draft",
    "Feedback",
    "LogEntry",
    "Office",
    "OpeningHours",
    "Partner",
    "Service",
    "TaxCode",
    "TicketSeries",
    "UnmetRequest",
    "User",
    "Visit",
]
