"""What holds for every national rule, tried on many invented households; the same ones each time."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from isee.benefits import (
    Disability,
    Facts,
    Outcome,
    Person,
    Relation,
    Rule,
    Service,
    Supply,
    cost,
    evaluate,
    households_with,
    national_rules,
)
from tests.isee.benefits.make import fulfilling, isee

many = settings(max_examples=200, deadline=None, database=None, derandomize=True)

perhaps = st.sampled_from([True, False, None])
rules = st.sampled_from(national_rules())
isees = st.integers(0, 4_000_000).map(lambda value: Decimal(value) / 100)
people = st.builds(
    Person,
    st.one_of(st.none(), st.dates(date(1930, 1, 1), date(2026, 12, 31))),
    st.sampled_from(Relation),
    disability=st.one_of(st.none(), st.sampled_from(Disability)),
    dependent=perhaps,
)
supplies = st.builds(Supply, perhaps, perhaps, perhaps, st.sampled_from([None, Decimal(3), Decimal(6)]))
households = st.builds(
    Facts,
    members=st.one_of(st.none(), st.lists(people, min_size=1, max_size=7).map(tuple)),
    resident=perhaps,
    supplies=st.fixed_dictionaries(dict.fromkeys(Service, supplies)),
    holds=st.sampled_from([None, frozenset(), frozenset({"bonus_elettrico"})]),
)
WORST_FIRST = (Outcome.NON_SPETTA, Outcome.MANCA_UN_DATO, Outcome.SPETTA)


def day_of(rule: Rule, facts: Facts) -> date | None:
    """Return a day that the version covers for this household, if there is one."""
    on = rule.valid_from
    return on if rule.covers(rule.reference_day(facts, on)) else None


@many
@given(rules, households, isees, isees)
def test_a_lower_isee_never_loses_what_a_higher_one_has(
    rule: Rule, facts: Facts, one: Decimal, other: Decimal
) -> None:
    on = day_of(rule, facts)
    if on is None or not rule.isee or rule.only_information:
        return
    facts = fulfilling(rule, facts)
    low, high = (
        WORST_FIRST.index(evaluate(rule, facts, isee(value, rule.isee[0], on), on).outcome)
        for value in sorted((one, other))
    )
    assert low >= high


@many
@given(rules, households, isees)
def test_an_answer_always_says_why_and_what_is_missing(rule: Rule, facts: Facts, value: Decimal) -> None:
    on = day_of(rule, facts)
    if on is None:
        return
    answer = evaluate(rule, facts, isee(value, rule.isee[0], on) if rule.isee else None, on)
    refused = [step for step in answer.steps if step.holds is False]
    assert bool(refused) is (answer.outcome is Outcome.NON_SPETTA)
    if answer.outcome is Outcome.MANCA_UN_DATO:
        assert answer.missing
    if answer.outcome is Outcome.SPETTA:
        assert answer.missing == ()
    assert answer.amount is None or answer.amount >= 0


@many
@given(rules, households, st.lists(isees, max_size=8))
def test_a_total_is_never_negative_and_everybody_is_counted(
    rule: Rule, facts: Facts, values: list[Decimal]
) -> None:
    on = day_of(rule, facts)
    if on is None or not rule.isee:
        return
    found = cost(rule, households_with(values, fulfilling(rule, facts), rule.isee[0]), on, times=3)
    assert found.total >= 0
    assert found.households == len(values)
    assert 0 <= found.unvalued <= found.entitled <= found.households - found.undecided
