"""Trying a rule with the households of its table: what must come out, and what does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from isee.benefits import (
    Answer,
    Citizenship,
    Disability,
    Facts,
    IseeValue,
    Origin,
    Person,
    Relation,
    Rule,
    Service,
    Supply,
    evaluate,
)
from isee.benefits.conditions import Condition, Declared, FigureUpTo, WithinMonthsOfEvent, Without
from isee.benefits.people import ADULT_AGE
from isee.benefits.rule import DatedBy
from isee.calculation.days import add_months
from isee.models import Trial
from isee.rules.suppositions import asked_by, favourable


@dataclass(frozen=True)
class Tried:
    """A household of the table with its answer."""

    trial: Trial
    answer: Answer

    @property
    def passes(self) -> bool:
        """Whether outcome and amount are those expected."""
        return (self.answer.outcome, self.answer.amount) == (self.trial.outcome, self.trial.amount)


def try_all(trials: Iterable[Trial], rule: Rule) -> list[Tried]:
    """Ask the rule, on its first day, about each household of its table."""
    return [Tried(trial, ask(trial, rule)) for trial in trials]


def ask(trial: Trial, rule: Rule) -> Answer:
    """Ask a rule about one household, on the first day of the rule."""
    on = rule.valid_from
    facts = facts_of(trial, rule, on)
    return evaluate(rule, facts, facts.isee_for(rule.isee, on), on)


def facts_of(trial: Trial, rule: Rule, on: date) -> Facts:
    """The household as the rule judges it: the ages are those of that day.

    Whoever meets the rest answers each question as the rule wants it; whoever does not, the other way.
    """
    asked = asked_by(rule)
    known = Facts(
        members=tuple(_members(trial, on)),
        isee=tuple(
            IseeValue(kind, trial.isee, Origin.ATTESTATION) for kind in rule.isee if trial.isee is not None
        ),
        resident=trial.resident,
        event_on=_event(rule, asked, on, trial.meets_the_rest),
        child=trial.child,
    )
    if not trial.meets_the_rest:
        known = _contrary(rule, known, asked)
    return favourable(rule, known, trial.figure)


def _contrary(rule: Rule, facts: Facts, asked: list[Condition]) -> Facts:
    """The household with every answer other than the rule wants it."""
    others = {each.code for each in asked if isinstance(each, Without)} | {
        each.code for each in rule.not_with
    }
    return replace(
        facts,
        answers={each.fact: not each.expected for each in asked if isinstance(each, Declared)},
        figures={each.figure: each.upto + 1 for each in asked if isinstance(each, FigureUpTo)},
        citizenship=Citizenship.WITHOUT_TITLE,
        supplies=dict.fromkeys(Service, Supply(holder_is_member=False, domestic=False, second=True)),
        holds=frozenset(others),
    )


def _members(trial: Trial, on: date) -> Iterator[Person]:
    ages = [(age, Relation.OTHER) for age in trial.adult_ages]
    ages += [
        (age, Relation.MINOR_CHILD if age < ADULT_AGE else Relation.ADULT_CHILD) for age in trial.child_ages
    ]
    for place, (age, relation) in enumerate(ages):
        disability = Disability(trial.disability) if place == 0 else Disability.NONE
        yield Person(
            birth_date=birth_date(age, on),
            relation=Relation.DECLARANT if place == 0 and relation is Relation.OTHER else relation,
            disability=disability,
            dependent=relation.is_child,
        )


def birth_date(age: int, on: date) -> date:
    """The birth date of whoever completes these years on that day; the 1st of March for the 29th of February."""
    try:
        return on.replace(year=on.year - age)
    except ValueError:
        return date(on.year - age, 3, 1)


def _event(rule: Rule, asked: list[Condition], on: date, fine: bool) -> date | None:
    """The birth for which something is asked: that day, or too long before it; none where no rule asks it."""
    months = [each.months for each in asked if isinstance(each, WithinMonthsOfEvent)]
    if months and not fine:
        return add_months(on, -max(months) - 1)
    return on if months or rule.dated_by is DatedBy.EVENT else None
