"""A rule in words, as the pages show it."""

from typing import Any

import pytest

from isee.benefits import national_rules
from isee.rules.rule_words import amounts_words, condition_words, start_words, threshold_words
from tests.isee.benefits.make import local

WORDS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "resident"}, "risiede nel Comune"),
    ({"kind": "children", "at_least": 2}, "figli, almeno 2"),
    (
        {"kind": "children", "at_least": 1, "at_most": 3, "under_age": 18, "dependent": True},
        "figli a carico minorenni, da 1 a 3",
    ),
    ({"kind": "children", "under_age": 14}, "figli sotto i 14 anni, almeno 1"),
    ({"kind": "members", "at_least": 3}, "componenti, almeno 3"),
    ({"kind": "somebody_aged", "at_least": 65, "under": 75}, "qualcuno di almeno 65 anni e sotto i 75 anni"),
    ({"kind": "somebody_aged", "under": 3}, "qualcuno sotto i 3 anni"),
    ({"kind": "somebody_disabled", "at_least": "grave"}, "qualcuno con disabilità grave"),
    (
        {"kind": "citizenship", "one_of": ["italian", "eu"]},
        "cittadinanza o titolo: italiana, dell'Unione europea",
    ),
    ({"kind": "supply_holder", "service": "waste"}, "posizione TARI intestata a un componente"),
    ({"kind": "domestic_use", "service": "gas"}, "fornitura di gas per uso domestico"),
    ({"kind": "only_supply", "service": "water"}, "una sola fornitura d'acqua con il bonus"),
    ({"kind": "declared", "fact": "a", "question": "Mangia a mensa?"}, "Mangia a mensa? Sì"),
    ({"kind": "declared", "fact": "a", "question": "Ha un'auto?", "expected": False}, "Ha un'auto? No"),
    (
        {"kind": "figure_up_to", "figure": "a", "label": "saldo", "upto": 6000},
        "saldo, al massimo 6.000,00 euro",
    ),
    ({"kind": "within_months_of_event", "months": 6}, "domanda entro 6 mesi dalla nascita o dall'ingresso"),
    ({"kind": "without", "code": "adi", "name": "ADI"}, "non ha «ADI»"),
    (
        {"kind": "any_of", "conditions": [{"kind": "resident"}, {"kind": "members", "at_least": 5}]},
        "almeno uno: risiede nel Comune; componenti, almeno 5",
    ),
    ({"kind": "all_of", "conditions": [{"kind": "resident"}]}, "tutti: risiede nel Comune"),
]


@pytest.mark.parametrize(("condition", "words"), WORDS, ids=[words for _, words in WORDS])
def test_a_condition(condition: dict[str, Any], words: str) -> None:
    assert condition_words(local(conditions=[condition]).conditions[0]) == words


def test_thresholds() -> None:
    when = [{"kind": "children", "at_least": 4, "dependent": True}]
    rule = local(thresholds=[{"upto": 9796, "inclusive": False}, {"upto": 20000, "when": when}])
    assert [threshold_words(each) for each in rule.thresholds] == [
        "9.796,00 euro, esclusa",
        "20.000,00 euro (figli a carico, almeno 4)",
    ]


AMOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"kind": "fixed", "unit": "year"}, "importo non noto"),
    ({"kind": "fixed", "unit": "month", "amount": 80, "times": 12}, "80,00 euro al mese, per 12 volte"),
    (
        {"kind": "fixed", "unit": "year", "amount": "0.40", "days": 365},
        "0,40 euro al giorno per 365 giorni all'anno",
    ),
    ({"kind": "between", "unit": "year", "at_most": 100}, "fino a 100,00 euro all'anno"),
    ({"kind": "between", "unit": "year", "at_most": 100, "at_least": 40}, "da 40,00 a 100,00 euro all'anno"),
    (
        {"kind": "share_of", "unit": "year", "percent": 25, "label": "la TARI", "figure": "tari"},
        "il 25% della TARI, all'anno",
    ),
    (
        {
            "kind": "by_members",
            "unit": "once",
            "classes": [{"members": 1, "upto": 2, "amount": 100}, {"members": 3}],
        },
        "1-2 componenti: 100,00 euro; da 3 componenti: importo non noto, una volta sola",
    ),
    (
        {"kind": "per_member", "unit": "year", "quantity": 18, "measure": "m³", "figure": "a", "label": "a"},
        "18,00 m³ a persona all'anno",
    ),
    ({"kind": "by_use", "unit": "year", "rows": []}, "secondo la classe di consumo e la potenza, all'anno"),
]


@pytest.mark.parametrize(("amount", "words"), AMOUNTS, ids=[words for _, words in AMOUNTS])
def test_an_amount(amount: dict[str, Any], words: str) -> None:
    assert amounts_words(local(amounts=[{"amount": amount}])) == [words]


def test_amounts_in_bands_say_their_band() -> None:
    rows = [
        {"over": over, "upto": upto, "amount": {"kind": "fixed", "unit": "once", "amount": amount}}
        for over, upto, amount in ((0, 5000, 300), (5000, 9000, 150))
    ]
    assert amounts_words(local(amounts=rows)) == [
        "ISEE fino a 5.000,00 euro: 300,00 euro una volta sola",
        "ISEE da 5.000,00 a 9.000,00 euro: 150,00 euro una volta sola",
    ]


def test_the_start() -> None:
    start = local(start={"by_day": 15, "except_in": [{"month": 9, "by_day": 30}]}).start
    assert start
    assert start_words(start) == (
        "chi chiede entro il giorno 15 parte da quel mese, dopo dal mese seguente; settembre entro il 30"
    )


def test_every_national_rule_can_be_said() -> None:
    for rule in national_rules():
        words = [
            *map(condition_words, rule.conditions),
            *map(threshold_words, rule.thresholds),
            *amounts_words(rule),
        ]
        assert all(words), rule.id
