"""What the counter could not give: noted in two keystrokes, counted by subject and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from sportello import daily_log
from sportello.models import UnmetRequest, User, Visit
from sportello.models.unmet_request import SUBJECTS
from sportello.permission import NotAllowed

OLD = 70
# The columns of the count.
MONTHS = 6


class NotYours(NotAllowed):
    """A note is changed by its author only, on its day: later it has been counted."""


@transaction.atomic
def note(*, subject: str, visit: Visit | None, operator: User, at: datetime) -> UnmetRequest:
    """Note that something could not be given, to the person at the desk where there is one."""
    citizen = visit.citizen if visit else None
    age = citizen.age(timezone.localdate(at)) if citizen else None
    request = UnmetRequest.objects.create(
        subject=subject,
        over_70=None if age is None else age >= OLD,
        visit=visit,
        operator=operator,
        day=timezone.localdate(at),
        at=at,
    )
    daily_log.record(
        "sportello.unmet.noted", f"Richiesta non servita: {request}.", operator=operator, at=at, visit=visit
    )
    return request


@transaction.atomic
def detail(
    *,
    request: UnmetRequest,
    asked_for: str,
    sent_to: str,
    distance_km: int | None,
    over_70: bool | None,
    operator: User,
    at: datetime,
) -> None:
    """Say what was asked, and where the person was sent; raises NotYours after the day of the note."""
    _check(request, operator, at)
    request.asked_for, request.sent_to = asked_for, sent_to
    request.distance_km, request.over_70 = distance_km, over_70
    request.save()


@transaction.atomic
def take_back(*, request: UnmetRequest, operator: User, at: datetime) -> None:
    """Remove a note made by mistake, on its day; the daily log keeps both lines."""
    _check(request, operator, at)
    text = f"Tolta la richiesta non servita: {request}."
    visit = request.visit
    request.delete()
    daily_log.record("sportello.unmet.taken_back", text, operator=operator, at=at, visit=visit)


def _check(request: UnmetRequest, operator: User, at: datetime) -> None:
    if request.operator_id != operator.pk:
        raise NotYours("Questa richiesta l'ha segnata un'altra persona: cambiarla tocca a lei.")
    if request.day != timezone.localdate(at):
        raise NotYours("Questa richiesta è di un altro giorno: è già nei conti e non si cambia più.")


@dataclass(frozen=True)
class Demand:
    """What was asked in vain about a subject: how often in each month, and by whom."""

    subject: str
    by_month: tuple[int, ...]
    total: int
    over_70: int
    distance_km: float | None  # on average, where it was said


def last_months(today: date, count: int = MONTHS) -> list[date]:
    """The first days of the last months, this one last."""
    months = [today.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def demand(months: Sequence[date]) -> list[Demand]:
    """The demand of each subject over some months, the greatest first; subjects nobody asked for are left out.

    Two queries.
    """
    rows = UnmetRequest.objects.filter(day__gte=months[0]).order_by()
    by_month = {
        (row["subject"], row["month"]): row["count"]
        for row in rows.annotate(month=TruncMonth("day"))
        .values("subject", "month")
        .annotate(count=Count("pk"))
    }
    sums = rows.values("subject").annotate(
        total=Count("pk"), old=Count("pk", filter=Q(over_70=True)), distance=Avg("distance_km")
    )
    names = dict(SUBJECTS)
    found = [
        Demand(
            names[row["subject"]],
            tuple(by_month.get((row["subject"], month), 0) for month in months),
            row["total"],
            row["old"],
            row["distance"],
        )
        for row in sums
    ]
    return sorted(found, key=lambda each: (-each.total, each.subject))
