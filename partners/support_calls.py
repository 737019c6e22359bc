"""Calls to a partner's help desk: started by one key, ended with what was answered; counted in the agreement's cost."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Sum

from partners.models import SupportCall
from sportello import daily_log
from sportello.models import Case, Partner, User
from sportello.permission import NotAllowed


class CallEnded(NotAllowed):
    """The call was ended already."""


@dataclass(frozen=True)
class Load:
    """What the calls to a partner came to: how many, and the minutes of them all."""

    calls: int
    minutes: int


@transaction.atomic
def start(*, partner: Partner, case: Case | None, operator: User, at: datetime) -> SupportCall:
    """Begin the record of a call; the one that this operator has open already, if any."""
    User.objects.select_for_update().get(pk=operator.pk)  # two presses, one after the other
    going_on = SupportCall.objects.filter(operator=operator, minutes__isnull=True).first()
    return going_on or SupportCall.objects.create(
        partner=partner, case=case, operator=operator, started_at=at
    )


@transaction.atomic
def end(
    *, call: SupportCall, minutes: int, subject: str, answer: str, ticket_number: str, at: datetime
) -> None:
    """Write down how a call went; raises CallEnded where somebody did already."""
    held = SupportCall.objects.select_for_update().get(pk=call.pk)
    if not held.is_open:
        raise CallEnded("Questa chiamata è già scritta.")
    held.minutes, held.subject, held.answer, held.ticket_number = minutes, subject, answer, ticket_number
    held.save()
    daily_log.record(
        "partners.support_call.ended",
        f"Chiamata all'assistenza di {held.partner}: {minutes} min.",
        operator=held.operator,
        at=at,
        case=held.case,
        minutes=minutes,
    )


def load_of(partner: Partner, *, first: date, last: date) -> Load:
    """The calls to a partner that began in the days from `first` to `last`."""
    ended = SupportCall.objects.filter(
        partner=partner, minutes__isnull=False, started_at__date__gte=first, started_at__date__lte=last
    )
    sums = ended.aggregate(calls=Count("pk"), minutes=Sum("minutes"))
    return Load(sums["calls"], sums["minutes"] or 0)
