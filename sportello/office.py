"""The office: when it is open, and its settings, which the administrator keeps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.db import transaction

from sportello import daily_log
from sportello.models import Closure, Counter, Office, OpeningHours, User
from sportello.models.office import Weekday

Stretch = tuple[time, time]


@dataclass(frozen=True)
class Calendar:
    """When the office opens: hours by weekday (Monday is 0), its own closures, the patron saint's day."""

    hours: Mapping[int, Sequence[Stretch]]
    closures: Mapping[date, str] = field(default_factory=dict)
    patron_day: tuple[int, int] | None = None  # day and month
    patron_saint: str = ""

    def closed_because(self, on: date) -> str:
        """Why the office is closed on a day, for the operator to say; empty when it opens."""
        if on in self.closures:
            return self.closures[on]
        if (on.day, on.month) == self.patron_day:
            return f"festa del patrono {self.patron_saint}".strip()
        return national_holiday(on) or ("" if self.hours.get(on.weekday()) else "giorno di chiusura")

    def is_open(self, on: date) -> bool:
        return not self.closed_because(on)

    def opening_hours(self, on: date) -> list[Stretch]:
        """The stretches of a day in which the office is open, morning first; none when it is closed."""
        return sorted(self.hours[on.weekday()]) if self.is_open(on) else []


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    return holidays.country_holidays("IT", years=year, language="it_IT")


def national_holiday(on: date) -> str:
    """The national holiday of a day (L. 260/1949 and later acts), empty on any other day."""
    return _holidays_of(on.year).get(on, "")


def is_working_day(on: date) -> bool:
    """Whether a day is neither a Saturday, nor a Sunday, nor a national holiday."""
    return on.weekday() not in (Weekday.SATURDAY, Weekday.SUNDAY) and not national_holiday(on)


def calendar() -> Calendar:
    """The calendar as the administrator keeps it. Three queries."""
    hours: dict[int, list[Stretch]] = {}
    for stretch in OpeningHours.objects.all():
        hours.setdefault(stretch.weekday, []).append((stretch.opens, stretch.closes))
    office = Office.objects.first()
    patron_day = (office.patron_day, office.patron_month) if office else (None, None)
    return Calendar(
        hours=hours,
        closures=dict(Closure.objects.values_list("day", "reason")),
        patron_day=(patron_day[0], patron_day[1]) if patron_day[0] and patron_day[1] else None,
        patron_saint=office.patron_saint if office else "",
    )


def holidays_here() -> Callable[[date], bool]:
    """Whether a day is a national holiday or the patron saint's: no working day, whatever the office does. One query."""
    office = Office.objects.first()
    patron_day = (office.patron_day, office.patron_month) if office else None
    return lambda on: (on.day, on.month) == patron_day or bool(national_holiday(on))


def is_open(on: date) -> bool:
    """Whether the office opens on a day: hours, closures, national holidays and the patron saint considered."""
    return calendar().is_open(on)


def opening_hours(on: date) -> list[Stretch]:
    """The stretches in which the office is open on a day, morning first; none when it is closed."""
    return calendar().opening_hours(on)


def week_of(calendar: Calendar) -> list[tuple[str, str]]:
    """The week of the office, e.g. («martedì», «8:30-12:30 e 15:00-17:30»); closed days are left out."""
    return [
        (
            str(day.label),
            " e ".join(
                f"{opens:%-H:%M}-{closes:%-H:%M}" for opens, closes in sorted(calendar.hours[day.value])
            ),
        )
        for day in Weekday
        if calendar.hours.get(day.value)
    ]


def coming_holidays(known: Calendar, today: date, days: int = 365) -> list[tuple[date, str]]:
    """The national holidays and the patron saint's day of the next days on which the office would else open."""
    coming = [today + timedelta(days=number) for number in range(days)]
    return [
        (day, known.closed_because(day))
        for day in coming
        if known.hours.get(day.weekday()) and day not in known.closures and not known.is_open(day)
    ]


@transaction.atomic
def save_office(*, office: Office, by: User, at: datetime) -> None:
    """Keep the data of the Comune and of its patron saint."""
    office.save()
    daily_log.record("sportello.office.changed", "Cambiati i dati dello sportello.", operator=by, at=at)


@transaction.atomic
def save_counter(*, counter: Counter, by: User, at: datetime) -> None:
    """Add or change a desk."""
    what = "Cambiata" if counter.pk else "Aggiunta"
    counter.save()
    daily_log.record("sportello.office.changed", f"{what} la postazione {counter}.", operator=by, at=at)


@transaction.atomic
def set_opening_hours(*, hours: Mapping[int, Sequence[Stretch]], by: User, at: datetime) -> None:
    """Replace the opening hours of the week, given by weekday."""
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in hours.items()
        for opens, closes in stretches
    )
    daily_log.record("sportello.office.changed", "Cambiati gli orari di apertura.", operator=by, at=at)


@transaction.atomic
def add_closure(*, closure: Closure, by: User, at: datetime) -> None:
    """Close the office on a day on which it would open."""
    closure.save()
    text = f"Segnata la chiusura del {closure.day:%d/%m/%Y}: {closure.reason}."
    daily_log.record("sportello.office.changed", text, operator=by, at=at)


@transaction.atomic
def remove_closure(*, closure: Closure, by: User, at: datetime) -> None:
    """Open the office again on a day that was marked as closed."""
    text = f"Tolta la chiusura del {closure.day:%d/%m/%Y}: {closure.reason}."
    closure.delete()
    daily_log.record("sportello.office.changed", text, operator=by, at=at)
