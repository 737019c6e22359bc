"""The national rules, row by row and year by year, against the figures as they were found."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.benefits import (
    BENEFIT_CODES,
    Consumption,
    Due,
    Facts,
    Outcome,
    Rule,
    Service,
    Supply,
    Unit,
    evaluate,
    evaluate_all,
    in_force,
    national_rules,
    validate,
    validate_all,
)
from isee.benefits.conditions import FigureUpTo
from isee.calculation import Confidence
from tests.isee.benefits.make import (
    CENT,
    data,
    fulfilling,
    household,
    isee,
    large_family,
    money,
    named_in,
    national,
)

EXPECTED = data("rows.yaml")
ROWS: list[dict[str, Any]] = EXPECTED["rows"]
DECIDING = [row for row in ROWS if row["decides"]]
LARGE = [row for row in DECIDING if row["large"]]
INFORMING = [row for row in ROWS if not row["decides"]]

WITH_THRESHOLD = [rule for rule in national_rules() if any(not each.when for each in rule.thresholds)]
WITH_EDGES = [rule for rule in national_rules() if rule.ends()]
# Versions of which the rows as they were found say nothing of their own.
SPLIT = {"adi-2026", "bse-2024-dodici-mesi", "bse-2023-q3-extra", "gas-2023-q1"}

every_rule = pytest.mark.parametrize("rule", national_rules(), ids=lambda rule: rule.id)


def days(rule: Rule) -> list[date]:
    """The first and last day of a version, and one within each of its years."""
    last = rule.valid_to or date(2026, 12, 31)
    return sorted(
        {rule.valid_from, last, *(date(year, 7, 1) for year in range(rule.valid_from.year, last.year))}
    )


def outcome(rule: Rule, facts: Any, value: Decimal, on: date) -> Outcome:
    return evaluate(rule, fulfilling(rule, facts), isee(value, rule.isee[0], on), on).outcome


def test_nothing_is_left_out_of_what_is_generated() -> None:
    """A rule that is added must be written among the rows: else no test would ask it anything."""
    assert {rule.id for rule in national_rules()} == {row["id"] for row in ROWS} | SPLIT
    asked = {row["id"] for row in ROWS if row["isee_max"] and not national(row["id"]).only_information}
    assert asked <= {rule.id for rule in WITH_THRESHOLD}
    assert {row["id"] for row in LARGE} <= {row["id"] for row in DECIDING}
    assert {rule.id for rule in national_rules() if rule.thresholds or len(rule.amounts) > 1} <= {
        rule.id for rule in WITH_EDGES
    }
    for of, least in ((ROWS, 47), (DECIDING, 27), (LARGE, 13), (WITH_THRESHOLD, 38), (WITH_EDGES, 38)):
        assert len(of) >= least


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_row_is_a_rule_with_its_dates_and_threshold(row: dict[str, Any]) -> None:
    rule = national(row["id"])
    if row["id"] == "gas-2023":  # two versions: the limit for large families changed on 1 April
        assert (national("gas-2023-q1").valid_from, rule.valid_to) == (row["from"], row["to"])
    elif row["from"]:
        assert (rule.valid_from, rule.valid_to) == (row["from"], row["to"])
    else:
        assert rule.covers(date(row["year"], 6, 30))
    general = [each.upto for each in rule.thresholds if not each.when]
    assert general == ([] if rule.only_information or not row["isee_max"] else [Decimal(row["isee_max"])])


@pytest.mark.parametrize("row", DECIDING, ids=lambda row: row["id"])
def test_an_entitled_and_a_not_entitled_household_in_each_year(row: dict[str, Any]) -> None:
    rule, limit = national(row["id"]), Decimal(row["isee_max"])
    for on in days(rule):
        facts = household(on=on)
        assert outcome(rule, facts, Decimal(0), on) is Outcome.SPETTA
        assert outcome(rule, facts, limit - CENT, on) is Outcome.SPETTA
        assert outcome(rule, facts, limit, on) is Outcome.SPETTA
        assert outcome(rule, facts, limit + CENT, on) is Outcome.NON_SPETTA


@pytest.mark.parametrize("row", LARGE, ids=lambda row: row["id"])
def test_four_dependent_children_lift_the_threshold(row: dict[str, Any]) -> None:
    rule, limit = national(row["id"]), Decimal(row["large"])
    for on in days(rule):
        assert outcome(rule, large_family(on), limit - CENT, on) is Outcome.SPETTA
        assert outcome(rule, large_family(on), limit, on) is Outcome.SPETTA
        assert outcome(rule, large_family(on), limit + CENT, on) is Outcome.NON_SPETTA
        assert outcome(rule, large_family(on, children=3), limit, on) is Outcome.NON_SPETTA


@pytest.mark.parametrize("rule", WITH_THRESHOLD, ids=lambda rule: rule.id)
def test_every_threshold_divides_who_is_entitled_from_who_is_not(rule: Rule) -> None:
    """Of the rules without an amount too; where another threshold is higher for some, of those alone."""
    limit = max(each.upto for each in rule.thresholds if not each.when)
    for on in days(rule):
        found = [outcome(rule, household(on=on), value, on) for value in (limit - CENT, limit, limit + CENT)]
        assert found == [Outcome.SPETTA, Outcome.SPETTA, Outcome.NON_SPETTA]


@pytest.mark.parametrize("rule", WITH_EDGES, ids=lambda rule: rule.id)
def test_every_edge_belongs_to_what_is_below_it_and_a_cent_above_is_another_answer(rule: Rule) -> None:
    on = rule.valid_from
    families = [fulfilling(rule, facts) for facts in (household(on=on), large_family(on))]
    families.append(fulfilling(rule, household(on=on, size=7)))

    def answers(value: Decimal) -> list[tuple[Outcome, Due | None]]:
        found = [evaluate(rule, facts, isee(value, rule.isee[0], on), on) for facts in families]
        return [(answer.outcome, answer.due) for answer in found]

    for end in rule.ends():
        assert answers(end - CENT) == answers(end)
        assert answers(end + CENT) != answers(end)


@pytest.mark.parametrize("vector", EXPECTED["amounts"], ids=lambda v: f"{v['id']}-{v['isee']}-{v['members']}")
def test_the_amount_to_the_cent(vector: dict[str, Any]) -> None:
    rule = national(vector["id"])
    facts = fulfilling(rule, household(vector["members"], rule.valid_from))
    value = isee(vector["isee"], rule.isee[0], rule.valid_from)
    answer = evaluate(rule, facts, value, rule.valid_from)
    assert answer.outcome is Outcome.SPETTA
    assert answer.due is not None
    assert (answer.amount, answer.unit) == (money(vector["amount"]), Unit(vector["unit"]))
    assert answer.due.total == money(vector.get("total"))
    if vector["amount"] is None:
        assert answer.sentence == "Spetta: importo non noto."
        assert answer.doubt


@pytest.mark.parametrize(
    "vector", EXPECTED["physical"], ids=lambda v: f"{v['id']}-{v['consumption']}-{v['power']}"
)
def test_physical_hardship_to_the_cent(vector: dict[str, Any]) -> None:
    rule = national(vector["id"])
    supplies = {Service.ELECTRICITY: Supply(power=Decimal(vector["power"]))}
    facts = household(consumption=Consumption(vector["consumption"]), supplies=supplies)
    answer = evaluate(rule, fulfilling(rule, facts), None, rule.valid_from)
    assert (answer.outcome, answer.amount) == (Outcome.SPETTA, money(vector["amount"]))


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_water_of_each_member_at_the_price_of_the_supplier(year: int) -> None:
    rule = national(f"idrico-{year}")
    facts = replace(
        fulfilling(rule, household(3, rule.valid_from)), figures={"tariffa_acqua_m3": Decimal("2.13")}
    )
    answer = evaluate(rule, facts, isee(8000, rule.isee[0], rule.valid_from), rule.valid_from)
    assert (answer.amount, answer.unit) == (Decimal("116.62"), Unit.YEAR)  # 3 × 18,25 m³ × 2,13


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_quarter_of_the_tari(year: int) -> None:
    rule = national(f"rifiuti-{year}")
    facts = replace(
        fulfilling(rule, household(on=rule.valid_from)), figures={"tari_dovuta": Decimal("241.70")}
    )
    answer = evaluate(rule, facts, isee(8000, rule.isee[0], rule.valid_from), rule.valid_from)
    assert (answer.amount, answer.unit) == (Decimal("60.43"), Unit.YEAR)
    assert answer.due
    assert "È il 25% della TARI dovuta per l'anno, 241,70 euro." in answer.due.sentences


@pytest.mark.parametrize(
    ("version", "at_least", "at_most"),
    [("sconto-volontario-2026-2027", None, "60.00"), ("gas-2026", "39.16", "156.45")],
)
def test_an_amount_of_which_only_the_ends_are_known(version: str, at_least: str | None, at_most: str) -> None:
    rule = national(version)
    answer = evaluate(
        rule,
        fulfilling(rule, household(on=rule.valid_from)),
        isee(8000, rule.isee[0], rule.valid_from),
        rule.valid_from,
    )
    assert answer.due
    assert (answer.amount, answer.due.at_most) == (None, Decimal(at_most))
    assert answer.due.at_least == money(at_least)


@pytest.mark.parametrize("row", EXPECTED["incomes"], ids=lambda row: row["id"])
def test_the_carta_acquisti_has_an_income_limit_by_age(row: dict[str, Any]) -> None:
    rule = national(row["id"])
    limits = [each.upto for each in named_in(rule.conditions) if isinstance(each, FigureUpTo)]
    assert limits == [Decimal(row["from_65"]), Decimal(row["from_70"])]


@pytest.mark.parametrize("row", INFORMING, ids=lambda row: row["id"])
def test_a_row_without_threshold_or_unit_never_promises_an_amount(row: dict[str, Any]) -> None:
    rule = national(row["id"])
    on = max(rule.valid_from, date(row["year"], 7, 1)) if not row["from"] else rule.valid_from
    facts = replace(fulfilling(rule, household(on=on)), supplies={})
    answer = evaluate(rule, facts, isee(0, on=on) if rule.isee else None, on)
    assert answer.outcome is not Outcome.NON_SPETTA
    if rule.only_information:
        assert answer.outcome is Outcome.SOLO_INFORMAZIONE
        assert rule.only_information in answer.todo
    elif row["id"].startswith("bdf"):
        assert "manca la potenza" in str(answer.due and answer.due.sentences)
    else:
        assert answer.amount is None


def test_who_is_not_so_old_hears_nothing_of_the_rai_fee() -> None:
    rule, on = national("canone-rai-75"), date(2026, 3, 4)
    assert evaluate(rule, household(on=on), None, on).outcome is Outcome.SOLO_INFORMAZIONE
    young = replace(household(on=on), members=large_family(on).members)
    assert evaluate(rule, young, None, on).outcome is Outcome.NON_SPETTA


def test_who_was_admitted_in_2023_keeps_the_twelve_months() -> None:
    on, facts = date(2024, 3, 4), household()
    admitted = replace(facts, answers={"bonus_elettrico_ammesso_nel_2023": True})
    assert evaluate(national("bse-2024-dodici-mesi"), admitted, None, on).outcome is Outcome.SPETTA
    assert outcome(national("bse-2024"), facts, Decimal(12_000), on) is Outcome.NON_SPETTA


def test_the_year_of_the_birth_chooses_the_maternity_figures() -> None:
    born, asked = date(2025, 12, 20), date(2026, 3, 4)
    rule = national("maternita-2025")
    facts = replace(
        fulfilling(rule, household(on=born)), isee=(isee("20382.90", rule.isee[0], asked),), event_on=born
    )
    answers = [each for each in evaluate_all(national_rules(), facts, asked) if each.rule.code == rule.code]
    assert [(each.rule.id, each.outcome, str(each.due)) for each in answers] == [
        ("maternita-2025", Outcome.SPETTA, "407,40 euro al mese, 2.037,00 euro in tutto")
    ]
    late = date(2026, 6, 21)
    answers = [each for each in evaluate_all(national_rules(), facts, late) if each.rule.code == rule.code]
    assert [(each.rule.id, each.outcome) for each in answers] == [("maternita-2026", Outcome.NON_SPETTA)]
    assert "Il termine per la domanda è scaduto il 20/06/2026." in [
        step.sentence for step in answers[0].steps
    ]


@every_rule
def test_a_rule_is_valid_sourced_and_checked(rule: Rule) -> None:
    assert validate(rule) == []
    assert rule.checked_on == date(2026, 11, 23)
    assert rule.valid_from.year >= 2023
    assert rule.benefit_code in {"", *BENEFIT_CODES}


@every_rule
def test_what_is_doubtful_says_so(rule: Rule) -> None:
    answer = evaluate(rule, household(on=rule.valid_from), None, rule.valid_from)
    assert bool(answer.doubt) is (rule.confidence is not Confidence.HIGH)


def test_the_versions_do_not_overlap() -> None:
    assert validate_all(national_rules()) == []


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
@pytest.mark.parametrize(("month", "day"), [(1, 1), (4, 1), (12, 31)])
def test_every_day_has_one_version_of_each_of_the_great_benefits(year: int, month: int, day: int) -> None:
    codes = [rule.code for rule in in_force(national_rules(), date(year, month, day))]
    assert len(codes) == len(set(codes))
    great = {"bonus_elettrico", "bonus_gas", "bonus_idrico", "assegno_maternita", "carta_acquisti"}
    assert great | {"carta_dedicata_a_te"} <= set(codes)


def test_the_whole_list_for_a_household_that_says_little() -> None:
    """The grandmother who never had the bonus: only her attestation is known."""
    on = date(2026, 3, 4)
    answers = evaluate_all(national_rules(), Facts(isee=(isee("7412.50"),)), on)
    light = next(answer for answer in answers if answer.rule.code == "bonus_elettrico")
    assert light.outcome is Outcome.MANCA_UN_DATO
    assert light.distance == Decimal("2383.50")
    assert [missing.fact for missing in light.missing] == [
        "supplies.electricity.holder_is_member",
        "supplies.electricity.domestic",
        "supplies.electricity.second",
    ]
    assert light.todo == ("Fatti portare: bolletta.",)
    assert str(light.due) == "da 146,00 a 204,40 euro all'anno"
