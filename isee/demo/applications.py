"""Applications of the invented Comune at each step, two calls and a list; written by the acts of the counter."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from isee.models import Application, Call, NeededPaper, WorkLine
from isee.procedures import applications, calls, decisions, papers, work_lists
from isee.procedures.decisions import REMEDY
from isee.procedures.list_reading import Line
from isee.procedures.ranking_publication import Act, publish
from isee.procedures.ranking_today import give_up
from sportello.demo.cases import DAYS_BACK, the_case
from sportello.demo.people import everybody
from sportello.demo.town import past_open_days
from sportello.models import User

SIGNER = "dott.ssa Elisa Marchi, responsabile dei servizi alla persona"
CANTEEN = {"rule_code": "mensa-scolastica", "name": "Mensa scolastica"}
BY_ISEE = "Tariffa secondo l'ISEE."
NOT_ENROLLED = "Dagli elenchi della scuola il bambino non risulta iscritto alla mensa."
# People of the two calls, with their ISEE.
VOUCHERS = {
    "Hoxha Arben": "4120.00",
    "Galli Teresa": "6240.50",
    "Diop Awa": "0.00",
    "Kovalenko Oksana": "6240.50",
    "Rahman Mohammed": "18400.00",
    "Santos Maricel": "7015.20",
    "Esposito Gennaro": "9870.00",
}
RENTS = {"Chen Wei": "8200.00", "Quispe Jorge": "5400.00", "Leone Matteo": "11900.00"}


class Clock:
    """Mornings of open days after a case was opened, never later than the moment of loading."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.days = past_open_days(timezone.localdate(now), DAYS_BACK)

    def after(self, start: date, open_days: int) -> datetime:
        """Eleven o'clock, so many open days after a day."""
        following = [day for day in self.days if day > start]
        day = following[min(open_days, len(following)) - 1] if following else start
        return min(datetime.combine(day, time(11), timezone.get_current_timezone()), self.now)


def load(now: datetime) -> None:
    clock = Clock(now)
    _canteen(clock)
    _maternity(clock)
    _vouchers(clock)
    _rents(clock)
    _list(now)


def _canteen(clock: Clock) -> None:
    """Granted and soon to be renewed, ended, refused after its notice, suspended by one, late, just submitted."""
    renewed = _submitted("mensa", "Bruni Luca", "9310.40", **CANTEEN)
    renew_on = timezone.localdate(clock.now) + timedelta(days=40)
    _grant(renewed, clock, 12, reason=BY_ISEE, amount=Decimal("2.00"), unit="meal", renew_on=renew_on)
    ended = _submitted("mensa", "Conte Davide", "7420.00", **CANTEEN)
    _grant(ended, clock, 10, reason=BY_ISEE, amount=Decimal("1.55"), unit="meal")
    at = clock.after(_day(ended), 35)
    applications.end(
        application=ended,
        on=timezone.localdate(at),
        reason="Il bambino cambia scuola",
        operator=_who(ended),
        at=at,
    )
    _refuse(_submitted("mensa", "Popescu Ioana", "28950.00", **CANTEEN), clock)
    _submitted("mensa", "El Amrani Fatima", "6204.15", **CANTEEN)
    _notice(_submitted("mensa", "Rusu Natalia", "26100.00", **CANTEEN), clock, 12, NOT_ENROLLED)
    _bring_papers(_submitted("mensa", "Moretti Chiara", "8912.40", **CANTEEN), clock)


def _maternity(clock: Clock) -> None:
    """One to be decided soon, one still to be submitted."""
    today = timezone.localdate(clock.now)
    asked = {"rule_code": "assegno_maternita", "name": "Assegno di maternità dei Comuni"}
    born = {"event_on": max(today - timedelta(days=60), date(today.year, 1, 1))}
    _submitted("assegno-maternita", "Villa Sofia", "11480.00", isee_kind="minors", **asked, **born)
    _written("assegno-maternita", "Diop Awa", "", **asked, event_on=today)


def _vouchers(clock: Clock) -> None:
    """A call of three places that is closed and has its ranking; who was first gave up."""
    first, last = clock.days[-41 % len(clock.days)], clock.days[-30 % len(clock.days)]
    call = Call(
        title=f"Buoni spesa {last.year}",
        act=f"determina 28 del {first:%d/%m/%Y}",
        benefit_code="A1.06",
        opens_on=first,
        closes_on=last,
        places=3,
        amount_each=Decimal("300.00"),
        isee_limit=Decimal("15000.00"),
    )
    by = User.objects.get(username="supervisore")
    calls.save_call(call=call, by=by, at=clock.after(first, 1))
    for who, isee in VOUCHERS.items():
        _submitted("buoni-spesa", who, isee, call=call)
    at = clock.after(last, 4)
    ranking = publish(call=call, act=_act("63", at), by=by, at=at)
    at = clock.after(last, 8)
    give_up(row=ranking.rows.get(place=1), reason="Ha trovato lavoro", act=_act("71", at), by=by, at=at)


def _rents(clock: Clock) -> None:
    """A call with a budget, open for two weeks more."""
    today = timezone.localdate(clock.now)
    opened = clock.days[-6 % len(clock.days)]
    call = Call(
        title=f"Contributo affitto {today.year}",
        act=f"determina 77 del {opened:%d/%m/%Y}",
        benefit_code="A1.05",
        opens_on=opened,
        closes_on=today + timedelta(days=14),
        budget=Decimal("2500.00"),
        amount_each=Decimal("1000.00"),
        isee_limit=Decimal("15688.40"),
    )
    calls.save_call(call=call, by=User.objects.get(username="amministratore"), at=clock.after(opened, 1))
    for who, isee in RENTS.items():
        _submitted("contributo-affitto", who, isee, call=call)


def _list(now: datetime) -> None:
    """The TARI bonus of last year: some lines worked, some whose person must be confirmed."""
    people, by = everybody(), User.objects.get(username="operatore")
    known = ["Neri Elena", "Galli Teresa", "Colombo Rosa", "De Santis Lucia"]
    lines = [
        Line(
            number,
            code.code if (code := people[who].main_tax_code) else "",
            people[who].surname,
            people[who].given_name,
            amount=Decimal(38 + number),
        )
        for number, who in enumerate(known, start=2)
    ]
    lines += [
        Line(6, "", "Fabbri", "Gino", amount=Decimal(51)),
        Line(7, "", "Zucchi", "Ada", amount=Decimal(47)),
    ]
    today = timezone.localdate(now)
    made = work_lists.import_list(
        kind="tari",
        title=f"Bonus TARI {today.year - 1}, primo invio",
        received_on=today,
        content=b"demo",
        lines=lines,
        by=by,
        at=now,
    )
    first, second = made.lines.filter(number__in=[2, 3])
    steps = [(first, WorkLine.State.CHECKED), (first, WorkLine.State.DONE), (second, WorkLine.State.CHECKED)]
    for line, state in steps:
        work_lists.move_line(line=line, state=state, reason="", by=by, at=now)


# The steps


def _written(service: str, citizen: str, isee: str, **fields: Any) -> Application:
    """The application of the case of this person, what is asked written down."""
    case = the_case(service, citizen)
    application = applications.begin_application(case)
    kind = fields.pop("isee_kind", "ordinary")
    if isee:
        fields |= {"isee": Decimal(isee), "isee_kind": kind, "isee_origin": Application.IseeOrigin.SHOWN}
        fields["isee_valid_to"] = date(_day(application).year, 12, 31)
    call = fields.get("call")
    applications.save_request(
        application=application,
        fields=fields,
        benefit_code=call.benefit_code if call else case.benefit_code,
        operator=case.responsible,
        at=case.opened_at + timedelta(minutes=10),
    )
    return application


def _submitted(service: str, citizen: str, isee: str, **fields: Any) -> Application:
    application = _written(service, citizen, isee, **fields)
    applications.submit(
        application=application,
        protocol_number=application.case.protocol_number,
        protocol_date=_day(application),
        operator=_who(application),
        at=application.case.opened_at + timedelta(minutes=15),
    )
    return application


def _grant(application: Application, clock: Clock, open_days: int, *, reason: str, **fields: Any) -> None:
    at = clock.after(_day(application), open_days)
    decided_on = timezone.localdate(at)
    period = {"period_from": decided_on, "period_to": decided_on + timedelta(days=200)}
    decision = {"reason": reason, "remedy": REMEDY, **vars(_act("55", at)), **period, **fields}
    decisions.grant(application=application, fields=decision, operator=_who(application), at=at)


def _notice(application: Application, clock: Clock, open_days: int, grounds: str) -> None:
    sent, received = clock.after(_day(application), open_days), clock.after(_day(application), open_days + 2)
    notice = {
        "notice_grounds": grounds,
        "notice_on": timezone.localdate(sent),
        "notice_received_on": timezone.localdate(received),
    }
    decisions.save_notice(application=application, fields=notice, operator=_who(application), at=received)


def _refuse(application: Application, clock: Clock) -> None:
    _notice(application, clock, 5, NOT_ENROLLED)
    at = clock.after(_day(application), 22)
    decision = {"reason": NOT_ENROLLED, "remedy": REMEDY, **vars(_act("58", at))}
    decisions.refuse(application=application, fields=decision, operator=_who(application), at=at)


def _bring_papers(application: Application, clock: Clock) -> None:
    states = [NeededPaper.State.CHECKED, NeededPaper.State.ASKED]
    for paper, state in zip(application.papers.all(), states, strict=False):
        papers.choose_state(
            paper=paper,
            state=state,
            seen=paper.state,
            operator=_who(application),
            at=application.case.opened_at + timedelta(minutes=20),
        )


def _act(number: str, at: datetime) -> Act:
    return Act(number, timezone.localdate(at), SIGNER)


def _day(application: Application) -> date:
    return timezone.localdate(application.case.opened_at)


def _who(application: Application) -> User:
    return application.case.responsible
