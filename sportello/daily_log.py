"""The daily log: one line for each act of each operator. This module is its only writer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from sportello.models import Case, Citizen, LogEntry, Service, User, Visit

# What a reader may choose of the log, by the beginning of the kinds of its lines.
SUBJECTS = {
    "sportello.visit": "visite",
    "sportello.act": "atti",
    "sportello.case": "pratiche",
    "sportello.attachment": "allegati",
    "sportello.citizen": "cittadini",
    "sportello.delegation": "deleghe",
    "isee": "ISEE, domande, bandi, elenchi",
    "isee.application": "domande",
    "isee.call": "bandi",
    "isee.list": "elenchi",
    "isee.rule": "regole delle prestazioni",
    "partners.look_up": "consultazioni",
    "partners.contract": "contratti",
    "partners.support_call": "chiamate all'assistenza",
    "partners.agreement": "accordi",
    "sportello.unmet": "richieste non servite",
    "partners.channel": "collegamenti con gli enti",
    "partners.procedure": "procedure sui portali",
    "sportello.office": "sportello e orari",
    "sportello.service": "servizi ed enti",
    "sportello.user": "utenti",
}


@dataclass(frozen=True)
class Totals:
    """What a set of lines adds up to: lines, visits, minutes of the acts."""

    lines: int
    visits: int
    minutes: int


def record(
    kind: str,
    text: str,
    *,
    operator: User,
    at: datetime,
    visit: Visit | None = None,
    citizen: Citizen | None = None,
    case: Case | None = None,
    service: Service | None = None,
    outcome: str = "",
    minutes: int | None = None,
) -> LogEntry:
    """Write a line, in the transaction of the act that it tells.

    `kind` is a dotted name prefixed by the app; `text` a finished Italian sentence, which stays true when the rows
    it speaks of change. No answer of a partner, no amount and no address goes into it.
    """
    return LogEntry.objects.create(
        kind=kind,
        text=text[:300],
        operator=operator,
        at=at,
        day=timezone.localdate(at),
        visit=visit,
        citizen=citizen or (case.citizen if case else None) or (visit.citizen if visit else None),
        case=case,
        service=service or (case.service if case else None),
        outcome=outcome,
        minutes=minutes,
    )


def lines_of(day: date, reader: User) -> QuerySet[LogEntry]:
    """The lines of a day that a person may read: a supervisor all of them, an operator the own ones."""
    lines = LogEntry.objects.filter(day=day).select_related(
        "operator", "citizen", "service__partner", "visit", "case"
    )
    return lines if reader.is_supervisor else lines.filter(operator=reader)


def totals_of(lines: QuerySet[LogEntry]) -> Totals:
    """Add up lines, in one query."""
    sums = lines.order_by().aggregate(
        lines=Count("pk"), visits=Count("visit", distinct=True), minutes=Sum("minutes")
    )
    return Totals(sums["lines"], sums["visits"], sums["minutes"] or 0)
