"""The contribution statement and the registrations, as docs/openapi/inps-documents.yaml writes them.

Both raise ValueError, KeyError or TypeError where the answer is not as agreed, or is about somebody else.
"""

from partners.adapters.papers import (
    ContributionPeriod,
    ContributionStatement,
    ContributionUnit,
    FundTotal,
    Registration,
    Registrations,
)
from partners.adapters.reading import Json, day, decimal, text, truth, whole, word

UNITS = {
    ContributionUnit.WEEKS: "settimane",
    ContributionUnit.DAYS: "giorni",
    ContributionUnit.MONTHS: "mesi",
}


def contribution_statement(body: Json, asked: str) -> ContributionStatement | None:
    """The statement of a person; None where INPS has none."""
    if not truth(body["trovata"]):
        return None
    paper = body["estratto"]
    if paper["codiceFiscale"] != asked:
        raise ValueError
    return ContributionStatement(
        tax_code=asked,
        number=text(paper["numero"]),
        issued_on=day(paper["rilasciatoIl"]),
        periods=tuple(_period(period) for period in paper["periodi"]),
        totals=tuple(_total(total) for total in paper["totali"]),
        legend=tuple(text(line) for line in paper["legenda"]),
    )


def registrations(body: Json, asked: str) -> Registrations | None:
    """The registrations of a person, the newest first; None where INPS has none."""
    if not truth(body["trovata"]):
        return None
    if body["codiceFiscale"] != asked:
        raise ValueError
    found = [_registration(one) for one in body["iscrizioni"]]
    newest_first = sorted(found, key=lambda one: one.starts_on, reverse=True)
    return Registrations(tax_code=asked, items=tuple(newest_first))


def _period(period: Json) -> ContributionPeriod:
    return ContributionPeriod(
        fund=text(period["gestione"]),
        starts_on=day(period["dal"]),
        ends_on=day(period["al"]),
        kind=text(period["tipo"]),
        unit=word(UNITS, period["unita"]),
        useful_for_right=whole(period["utiliDiritto"]),
        useful_for_amount=whole(period["utiliMisura"]),
        pay=decimal(period["retribuzione"]) if "retribuzione" in period else None,
        employer=text(period["datore"]) if "datore" in period else "",
        notes=tuple(text(note) for note in period["note"]),
    )


def _total(total: Json) -> FundTotal:
    return FundTotal(
        fund=text(total["gestione"]),
        weeks_for_right=whole(total["settimaneDiritto"]),
        weeks_for_amount=whole(total["settimaneMisura"]),
    )


def _registration(one: Json) -> Registration:
    return Registration(
        fund_code=text(one["codiceGestione"]),
        fund=text(one["gestione"]),
        number=text(one["posizione"]),
        office=text(one["sede"]),
        employer=text(one["datore"]) if "datore" in one else "",
        starts_on=day(one["dal"]),
        ends_on=day(one["al"]) if "al" in one else None,
        state=text(one["stato"]),
    )
