"""What happened on the open days of the last two weeks: visits, acts, faces, lines of the daily log."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from sportello.demo.people import everybody
from sportello.demo.town import operators, past_open_days
from sportello.models import (
    Act,
    Case,
    Citizen,
    Delegation,
    Feedback,
    LogEntry,
    Service,
    TicketSeries,
    User,
    Visit,
)

Outcome = Act.Outcome
# What people come for, over and over; an empty name is somebody who only asks.
ROUND = [
    ("carta-identita", Outcome.CONCLUDED, ""),
    ("informazioni", Outcome.INFORMED, ""),
    ("isee", Outcome.INFORMED, "detto quali documenti portare"),
    ("tari", Outcome.INFORMED, ""),
    ("inps-contributions", Outcome.INFORMED, "letto sul portale con la persona"),
    ("residenza", Outcome.INFORMED, "detto quali documenti portare"),
    ("carta-identita", Outcome.CONCLUDED, ""),
    ("visura-catastale", Outcome.REFERRED, "Agenzia delle Entrate, ufficio provinciale"),
    ("bonus-elettrico", Outcome.INFORMED, "arriva da solo in bolletta"),
    ("informazioni", Outcome.INFORMED, ""),
    ("inps-registrations", Outcome.NOT_SERVED, "il portale di INPS era fermo"),
    ("mensa", Outcome.INFORMED, ""),
    ("enel-voltura", Outcome.INFORMED, "manca la bolletta di chi c'era prima"),
]
FACES = [Feedback.Face.HAPPY, Feedback.Face.HAPPY, None, Feedback.Face.NEUTRAL, Feedback.Face.HAPPY, None]
VISITS_A_DESK = 5


@dataclass
class Done:
    """A visit that ended, as it will be written."""

    operator: User
    started_at: datetime
    minutes: int
    waited: int  # minutes
    service: Service
    outcome: Act.Outcome
    note: str = ""
    citizen: Citizen | None = None
    case: Case | None = None
    delegation: Delegation | None = None
    face: Feedback.Face | None = None

    @property
    def arrived_at(self) -> datetime:
        return self.started_at - timedelta(minutes=self.waited)

    @property
    def ended_at(self) -> datetime:
        return self.started_at + timedelta(minutes=self.minutes)


def load(now: datetime) -> None:
    cases = list(Case.objects.select_related("citizen", "service").order_by("opened_at"))
    for number, day in enumerate(past_open_days(timezone.localdate(now))):
        of_day = [case for case in cases if timezone.localdate(case.opened_at) == day]
        write(day, list(a_morning(day, number, of_day)))


def a_morning(day: date, number: int, cases: list[Case]) -> Iterator[Done]:
    """The visits of a day: those that opened its cases, and the round of what people come for."""
    who, adults = operators(), served_adults(day)
    services = {service.code: service for service in Service.objects.all()}
    standing = {
        delegation.principal_id: delegation
        for delegation in Delegation.objects.in_force(day).select_related("delegate")
    }
    opens = datetime.combine(day, time(8, 34), timezone.get_current_timezone())
    for order in range(len(who) * VISITS_A_DESK):
        desk, turn = order % len(who), order // len(who)
        visit = number * len(who) * VISITS_A_DESK + order
        code, outcome, note = ROUND[visit % len(ROUND)]
        case = cases[order] if order < len(cases) else None
        anonymous = code == "informazioni" and case is None
        citizen = case.citizen if case else None if anonymous else adults[visit * 7 % len(adults)]
        yield Done(
            operator=who[desk],
            started_at=opens + timedelta(minutes=turn * 44 + desk * 9),
            minutes=4 + visit % 3 if anonymous else 9 + visit * 5 % 22,
            waited=1 + visit * 3 % 17,
            service=case.service if case else services[code],
            outcome=Outcome.OPENED if case else outcome,
            note="" if case else note,
            citizen=citizen,
            case=case,
            delegation=standing.get(citizen.pk) if citizen else None,
            face=FACES[visit % len(FACES)] if visit % 41 else Feedback.Face.SAD,
        )


def served_adults(day: date) -> list[Citizen]:
    """Those who come themselves, or for whom somebody comes."""
    living = (citizen for citizen in everybody().values() if not citizen.deceased_on)
    return [citizen for citizen in living if (citizen.age(day) or 0) >= 18]


def write(day: date, done: list[Done]) -> None:
    """Write the visits of a day that ended, their tickets in the order of arrival."""
    done = sorted(done, key=lambda each: each.arrived_at)
    tickets = give_tickets(day, [each.service.ticket_letter for each in done])
    visits = Visit.objects.bulk_create(
        Visit(
            day=day,
            ticket=ticket,
            citizen=each.citizen,
            service=each.service,
            delegation=each.delegation,
            priority=bool(each.citizen and (each.citizen.age(day) or 0) >= 85),
            state=Visit.State.CLOSED,
            operator=each.operator,
            arrived_at=each.arrived_at,
            started_at=each.started_at,
            timer_from=each.started_at,
            ended_at=each.ended_at,
        )
        for each, ticket in zip(done, tickets, strict=True)
    )
    pairs = list(zip(done, visits, strict=True))
    Act.objects.bulk_create(_act(each, visit) for each, visit in pairs)
    Feedback.objects.bulk_create(
        Feedback(visit=visit, face=each.face, at=each.ended_at) for each, visit in pairs if each.face
    )
    lines = [line for each, visit in pairs for line in _lines(each, visit)]
    LogEntry.objects.bulk_create(sorted(lines, key=lambda line: line.at))


def give_tickets(day: date, letters: Iterable[str]) -> list[str]:
    """The next tickets of a day for these letters, in their order; the series of the day go on from there."""
    last = Counter(dict(TicketSeries.objects.filter(day=day).values_list("letter", "last")))
    tickets = []
    for letter in letters:
        last[letter] += 1
        tickets.append(str(TicketSeries(day=day, letter=letter, last=last[letter])))
    for letter, number in last.items():
        TicketSeries.objects.update_or_create(day=day, letter=letter, defaults={"last": number})
    return tickets


def _act(each: Done, visit: Visit) -> Act:
    return Act(
        visit=visit,
        service=each.service,
        outcome=each.outcome,
        minutes=each.minutes,
        note=each.note,
        case=each.case,
        delegation=each.delegation,
        operator=each.operator,
        at=each.ended_at - timedelta(minutes=1),
    )


def _lines(each: Done, visit: Visit) -> Iterator[LogEntry]:
    """The lines that serving this visit would have written."""
    yield line(
        "sportello.visit.taken",
        f"Chiamato il turno {visit} dopo {each.waited} min di attesa.",
        visit,
        each.started_at,
        service=each.service,
    )
    behalf = f" Per delega a {each.delegation.delegate}." if each.delegation else ""
    outcome, detail = Outcome(each.outcome).label, f": {each.note}" if each.note else ""
    kind, text = "sportello.act.added", f"{each.service}, {outcome}{detail}.{behalf}"
    if each.case:
        kind, text = "sportello.case.opened", f"Aperta la pratica {each.case}: {each.service}.{behalf}"
    yield line(
        kind,
        text,
        visit,
        each.ended_at - timedelta(minutes=1),
        service=each.service,
        case=each.case,
        outcome=each.outcome,
        minutes=each.minutes,
    )
    yield line("sportello.visit.closed", f"Conclusa la visita {visit}.", visit, each.ended_at)


def line(kind: str, text: str, visit: Visit, at: datetime, **fields: object) -> LogEntry:
    """A line of the past about a visit, still to be written."""
    return LogEntry(
        kind=kind,
        text=text,
        at=at,
        day=timezone.localdate(at),
        operator=visit.operator,
        visit=visit,
        citizen=visit.citizen,
        **fields,
    )
