"""The office of Poggioverde: its data, hours, counters and the people who work there."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sportello.demo.accounts import USERNAMES
from sportello.models import Closure, Counter, Office, OpeningHours, User
from sportello.office import Calendar, calendar

MORNING = (time(8, 30), time(12, 30))
AFTERNOON = (time(15), time(17, 30))
# Open every morning from Monday to Friday, on Tuesday and Thursday in the afternoon too.
HOURS = {0: [MORNING], 1: [MORNING, AFTERNOON], 2: [MORNING], 3: [MORNING, AFTERNOON], 4: [MORNING]}
COUNTERS = [
    ("Sportello 1", "accoglienza e informazioni"),
    ("Sportello 2", "anagrafe e tributi"),
    ("Sportello 3", "ISEE, INPS, energia"),
]
OPERATOR, SUPERVISOR, ADMINISTRATOR = USERNAMES


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    Office.objects.create(
        name="Comune di Poggioverde",
        town="Poggioverde",
        address="Piazza del Popolo 1, Poggioverde",
        phone="0599 000100",
        patron_saint="San Lorenzo",
        patron_day=10,
        patron_month=8,
        demo_loaded_on=today,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in HOURS.items()
        for opens, closes in stretches
    )
    Closure.objects.create(day=next_open_day(today, 20), reason="assemblea del personale")
    counters = [Counter.objects.create(name=name, description=text) for name, text in COUNTERS]
    _load_users(counters)


def _load_users(counters: list[Counter]) -> None:
    people: list[tuple[str, str, str, dict[str, Any]]] = [
        (OPERATOR, "Giulia", "Bianchi", {"is_operator": True, "counter": counters[2]}),
        (SUPERVISOR, "Paola", "Verdi", {"is_supervisor": True}),
        (ADMINISTRATOR, "Anna", "Conti", {"is_administrator": True}),
        # Colleagues of whom only the work is seen: they have no password.
        ("m.rossi", "Marco", "Rossi", {"is_operator": True, "counter": counters[0]}),
        ("s.gallo", "Sara", "Gallo", {"is_operator": True, "is_supervisor": True, "counter": counters[1]}),
    ]
    for username, first_name, last_name, fields in people:
        user = User(username=username, first_name=first_name, last_name=last_name, **fields)
        user.set_unusable_password()
        user.save()


def operators() -> list[User]:
    """Those who serve: first the account of the demonstration."""
    return list(User.objects.filter(is_operator=True).order_by("pk"))


def next_open_day(today: date, days: int) -> date:
    """The first day on which the office opens after so many days."""
    known: Calendar = calendar()
    day = today + timedelta(days=days)
    while not known.is_open(day):
        day += timedelta(days=1)
    return day


def past_open_days(today: date, days: int = 14) -> list[date]:
    """The days of the last two weeks on which the office was open, the oldest first."""
    known = calendar()
    before = (today - timedelta(days=number) for number in range(days, 0, -1))
    return [day for day in before if known.is_open(day)]
