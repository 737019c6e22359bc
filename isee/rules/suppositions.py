"""What may be supposed of a household where nothing is known: that it answers a rule's questions as the rule wants."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from isee.benefits import Citizenship, Consumption, Facts, Rule, Service, Supply
from isee.benefits.conditions import AllOf, AnyOf, Condition, Declared, FigureUpTo, HasCitizenship
from isee.benefits.dues import PerMember, ShareOf

FINE = Supply(holder_is_member=True, domestic=True, second=False, power=Decimal(3))


def asked_by(rule: Rule) -> list[Condition]:
    """Every condition of a rule: its own, those of its thresholds, those inside others."""
    return [
        *_inside(rule.conditions),
        *(each for threshold in rule.thresholds for each in _inside(threshold.when)),
    ]


def _inside(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for condition in conditions:
        if isinstance(condition, AllOf | AnyOf):
            yield from _inside(condition.conditions)
        else:
            yield condition


def favourable(rule: Rule, facts: Facts, figure: Decimal | None = None) -> Facts:
    """The household with what is not known of it supposed as the rule wants it.

    What is known stays, and so does who its members are. `figure`, in euro, is what a share is taken of.
    """
    asked = asked_by(rule)
    answers = {each.fact: each.expected for each in asked if isinstance(each, Declared)}
    figures = {each.figure: Decimal(0) for each in asked if isinstance(each, FigureUpTo)}
    if figure is not None:
        figures |= dict.fromkeys(figures_of(rule), figure)
    return replace(
        facts,
        answers={**answers, **facts.answers},
        figures={**figures, **facts.figures},
        citizenship=facts.citizenship or _admitted(asked),
        supplies=dict.fromkeys(Service, FINE) | dict(facts.supplies),
        consumption=facts.consumption or Consumption.MEDIA,
        holds=frozenset() if facts.holds is None else facts.holds,
    )


def figures_of(rule: Rule) -> set[str]:
    """The names of the sums of which the rule gives a share."""
    return {band.amount.figure for band in rule.amounts if isinstance(band.amount, ShareOf | PerMember)}


def _admitted(asked: list[Condition]) -> Citizenship:
    admitted = [each.one_of for each in asked if isinstance(each, HasCitizenship) and each.one_of]
    return admitted[0][0] if admitted else Citizenship.ITALIAN
