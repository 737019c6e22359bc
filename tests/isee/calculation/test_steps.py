"""The calculation told line by line, as a citizen reads it."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Isee, Level, Unit, calculate
from tests.isee.calculation.make import household

DAY = date(2025, 12, 31)


@pytest.fixture
def result() -> Isee:
    family = household(
        {
            "incomes": {"employment": 20_000, "other_irpef": 5_000},
            "accounts": [{"saldo": 15_000, "giacenza": 12_000}],
            "instruments": [{"value": 30_000, "state_backed": True}, {"value": 10_000}],
            "properties": [{"value": 50_000}],
        },
        {"incomes": {"pension": 5_000}},
        size=3,
        children=1,
        minor_children=1,
        rent=8_400,
    )
    return calculate(family, DAY, figurative_rate=Decimal(0))


def test_the_lines_of_the_attestation_come_in_its_order(result: Isee) -> None:
    lines = [(step.label, str(step.amount)) for step in result.steps if step.level <= Level.LINE]
    assert lines == [
        ("Somma dei redditi dei componenti", "26000.00"),
        ("Reddito figurativo del patrimonio mobiliare", "0.00"),
        ("Detrazioni per spese e franchigie", "7000.00"),
        ("Indicatore della situazione reddituale (ISR)", "19000.00"),
        ("Patrimonio mobiliare", "25000.00"),
        ("Detrazione sul patrimonio mobiliare", "10000.00"),
        ("Patrimonio immobiliare", "50000.00"),
        ("Detrazione sul patrimonio immobiliare", "0.00"),
        ("Indicatore della situazione patrimoniale (ISP)", "65000.00"),
        ("Indicatore della situazione economica (ISE)", "32000.00"),
        ("Parametro", "2.04"),
        ("Maggiorazioni", "0.00"),
        ("Scala di equivalenza", "2.04"),
        ("Indicatore della situazione economica equivalente (ISEE)", "15686.27"),
    ]


def test_each_person_is_told_apart_by_name(result: Isee) -> None:
    first = [(step.key, step.label, str(step.amount)) for step in result.steps[:4]]
    assert first == [
        ("reddito_employment_1", "Lavoro dipendente e assimilati (Anna)", "20000.00"),
        ("reddito_other_irpef_1", "Altri redditi soggetti a IRPEF (Anna)", "5000.00"),
        ("quota_lavoro_1", "Quota del lavoro dipendente (Anna)", "3000.00"),
        ("redditi_componente_1", "Redditi che contano (Anna)", "22000.00"),
    ]


@pytest.mark.parametrize(
    ("key", "explanation"),
    [
        (
            "quota_lavoro_1",
            "20% di 20.000,00 euro, al massimo 3.000,00 euro: si sottraggono 3.000,00 euro.",
        ),
        ("redditi_componente_1", "25.000,00 euro meno 3.000,00 euro."),
        ("redditi_componente_3", "Nessun reddito che conti."),
        (
            "detrazioni",
            "Canone di 8.400,00 euro, massimo 7.000,00 euro, redditi di 26.000,00 euro: "
            "si sottrae il più basso, 7.000,00 euro.",
        ),
        ("depositi_1", "Saldi 15.000,00 euro, giacenze medie 12.000,00 euro: conta il valore più alto."),
        (
            "titoli_stato_esclusi",
            "Titoli di Stato, buoni e libretti postali non contano fino a 50.000,00 euro "
            "per tutto il nucleo: sono esclusi 30.000,00 euro.",
        ),
        ("ise", "ISR 19.000,00 euro più il 20% dell'ISP 65.000,00 euro."),
        ("isee", "ISE 32.000,00 euro diviso 2,04."),
    ],
)
def test_a_line_says_in_italian_how_it_was_made(result: Isee, key: str, explanation: str) -> None:
    assert result.step(key).explanation == explanation


def test_a_home_above_the_threshold_is_explained() -> None:
    owner = household({"properties": [{"value": 82_500, "home": True}]})
    assert calculate(owner, DAY).step("franchigia_casa").explanation == (
        "Valore netto 82.500,00 euro, soglia 52.500,00 euro: "
        "contano i 2/3 di 30.000,00 euro, cioè 20.000,00 euro."
    )


def test_why_the_balances_count_though_lower_is_explained() -> None:
    buyer = household({"accounts": [{"saldo": 3_000, "giacenza": 21_000}], "asset_increase": 40_000})
    assert calculate(buyer, DAY).step("depositi_1").explanation == (
        "Saldi 3.000,00 euro, giacenze medie 21.000,00 euro: contano i saldi, perché il patrimonio "
        "è cresciuto di 40.000,00 euro, più della differenza di 18.000,00 euro."
    )


def test_subtractions_that_stop_at_zero_are_explained() -> None:
    payer = household({"incomes": {"other_irpef": 1_000}, "child_maintenance": 3_000})
    assert calculate(payer, DAY).step("redditi_componente_1").explanation == (
        "1.000,00 euro meno 3.000,00 euro: le sottrazioni si fermano a zero."
    )


def test_every_line_has_a_key_of_its_own_an_article_and_a_sentence(result: Isee) -> None:
    keys = [step.key for step in result.steps]
    assert len(keys) == len(set(keys))
    for step in result.steps:
        assert step.article.startswith("DPCM 159/2013, ")
        assert step.explanation.endswith(".")
        assert step.amount.as_tuple().exponent == -2


def test_only_the_scale_is_not_in_euro(result: Isee) -> None:
    points = [step.key for step in result.steps if step.unit is Unit.SCALE]
    assert points == ["parametro_base", "maggiorazioni", "scala"]


def test_a_line_that_is_not_there_is_not_invented(result: Isee) -> None:
    with pytest.raises(KeyError):
        result.step("maggiorazione_figli")


def names(result: Isee, key: str) -> list[str]:
    return [figure.name for figure in result.step(key).figures]


def test_each_line_carries_the_figures_it_was_made_with() -> None:
    family = household(
        {
            "incomes": {"employment": 20_000, "pension": 9_000},
            "disability_expenses": 100,
            "instruments": [{"value": 60_000, "state_backed": True}],
            "accounts": [{"saldo": 100, "giacenza": 200, "state_backed": True}],
            "properties": [{"value": 90_000, "home": True}, {"value": 1, "destroyed": True}],
        },
        size=7,
        children=4,
        minor_children=1,
        parents_worked=True,
        disabled=1,
        in_residential_care=1,
    )
    result = calculate(family, date(2026, 6, 30))
    assert names(result, "spese_disabilita_1") == ["redditi.spese_disabilita_massimo"]
    assert names(result, "quota_lavoro_1") == [
        "redditi.quota_lavoro",
        "redditi.quota_lavoro_massimo",
        "redditi.quote_alternative",
    ]
    assert names(result, "reddito_figurativo") == ["redditi.tasso_figurativo"]
    assert names(result, "detrazioni") == []
    assert names(result, "titoli_stato_esclusi") == ["patrimonio.esclusione_titoli_stato"]
    assert len(names(result, "detrazione_mobiliare")) == 6
    assert names(result, "franchigia_casa") == [
        "patrimonio.casa_figli_compresi",
        "patrimonio.casa_soglia",
        "patrimonio.casa_per_figlio",
        "patrimonio.casa_quota_eccedenza",
    ]
    assert names(result, "patrimonio_immobiliare") == ["patrimonio.immobili_distrutti_esclusi"]
    assert names(result, "ise") == ["indicatore.peso_isp"]
    assert names(result, "parametro_base") == ["scala.base", "scala.ulteriore_componente"]
    assert names(result, "maggiorazione_figli") == ["scala.figli"]
    assert names(result, "maggiorazione_minori") == ["scala.minori"]
    assert names(result, "maggiorazione_disabilita") == ["scala.disabilita"]
    assert names(result, "maggiorazione_residenza") == ["scala.in_residenza"]
    assert names(result, "isee") == []


def test_a_figure_of_a_line_has_its_date_and_its_act(result: Isee) -> None:
    *_, ceiling = result.step("quota_lavoro_1").figures
    assert (ceiling.value, ceiling.since, ceiling.act) == (
        3_000,
        date(2018, 1, 1),
        "DPCM 159/2013, art. 4, c. 3, lett. e)",
    )


def test_no_figure_is_read_that_makes_no_line(result: Isee) -> None:
    of_lines = {figure.name for step in result.steps for figure in step.figures}
    years = {"indicatore.anno_redditi", "indicatore.anno_patrimonio"}
    # The table for the children is looked at, though it gives nothing for one.
    assert {figure.name for figure in result.figures} == of_lines | years | {"scala.figli"}


def test_the_figures_used_come_with_their_acts(result: Isee) -> None:
    acts = {figure.name: figure.act for figure in result.figures}
    assert acts["redditi.quota_lavoro_massimo"] == "DPCM 159/2013, art. 4, c. 3, lett. e)"
    assert "scala.disabilita" not in acts


def test_a_rate_worked_out_from_the_rule_is_told_as_doubtful() -> None:
    owner = household({"instruments": [{"value": 10_000}]})
    assert [figure.name for figure in calculate(owner, DAY).doubtful] == ["redditi.tasso_figurativo"]
    assert calculate(owner, date(2023, 6, 30)).doubtful == ()
