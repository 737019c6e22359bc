"""What a bad rule gets: a sentence for each mistake, at its place."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.benefits import (
    InvalidRule,
    Problem,
    Threshold,
    check,
    read,
    read_toml,
    validate,
    validate_all,
)
from isee.benefits.national import FOLDER
from tests.isee.benefits.make import data, local, local_data, national

METHOD = "amounts[0].amount.tariff.method"
BANDS: dict[str, Any] = {
    "method": {
        "kind": "flat_bands",
        "bands": [{"over": 0, "upto": 7500, "price": 1}, {"over": 7500, "price": 2}],
    }
}
LINEAR = {"kind": "linear", "isee_min": 5000, "isee_max": 20000, "tariff_min": 1, "tariff_max": 5}
PROPORTIONAL = {
    "kind": "proportional",
    "isee_min": 7500,
    "isee_max": 30000,
    "tariff": 8,
    "reference": 30000,
    "above": 9,
}


def banded(*bands: dict[str, Any], kind: str = "flat_bands", **more: Any) -> dict[str, Any]:
    name = "pieces" if kind == "piecewise" else "bands"
    return local_data({"method": {"kind": kind, name: list(bands)}} | more)


def by_method(method: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return local_data({"method": method | changed})


def with_amount(**amount: Any) -> dict[str, Any]:
    return local_data(nature="benefit", conditions=[{"kind": "resident"}], amounts=[{"amount": amount}])


# What is wrong, where, and what is said of it.
WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("no name", local_data(name=None), "name", "Nome: manca."),
    ("blank name", local_data(name="  "), "name", "Nome: scrivi qualcosa."),
    ("code with spaces", local_data(code="la mensa"), "code", "Codice: usa lettere minuscole"),
    ("no source", local_data(source=[]), "source", "Fonte: scrivi da dove vengono i valori."),
    ("blank source", local_data(source=[" "]), "source[0]", "Fonte 1: scrivi qualcosa."),
    ("no act", local_data(act=""), "act", "Atto: scrivi qualcosa."),
    ("stranger", local_data(colore="rosso"), "colore", "Colore: questa voce non esiste."),
    ("bad date", local_data(valid_from="31/01/2026"), "valid_from", "Vale dal: scrivi una data"),
    ("backwards", local_data(valid_to="2025-12-31"), "valid_to", "Vale fino al: la fine viene prima"),
    ("unsure", local_data(confidence="medium"), "doubt", "Dubbio: di' che cosa non è certo"),
    ("bad choice", local_data(decider="sindaco"), "decider", "Chi decide: scegli fra stato, inps"),
    ("nowhere", local_data(channel="elsewhere"), "where", "Dove si chiede: di' dove"),
    ("bad code", local_data(benefit_code="A9.99"), "benefit_code", "Codice INPS: «A9.99» non è fra"),
    ("not a list", local_data(isee="ordinary"), "isee", "Tipo di ISEE: qui serve un elenco."),
    ("no isee", local_data(isee=[]), "isee", "Tipo di ISEE: la tariffa segue l'ISEE"),
    ("no price", local_data(amounts=[]), "amounts", "Importo: una tariffa ha un prezzo"),
    (
        "excludes itself",
        local_data(not_with=[{"code": "mensa", "name": "Mensa"}]),
        "not_with[0]",
        "Cumulo 1: una prestazione non si esclude da sé.",
    ),
    (
        "day 32",
        local_data(start={"by_day": 32}),
        "start.by_day",
        "Decorrenza, entro il giorno: scrivi un giorno",
    ),
    (
        "month 13",
        local_data(start={"by_day": 15, "except_in": [{"month": 13, "by_day": 30}]}),
        "start.except_in[0].month",
        "Decorrenza, eccezione 1, mese: scrivi un mese",
    ),
    (
        "half a day",
        local_data(start={"by_day": "15"}),
        "start.by_day",
        "Decorrenza, entro il giorno: scrivi un numero intero.",
    ),
    (
        "negative threshold",
        local_data(thresholds=[{"upto": -1}]),
        "thresholds[0].upto",
        "Soglia 1, fino a: non può essere negativo.",
    ),
    (
        "two thresholds for all",
        local_data(thresholds=[{"upto": 1}, {"upto": 2}]),
        "thresholds",
        "Soglia: due soglie valgono per tutti",
    ),
    (
        "useless threshold",
        local_data(thresholds=[{"upto": 9}, {"upto": 9, "when": [{"kind": "resident"}]}]),
        "thresholds[1].upto",
        "Soglia 2, fino a: non supera la soglia di tutti",
    ),
    (
        "unknown condition",
        local_data(conditions=[{"kind": "rich"}]),
        "conditions[0].kind",
        "Requisito 1, tipo: scegli fra children, members",
    ),
    (
        "impossible children",
        local_data(
            conditions=[{"kind": "any_of", "conditions": [{"kind": "children", "at_least": 3, "at_most": 2}]}]
        ),
        "conditions[0].conditions[0].at_most",
        "Requisito 1, requisito 1, al massimo: è meno",
    ),
    (
        "impossible age",
        local_data(conditions=[{"kind": "somebody_aged", "at_least": 65, "under": 65}]),
        "conditions[0].under",
        "Requisito 1, meno di: nessuno ha",
    ),
    (
        "empty choice",
        local_data(conditions=[{"kind": "all_of", "conditions": []}]),
        "conditions[0].conditions",
        "Requisito 1, requisito: scrivi almeno un requisito.",
    ),
    (
        "no disability",
        local_data(conditions=[{"kind": "somebody_disabled", "at_least": "none"}]),
        "conditions[0].at_least",
        "Requisito 1, almeno: scegli una classe di disabilità.",
    ),
    (
        "no citizenship",
        local_data(conditions=[{"kind": "citizenship", "one_of": []}]),
        "conditions[0].one_of",
        "Requisito 1, scelta: scegli almeno una cittadinanza",
    ),
    (
        "question without words",
        local_data(conditions=[{"kind": "declared", "fact": "x", "question": ""}]),
        "conditions[0].question",
        "Requisito 1, domanda: scrivi qualcosa.",
    ),
    (
        "gap",
        banded({"over": 0, "upto": 7500, "price": 1}, {"over": 7501, "price": 2}),
        f"{METHOD}.bands[1].over",
        "fascia 2, oltre: fra la fascia 1 e la fascia 2 c'è un vuoto, da 7.500,00 a 7.501,00",
    ),
    (
        "overlap",
        banded({"over": 0, "upto": 7500, "price": 1}, {"over": 7000, "price": 2}),
        f"{METHOD}.bands[1].over",
        "fra la fascia 1 e la fascia 2 c'è una sovrapposizione, da 7.000,00 a 7.500,00",
    ),
    (
        "late start",
        banded({"over": 1000, "price": 1}),
        f"{METHOD}.bands[0].over",
        "la prima fascia parte da zero.",
    ),
    (
        "closed end",
        banded({"over": 0, "upto": 9000, "price": 1}),
        f"{METHOD}.bands[0].upto",
        "l'ultima fascia resta aperta: togli la fine.",
    ),
    (
        "open middle",
        banded({"over": 0, "price": 1}, {"over": 9000, "price": 2}),
        f"{METHOD}.bands[0].upto",
        "solo l'ultima fascia può restare aperta.",
    ),
    (
        "backward band",
        banded({"over": 0, "upto": 0, "price": 1}, {"over": 0, "price": 2}),
        f"{METHOD}.bands[0].upto",
        "la fine della fascia non viene dopo il suo inizio.",
    ),
    ("no bands", banded(), f"{METHOD}.bands", "scrivi almeno una fascia."),
    (
        "negative price",
        banded({"over": 0, "price": -1}),
        f"{METHOD}.bands[0].price",
        "non può essere negativo.",
    ),
    ("float", banded({"over": 0, "price": 1.1}), f"{METHOD}.bands[0].price", "si scrive come testo"),
    ("not a number", banded({"over": 0, "price": "uno"}), f"{METHOD}.bands[0].price", "scrivi un numero"),
    ("not finite", banded({"over": 0, "price": "NaN"}), f"{METHOD}.bands[0].price", "scrivi un numero"),
    (
        "falling price",
        banded({"over": 0, "upto": 10, "price": 2}, {"over": 10, "price": 1}),
        f"{METHOD}.bands[1].price",
        "il prezzo scende da 2,00 a 1,00 mentre l'ISEE cresce.",
    ),
    (
        "over the whole",
        banded({"over": 0, "share": 101}, kind="percent_bands"),
        f"{METHOD}.bands[0].share",
        "non può superare 100.",
    ),
    (
        "falling share",
        banded({"over": 0, "upto": 10, "share": 20}, {"over": 10, "share": 10}, kind="percent_bands"),
        f"{METHOD}.bands[1].share",
        "il prezzo scende da 20,00 a 10,00",
    ),
    (
        "open line",
        banded({"over": 0, "price": 1, "price_to": 2}, kind="piecewise"),
        f"{METHOD}.pieces[0].price_to",
        "una fascia aperta ha un prezzo solo.",
    ),
    (
        "line from nowhere",
        banded({"over": 0, "upto": 10, "price_to": 2}, {"over": 10}, kind="piecewise"),
        f"{METHOD}.pieces[0].price",
        "manca il prezzo all'inizio della fascia.",
    ),
    (
        "gapped pieces",
        banded({"over": 0, "upto": 7500, "price": 0}, {"over": 7501, "price": 1}, kind="piecewise"),
        f"{METHOD}.pieces[1].over",
        "c'è un vuoto",
    ),
    (
        "flat line",
        by_method(LINEAR, isee_max=5000),
        f"{METHOD}.isee_max",
        "l'ISEE massimo viene dopo il minimo.",
    ),
    ("falling line", by_method(LINEAR, tariff_max=0), f"{METHOD}.tariff_max", "il prezzo scende"),
    ("no divisor", by_method(PROPORTIONAL, reference=0), f"{METHOD}.reference", "non può essere zero."),
    ("no span", by_method(PROPORTIONAL, isee_max=7500), f"{METHOD}.isee_max", "l'ISEE massimo viene dopo"),
    ("falls above", by_method(PROPORTIONAL, above=7), f"{METHOD}.above", "il prezzo scende da 8,00 a 7,00"),
    ("no method", local_data({"method": {"kind": "magic"}}), f"{METHOD}.kind", "scegli fra flat_bands"),
    (
        "thin rounding",
        local_data(BANDS | {"rounding": {"step": "0.005"}}),
        "amounts[0].amount.tariff.rounding.step",
        "il passo è un centesimo o un suo multiplo.",
    ),
    (
        "limits crossed",
        local_data(BANDS | {"minimum": 2, "maximum": 1}),
        "amounts[0].amount.tariff.maximum",
        "il massimo è più basso del minimo.",
    ),
    (
        "children out of order",
        local_data(BANDS | {"discounts": [{"from_child": 3, "percent": 1}, {"from_child": 2, "percent": 2}]}),
        "amounts[0].amount.tariff.discounts[1].from_child",
        "i figli vanno in ordine",
    ),
    (
        "classes with a gap",
        with_amount(kind="by_members", unit="year", classes=[{"members": 1, "upto": 2}, {"members": 4}]),
        "amounts[0].amount.classes[1].members",
        "Importo 1, importo, classe 2, componenti: fra le classi c'è un vuoto",
    ),
    (
        "classes from two",
        with_amount(kind="by_members", unit="year", classes=[{"members": 2}]),
        "amounts[0].amount.classes[0].members",
        "la prima classe parte da un componente.",
    ),
    (
        "closed classes",
        with_amount(kind="by_members", unit="year", classes=[{"members": 1, "upto": 2}]),
        "amounts[0].amount.classes[0].upto",
        "l'ultima classe resta aperta",
    ),
    (
        "no classes",
        with_amount(kind="by_members", unit="year", classes=[]),
        "amounts[0].amount.classes",
        "scrivi almeno una classe.",
    ),
    (
        "powers out of order",
        with_amount(kind="by_use", unit="year", rows=[{"consumption": "minima", "upto": 3}]),
        "amounts[0].amount.rows",
        "per la classe minima le potenze crescono, e l'ultima è aperta.",
    ),
    (
        "limits of an amount crossed",
        with_amount(kind="between", unit="year", at_least=2, at_most=1),
        "amounts[0].amount.at_most",
        "il massimo è più basso del minimo.",
    ),
    (
        "no instalment",
        with_amount(kind="fixed", unit="year", amount=1, times=0),
        "amounts[0].amount.times",
        "Importo 1, importo, rate: non può essere zero.",
    ),
    (
        "nothing to decide by",
        local_data(nature="benefit", amounts=[]),
        "only_information",
        "senza soglie né requisiti si può dare solo un'informazione",
    ),
]


@pytest.mark.parametrize(
    ("given", "path", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_a_mistake_is_told_at_its_place(given: dict[str, Any], path: str, said: str) -> None:
    problems = check({key: value for key, value in given.items() if value is not None})
    assert path in [problem.path for problem in problems]
    assert any(said in problem.sentence for problem in problems if problem.path == path)


def test_a_good_rule_has_no_problem() -> None:
    assert check(local_data()) == []


def test_the_mistakes_are_told_all_at_once() -> None:
    assert len(check(local_data(name="", act="", valid_to="2020-01-01"))) == 3
    assert len(check(local_data(decider="x", isee=["x"], thresholds=[{}]))) == 3


def test_a_benefit_may_fall_as_the_isee_grows_and_must_not_rise() -> None:
    voucher = by_method(LINEAR, tariff_min=5, tariff_max=1) | {
        "nature": "benefit",
        "conditions": [{"kind": "resident"}],
    }
    assert check(voucher) == []
    rising = by_method(LINEAR) | {"nature": "benefit", "conditions": [{"kind": "resident"}]}
    assert [problem.sentence for problem in check(rising)] == [
        "Importo 1, importo, tariffa, metodo, tariffa massima: l'importo sale da 1,00 a 5,00 mentre l'ISEE cresce."
    ]


def test_the_bands_of_an_amount_reach_the_highest_threshold() -> None:
    rule = national("bse-2023-q2")
    short = replace(rule, amounts=rule.amounts[:2])
    assert [problem.path for problem in validate(short)] == ["amounts[1].upto"]
    enough = replace(short, thresholds=(Threshold(Decimal(15_000)),))
    assert validate(enough) == []


def test_data_is_left_as_it_was_given() -> None:
    given = local_data(conditions=[{"kind": "resident"}])
    before = deepcopy(given)
    read(given)
    assert given == before


def test_amounts_and_dates_may_be_text_as_json_keeps_them() -> None:
    rule = local(valid_from="2026-09-01", thresholds=[{"upto": "15000.50"}])
    assert rule.valid_from == date(2026, 9, 1)
    assert rule.thresholds[0].upto == Decimal("15000.50")


@pytest.mark.parametrize("given", [{}, {"thresholds": ["x"]}, []])
def test_what_is_no_rule_at_all_is_refused_whole(given: Any) -> None:
    with pytest.raises(InvalidRule) as refusal:
        read(given)
    assert refusal.value.problems


class TestVersions:
    def test_two_versions_on_one_day_are_refused(self) -> None:
        first, second = local(), local(id="mensa-2026-bis", valid_from="2026-09-01")
        assert validate_all([first, second]) == [
            Problem(
                "mensa-2026-bis.valid_from",
                "«Mensa scolastica»: le versioni «mensa-2026» e «mensa-2026-bis» valgono tutte e due il 01/09/2026. "
                "Chiudi la prima il giorno prima, o di' che la seconda la corregge.",
            )
        ]
        closed = local(valid_to="2026-08-31")
        assert validate_all([closed, second]) == []

    def test_an_open_version_runs_into_the_next(self) -> None:
        given = local_data()
        del given["valid_to"]
        assert (
            len(
                validate_all(
                    [read(given), local(id="mensa-2030", valid_from="2030-01-01", valid_to="2030-12-31")]
                )
            )
            == 1
        )

    def test_a_correction_may_cover_days_of_what_it_corrects_also_twice(self) -> None:
        first = local()
        second = local(id="mensa-2026-bis", replaces="mensa-2026")
        third = local(id="mensa-2026-ter", replaces="mensa-2026-bis")
        assert validate_all([first, second, third]) == []
        assert len(validate_all([first, replace(third, replaces="")])) == 1

    def test_a_correction_of_nothing_is_refused(self) -> None:
        assert (
            validate_all([local(replaces="mensa-2020")])[0].sentence == "La versione «mensa-2020» non esiste."
        )

    def test_a_name_is_taken_once(self) -> None:
        twice = validate_all([local(), local(valid_from="2027-01-01", valid_to="2027-12-31")])
        assert [problem.sentence for problem in twice] == [
            "La versione «mensa-2026» c'è due volte: ogni versione ha un nome suo."
        ]


class TestFile:
    TEXT = (FOLDER / "prestazione_universale.toml").read_text()

    def test_a_file_is_read_whole(self) -> None:
        assert [rule.id for rule in read_toml(self.TEXT, "p.toml")] == ["prest-universale-80"]

    def test_a_key_written_twice_is_refused_with_the_file_and_the_line(self) -> None:
        with pytest.raises(InvalidRule, match=r"p\.toml: il file non si legge.*scritta due volte.*line 2"):
            read_toml('code = "a"\ncode = "b"\n', "p.toml")

    def test_a_mistake_names_the_file_and_the_version(self) -> None:
        with pytest.raises(InvalidRule) as refusal:
            read_toml(self.TEXT.replace("upto = 6000", "upto = -1"), "p.toml")
        assert refusal.value.problems == (
            Problem(
                "p.toml:thresholds[0].upto",
                "p.toml, versione prest-universale-80: Soglia 1, fino a: non può essere negativo.",
            ),
        )

    @pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
    def test_every_file_shipped_is_read(self, path: Any) -> None:
        assert read_toml(path.read_text(), path.name)


def test_the_published_tariffs_were_all_read() -> None:
    kinds = {example["tariff"]["method"]["kind"] for example in data("tariffs.yaml")}
    assert kinds == {"flat_bands", "percent_bands", "linear", "piecewise", "proportional"}
