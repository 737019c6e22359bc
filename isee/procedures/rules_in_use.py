"""The benefit rules on which one may apply to the Comune, and what they say of an application."""

from dataclasses import replace
from datetime import date

from isee.benefits import Answer, Channel, IseeValue, NotInForce, Origin, Rule, evaluate, in_force
from isee.benefits.conditions import WithinMonthsOfEvent
from isee.benefits.electricity import PHYSICAL
from isee.benefits.rule import DatedBy
from isee.calculation import Kind
from isee.dossier.benefit_facts import known_of
from isee.models import Application
from isee.procedures.due_dates import is_holiday
from isee.procedures.procedure_terms import after_months
from isee.rules.local_rules import every_rule, versions_of


def benefits_at_the_comune() -> dict[str, str]:
    """The benefits that one applies for at the Comune: their names by the code that they have through time.

    The bonus for physical hardship has a form of its own, on SGAte. One query.
    """
    asked_here = (rule for rule in every_rule() if rule.channel is Channel.COMUNE)
    return {rule.code: rule.name for rule in asked_here if rule.code != PHYSICAL}


def version_of(code: str, day: date) -> Rule | None:
    """The version of a benefit that counts on a day: of the event for those dated by it, else of the application.

    One query.
    """
    return next(iter(in_force(versions_of(code), day)), None)


def rule_of(application: Application, on: date) -> Rule | None:
    """The version that an application goes by; None where no rule describes the benefit. One query at most.

    One that another replaced counts for nobody: then it is that of the event, of the application or of this day.
    """
    if not application.rule_code:
        return None
    versions = versions_of(application.rule_code)
    day = application.event_on or application.submitted_on or on
    written = (rule for rule in versions if rule.id == application.rule_id)
    return next(iter((*written, *in_force(versions, day))), None)


def answer_for(application: Application, rule: Rule | None, on: date) -> Answer | None:
    """What its rule answers with what the application says; None without a rule that covers the day.

    The ISEE and the event are those of the application; who the household is, and where it lives, what the office
    knows of who asks. A fixed number of queries.
    """
    if rule is None:
        return None
    known = known_of(application.case.citizen, on).facts
    facts = replace(known, isee=_isee(application), event_on=application.event_on)
    try:
        return evaluate(rule, facts, facts.isee_for(rule.isee, on), on)
    except NotInForce:
        return None


def follows_an_event(code: str) -> bool:
    """Whether the version of a benefit is that of a birth, or of the entry of a child. One query at most."""
    return any(rule.dated_by is DatedBy.EVENT for rule in versions_of(code))


def last_day_to_apply(application: Application, rule: Rule | None) -> date | None:
    """The last day for an application that must follow an event by so many months; None where nothing says it."""
    event_on = application.event_on
    months = (
        [each.months for each in rule.conditions if isinstance(each, WithinMonthsOfEvent)] if rule else []
    )
    return after_months(event_on, min(months), is_holiday) if months and event_on else None


def _isee(application: Application) -> tuple[IseeValue, ...]:
    if application.isee is None:
        return ()
    return (
        IseeValue(
            kind=Kind(application.isee_kind),
            value=application.isee,
            origin=Origin.ATTESTATION,
            valid_to=application.isee_valid_to,
            omissions=application.isee_omissions,
        ),
    )
