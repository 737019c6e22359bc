"""Plain makers of rows, with fixed readable values: a test names only what it is about."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from partners.models import Agreement
from sportello.models import Case, Citizen, Partner, Service, TaxCode, User, Visit

ROME = ZoneInfo("Europe/Rome")
PASSWORD = "una-password-di-prova"


def moment(hour: int = 10, minute: int = 0, on: date = date(2026, 3, 4)) -> datetime:
    return datetime.combine(on, time(hour, minute), ROME)


def user(username: str, **fields: Any) -> User:
    made = User(username=username, **fields)
    made.set_password(PASSWORD)
    made.save()
    return made


def citizen(surname: str = "Neri", given_name: str = "Elena", code: str = "", **fields: Any) -> Citizen:
    fields.setdefault("birth_date", date(1948, 5, 17))
    made = Citizen.objects.create(surname=surname, given_name=given_name, **fields)
    if code:
        TaxCode.objects.create(citizen=made, code=code, added_on=date(2026, 1, 1))
    return made


def partner(code: str = "inps", name: str = "INPS", **fields: Any) -> Partner:
    return Partner.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def service(code: str = "isee", name: str = "ISEE e agevolazioni", **fields: Any) -> Service:
    fields.setdefault("kind", Service.Kind.DOSSIER)
    return Service.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def agreement(partner: Partner, *services: Service, **fields: Any) -> Agreement:
    """An agreement in force since 2020 and without end, unless said otherwise."""
    fields.setdefault("title", f"Accordo con {partner}")
    fields.setdefault("state", Agreement.State.IN_FORCE)
    fields.setdefault("starts_on", date(2020, 1, 1))
    made = Agreement.objects.create(partner=partner, **fields)
    made.services.set(services)
    return made


def visit(ticket: str = "A001", **fields: Any) -> Visit:
    """A visit of this moment's day, waiting unless said otherwise."""
    fields.setdefault("arrived_at", moment())
    fields.setdefault("day", fields["arrived_at"].astimezone(ROME).date())
    if fields.get("operator"):
        fields.setdefault("state", Visit.State.IN_SERVICE)
        fields.setdefault("started_at", fields["arrived_at"])
        fields.setdefault("timer_from", fields["arrived_at"])
    return Visit.objects.create(ticket=ticket, **fields)


def case(citizen: Citizen, service: Service, operator: User, **fields: Any) -> Case:
    fields.setdefault("number", Case.objects.count() + 1)
    fields.setdefault("opened_at", moment())
    return Case.objects.create(
        year=fields["opened_at"].year,
        kind=service.kind,
        citizen=citizen,
        service=service,
        responsible=operator,
        **fields,
    )
