"""What a change of rule does: whose answer changes, and what it would cost."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from isee.benefits.answers import Answer, Outcome
from isee.benefits.evaluation import evaluate
from isee.benefits.facts import Facts, IseeValue, Origin
from isee.benefits.rule import Nature, Rule
from isee.calculation.amounts import ZERO, cents
from isee.calculation.kinds import Kind

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change(Generic[K]):
    """A household whose answer is another one: before and after."""

    household: K
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rule gives, or asks, over many households, for one unit of its amount times `times`.

    `entitled` households have it, `undecided` lack a fact; `unvalued` are the entitled whose amount is not
    known. `total` is the euro of the others: given by the body for a benefit, paid by the households for a tariff.
    """

    nature: Nature
    households: int
    entitled: int
    undecided: int
    unvalued: int
    total: Decimal


def affected(old: Rule, new: Rule, households: Mapping[K, Facts], on: date) -> tuple[Change[K], ...]:
    """List the households whose answer of that day changes from one version to the other.

    Both versions must cover the day: a threshold published on 23 January and valid from the 1st is asked for
    any day from the 1st. Another distance alone is no change. Raise NotInForce.
    """
    changes = []
    for key, household in households.items():
        value = household.isee_for(new.isee, on)
        before, after = (evaluate(rule, household, value, on) for rule in (old, new))
        if (before.outcome, before.due) != (after.outcome, after.due):
            changes.append(Change(key, before, after))
    return tuple(changes)


def cost(rule: Rule, households: Iterable[Facts], on: date, times: int | Decimal = 1) -> Cost:
    """Count households and money under a rule on a day. Raise NotInForce.

    `times` is how many units each household takes: the meals of a year for a canteen. Instalments count whole.
    """
    count = entitled = undecided = unvalued = 0
    total = ZERO
    for household in households:
        count += 1
        answer = evaluate(rule, household, household.isee_for(rule.isee, on), on)
        undecided += answer.outcome is Outcome.MANCA_UN_DATO
        if answer.outcome is not Outcome.SPETTA:
            continue
        entitled += 1
        due = answer.due
        if due is None or due.amount is None:
            unvalued += 1
        else:
            total += (due.total if due.total is not None else due.amount) * times
    return Cost(rule.nature, count, entitled, undecided, unvalued, cents(total))


def households_with(
    isee_values: Iterable[Decimal], like: Facts, kind: Kind = Kind.ORDINARY
) -> tuple[Facts, ...]:
    """Make one household for each ISEE, the rest as in `like`: for a cost of which only the ISEE are known."""
    return tuple(replace(like, isee=(IseeValue(kind, isee, Origin.ATTESTATION),)) for isee in isee_values)


def with_threshold(rule: Rule, upto: Decimal) -> Rule:
    """Return the rule with another threshold for all; those with a condition stay."""
    return replace(
        rule,
        thresholds=tuple(
            threshold if threshold.when else replace(threshold, upto=upto) for threshold in rule.thresholds
        ),
    )
