"""The day of the loading: who was served, who was put aside, who waits now."""

from datetime import datetime, timedelta

from django.utils import timezone

from sportello.demo.history import Done, give_tickets, line, write
from sportello.demo.people import everybody
from sportello.demo.town import operators
from sportello.models import Act, Delegation, Feedback, LogEntry, Service, Visit

# Who, for what, minutes of waiting until now; the oldest has precedence.
WAITING = [
    ("De Santis Lucia", "carta-identita", 26),
    ("Caruso Rosario", "inps-cud", 19),
    ("Villa Sofia", "residenza", 12),
    ("Santini Nella", "enel-voltura", 7),
    ("", "informazioni", 2),
]
SUSPENDED = [
    ("Monti Dino", "isee", 95, Visit.SuspendReason.DOCUMENTS),
    ("Greco Salvatore", "inps-contributions", 60, Visit.SuspendReason.PARTNER),
]
# By which operator, who, for what, minutes ago, minutes that it took.
SERVED = [
    (0, "Rossi Maria", "mensa", Act.Outcome.INFORMED, 150, 14),
    (1, "Galli Teresa", "carta-identita", Act.Outcome.CONCLUDED, 135, 17),
    (2, "", "informazioni", Act.Outcome.INFORMED, 118, 4),
    (1, "Marini Anna Maria", "tari", Act.Outcome.INFORMED, 100, 11),
]


def load(now: datetime) -> None:
    _write_served(now)
    _write_suspended(now)
    _write_waiting(now)


def earlier(now: datetime, minutes: int) -> datetime:
    """So many minutes ago, but not before the day began."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, now - timedelta(minutes=minutes))


def _write_served(now: datetime) -> None:
    citizens, services, who = everybody(), _services(), operators()
    today = timezone.localdate(now)
    by_principal = {
        each.principal_id: each for each in Delegation.objects.in_force(today).select_related("delegate")
    }
    done = []
    for desk, name, code, outcome, minutes_ago, minutes in SERVED:
        citizen, started_at = citizens.get(name), earlier(now, minutes_ago)
        waited = started_at - earlier(now, minutes_ago + 6)
        done.append(
            Done(
                operator=who[desk],
                started_at=started_at,
                minutes=minutes,
                waited=int(waited.total_seconds() // 60),
                service=services[code],
                outcome=outcome,
                citizen=citizen,
                delegation=by_principal.get(citizen.pk) if citizen else None,
                face=Feedback.Face.HAPPY,
            )
        )
    write(today, [each for each in done if each.ended_at <= now])


def _write_suspended(now: datetime) -> None:
    citizens, services, operator = everybody(), _services(), operators()[0]
    today = timezone.localdate(now)
    tickets = give_tickets(today, [services[code].ticket_letter for _, code, _, _ in SUSPENDED])
    for ticket, (name, code, minutes_ago, reason) in zip(tickets, SUSPENDED, strict=True):
        started, suspended = earlier(now, minutes_ago), earlier(now, minutes_ago - 12)
        visit = Visit.objects.create(
            day=today,
            ticket=ticket,
            citizen=citizens[name],
            service=services[code],
            state=Visit.State.SUSPENDED,
            operator=operator,
            arrived_at=earlier(now, minutes_ago + 9),
            started_at=started,
            timer_from=started,
            suspended_at=suspended,
            suspend_reason=reason,
        )
        text = f"Sospesa la visita {visit}: {visit.get_suspend_reason_display().lower()}."
        taken = line("sportello.visit.started", f"Iniziata la visita {visit}.", visit, started)
        put_aside = line("sportello.visit.suspended", text, visit, suspended)
        LogEntry.objects.bulk_create([taken, put_aside])


def _write_waiting(now: datetime) -> None:
    citizens, services = everybody(), _services()
    today = timezone.localdate(now)
    tickets = give_tickets(today, [services[code].ticket_letter for _, code, _ in WAITING])
    for ticket, (name, code, minutes) in zip(tickets, WAITING, strict=True):
        citizen = citizens.get(name)
        Visit.objects.create(
            day=today,
            ticket=ticket,
            citizen=citizen,
            service=services[code],
            priority=bool(citizen and (citizen.age(today) or 0) >= 85),
            arrived_at=earlier(now, minutes),
        )


def _services() -> dict[str, Service]:
    return {service.code: service for service in Service.objects.all()}
