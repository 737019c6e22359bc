"""The record of the look-ups, for who reads it: every attempt, what is odd first. Nothing of an answer is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.codes import bounds_of, short_code
from partners.models import LookUp, LookUpAccess, LookUpOutcome
from sportello import daily_log
from sportello.models import LogEntry, User

# How far back what is odd is looked for, and how many of each sort are shown.
LOOKED_AT = timedelta(days=7)
MOST_ODD = 15
# A procedure that went on after a look-up leaves another line in the log within this time.
STEP_EXPECTED = timedelta(days=1)
# So many look-ups by one operator within so many minutes are a burst.
BURST, BURST_MINUTES = 10, 10
# What a case goes through because of a look-up itself is no step of the case.
OWN_LINES = "partners.look_up"


@dataclass(frozen=True)
class Burst:
    """Many look-ups by one operator in a short time."""

    operator: User
    first_at: datetime
    look_ups: int
    persons: int


@dataclass(frozen=True)
class Odd:
    """What a supervisor should look at first."""

    without_step: list[LookUp]
    bursts: list[Burst]
    unfinished: list[LookUp]
    same_surname: list[LookUp]

    @property
    def is_empty(self) -> bool:
        return not (self.without_step or self.bursts or self.unfinished or self.same_surname)


@dataclass(frozen=True)
class Row:
    """A look-up in the list: the code that one reads out, how often its answer was seen and printed."""

    look_up: LookUp
    code: str
    views: int
    prints: int


def every() -> QuerySet[LookUp]:
    """Every look-up with what the record shows of it."""
    return LookUp.objects.select_related(
        "outcome", "subject", "service__partner", "case", "operator", "delegation__delegate", "procedure"
    )


def rows_of(look_ups: Sequence[LookUp]) -> list[Row]:
    """The rows of a page, in one query more."""
    counted = LookUpAccess.objects.order_by().filter(look_up__in=look_ups).values_list("look_up", "kind")
    counts = {(pk, kind): number for pk, kind, number in counted.annotate(Count("pk"))}
    kind = LookUpAccess.Kind
    return [
        Row(
            look_up=one,
            code=short_code(one.correlation_id),
            views=counts.get((one.pk, kind.VIEW), 0),
            prints=counts.get((one.pk, kind.PRINT), 0) + counts.get((one.pk, kind.DOWNLOAD), 0),
        )
        for one in look_ups
    ]


def odd(at: datetime) -> Odd:
    """What is odd in the last days, in four queries; each list has its end, so that it is read."""
    recent = LookUp.objects.filter(asked_at__gt=at - LOOKED_AT).select_related(
        "subject", "service__partner", "case", "operator", "outcome"
    )
    answered = recent.filter(outcome__result=LookUpOutcome.Result.FOUND)
    step = LogEntry.objects.filter(case=OuterRef("case"), at__gt=OuterRef("asked_at")).exclude(
        kind__startswith=OWN_LINES
    )
    for_procedures = answered.exclude(basis=LookUp.Basis.REQUEST).filter(asked_at__lt=at - STEP_EXPECTED)
    return Odd(
        without_step=list(for_procedures.filter(~Exists(step)).order_by("-pk")[:MOST_ODD]),
        bursts=_bursts(at),
        unfinished=list(
            recent.filter(
                outcome=None, channel=LookUp.Channel.PORTAL, asked_at__lt=at - STEP_EXPECTED
            ).order_by("-pk")[:MOST_ODD]
        ),
        same_surname=list(
            answered.filter(subject__surname__iexact=F("operator__last_name")).order_by("-pk")[:MOST_ODD]
        ),
    )


@dataclass(frozen=True)
class Filters:
    """What a reader asks for; a code stands for one look-up whatever else was chosen."""

    first: date | None = None
    last: date | None = None
    operator: User | None = None
    document: str = ""
    channel: str = ""
    basis: str = ""
    result: str = ""
    tax_code: str = ""
    code: str = ""

    def narrow(self, found: QuerySet[LookUp]) -> QuerySet[LookUp]:
        if self.code and (bounds := bounds_of(self.code)):
            return found.filter(correlation_id__range=bounds)
        if self.first:
            found = found.filter(asked_at__gte=_midnight(self.first))
        if self.last:
            found = found.filter(asked_at__lt=_midnight(self.last + timedelta(days=1)))
        if self.tax_code:
            found = found.filter(Q(tax_code=self.tax_code) | Q(subject__tax_codes__code=self.tax_code))
        if self.result == "pending":
            found = found.filter(outcome=None)
        elif self.result:
            found = found.filter(outcome__result=self.result)
        for name in ("operator", "document", "channel", "basis"):
            if value := getattr(self, name):
                found = found.filter(**{name: value})
        return found


def tell_reading(filters: Filters, *, reader: User, at: datetime) -> None:
    """Searching the record is recorded too; whose code was searched for is not written into the log."""
    about = "di una persona" if filters.tax_code else "con filtri"
    text = f"Cercato nel registro delle consultazioni, {about}."
    daily_log.record("partners.look_up.record_searched", text, operator=reader, at=at)


def _bursts(at: datetime) -> list[Burst]:
    """Windows of some minutes, the fullest first, in which one operator asked more than the work explains."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select operator_id, to_timestamp(floor(extract(epoch from asked_at) / %(width)s) * %(width)s) as start,
                   count(*), count(distinct subject_id)
            from partners_lookup where asked_at > %(since)s
            group by 1, 2 having count(*) >= %(burst)s order by 3 desc, 2 desc limit %(most)s
            """,
            {"width": BURST_MINUTES * 60, "since": at - LOOKED_AT, "burst": BURST, "most": MOST_ODD},
        )
        found = cursor.fetchall()
    operators = User.objects.in_bulk({operator for operator, *_ in found})
    return [Burst(operators[pk], start, look_ups, persons) for pk, start, look_ups, persons in found]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
