"""When the electricity bonus shows, why it did not come, and which application physical hardship takes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from isee.benefits import Facts, Origin, Service, Supply
from isee.benefits.electricity import Request, causes, physical_request, shows_from, why_missing
from tests.isee.benefits.make import household, isee, large_family, national

ON = date(2026, 3, 4)
RULE = national("bse-2026")


def known(value: int = 5000, facts: Facts | None = None, **changed: Any) -> Facts:
    given: dict[str, Any] = {"issued_on": date(2026, 1, 15)} | changed
    return replace(facts or household(), isee=(isee(value, **given),))


def light(**supply: Any) -> Facts:
    fine = Supply(holder_is_member=True, domestic=True, second=False)
    return household(supplies={Service.ELECTRICITY: replace(fine, **supply)})


def test_it_shows_in_the_first_bill_after_a_month() -> None:
    assert shows_from(date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        (known(valid_to=date(2026, 2, 28)), "no_isee"),
        (known(origin=Origin.SIMULATION), "no_isee"),
        (known(omissions=True), "omissions"),
        (known(9797), "over_threshold"),
        (known(facts=light(holder_is_member=False)), "other_holder"),
        (known(facts=light(domestic=False)), "not_domestic"),
        (known(facts=light(second=True)), "second_supply"),
        (known(issued_on=date(2026, 2, 5)), "too_early"),
    ],
)
def test_the_facts_find_the_cause_and_the_cause_has_a_cure(facts: Facts, cause: str) -> None:
    inquiry = why_missing(RULE, facts, ON)
    assert inquiry.found is not None
    assert inquiry.found.code == cause
    assert inquiry.found.cure
    assert inquiry.ask is None


def test_a_supply_in_the_name_of_who_died_is_cured_by_a_voltura() -> None:
    found = why_missing(RULE, known(facts=light(holder_is_member=False)), ON).found
    assert found is not None
    assert found.act == "voltura"


def test_when_all_is_in_order_no_cause_is_found_and_all_were_looked_at() -> None:
    inquiry = why_missing(RULE, known(issued_on=date(2026, 2, 4)), ON)
    assert (inquiry.found, inquiry.ask) == (None, None)
    assert inquiry.excluded == causes()


def test_what_is_not_known_is_asked_one_question_at_a_time() -> None:
    answers: dict[str, bool] = {}
    asked = []
    while (inquiry := why_missing(RULE, Facts(), ON, answers)).ask is not None:
        asked.append(inquiry.ask.code)
        answers[inquiry.ask.code] = inquiry.ask.reveals == "no"  # the answer that does not find it
    assert asked == [cause.code for cause in causes()]
    assert inquiry.found is None


def test_the_operator_is_believed_before_the_facts() -> None:
    inquiry = why_missing(RULE, known(), ON, {"other_holder": False})
    assert inquiry.found is not None
    assert inquiry.found.code == "other_holder"


def test_a_large_family_is_not_over_the_threshold() -> None:
    inquiry = why_missing(RULE, known(15_000, large_family()), ON)
    assert inquiry.found is None
    unknown = why_missing(RULE, replace(known(15_000), members=None), ON)
    assert unknown.ask is not None
    assert unknown.ask.code == "over_threshold"


def test_every_cause_is_a_question_with_an_answer_and_looks_at_something_known() -> None:
    for cause in causes():
        assert cause.question.endswith("?")
        assert cause.reveals in ("yes", "no")
        assert cause.cause.endswith(".")
    assert len({cause.code for cause in causes()}) == len(causes())


@pytest.mark.parametrize(
    ("holds", "request_kind"),
    [
        (None, Request.UNKNOWN),
        (frozenset(), Request.NEW),
        (frozenset({"bonus_elettrico"}), Request.NEW),
        (frozenset({"bonus_elettrico_fisico"}), Request.VARIATION),
    ],
)
def test_a_running_bonus_takes_a_variation(holds: frozenset[str] | None, request_kind: Request) -> None:
    assert physical_request(Facts(holds=holds))[0] is request_kind
