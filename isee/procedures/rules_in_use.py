"""The benefit rules on which one may apply to the Comune, and what they say of an application.

The rules that the Comune makes itself join the national ones here, and nowhere else.
"""

from datetime import date

from isee.benefits import (
    Answer,
    Channel,
    Facts,
    IseeValue,
    NotInForce,
    Origin,
    Rule,
    evaluate,
    in_force,
    national_rules,
)
from isee.benefits.conditions import WithinMonthsOfEvent
from isee.benefits.rule import DatedBy
from isee.calculation import Kind
from isee.models import Application
from isee.procedures.due_dates import is_holiday
from isee.procedures.procedure_terms import after_months


def rules_in_use() -> tuple[Rule, ...]:
    """Every version of every rule."""
    return national_rules()


def benefits_at_the_comune() -> dict[str, str]:
    """The benefits that one applies for at the Comune: their names by the code that they have through time."""
    return {rule.code: rule.name for rule in rules_in_use() if rule.channel is Channel.COMUNE}


def version_of(code: str, day: date) -> Rule | None:
    """The version of a benefit that counts on a day: of the event for those dated by it, else of the application."""
    return next(iter(in_force([rule for rule in rules_in_use() if rule.code == code], day)), None)


def rule_of(application: Application) -> Rule | None:
    """The version that an application goes by; None where no rule describes the benefit."""
    return next((rule for rule in rules_in_use() if rule.id == application.rule_id), None)


def answer_for(application: Application, on: date) -> Answer | None:
    """What the rule answers with what the application says; None without a rule that covers the day."""
    rule = rule_of(application)
    if rule is None:
        return None
    facts = Facts(isee=_isee(application), event_on=application.event_on)
    try:
        return evaluate(rule, facts, facts.isee_for(rule.isee, on), on)
    except NotInForce:
        return None


def follows_an_event(code: str) -> bool:
    """Whether the version of a benefit is that of a birth, or of the entry of a child."""
    return any(rule.code == code and rule.dated_by is DatedBy.EVENT for rule in rules_in_use())


def last_day_to_apply(application: Application) -> date | None:
    """The last day for an application that must follow an event by so many months; None where nothing says it."""
    rule, event_on = rule_of(application), application.event_on
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
