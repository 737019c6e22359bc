"""INPS's other papers as the sandbox plays them: contribution statement, registrations, pensions."""

from collections.abc import Callable
from datetime import date, timedelta

from partners.sandbox import inps, tax_code
from partners.sandbox.invention import between
from partners.sandbox.replies import Json, Reply, look_up
from partners.sandbox.shapes import Shape, fault, tax_code_fault, whole

QUESTION: Shape = {name: check for name, check in inps.QUESTION.items() if name != "annoImposta"}
PENSION_QUESTION: Shape = {**QUESTION, "anno": whole(2015, 2100)}
EMPLOYEES, CRAFTSMEN = "Fondo pensioni lavoratori dipendenti (FPLD)", "Gestione artigiani"
EMPLOYERS = (
    "FORNO DEL BORGO SRL",
    "CERAMICHE TRE VALLI SPA",
    "COOP PULIZIE AURORA",
    "OFFICINA DEL PONTE SNC",
)
OFFICE = "Poggioverde"
LEGEND = ["A: periodo in attesa di verifica.", "Dati inventati per prova: non valgono per nessun uso."]


def statement(body: Json, on: date, trips: Callable[[], bool]) -> Reply:
    """The answer to the search of a contribution statement, on a day."""
    return _answer(body, QUESTION, lambda code: _statement(code, on), trips)


def registrations(body: Json, on: date, trips: Callable[[], bool]) -> Reply:
    """The answer to the search of registrations, on a day."""
    return _answer(body, QUESTION, lambda code: _registrations(code, on), trips)


def pensions(body: Json, on: date, trips: Callable[[], bool]) -> Reply:
    """The answer to the search of the pensions of a year, on a day."""
    return _answer(body, PENSION_QUESTION, lambda code: _pensions(code, body["anno"], on), trips)


def _answer(
    body: Json, shape: Shape, ordinary: Callable[[str], Json | None], trips: Callable[[], bool]
) -> Reply:
    if refusal := (
        fault(body, shape)
        or inps.procedure_fault(body)
        or tax_code_fault(body["codiceFiscale"], "codiceFiscale")
    ):
        return refusal
    code = body["codiceFiscale"]

    def reply() -> Reply:
        found = ordinary(code)
        return Reply(200, {"trovata": True, **found}) if found else inps.NOTHING

    return look_up(code, reply, inps.NOTHING, trips)


def _began(code: str, on: date) -> int | None:
    """The year in which a person began to work; None for those who did not yet."""
    age = tax_code.age(code, on.year)
    if age is None:
        return on.year - 3
    return on.year - age + between(18, 24, code, "began") if age >= 25 else None


def _ended(code: str, on: date) -> int:
    age = tax_code.age(code, on.year) or 0
    return min(on.year - 1, on.year - age + 62)


def _statement(code: str, on: date) -> Json | None:
    began = _began(code, on)
    if began is None:
        return None
    periods: list[Json] = []
    year = began
    while year <= _ended(code, on):
        last = min(year + between(2, 9, code, year, "years"), _ended(code, on))
        periods.append(_period(code, year, last))
        year = last + 1 + between(0, 1, code, year, "pause")
    weeks: dict[str, int] = {}
    for period in periods:
        weeks[period["gestione"]] = weeks.get(period["gestione"], 0) + period["utiliDiritto"]
    return {
        "estratto": {
            "codiceFiscale": code,
            "numero": f"EC-{between(0, 9_999_999, code, 'statement'):07}",
            "rilasciatoIl": on.isoformat(),
            "periodi": periods,
            "totali": [
                {"gestione": fund, "settimaneDiritto": sum_, "settimaneMisura": sum_}
                for fund, sum_ in weeks.items()
            ],
            "legenda": LEGEND,
        }
    }


def _period(code: str, first: int, last: int) -> Json:
    weeks = 52 * (last - first + 1) - between(0, 20, code, first, "missing")
    is_craftsman = between(1, 5, code, first, "fund") == 1
    period: Json = {
        "gestione": CRAFTSMEN if is_craftsman else EMPLOYEES,
        "dal": f"{first}-01-01",
        "al": f"{last}-12-31",
        "tipo": "Contribuzione da artigiano" if is_craftsman else "Lavoro dipendente",
        "unita": "settimane",
        "utiliDiritto": weeks,
        "utiliMisura": weeks,
        "note": ["A"] if between(1, 6, code, first, "note") == 1 else [],
    }
    if first >= 1974:  # older years name neither pay nor employer
        period["retribuzione"] = f"{between(6_000, 24_000, code, first, 'pay') * (last - first + 1)}.00"
        if not is_craftsman:
            period["datore"] = EMPLOYERS[between(0, 3, code, first, "employer")]
    return period


def _registrations(code: str, on: date) -> Json | None:
    found = _statement(code, on)
    if found is None:
        return None
    items = []
    for period in found["estratto"]["periodi"]:
        is_last = period["al"] == f"{on.year - 1}-12-31"
        is_craftsman = period["gestione"] == CRAFTSMEN
        item: Json = {
            "codiceGestione": "ART" if is_craftsman else "FPLD",
            "gestione": period["gestione"],
            "posizione": f"{between(1, 99_999_999, code, period['dal']):08}",
            "sede": OFFICE,
            "dal": period["dal"],
            "stato": "attiva" if is_last else "cessata",
        }
        items.append(
            {
                **item,
                **({"datore": period["datore"]} if "datore" in period else {}),
                **({} if is_last else {"al": period["al"]}),
            }
        )
    return {"codiceFiscale": code, "iscrizioni": items}


def _pensions(code: str, year: int, on: date) -> Json | None:
    age = tax_code.age(code, year)
    if year > on.year or not inps.has_pension(code, age):
        return None
    gross = between(620_00, 2_150_00, code, "pension")
    gross += gross * 15 * (year - 2015) // 1000
    tax = max(0, gross - 650_00) * between(14, 22, code, "tax") // 100
    local = gross * 15 // 1000
    withheld = [
        ("Ritenuta IRPEF", tax),
        ("Addizionale regionale", local),
        ("Addizionale comunale", local // 3),
    ]
    withheld = [(label, cents) for label, cents in withheld if cents]
    net = gross - sum(cents for _, cents in withheld)
    months = range(1, (on.month if year == on.year else 12) + 1)
    pension = {
        "categoria": "VO",
        "numero": f"{between(1, 99_999_999, code, 'number'):08}",
        "sede": OFFICE,
        "lordoGennaio": _euro(gross),
        "tredicesima": _euro(gross),
        "nettoGennaio": _euro(net),
        "trattenute": _lines(withheld),
        "cedolini": [
            {
                "mese": month,
                "pagatoIl": _first_working_day(year, month).isoformat(),
                "lordo": _euro(gross),
                "trattenute": _lines(withheld),
                "netto": _euro(net),
                "modalita": "Accredito su conto corrente postale",
                "note": [],
            }
            for month in months
        ],
        "note": ["Dati inventati per prova: non valgono per nessun uso."],
    }
    return {"codiceFiscale": code, "anno": year, "pensioni": [pension]}


def _first_working_day(year: int, month: int) -> date:
    day = date(year, month, 2 if month in (1, 5) else 1)
    while day.weekday() > 4:
        day += timedelta(1)
    return day


def _lines(lines: list[tuple[str, int]]) -> list[Json]:
    return [{"voce": label, "importo": _euro(cents)} for label, cents in lines]


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
