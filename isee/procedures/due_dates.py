"""The holidays of the terms of a procedure, and the term of an application."""

from datetime import date

from isee.models import Application, DecisionTerm
from isee.procedures.procedure_terms import DAYS_TO_DECIDE, decide_by
from sportello.office import national_holiday

SUNDAY = 6


def is_holiday(day: date) -> bool:
    """Whether a day is festivo (L. 260/1949): a Sunday or a national holiday. The patron saint's day is none."""
    return day.weekday() == SUNDAY or bool(national_holiday(day))


def days_to_decide(rule_code: str) -> int:
    """How many days a benefit leaves to decide: those that the administrator set, else thirty."""
    term = DecisionTerm.objects.filter(rule_code=rule_code).first() if rule_code else None
    return term.days if term else DAYS_TO_DECIDE


def due_on(application: Application) -> tuple[int, date]:
    """The days of the term of a submitted application, and its last day.

    For an application of a call the term runs from the day on which the call closes: until then others may come.
    """
    if application.submitted_on is None:
        raise ValueError("Il termine corre dalla presentazione.")
    days = days_to_decide(application.rule_code)
    call = application.call
    start = max(application.submitted_on, call.closes_on) if call else application.submitted_on
    return days, decide_by(start, days, application.notice, is_holiday, application.pause)
