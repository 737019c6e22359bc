"""Each condition says yes, no, or what is missing."""

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from isee.benefits import Citizenship, Disability, Facts, Relation, Service, Supply
from isee.benefits.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Declared,
    DomesticUse,
    FigureUpTo,
    HasCitizenship,
    OnlySupply,
    Resident,
    SupplyHolder,
    WithinMonthsOfEvent,
    Without,
)
from isee.benefits.people import Children, Members, SomebodyAged, SomebodyDisabled
from tests.isee.benefits.make import household, person

ON = date(2026, 3, 4)
ADULT = date(1980, 5, 1)
YES, NO, UNKNOWN = True, False, None


def family(*born: date | None) -> Facts:
    """Make a mother and children born on those days."""
    children = (person(place, day) for place, day in enumerate(born, start=1))
    return Facts(members=(person(0, ADULT, Relation.DECLARANT), *children))


def disabled(degree: Disability | None) -> Facts:
    return Facts(members=(person(0, ADULT, disability=degree), person(1, ADULT, disability=Disability.NONE)))


def supply(**facts: Any) -> Facts:
    return Facts(supplies={Service.ELECTRICITY: Supply(**facts)})


LIGHT = Service.ELECTRICITY
QUESTION = Declared("contratto", "Il contratto è registrato?", document="contratto")
UNDER_3, OVER_65 = SomebodyAged(under=3), SomebodyAged(at_least=65)
CASES: list[tuple[Condition, Facts, bool | None]] = [
    (Children(2), family(date(2015, 1, 1), date(1999, 1, 1)), YES),
    (Children(3), family(date(2015, 1, 1), date(1999, 1, 1)), NO),
    (Children(1, at_most=1), family(date(2015, 1, 1), date(1999, 1, 1)), NO),
    (Children(2, under_age=18), family(date(2015, 1, 1), date(1999, 1, 1)), NO),
    (Children(1, under_age=18), family(date(2008, 3, 5)), YES),
    (Children(1, under_age=18), family(date(2008, 3, 4)), NO),
    (Children(1, under_age=18), family(None), UNKNOWN),
    (Children(1, under_age=18), family(date(2015, 1, 1), None), YES),
    (Children(1, at_most=1, under_age=18), family(date(2015, 1, 1), None), UNKNOWN),
    (Children(1), Facts(), UNKNOWN),
    (Children(1, dependent=True), family(date(2015, 1, 1)), YES),
    (Children(1, dependent=True), family(date(1999, 1, 1)), UNKNOWN),
    (Children(1, dependent=True), family(None), UNKNOWN),
    (Children(1, dependent=True), Facts(members=(person(0, date(1999, 1, 1), dependent=True),)), YES),
    (Children(1, dependent=True), Facts(members=(person(0, date(2015, 1, 1), dependent=False),)), NO),
    (Members(3), family(None, None), YES),
    (Members(4), family(None, None), NO),
    (Members(1, at_most=2), family(None, None), NO),
    (Members(1), Facts(), UNKNOWN),
    (OVER_65, Facts(members=(person(0, date(1961, 3, 4)),)), YES),
    (OVER_65, Facts(members=(person(0, date(1961, 3, 5)),)), NO),
    (OVER_65, Facts(members=(person(0, None),)), UNKNOWN),
    (SomebodyAged(65, 70), Facts(members=(person(0, date(1956, 3, 4)),)), NO),
    (SomebodyAged(65, 70), Facts(members=(person(0, date(1956, 3, 5)),)), YES),
    (SomebodyDisabled(), disabled(Disability.MEDIUM), YES),
    (SomebodyDisabled(), disabled(Disability.NONE), NO),
    (SomebodyDisabled(), Facts(members=(person(0, ADULT, disabled=True),)), YES),
    (SomebodyDisabled(), Facts(members=(person(0, ADULT, disabled=False),)), NO),
    (SomebodyDisabled(), disabled(None), UNKNOWN),
    (SomebodyDisabled(Disability.SEVERE), disabled(Disability.MEDIUM), NO),
    (SomebodyDisabled(Disability.SEVERE), disabled(Disability.NOT_SELF_SUFFICIENT), YES),
    (SomebodyDisabled(Disability.SEVERE), Facts(members=(person(0, ADULT, disabled=True),)), UNKNOWN),
    (Resident(), Facts(resident=True), YES),
    (Resident(), Facts(resident=False), NO),
    (Resident(), Facts(), UNKNOWN),
    (HasCitizenship((Citizenship.EU,)), Facts(citizenship=Citizenship.EU), YES),
    (HasCitizenship((Citizenship.EU,)), Facts(citizenship=Citizenship.PERMIT), NO),
    (HasCitizenship((Citizenship.EU,)), Facts(), UNKNOWN),
    (SupplyHolder(LIGHT), supply(holder_is_member=True), YES),
    (SupplyHolder(LIGHT), supply(holder_is_member=False), NO),
    (SupplyHolder(Service.GAS), supply(holder_is_member=True), UNKNOWN),
    (DomesticUse(LIGHT), supply(domestic=True), YES),
    (DomesticUse(LIGHT), supply(domestic=False), NO),
    (DomesticUse(LIGHT), supply(), UNKNOWN),
    (OnlySupply(LIGHT), supply(second=False), YES),
    (OnlySupply(LIGHT), supply(second=True), NO),
    (OnlySupply(LIGHT), supply(), UNKNOWN),
    (QUESTION, Facts(answers={"contratto": True}), YES),
    (QUESTION, Facts(answers={"contratto": False}), NO),
    (QUESTION, Facts(), UNKNOWN),
    (Declared("x", "Riceve altro?", expected=False), Facts(answers={"x": False}), YES),
    (Declared("x", "Riceve altro?", expected=False), Facts(answers={"x": True}), NO),
    (FigureUpTo("redditi", "redditi", Decimal(8000)), Facts(figures={"redditi": Decimal(8000)}), YES),
    (FigureUpTo("redditi", "redditi", Decimal(8000)), Facts(figures={"redditi": Decimal("8000.01")}), NO),
    (FigureUpTo("redditi", "redditi", Decimal(8000)), Facts(), UNKNOWN),
    (WithinMonthsOfEvent(6), Facts(event_on=date(2025, 9, 4)), YES),
    (WithinMonthsOfEvent(6), Facts(event_on=date(2025, 9, 3)), NO),
    (WithinMonthsOfEvent(6), Facts(event_on=date(2026, 3, 5)), NO),
    (WithinMonthsOfEvent(6), Facts(), UNKNOWN),
    (WithinMonthsOfEvent(6), family(), NO),
    (Without("altro", "Altro bonus"), Facts(holds=frozenset()), YES),
    (Without("altro", "Altro bonus"), Facts(holds=frozenset({"altro"})), NO),
    (Without("altro", "Altro bonus"), Facts(), UNKNOWN),
    (AllOf((Resident(), QUESTION)), Facts(resident=True, answers={"contratto": True}), YES),
    (AllOf((Resident(), QUESTION)), Facts(resident=False), NO),
    (AllOf((Resident(), QUESTION)), Facts(resident=True), UNKNOWN),
    (AnyOf((Resident(), QUESTION)), Facts(resident=True), YES),
    (AnyOf((Resident(), QUESTION)), Facts(resident=False), UNKNOWN),
    (AnyOf((Resident(), QUESTION)), Facts(resident=False, answers={"contratto": False}), NO),
    (AnyOf((UNDER_3, OVER_65)), family(date(2024, 1, 1)), YES),
]


@pytest.mark.parametrize(("condition", "facts", "expected"), CASES)
def test_a_condition_answers(condition: Condition, facts: Facts, expected: bool | None) -> None:
    finding = condition.test(facts, ON)
    assert finding.holds is expected
    assert finding.sentence.endswith((".", "?"))
    assert bool(finding.missing) is (expected is None)


def test_every_condition_is_asked_here() -> None:
    assert {type(condition) for condition, _, _ in CASES} == set(get_args(Condition))


def test_the_sentences_count_and_name() -> None:
    assert Children(4, dependent=True).test(family(*[date(2015, 1, 1)] * 3), ON).sentence == (
        "Nel nucleo: figli a carico, 3; la regola ne chiede almeno 4."
    )
    finding = Children(2, under_age=18).test(family(date(2015, 1, 1), None), ON)
    assert finding.sentence == "Nel nucleo: figli minorenni, da 1 a 2; la regola ne chiede almeno 2."
    assert [missing.sentence for missing in finding.missing] == ["Manca la data di nascita di Carla."]
    grown = Children(1, dependent=True).test(family(date(1999, 1, 1)), ON)
    assert grown.missing[0].sentence == "Non si sa se Bruno è a carico."
    assert QUESTION.test(household(), ON).missing[0].document == "contratto"
