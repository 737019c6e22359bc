"""What INPS answered, in words for the counter: the same for the screen and for the print, never as XML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from partners.adapters.base import CertificazioneUnica
from partners.adapters.isee import (
    Attestation,
    Indicator,
    Kind,
    OmissionKind,
    PersonalValue,
    Relation,
    Threshold,
    VariationKind,
    Way,
)
from partners.adapters.papers import (
    ContributionPeriod,
    ContributionStatement,
    ContributionUnit,
    Pension,
    PensionSlips,
    Registrations,
)
from partners.models import LookUp
from sportello.templatetags.sportello import euro

Document = LookUp.Document

KINDS = {
    Kind.ORDINARY: "ordinario",
    Kind.MINOR: "minorenni",
    Kind.UNIVERSITY: "università",
    Kind.SOCIO_HEALTH: "sociosanitario",
    Kind.DOCTORATE: "dottorato",
    Kind.RESIDENTIAL: "residenze",
}
RELATIONS = {
    Relation.DECLARANT: "dichiarante",
    Relation.BENEFICIARY: "beneficiario",
    Relation.SPOUSE: "coniuge",
    Relation.CHILD: "figlio",
    Relation.MINOR_IN_CUSTODY: "minore in affidamento",
    Relation.PARENT_LIVING_ELSEWHERE: "genitore non convivente",
    Relation.PERSON: "altra persona",
}
WAYS = {
    Way.AS_ORDINARY: "uguale all'ordinario",
    Way.ATTRACTED: "il genitore non convivente è nel nucleo",
    Way.ADDED: "con la componente aggiuntiva",
    Way.OWN: "calcolato a parte",
    Way.AS_RESTRICTED: "uguale a quello del nucleo ristretto",
    Way.NOT_COMPUTABLE: "non calcolabile",
    Way.UNKNOWN: "",
}
OMISSIONS = {
    OmissionKind.SAVINGS: "rapporti finanziari non dichiarati, o diversi",
    OmissionKind.INCOME: "redditi non dichiarati, o diversi",
    OmissionKind.SAVINGS_BELOW_THRESHOLD: "rapporti finanziari non dichiarati, sotto la soglia",
    OmissionKind.SAVINGS_ABOVE_THRESHOLD: "rapporti finanziari non dichiarati, sopra la soglia",
    OmissionKind.UNKNOWN: "omissione o difformità: si legge sull'attestazione",
}
VARIATIONS = {
    VariationKind.DISPUTE: "rettificata dopo una contestazione",
    VariationKind.RECALCULATION: "ricalcolata da INPS",
    VariationKind.INTEGRATION: "integrata dopo una dichiarazione",
    VariationKind.UNKNOWN: "cambiata rispetto a una DSU di prima",
}
UNITS = {
    ContributionUnit.WEEKS: "settimane",
    ContributionUnit.DAYS: "giorni",
    ContributionUnit.MONTHS: "mesi",
}
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
    "ottobre", "novembre", "dicembre", "tredicesima",
)  # fmt: skip
# Of a long statement the screen shows the newest lines; the print has them all.
ON_SCREEN = 12


@dataclass(frozen=True, repr=False)
class Table:
    """Lines of an answer under a heading; the last columns that are figures stand on the right."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    figures: int = 0

    @property
    def first_figure(self) -> int:
        return len(self.head) - self.figures + 1

    @property
    def on_screen(self) -> Sequence[tuple[str, ...]]:
        return self.rows[-ON_SCREEN:]

    @property
    def left_out(self) -> int:
        return max(0, len(self.rows) - ON_SCREEN)


@dataclass(frozen=True, repr=False)
class Words:
    """An answer in words: facts as pairs, tables, what to be careful about."""

    facts: list[tuple[str, str]]
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def words_of(document: LookUp.Document, answer: Any) -> Words:
    """What an answer says (partners.answers.read_answer gives it)."""
    return WORDS[document](answer)


def not_found(look_up: LookUp, *, on: date) -> str:
    """What it means that INPS has nothing: an answer too."""
    owner, document = look_up.service.owner_name, Document(look_up.document)
    if document in (Document.ISEE_RESIDENTS, Document.ISEE_ATTESTATION, Document.ISEE_INDICATOR):
        return f"{owner}: nessuna DSU presentata nel {(look_up.valid_on or on).year}."
    return f"{owner}: {NOT_FOUND.get(document, 'nessun dato per questa persona')}.".replace(
        "{anno}", str(look_up.tax_year or "")
    )


NOT_FOUND = {
    Document.CU: "nessuna Certificazione Unica dei redditi {anno} per questa persona",
    Document.CONTRACTS: "nessun contratto a nome di questa persona",
    Document.ISEE_THRESHOLD: "nessuna DSU valida con cui confrontare la soglia",
    Document.CONTRIBUTIONS: "nessun contributo registrato per questa persona",
    Document.REGISTRATIONS: "nessuna iscrizione per questa persona",
    Document.PENSION_SLIP: "nessuna pensione pagata a questa persona nel {anno}",
}


def _certificazione(paper: CertificazioneUnica) -> Words:
    facts = [("Chi ha pagato", paper.payer_name), ("Redditi del", str(paper.tax_year))]
    if paper.pension_income:
        facts.append(("Pensione", euro(paper.pension_income)))
    if paper.employment_income:
        facts.append(("Lavoro dipendente", euro(paper.employment_income)))
    if paper.days:
        facts.append(("Giorni", str(paper.days)))
    facts.append(("IRPEF trattenuta", euro(paper.tax_withheld)))
    return Words(facts, notes=list(paper.notes))


def _attestation(paper: Attestation) -> Words:
    facts = [("Tipo", "ISEE corrente" if paper.is_corrente else "ISEE ordinario")]
    if paper.ordinary:
        values = paper.ordinary
        facts += [("ISEE", euro(values.isee)), ("ISE", euro(values.ise)), ("Scala", _number(values.scale))]
        facts += [("ISR", euro(values.isr)), ("ISP", euro(values.isp))]
    facts += [("Protocollo DSU", paper.dsu_protocol), ("Presentata il", _day(paper.presented_on))]
    facts.append(("Vale fino al", _day(paper.ends_on)))
    household = [
        (f"{one.surname} {one.given_name}", one.tax_code, RELATIONS.get(one.relation, one.relation_code))
        for one in paper.household
    ]
    tables = [Table("Nucleo", ("Persona", "Codice fiscale", "È"), household)]
    if personal := [_personal(value) for value in paper.personal]:
        tables.append(Table("ISEE di una persona", ("Tipo", "Persona", "Come", "ISEE"), personal, 1))
    for restricted in paper.restricted:
        rows = [(f"{one.surname} {one.given_name}", one.tax_code) for one in restricted.household]
        value = f", ISEE {euro(restricted.values.isee)}" if restricted.values else ""
        tables.append(Table(f"Nucleo ristretto{value}", ("Persona", "Codice fiscale"), rows))
    if others := [(other.name, euro(other.isee)) for other in paper.others]:
        tables.append(Table("Altri indicatori", ("Nome dato da INPS", "ISEE"), others, 1))
    return Words(facts, tables, warnings=_warnings(paper))


def _personal(value: PersonalValue) -> tuple[str, ...]:
    person = f"{value.person.surname} {value.person.given_name}"
    isee = euro(value.isee) if value.isee is not None else "–"
    return (KINDS[value.kind], person, WAYS[value.way], isee)


def _warnings(paper: Attestation) -> list[str]:
    found = [f"{OMISSIONS[one.kind].capitalize()}, di {one.tax_code}." for one in paper.omissions]
    if found:
        found.append(
            "L'attestazione vale lo stesso: si possono chiedere i documenti che provano i dati "
            "(art. 11, c. 5 DPCM 159/2013)."
        )
    if paper.variation:
        found.append(
            f"È {VARIATIONS[paper.variation.kind]}: la DSU di prima è {paper.variation.dsu_protocol}."
        )
    if paper.unread:
        found.append("INPS ha mandato anche dati che il programma non conosce: guardali sull'attestazione.")
    return found


def _indicator(paper: Indicator) -> Words:
    values = paper.values
    return Words(
        [
            ("Tipo", f"ISEE {KINDS[paper.kind]}"),
            ("ISEE", euro(values.isee)),
            ("ISE", euro(values.ise)),
            ("Scala", _number(values.scale)),
            ("ISR", euro(values.isr)),
            ("ISP", euro(values.isp)),
            ("Protocollo DSU", paper.dsu_protocol),
            ("Presentata il", _day(paper.presented_on)),
        ]
    )


def _threshold(paper: Threshold) -> Words:
    facts = [
        ("Soglia", paper.code),
        ("Esito", "l'ISEE è sotto la soglia" if paper.is_under else "l'ISEE non è sotto la soglia"),
        ("Tipo", paper.kind),
        ("Protocollo DSU", paper.dsu_protocol or "non indicato"),
    ]
    if paper.presented_on:
        facts.append(("Presentata il", _day(paper.presented_on)))
    tables = []
    if paper.household:
        rows = [(f"{one.surname} {one.given_name}", one.tax_code) for one in paper.household]
        tables.append(Table("Nucleo", ("Persona", "Codice fiscale"), rows))
    warnings = ["La DSU riporta omissioni o difformità."] if paper.has_discrepancies else []
    return Words(facts, tables, warnings=warnings)


def _statement(paper: ContributionStatement) -> Words:
    rows = [_period(period) for period in paper.periods]
    totals = [(one.fund, str(one.weeks_for_right), str(one.weeks_for_amount)) for one in paper.totals]
    return Words(
        [("Numero", paper.number), ("Rilasciato il", _day(paper.issued_on)), ("Periodi", str(len(rows)))],
        [
            Table("In tutto, in settimane", ("Gestione", "Per il diritto", "Per la misura"), totals, 2),
            Table(
                "Periodi",
                ("Dal", "Al", "Gestione", "Contributi", "Datore di lavoro", "Utili", "Retribuzione"),
                rows,
                2,
            ),
        ],
        notes=[
            *paper.legend,
            "Ha valore informativo: quello certificativo (ECOCERT) si chiede a INPS a parte.",
        ],
    )


def _period(period: ContributionPeriod) -> tuple[str, ...]:
    kind = f"{period.kind} ({', '.join(period.notes)})" if period.notes else period.kind
    return (
        _day(period.starts_on),
        _day(period.ends_on),
        period.fund,
        kind,
        period.employer or "–",
        f"{period.useful_for_right} {UNITS[period.unit]}",
        euro(period.pay) if period.pay is not None else "–",
    )


def _registrations(paper: Registrations) -> Words:
    rows = [
        (
            one.fund,
            one.number,
            one.employer or "–",
            _day(one.starts_on),
            _day(one.ends_on) if one.ends_on else "ancora in corso",
            one.state,
        )
        for one in paper.items
    ]
    head = ("Gestione", "Numero", "Datore di lavoro", "Dal", "Al", "Stato")
    return Words([("Iscrizioni", str(len(rows)))], [Table("Iscrizioni", head, rows)])


def _pensions(paper: PensionSlips) -> Words:
    return Words(
        [("Anno", str(paper.year)), ("Pensioni", str(len(paper.pensions)))],
        [table for pension in paper.pensions for table in _pension(pension)],
        notes=[note for pension in paper.pensions for note in pension.notes],
    )


def _pension(pension: Pension) -> list[Table]:
    name = f"Pensione {pension.category} {pension.number}, {pension.office}"
    year = [
        ("Lordo di gennaio", euro(pension.gross_in_january)),
        *((one.label, euro(one.amount)) for one in pension.withholdings),
        ("Netto di gennaio", euro(pension.net_in_january)),
        ("Tredicesima, lordo", euro(pension.thirteenth)),
    ]
    months = [
        (
            MONTHS[slip.month - 1] if 1 <= slip.month <= len(MONTHS) else str(slip.month),
            _day(slip.paid_on),
            slip.paid_by,
            euro(slip.gross),
            euro(slip.net),
        )
        for slip in pension.slips
    ]
    found = [Table(name, ("Certificato dell'anno (ObisM)", "Euro"), year, 1)]
    if months:
        found.append(Table("Cedolini", ("Mese", "Pagata il", "Dove", "Lordo", "Netto"), months, 2))
    return found


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _number(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",")


WORDS: dict[LookUp.Document, Callable[[Any], Words]] = {
    Document.CU: _certificazione,
    Document.ISEE_RESIDENTS: _attestation,
    Document.ISEE_ATTESTATION: _attestation,
    Document.ISEE_INDICATOR: _indicator,
    Document.ISEE_THRESHOLD: _threshold,
    Document.CONTRIBUTIONS: _statement,
    Document.REGISTRATIONS: _registrations,
    Document.PENSION_SLIP: _pensions,
}
