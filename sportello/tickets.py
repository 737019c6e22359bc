"""Tickets of the day: who waits, in which order they came."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sportello import daily_log
from sportello.models import Citizen, Service, TicketSeries, User, Visit

# The series of those who do not say what they came for.
GENERAL_LETTER = "B"


@transaction.atomic
def issue_ticket(
    *,
    operator: User,
    at: datetime,
    service: Service | None = None,
    citizen: Citizen | None = None,
    priority: bool = False,
    channel: Visit.Channel = Visit.Channel.COUNTER,
) -> Visit:
    """Put a person in the waiting list with the next number of the service's series."""
    visit = new_visit(at=at, service=service, citizen=citizen, priority=priority, channel=channel)
    precedence = ", con precedenza" if priority else ""
    daily_log.record(
        "sportello.visit.ticket",
        f"Dato il turno {visit}{precedence}: {service or 'servizio da sentire'}.",
        operator=operator,
        at=at,
        visit=visit,
        service=service,
    )
    return visit


def new_visit(
    *,
    at: datetime,
    service: Service | None,
    citizen: Citizen | None,
    priority: bool = False,
    channel: Visit.Channel = Visit.Channel.COUNTER,
) -> Visit:
    """A waiting visit with its number, not yet told in the daily log; to be called inside a transaction."""
    day = timezone.localdate(at)
    return Visit.objects.create(
        day=day,
        ticket=_next_ticket(day, service.ticket_letter if service else GENERAL_LETTER),
        citizen=citizen,
        service=service,
        priority=priority,
        channel=channel,
        arrived_at=at,
    )


def _next_ticket(day: date, letter: str) -> str:
    """The next number of a letter on a day; whoever asks at the same instant waits until this one is taken."""
    series, _ = TicketSeries.objects.select_for_update().get_or_create(day=day, letter=letter)
    series.last += 1
    series.save(update_fields=["last"])
    return str(series)
