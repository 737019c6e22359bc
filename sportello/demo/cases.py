"""The cases of the last weeks, in each of their states; `partners` and `isee` hang their own things on them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from sportello.demo.people import everybody
from sportello.demo.town import operators, past_open_days
from sportello.models import Case, Service

OPEN, CONCLUDED, ABANDONED = Case.State.OPEN, Case.State.CONCLUDED, Case.State.ABANDONED


# Days back: so far go the cases; those of the last open days are opened in visits, which go back two weeks.
DAYS_BACK, MOST_RECENT = 75, 10


class Plan(NamedTuple):
    days: int  # open days ago
    service: str
    citizen: str
    state: Case.State = OPEN
    protocol: str = ""
    benefit: str = ""


PLANS = [
    # Applications of the weeks before: each is at another step, which isee.demo gives it.
    Plan(44, "mensa", "Bruni Luca", OPEN, "17011", "A2.12"),
    Plan(43, "mensa", "Conte Davide", OPEN, "17034", "A2.12"),
    Plan(42, "mensa", "Popescu Ioana", OPEN, "17052", "A2.12"),
    *(
        Plan(days, "buoni-spesa", who, OPEN, str(17100 + number))
        for number, (days, who) in enumerate(
            [
                (40, "Hoxha Arben"),
                (40, "Galli Teresa"),
                (39, "Diop Awa"),
                (38, "Kovalenko Oksana"),
                (38, "Rahman Mohammed"),
                (37, "Santos Maricel"),
                (36, "Esposito Gennaro"),
            ]
        )
    ),
    Plan(27, "mensa", "El Amrani Fatima", OPEN, "17630", "A2.12"),
    Plan(20, "mensa", "Rusu Natalia", OPEN, "17801", "A2.12"),
    Plan(19, "assegno-maternita", "Villa Sofia", OPEN, "17840", "A1.02"),
    Plan(10, "isee", "El Amrani Youssef"),
    Plan(9, "inps-cud", "Galli Teresa", CONCLUDED),
    Plan(9, "enel-voltura", "Zanetti Ivana", CONCLUDED),
    Plan(8, "isee", "Rinaldi Ines"),
    Plan(8, "residenza", "Conte Davide", CONCLUDED, "18204"),
    Plan(8, "isee", "Longo Vincenzo"),
    Plan(8, "isee", "Fontana Graziella"),
    Plan(7, "enel-voltura", "Greco Concetta"),
    Plan(7, "isee", "Esposito Gennaro"),
    Plan(7, "bonus-elettrico", "Basile Addolorata"),
    Plan(6, "isee", "Moretti Chiara", OPEN, "18377", "A2.12"),
    Plan(6, "mensa", "Moretti Chiara", OPEN, "18378", "A2.12"),
    Plan(5, "isee", "Bruni Luca"),
    Plan(5, "isee", "Galli Teresa"),
    Plan(5, "inps-cud", "Esposito Gennaro"),
    Plan(4, "enel-voltura", "Pellegrini Wanda", ABANDONED),
    Plan(4, "residenza", "Quispe Jorge", OPEN, "18462"),
    Plan(3, "isee", "Popescu Ioana"),
    Plan(3, "isee", "Leone Matteo"),
    Plan(3, "inps-cud", "Vitali Otello"),
    Plan(2, "isee", "Neri Elena"),
    Plan(2, "enel-voltura", "Martini Silvana"),
    *(
        Plan(2, "contributo-affitto", who, OPEN, str(18500 + number))
        for number, who in enumerate(["Chen Wei", "Quispe Jorge", "Leone Matteo"])
    ),
    Plan(1, "assegno-maternita", "Diop Awa"),
    Plan(1, "bonus-elettrico", "Ferrari Adele"),
    Plan(1, "isee", "Rusu Natalia"),
    Plan(1, "enel-voltura", "Gallo Antonio"),
]


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    recent, long_ago = past_open_days(today), past_open_days(today, DAYS_BACK)
    citizens, who = everybody(), operators()
    services = {service.code: service for service in Service.objects.all()}
    numbers: Counter[int] = Counter()
    for order, plan in enumerate(PLANS):
        days = recent if plan.days <= MOST_RECENT else long_ago
        opened_at = _moment(days[-min(plan.days, len(days))], order)
        numbers[opened_at.year] += 1
        Case.objects.create(
            year=opened_at.year,
            number=numbers[opened_at.year],
            kind=services[plan.service].kind,
            citizen=citizens[plan.citizen],
            service=services[plan.service],
            responsible=who[0] if plan.state == OPEN else who[order % len(who)],
            protocol_number=plan.protocol,
            protocol_date=timezone.localdate(opened_at) if plan.protocol else None,
            benefit_code=plan.benefit,
            state=plan.state,
            opened_at=opened_at,
            closed_at=None if plan.state == OPEN else opened_at + timedelta(hours=2),
        )


def the_case(service: str, citizen: str) -> Case:
    """The case of a service and a person; each pair has one."""
    surname, given_name = citizen.rsplit(" ", 1)
    of_service = Case.objects.select_related("service__partner", "citizen", "responsible")
    return of_service.get(service__code=service, citizen__surname=surname, citizen__given_name=given_name)


def _moment(day: date, order: int) -> datetime:
    """A moment of a morning, later for later cases, so that numbers follow the clock."""
    minutes = 8 * 60 + 35 + order * 10 % 200
    return datetime.combine(day, time(minutes // 60, minutes % 60), timezone.get_current_timezone())
