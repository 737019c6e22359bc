"""INPS as the sandbox plays it: docs/openapi/inps-documents.yaml."""

from collections.abc import Callable
from datetime import date

from partners.sandbox import reserved, tax_code
from partners.sandbox.invention import between
from partners.sandbox.replies import Json, Reply, look_up, problem
from partners.sandbox.shapes import (
    ASKER,
    TAX_CODE,
    Shape,
    fault,
    matching,
    one_of,
    tax_code_fault,
    whole,
)

QUESTION: Shape = {
    "codiceFiscale": TAX_CODE,
    "annoImposta": whole(2015, 2100),
    "presupposto": one_of("acquisizione_ufficio", "richiesta_interessato"),
    "protocollo?": matching(".{1,40}"),
    "prestazione?": matching(r"[AZ][0-9]\.[0-9]{2}"),
    "richiedente": ASKER,
}
NOTHING = Reply(200, {"trovata": False})
# Of the invented people from this age on, nine in ten have a pension; below it nobody has.
PENSION_AGE = 60
# Younger people have no Certificazione Unica.
WORKING_AGE = 16


def certificazione_unica(body: Json, on: date, trips: Callable[[], bool]) -> Reply:
    """The answer to the search of a Certificazione Unica, on a day."""
    if refusal := (
        fault(body, QUESTION)
        or procedure_fault(body)
        or tax_code_fault(body["codiceFiscale"], "codiceFiscale")
    ):
        return refusal
    code, year = body["codiceFiscale"], body["annoImposta"]
    return look_up(code, lambda: _ordinary(code, year, on), NOTHING, trips)


def procedure_fault(body: Json) -> Reply | None:
    """An acquisition ex officio has a procedure, to be told whole; a request of the person has none to tell."""
    is_ex_officio = body["presupposto"] == "acquisizione_ufficio"
    for field in ("protocollo", "prestazione"):
        if is_ex_officio and field not in body:
            return problem(422, "CAMPO_MANCANTE", field=field)
        if field in body and not is_ex_officio:
            return problem(422, "CAMPO_NON_VALIDO", field=field)
    return None


def _ordinary(code: str, year: int, on: date) -> Reply:
    age = tax_code.age(code, year)
    if year >= on.year or (age is not None and age < WORKING_AGE):
        return NOTHING
    return Reply(200, {"trovata": True, "certificazione": _certificazione(code, year, age)})


def _certificazione(code: str, year: int, age: int | None) -> Json:
    return {
        "annoImposta": year,
        "rilasciataIl": date(year + 1, 3, 16).isoformat(),
        "sostituto": {
            "codiceFiscale": "80078750587",
            "denominazione": "Istituto Nazionale della Previdenza Sociale",
        },
        "percettore": {"codiceFiscale": code},
        "punti": _points(code, year, has_pension(code, age)),
        "annotazioni": ["Dati inventati per prova: non valgono per nessun uso."],
    }


def has_pension(code: str, age: int | None) -> bool:
    """Whether somebody of an age has a pension."""
    if age is None or age < PENSION_AGE:
        return False
    return code == reserved.FOUND or between(1, 10, code, "pension") < 10


def _points(code: str, year: int, has_pension: bool) -> list[Json]:
    """Figures in cents that rise a little every year."""
    yearly = between(9_000_00, 28_000_00, code, "income")
    yearly += yearly * 15 * (year - 2015) // 1000
    days = 365 if has_pension else between(150, 365, code, year, "days")
    income = yearly * days // 365
    kind = [
        _euro(3, "Redditi di pensione", income) if has_pension else _euro(1, "Redditi di lavoro", income),
        _days(7, "Giorni di pensione", days) if has_pension else _days(6, "Giorni di lavoro", days),
    ]
    return [
        *kind,
        _euro(21, "Ritenute IRPEF", max(0, income - 8_500_00) * between(14, 22, code, "tax") // 100),
        _euro(22, "Addizionale regionale all'IRPEF", income * 15 // 1000),
        _euro(26, "Addizionale comunale all'IRPEF: acconto", income * 2 // 1000),
        _euro(27, "Addizionale comunale all'IRPEF: saldo", income * 4 // 1000),
    ]


def _euro(number: int, label: str, cents: int) -> Json:
    return _point(number, label, "euro", f"{cents // 100}.{cents % 100:02}")


def _days(number: int, label: str, days: int) -> Json:
    return _point(number, label, "giorni", str(days))


def _point(number: int, label: str, unit: str, value: str) -> Json:
    return {"sezione": "fiscali", "punto": number, "descrizione": label, "unita": unit, "valore": value}
