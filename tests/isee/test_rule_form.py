"""From the rows on the screen to the data of a rule and back, with every sentence at its place."""

from datetime import date
from typing import Any

import pytest

from isee.benefits import read
from isee.forms.rule import RuleForm
from isee.forms.rule_conditions import CONDITION_KINDS
from isee.forms.rule_fields import AMOUNT_KINDS
from isee.forms.rule_rows import name_of, typed_of, with_kind, with_row, without_row
from isee.rules.rule_drafts import completed, problems_of
from isee.rules.rule_models import BEGINNINGS
from tests.isee.make_rules import BANDS, MENSA

DAY = date(2026, 3, 4)
NAMES = {"adi": "Assegno di inclusione", "bonus_rifiuti": "Bonus sociale rifiuti"}


def form_of(data: dict[str, Any], **changes: str) -> RuleForm:
    typed = typed_of(data)
    for name, value in changes.items():
        typed[name.replace("__", "-")] = value
    return RuleForm(typed, NAMES)


def checked(form: RuleForm) -> RuleForm:
    assert form.is_valid(), form.summary
    form.show(problems_of({**form.data, "code": "mensa"}, DAY))
    return form


def tariff(method: dict[str, Any]) -> list[dict[str, Any]]:
    around = {"no_isee": "5", "rounding": {"step": "0.05", "mode": "down"}, "method": method}
    return [{"amount": {"kind": "by_isee", "unit": "meal", "tariff": around}}]


METHODS: dict[str, dict[str, Any]] = {
    "flat_bands": {"bands": [{"over": "0", "upto": "5000", "price": "1"}, {"over": "5000", "price": "2.50"}]},
    "percent_bands": {"cost": "5.20", "bands": [{"over": "0", "share": "12.5"}]},
    "linear": {"isee_min": "5000", "isee_max": "20000", "tariff_min": "1", "tariff_max": "5"},
    "piecewise": {
        "pieces": [
            {"over": "0", "upto": "5000", "price": "0"},
            {"over": "5000", "upto": "20000", "price": "0", "price_to": "5"},
            {"over": "20000", "price": "5"},
        ]
    },
    "proportional": {
        "isee_min": "5000",
        "isee_max": "20000",
        "tariff": "5",
        "reference": "20000",
        "above": "5.20",
    },
}
OTHER_AMOUNTS: dict[str, list[dict[str, Any]]] = {
    "fixed": [
        {
            "over": "0",
            "upto": "6000",
            "amount": {"kind": "fixed", "unit": "month", "amount": "80", "times": 12},
        },
        {"over": "6000", "upto": "9000", "amount": {"kind": "fixed", "unit": "month", "amount": "40"}},
    ],
    "share_of": [
        {"amount": {"kind": "share_of", "unit": "year", "percent": "50", "label": "TARI", "figure": "tari"}}
    ],
    "by_members": [
        {
            "amount": {
                "kind": "by_members",
                "unit": "once",
                "classes": [{"members": 1, "upto": 2, "amount": "100"}, {"members": 3, "amount": "150"}],
            }
        }
    ],
    "none": [],
}


@pytest.mark.parametrize("kind", METHODS)
def test_each_method_goes_to_the_screen_and_comes_back(kind: str) -> None:
    data = MENSA | {"amounts": tariff({"kind": kind, **METHODS[kind]})}
    form = checked(form_of(data))
    assert form.summary == []
    assert read(completed({**form.data, "code": "mensa"}, DAY)) == read(
        completed(data | {"code": "mensa"}, DAY)
    )


@pytest.mark.parametrize("kind", OTHER_AMOUNTS)
def test_each_other_amount_goes_to_the_screen_and_comes_back(kind: str) -> None:
    data = MENSA | {"nature": "benefit", "thresholds": [{"upto": "9000"}], "amounts": OTHER_AMOUNTS[kind]}
    form = checked(form_of(data))
    assert form.summary == []
    assert read(completed({**form.data, "code": "mensa"}, DAY)) == read(
        completed(data | {"code": "mensa"}, DAY)
    )


def test_no_kind_of_amount_is_left_out() -> None:
    assert {kind for kind, _ in AMOUNT_KINDS} == set(METHODS) | set(OTHER_AMOUNTS)


CONDITIONS: list[dict[str, Any]] = [
    {"kind": "resident"},
    {"kind": "children", "at_least": 2, "at_most": 5, "under_age": 18, "dependent": True},
    {"kind": "members", "at_least": 3},
    {"kind": "somebody_aged", "at_least": 65, "under": 75},
    {"kind": "somebody_disabled", "at_least": "grave"},
    {"kind": "citizenship", "one_of": ["italian", "eu"]},
    {"kind": "declared", "fact": "mangia_a_mensa", "question": "Mangia a mensa?", "expected": False},
    {"kind": "figure_up_to", "figure": "saldo_dei_conti", "label": "saldo dei conti", "upto": "6000"},
    {"kind": "within_months_of_event", "months": 6},
    {"kind": "without", "code": "adi", "name": "Assegno di inclusione"},
    {"kind": "supply_holder", "service": "waste"},
    {"kind": "domestic_use", "service": "gas"},
    {"kind": "only_supply", "service": "water"},
    {"kind": "all_of", "conditions": [{"kind": "resident"}]},
]


def test_every_condition_goes_to_the_screen_and_comes_back() -> None:
    every = [*CONDITIONS, {"kind": "any_of", "conditions": CONDITIONS[:-1]}]
    thresholds = [{"upto": "9000"}, {"upto": "20000", "inclusive": False, "when": CONDITIONS[1:3]}]
    data = MENSA | {"conditions": every, "thresholds": thresholds}
    form = checked(form_of(data))
    assert {each["kind"] for each in every} == {kind for kind, _ in CONDITION_KINDS}
    assert form.summary == []
    assert read(completed({**form.data, "code": "mensa"}, DAY)) == read(
        completed(data | {"code": "mensa"}, DAY)
    )


def test_what_surrounds_a_rule_comes_back() -> None:
    data = MENSA | {
        "benefit_code": "A2.12",
        "documents": ["ISEE", "documento"],
        "source": ["Giunta 12/2026", "Regolamento"],
        "act": "Giunta 12/2026",
        "valid_from": "2026-09-01",
        "valid_to": "2027-06-30",
        "omissions": "documents",
        "dated_by": "event",
        "not_with": [{"code": "bonus_rifiuti", "name": "Bonus sociale rifiuti"}],
        "start": {"by_day": 15, "except_in": [{"month": 9, "by_day": 30}]},
    }
    form = checked(form_of(data))
    assert read(completed({**form.data, "code": "mensa"}, DAY)) == read(
        completed(data | {"code": "mensa"}, DAY)
    )


@pytest.mark.parametrize("key", BEGINNINGS)
def test_each_beginning_can_be_shown_and_kept(key: str) -> None:
    form = form_of({**BEGINNINGS[key].data, "name": "Nuova"})
    assert form.is_valid(), form.summary
    again = RuleForm.of(form.data, NAMES)
    assert again.is_valid()
    assert again.data == form.data


def test_a_doubt_lowers_the_confidence() -> None:
    assert checked(form_of(MENSA)).data["confidence"] == "high"
    assert checked(form_of(MENSA | {"doubt": "Il costo è da verificare."})).data["confidence"] == "medium"


# Amounts as they are written in Italy


def test_amounts_are_read_and_shown_as_they_are_written_in_italy() -> None:
    form = form_of(MENSA, **{f"{BANDS}__0__upto": "5.500,50"})
    assert checked(form).data["amounts"][0]["amount"]["tariff"]["method"]["bands"][0]["upto"] == "5500.50"
    assert "5.000,00" in str(RuleForm.of(MENSA, NAMES).amount_rows.rows[0]["upto"])  # type: ignore[union-attr]


def test_what_cannot_be_read_is_told_beside_its_field_and_stays_typed() -> None:
    form = form_of(MENSA, **{f"{BANDS}__1__price": "tre"})
    assert not form.is_valid()
    cell = form.amount_rows.rows[1]["price"]  # type: ignore[union-attr]
    assert cell.errors == ["«tre» non è un importo: scrivilo come 1.234,56."]
    assert 'value="tre"' in str(cell)
    assert form.summary[0].target == f"id_{BANDS}-1-price"


# Sentences at their place


def test_a_gap_between_bands_is_told_beside_the_row() -> None:
    form = checked(form_of(MENSA, **{f"{BANDS}__1__over": "6000"}))
    assert form.amount_rows
    assert form.amount_rows.rows[1]["over"].errors == [
        "Fra la fascia 1 e la fascia 2 c'è un vuoto, da 5.000,00 a 6.000,00: falla partire da 5.000,00."
    ]


def test_overlapping_bands_are_told_beside_the_row() -> None:
    form = checked(form_of(MENSA, **{f"{BANDS}__1__over": "4000"}))
    assert form.amount_rows
    assert "sovrapposizione, da 4.000,00 a 5.000,00" in form.amount_rows.rows[1]["over"].errors[0]


def test_a_price_that_falls_is_told_beside_it() -> None:
    form = checked(form_of(MENSA, **{f"{BANDS}__2__price": "2"}))
    assert form.amount_rows
    assert form.amount_rows.rows[2]["price"].errors == [
        "Il prezzo scende da 3,00 a 2,00 mentre l'ISEE cresce."
    ]


def test_a_missing_number_of_a_condition_is_told_beside_it() -> None:
    data = MENSA | {"conditions": [{"kind": "any_of", "conditions": [{"kind": "within_months_of_event"}]}]}
    form = checked(form_of(data))
    inside = form.conditions.rows[0].inside
    assert inside.rows[0].part["months"].errors == ["Manca."]


def test_an_empty_group_is_told_in_the_group() -> None:
    form = checked(form_of(MENSA | {"conditions": [{"kind": "any_of", "conditions": []}]}))
    assert form.conditions.rows[0].inside.notes == ["Scrivi almeno un requisito."]


def test_a_tariff_without_an_isee_is_told_beside_the_kinds() -> None:
    form = checked(form_of({key: value for key, value in MENSA.items() if key != "isee"}))
    assert form.isee["isee"].errors == ["La tariffa segue l'ISEE: scegli quale."]


def test_a_question_without_words_is_told_beside_the_question() -> None:
    form = checked(form_of(MENSA | {"conditions": [{"kind": "declared"}]}))
    assert form.conditions.rows[0].part["question"].errors


def test_what_has_no_field_is_told_above() -> None:
    form = form_of(MENSA)
    assert form.is_valid()
    form.show(problems_of(form.data, DAY))
    assert [line.sentence for line in form.summary] == ["Codice: manca."]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("valid_from", "valid_from"),
        ("thresholds[1].when[0].at_least", "thresholds-1-when-0-at_least"),
        ("amounts[0].amount.tariff.method.bands[2].upto", f"{BANDS}-2-upto"),
        ("amounts[3].amount.unit", "amount_unit"),
        ("conditions[0].fact", "conditions-0-question"),
        ("conditions[0].conditions[1].figure", "conditions-0-conditions-1-label"),
        ("not_with[2]", "not_with-2-code"),
    ],
)
def test_a_place_of_the_data_has_its_field(path: str, name: str) -> None:
    assert name_of(path) == name


# Rows


def test_a_band_added_begins_where_the_last_one_ends() -> None:
    typed = typed_of(MENSA)
    typed[f"{BANDS}-2-upto"] = "20.000"
    form = RuleForm(with_row(typed, BANDS), NAMES)
    assert form.amount_rows
    assert len(form.amount_rows.rows) == 4
    assert form.typed[f"{BANDS}-3-over"] == "20.000"


def test_a_row_taken_away_moves_the_others_up() -> None:
    form = RuleForm(without_row(typed_of(MENSA), f"{BANDS}-1"), NAMES)
    assert form.is_valid()
    rows = form.data["amounts"][0]["amount"]["tariff"]["method"]["bands"]
    assert rows == [{"over": "0", "upto": "5000", "price": "1"}, {"over": "15000", "price": "5"}]


def test_taking_a_threshold_away_takes_its_conditions() -> None:
    first, second = {"upto": "9000", "when": [{"kind": "resident"}]}, {"upto": "12000"}
    form = RuleForm(without_row(typed_of(MENSA | {"thresholds": [first, second]}), "thresholds-0"), NAMES)
    assert form.is_valid()
    assert form.data["thresholds"] == [{"upto": "12000", "when": []}]


def test_the_last_band_comes_back_empty() -> None:
    typed = typed_of(MENSA)
    for _ in range(3):
        typed = without_row(typed, f"{BANDS}-0")
    form = RuleForm(typed, NAMES)
    assert form.amount_rows
    assert len(form.amount_rows.rows) == 1


def test_bands_are_kept_when_another_kind_of_bands_is_chosen() -> None:
    typed = typed_of(MENSA)
    typed["amount_kind"] = "piecewise"
    form = RuleForm(with_kind(typed), NAMES)
    assert form.is_valid()
    assert form.data["amounts"][0]["amount"]["tariff"]["method"] == {
        "kind": "piecewise",
        "pieces": MENSA["amounts"][0]["amount"]["tariff"]["method"]["bands"],
    }


@pytest.mark.parametrize("strange", ["", "bands", "a-b", f"{BANDS}-x", "-1", "x" * 500])
def test_a_strange_row_changes_nothing(strange: str) -> None:
    typed = typed_of(MENSA)
    form = RuleForm(without_row(with_row(typed, strange), strange), NAMES)
    assert form.is_valid()
    assert form.data == checked(RuleForm(typed, NAMES)).data


def test_rows_are_never_too_many() -> None:
    typed = typed_of(MENSA)
    typed[f"{BANDS}-999-row"] = "1"
    form = RuleForm(typed, NAMES)
    assert form.amount_rows
    assert len(form.amount_rows.rows) == 60
