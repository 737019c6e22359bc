"""The request of an ISEE corrente: module MS."""

from dataclasses import replace

from isee.calculation import IncomeKind, Kind
from isee.foglio.facts import Facts
from isee.foglio.fields import NONE, Field, Group, Module, Need, Panel, Sheet, day, text, yes_or_no
from isee.foglio.persons import accounts, income, instruments, properties
from isee.models import Member, Variation


def ms(facts: Facts) -> Module:
    """The module that comes over a DSU that INPS attested."""
    title = "ISEE corrente"
    if not facts.dossier.has_corrente:
        return Module(code="MS", title=title, need=Need.NO, why="L'ISEE corrente non è chiesto.")
    variations = list(facts.dossier.variations.all())
    varied = {variation.member_id: variation for variation in variations}
    sheets = [Sheet("", (_request(facts), _variations(facts, varied), _incomes(facts, varied)))]
    if facts.dossier.corrente.assets_updated:
        sheets += [Sheet(one.full_name, _assets(facts, one)) for one in facts.with_sheet]
    why = "È chiesto l'ISEE corrente: si presenta dopo l'attestazione di INPS."
    return Module(code="MS", title=title, need=Need.YES, why=why, sheets=tuple(sheets))


def _request(facts: Facts) -> Panel:
    dossier = facts.dossier
    corrente = dossier.corrente
    fields = (
        day("Data del modulo", corrente.on),
        text("ISEE che si aggiorna", Kind(corrente.base).label),
        text("Protocollo della DSU", dossier.dsu_protocol),
        yes_or_no("Si aggiorna anche il patrimonio", corrente.assets_updated),
        day("Lavoro o trattamento ricominciato il", corrente.resumed_on, empty=NONE),
    )
    return Panel(code="S1", title="Richiesta", groups=(Group("", fields),))


def _variations(facts: Facts, varied: dict[int, Variation]) -> Panel:
    groups = tuple(
        Group(
            one.full_name,
            (
                text("Codice fiscale", one.tax_code),
                text("Che cosa è successo", str(varied[one.pk])),
                day("Dal", varied[one.pk].since),
            ),
        )
        for one in facts.members
        if one.pk in varied
    )
    return Panel(code="S2", title="Variazioni", groups=groups)


def _incomes(facts: Facts, varied: dict[int, Variation]) -> Panel:
    groups = tuple(
        Group(f"{one.full_name}, {_months(varied[one.pk])}", _income_fields(facts, one))
        for one in facts.members
        if one.pk in varied
    )
    return Panel(code="S3", title="Situazione reddituale", groups=groups)


def _months(variation: Variation) -> str:
    return "ultimi due mesi" if variation.two_months else "ultimi dodici mesi"


def _income_fields(facts: Facts, member: Member) -> tuple[Field, ...]:
    found = {row.kind for row in member.incomes.all() if row.updated}
    kinds = [kind for kind in IncomeKind if kind in found and kind is not IncomeKind.DISABILITY]
    return tuple(income(facts, member, kind, updated=True) for kind in kinds) or (
        text("Redditi", "", empty=NONE),
    )


def _assets(facts: Facts, member: Member) -> tuple[Panel, ...]:
    """The panels of FC.1 once more, with what was owned a year later: INPS calls them S5."""
    year = facts.dossier.year - 1
    panels = (
        accounts(facts, member, year, updated=True),
        instruments(facts, member, year, updated=True),
        properties(facts, member, year, updated=True),
    )
    return tuple(replace(panel, code="S5") for panel in panels)
