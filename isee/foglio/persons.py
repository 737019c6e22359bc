"""The sheet of each person: FC.1, with what is owned, earned and paid."""

from decimal import Decimal

from isee.calculation import IncomeKind, InstrumentKind
from isee.dossier.corrections import Corrected, part_of
from isee.foglio.facts import Facts
from isee.foglio.fields import (
    NONE,
    NOT_SAID,
    NOTHING,
    Field,
    Group,
    Module,
    Need,
    Panel,
    Sheet,
    code,
    corrected,
    day,
    euros,
    text,
    yes_or_no,
)
from isee.foglio.household import identity, relation
from isee.models import Account, Correction, Income, Instrument, Member, Property, Vehicle

# The kinds of income that each panel asks for, in its order, with what to mind.
FC4 = {
    IncomeKind.SUBSTITUTE_TAX: "il forfettario e la cedolare secca già nella dichiarazione dei redditi non vanno qui",
    IncomeKind.EXEMPT: "",
    IncomeKind.AGRICULTURAL: "",
    IncomeKind.UNLET_PROPERTY: "solo se non sono nella dichiarazione dei redditi",
    IncomeKind.TREATMENT: "solo quelli che non paga INPS",
    IncomeKind.TREATMENT_IN_FULL: "solo quelli che non paga INPS",
    IncomeKind.FOREIGN: "",
}
VEHICLES = {Vehicle.Kind.CAR: "A", Vehicle.Kind.MOTORCYCLE: "M", Vehicle.Kind.BOAT: "N"}
TO_CONFIRM = "ripreso dall'anno prima: da confermare"
ALREADY_NET = "già al netto dell'esclusione di titoli di Stato e risparmio postale"


def fc1(facts: Facts) -> Module:
    """One sheet for each person of the declaration."""
    sheets = tuple(
        Sheet(f"{number}. {member.full_name}", panels_of(facts, member))
        for number, member in enumerate(facts.with_sheet, start=1)
    )
    why = "Serve sempre: uno per ogni persona della DSU. Tutti gli importi sono in euro interi."
    return Module(code="FC.1", title="Fogli componente", need=Need.YES, why=why, sheets=sheets)


def panels_of(facts: Facts, member: Member) -> tuple[Panel, ...]:
    """The panels of one person, FC1 to FC6."""
    return (
        _person(member),
        accounts(facts, member, facts.year),
        instruments(facts, member, facts.year),
        properties(facts, member, facts.year),
        _incomes(facts, member),
        _maintenance(facts, member),
        _vehicles(member),
    )


def correction_of(facts: Facts, row: Corrected, field: str) -> Correction | None:
    """The correction in force of an amount."""
    return facts.corrections.by_amount.get((part_of(row), row.pk, field))


def _person(member: Member) -> Panel:
    away = not member.cohabiting or member.relation in (
        Member.Relation.ADULT_CHILD_AWAY,
        Member.Relation.PARENT_AWAY,
    )
    elsewhere = away or member.institution
    fields = [
        *identity(member),
        day("Data di nascita", member.birth_date),
        relation(member),
        text("Cittadinanza", "", note="dal documento d'identità"),
        text(
            "Residenza, se non è la casa di abitazione",
            "",
            empty=NOT_SAID if elsewhere else "come la casa di abitazione",
        ),
        yes_or_no("Residente in una convivenza anagrafica", member.institution),
    ]
    if member.relation in (Member.Relation.ADULT_CHILD, Member.Relation.ADULT_CHILD_AWAY):
        fields.append(yes_or_no("A carico ai fini IRPEF", member.dependent))
    note = TO_CONFIRM if member.to_confirm else ""
    return Panel(code="FC1", title="Dati del componente", groups=(Group("", tuple(fields)),), note=note)


def accounts(facts: Facts, member: Member, year: int, *, updated: bool = False) -> Panel:
    """Deposits and current accounts: the balance and the average of each."""
    rows = [row for row in member.accounts.all() if row.updated == updated]
    groups = [
        Group(f"Rapporto {number} di {len(rows)}", _account(facts, row, year))
        for number, row in enumerate(rows, start=1)
    ]
    increase = member.updated_asset_increase if updated else member.asset_increase
    if increase:
        note = "fa contare il saldo se supera la differenza tra giacenza e saldo"
        groups.append(
            Group(
                f"Acquisti nel {year}", (euros("Immobili e altro patrimonio comprati", increase, note=note),)
            )
        )
    return Panel(code="FC2", title="Patrimonio mobiliare, sezione I: depositi e conti", groups=tuple(groups))


def _account(facts: Facts, row: Account, year: int) -> tuple[Field, ...]:
    kind = f"{row.get_kind_display()}{' postale' if row.state_backed else ''}"
    fields = [
        code("Tipo di rapporto", row.code, kind, note=_line_note(row)),
        text("Identificativo del rapporto (IBAN o numero)", row.identifier),
        text("Operatore finanziario", row.label),
        text("Codice fiscale dell'operatore", "", note="dall'estratto conto"),
    ]
    if row.opened_on:
        fields.append(day("Data di inizio", row.opened_on))
    if row.closed_on:
        fields.append(day("Data di fine", row.closed_on))
    return (
        *fields,
        euros(f"Saldo al 31/12/{year}", row.balance, correction=correction_of(facts, row, "balance")),
        euros(f"Giacenza media {year}", row.average, correction=correction_of(facts, row, "average")),
    )


def instruments(facts: Facts, member: Member, year: int, *, updated: bool = False) -> Panel:
    """Everything else of the financial assets: one value each."""
    rows = [row for row in member.instruments.all() if row.updated == updated]
    groups = tuple(
        Group(f"Rapporto {number} di {len(rows)}", _instrument(facts, row, year))
        for number, row in enumerate(rows, start=1)
    )
    return Panel(code="FC2", title="Patrimonio mobiliare, sezione II: altre forme", groups=groups)


def _instrument(facts: Facts, row: Instrument, year: int) -> tuple[Field, ...]:
    return (
        code("Tipo di rapporto", row.code, InstrumentKind(row.kind).label, note=_line_note(row)),
        text("Identificativo del rapporto", row.identifier),
        text("Operatore finanziario o descrizione", row.label),
        text("Codice fiscale dell'operatore", "", note="dall'estratto titoli"),
        euros(f"Valore al 31/12/{year}", row.value, correction=correction_of(facts, row, "value")),
    )


def properties(facts: Facts, member: Member, year: int, *, updated: bool = False) -> Panel:
    """Buildings, building areas, land: value and mortgage of the share."""
    rows = [row for row in member.properties.all() if row.updated == updated]
    groups = tuple(
        Group(f"Immobile {number} di {len(rows)}", _property(facts, row, year))
        for number, row in enumerate(rows, start=1)
    )
    return Panel(code="FC3", title="Patrimonio immobiliare", groups=groups)


def _property(facts: Facts, row: Property, year: int) -> tuple[Field, ...]:
    where = " · ".join(part for part in (row.label, row.category) if part)
    destroyed = "distrutto o inagibile per calamità: dalla DSU 2026 non conta" if row.destroyed else ""
    tax = "IVIE" if row.is_abroad else "IMU"
    return (
        code("Tipo di patrimonio", row.kind, str(row.get_kind_display()), note=_line_note(row)),
        text("Comune o Stato estero", row.place, note=where),
        text("Quota posseduta (%)", _share(row.share)),
        euros(
            f"Valore {tax} della quota, 31/12/{year}",
            row.value,
            correction=correction_of(facts, row, "value"),
            note=destroyed,
        ),
        euros(
            "Capitale residuo del mutuo della quota",
            row.mortgage,
            correction=correction_of(facts, row, "mortgage"),
        ),
        yes_or_no("Casa di abitazione", row.is_home),
    )


def _share(share: Decimal) -> str:
    return f"{share.normalize():f}".replace(".", ",")


def _line_note(row: Account | Instrument | Property) -> str:
    parts = (
        TO_CONFIRM if row.to_confirm else "",
        ALREADY_NET if getattr(row, "already_net", False) else "",
    )
    return "; ".join(part for part in parts if part)


def _incomes(facts: Facts, member: Member) -> Panel:
    has_disability = any(
        row.kind == IncomeKind.DISABILITY and not row.updated for row in member.incomes.all()
    )
    return Panel(
        code="FC4",
        title=f"Redditi e trattamenti {facts.year} da dichiarare",
        groups=(Group("", tuple(income(facts, member, kind, note) for kind, note in FC4.items())),),
        note="I trattamenti per la disabilità scritti nel fascicolo non si dichiarano."
        if has_disability
        else "",
    )


def income(facts: Facts, member: Member, kind: IncomeKind, note: str = "", *, updated: bool = False) -> Field:
    """The box of a kind of income: the sum of those of the person."""
    rows = [row for row in member.incomes.all() if row.kind == kind and row.updated == updated]
    if not rows:
        return text(kind.label, "", empty=NONE)
    if any(row.amount is None for row in rows):
        return text(kind.label, "", note=TO_CONFIRM)
    total = sum((row.amount or Decimal(0) for row in rows), Decimal(0))
    told = (*(_of_income(facts, row) for row in rows), f"somma di {len(rows)}" if len(rows) > 1 else "", note)
    return euros(kind.label, total, note="; ".join(part for part in told if part))


def _of_income(facts: Facts, row: Income) -> str:
    parts = (
        "" if row.is_typed else "acquisito da INPS",
        TO_CONFIRM if row.to_confirm else "",
        corrected(correction_of(facts, row, "amount")),
    )
    return "; ".join(part for part in parts if part)


def _maintenance(facts: Facts, member: Member) -> Panel:
    fields = (
        income(facts, member, IncomeKind.CHILD_MAINTENANCE, "quelli per il coniuge sono già nel reddito"),
        paid("Assegni corrisposti al coniuge", member.spouse_maintenance),
        paid("Assegni corrisposti per i figli", member.child_maintenance),
    )
    return Panel(
        code="FC5", title=f"Assegni periodici per coniuge e figli, {facts.year}", groups=(Group("", fields),)
    )


def paid(label: str, amount: Decimal, *, note: str = "") -> Field:
    """An amount that is nothing where it is zero."""
    return euros(label, amount or None, note=note, empty=NOTHING)


def _vehicles(member: Member) -> Panel:
    groups = tuple(
        Group(
            "",
            (
                code("Tipo", VEHICLES[Vehicle.Kind(row.kind)], str(row.get_kind_display())),
                text("Targa o estremi di registrazione", row.plate),
            ),
        )
        for row in member.vehicles.all()
    )
    return Panel(code="FC6", title="Autoveicoli e altri beni durevoli", groups=groups)
