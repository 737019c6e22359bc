"""The papers of the provisional contract: the question as it says, answers that are not as agreed reach nobody."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from partners.adapters.base import NotConfigured, Procedure, Refused, Unintelligible
from partners.adapters.inps import Inps
from partners.adapters.papers import ContributionUnit, PaperQuestion, PensionQuestion
from partners.sandbox import reserved
from tests.partners.adapters import questions
from tests.partners.adapters.conftest import ForeignPartner, reply
from tests.partners.sandbox.openapi import contract

PERIOD = {
    "gestione": "FPLD",
    "dal": "1990-01-01",
    "al": "1990-12-31",
    "tipo": "Lavoro dipendente",
    "unita": "settimane",
    "utiliDiritto": 52,
    "utiliMisura": 50,
    "retribuzione": "9000.00",
    "datore": "FORNO DEL BORGO SRL",
    "note": ["A"],
}
STATEMENT = {
    "trovata": True,
    "estratto": {
        "codiceFiscale": reserved.FOUND,
        "numero": "EC-1",
        "rilasciatoIl": "2026-03-04",
        "periodi": [PERIOD],
        "totali": [{"gestione": "FPLD", "settimaneDiritto": 52, "settimaneMisura": 50}],
        "legenda": ["A: in verifica."],
    },
}
REGISTRATIONS = {
    "trovata": True,
    "codiceFiscale": reserved.FOUND,
    "iscrizioni": [
        {"codiceGestione": "FPLD", "gestione": "FPLD", "posizione": "1", "sede": "X", "dal": "1990-01-01",
         "al": "1995-12-31", "stato": "cessata"},
        {"codiceGestione": "ART", "gestione": "Artigiani", "posizione": "2", "sede": "X", "dal": "1996-01-01",
         "stato": "attiva"},
    ],
}  # fmt: skip
LINE = {"voce": "Ritenuta IRPEF", "importo": "100.00"}
PENSIONS = {
    "trovata": True,
    "codiceFiscale": reserved.FOUND,
    "anno": 2024,
    "pensioni": [
        {
            "categoria": "VO", "numero": "12345678", "sede": "X", "lordoGennaio": "1000.00",
            "tredicesima": "1000.00", "nettoGennaio": "900.00", "trattenute": [LINE], "note": [],
            "cedolini": [
                {"mese": 2, "pagatoIl": "2024-02-01", "lordo": "1000.00", "trattenute": [LINE], "netto": "900.00",
                 "modalita": "Accredito", "note": []},
                {"mese": 1, "pagatoIl": "2024-01-03", "lordo": "1000.00", "trattenute": [LINE], "netto": "900.00",
                 "modalita": "Accredito", "note": []},
            ],
        }
    ],
}  # fmt: skip


def paper(procedure: Procedure | None = questions.PROCEDURE) -> dict[str, Any]:
    return {"tax_code": reserved.FOUND, "procedure": procedure, "grounds": questions.GROUNDS}


def ask(inps: Inps, operation: str, procedure: Procedure | None = questions.PROCEDURE) -> Any:
    match operation:
        case "cercaEstrattoContributivo":
            return inps.contribution_statement(PaperQuestion(**paper(procedure)))
        case "cercaIscrizioni":
            return inps.registrations(PaperQuestion(**paper(procedure)))
        case _:
            return inps.pension_slips(PensionQuestion(**paper(procedure), year=2024))


OPERATIONS = {
    "cercaEstrattoContributivo": STATEMENT,
    "cercaIscrizioni": REGISTRATIONS,
    "cercaPensioni": PENSIONS,
}


@pytest.mark.parametrize("procedure", [questions.PROCEDURE, None])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_question_is_as_the_contract_says(
    foreign: ForeignPartner, operation: str, procedure: Procedure | None
) -> None:
    foreign.says(reply(200, b'{"trovata": false}'))
    assert not ask(Inps(**foreign.options()), operation, procedure).found
    document = contract("inps")
    body = json.loads(foreign.bodies[0])
    assert list(document.faults(document.request_schema(operation), body)) == []


@pytest.mark.parametrize(("operation", "body"), OPERATIONS.items())
def test_the_examples_are_as_the_contract_says(operation: str, body: dict[str, Any]) -> None:
    document = contract("inps")
    schema = document.response(operation, 200)["content"]["application/json"]["schema"]
    assert list(document.faults(schema, body)) == []


def found(foreign: ForeignPartner, operation: str, body: dict[str, Any]) -> Any:
    foreign.says(reply(200, json.dumps(body).encode()))
    return ask(Inps(**foreign.options()), operation).content


def test_a_statement_in_our_words(foreign: ForeignPartner) -> None:
    statement = found(foreign, "cercaEstrattoContributivo", STATEMENT)
    (period,) = statement.periods
    assert (period.starts_on, period.ends_on, period.unit) == (
        date(1990, 1, 1),
        date(1990, 12, 31),
        ContributionUnit.WEEKS,
    )
    assert (period.useful_for_right, period.useful_for_amount, period.pay) == (52, 50, Decimal("9000.00"))
    assert (statement.totals[0].weeks_for_right, statement.legend) == (52, ("A: in verifica.",))


def test_an_old_period_names_neither_employer_nor_pay(foreign: ForeignPartner) -> None:
    body = deepcopy(STATEMENT)
    for name in ("datore", "retribuzione"):
        del body["estratto"]["periodi"][0][name]  # type: ignore[index]  # as nested as it stands above
    (period,) = found(foreign, "cercaEstrattoContributivo", body).periods
    assert (period.employer, period.pay) == ("", None)


def test_registrations_the_newest_first(foreign: ForeignPartner) -> None:
    first, second = found(foreign, "cercaIscrizioni", REGISTRATIONS).items
    assert (first.fund_code, first.ends_on) == ("ART", None)
    assert (second.fund_code, second.ends_on) == ("FPLD", date(1995, 12, 31))


def test_the_slips_of_a_year_in_their_order(foreign: ForeignPartner) -> None:
    (pension,) = found(foreign, "cercaPensioni", PENSIONS).pensions
    assert [(slip.month, slip.net) for slip in pension.slips] == [
        (1, Decimal("900.00")),
        (2, Decimal("900.00")),
    ]
    assert (pension.category, pension.number) == ("VO", "12345678")
    assert pension.withholdings[0].label == "Ritenuta IRPEF"


@pytest.mark.parametrize(
    ("operation", "path", "value"),
    [
        ("cercaEstrattoContributivo", ["estratto", "codiceFiscale"], reserved.NOT_FOUND),
        ("cercaEstrattoContributivo", ["estratto", "periodi", 0, "unita"], "anni"),
        ("cercaEstrattoContributivo", ["estratto", "periodi", 0, "utiliDiritto"], "52"),
        ("cercaEstrattoContributivo", ["estratto", "periodi", 0, "dal"], "01/01/1990"),
        ("cercaEstrattoContributivo", ["estratto"], None),
        ("cercaIscrizioni", ["codiceFiscale"], reserved.NOT_FOUND),
        ("cercaIscrizioni", ["iscrizioni", 0, "stato"], ""),
        ("cercaPensioni", ["codiceFiscale"], reserved.NOT_FOUND),
        ("cercaPensioni", ["anno"], 2023),
        ("cercaPensioni", ["pensioni", 0, "lordoGennaio"], 1000.0),
        ("cercaPensioni", ["pensioni", 0, "cedolini", 0, "mese"], True),
    ],
)
def test_an_answer_that_is_not_as_agreed_reaches_nobody(
    foreign: ForeignPartner, operation: str, path: list[Any], value: object
) -> None:
    body: Any = deepcopy(OPERATIONS[operation])
    inner = body
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(Unintelligible) as raised:
        found(foreign, operation, body)
    assert raised.value.__context__ is None


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_refusal_is_told(foreign: ForeignPartner, operation: str) -> None:
    foreign.says(reply(403, b'{"codice": "CONSULTAZIONE_NON_CONSENTITA", "detail": "No."}'))
    with pytest.raises(Refused) as raised:
        ask(Inps(**foreign.options()), operation)
    assert raised.value.explanation == "No."


def test_without_an_address_nobody_is_asked() -> None:
    with pytest.raises(NotConfigured) as raised:
        ask(Inps(base_url="", token="", timeout=(1, 1)), "cercaIscrizioni")
    assert "INPS_URL" in raised.value.problem


def test_the_papers_are_sealed_by_nobody(foreign: ForeignPartner) -> None:
    foreign.says(reply(200, json.dumps(STATEMENT).encode()))
    assert ask(Inps(**foreign.options()), "cercaEstrattoContributivo").trace.raw == b""
