"""The households of the invented Comune, one function each."""

from datetime import date, timedelta
from decimal import Decimal

from isee.calculation import Disability, IncomeKind, InstrumentKind, Kind, ParentAway
from isee.demo.steps import (
    add,
    alone,
    ask_for,
    at,
    attest,
    begin,
    bring_everything,
    choose,
    keep,
    last_year,
    live,
    present,
)
from isee.dossier import attestations, checklist, corrections, dossiers, members, previous
from isee.models import (
    Account,
    AttestedLine,
    ChecklistItem,
    ChildOutside,
    Corrente,
    Donation,
    Dossier,
    Income,
    Instrument,
    Member,
    Omission,
    Property,
    Remedy,
    Student,
    Transmission,
    Variation,
    Vehicle,
)
from sportello import attachments
from sportello.demo.papers import invented
from sportello.models import Attachment

Line = AttestedLine.Line
Relation, Dwelling = Member.Relation, Dossier.Dwelling
ASKED, CHECKED = ChecklistItem.State.ASKED, ChecklistItem.State.CHECKED


def moretti() -> None:
    """Mother, child, grandfather, in rent above the cap: all the papers are there, ready for the simulation."""
    dossier = begin("Moretti Chiara", work_months=4)
    mother = dossier.members.get()
    add(dossier, "Moretti Giada", Relation.MINOR_CHILD)
    grandfather = add(dossier, "Moretti Alfio", Relation.OTHER)
    bonds, fund = InstrumentKind.POSTAL_BOND, InstrumentKind.FUND
    keep(
        dossier,
        Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal(20_000)),
        Income(member=mother, kind=IncomeKind.OTHER_IRPEF, amount=Decimal(5_000)),
        Income(member=grandfather, kind=IncomeKind.PENSION, amount=Decimal(5_000)),
        Account(member=mother, label="Conto corrente", balance=Decimal(15_000), average=Decimal(12_000)),
        Instrument(member=mother, kind=bonds, label="Buoni fruttiferi", value=Decimal(30_000)),
        Instrument(member=mother, kind=fund, label="Fondo comune", value=Decimal(10_000)),
        Property(member=mother, label="Via del Porto 8, affittata", place="Rimini", value=Decimal(50_000)),
        Vehicle(member=mother, plate="GA 123 PV"),
    )
    contract = {"contract_office": "Rimini", "contract_series": "3T", "contract_number": "1204"}
    live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(8_400), **contract)
    bring_everything(dossier)


def bruni() -> None:
    """Parents who work and two children, in their own home with a mortgage: a balance corrected, then printed."""
    dossier = begin("Bruni Luca", work_months=12)
    father = dossier.members.get()
    mother = add(dossier, "Bruni Federica", Relation.SPOUSE, work_months=12)
    add(dossier, "Bruni Tommaso", Relation.MINOR_CHILD)
    add(dossier, "Bruni Alice", Relation.MINOR_CHILD)
    half, average, label = Decimal("3105.20"), Decimal("2480.00"), "Conto comune, metà"
    home = {"label": "Via dei Mille 4", "place": "Poggioverde", "is_home": True, "share": Decimal(50)}
    value, mortgage = Decimal(48_000), Decimal(30_750)
    account = Account(member=father, label=label, balance=half, average=average)
    keep(
        dossier,
        Income(member=father, kind=IncomeKind.EMPLOYMENT, amount=Decimal("24310.50")),
        Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("15820.00")),
        account,
        Account(member=mother, label=label, balance=half, average=average),
        Property(member=father, value=value, mortgage=mortgage, **home),
        Property(member=mother, value=value, mortgage=mortgage, **home),
    )
    live(dossier, dwelling=Dwelling.OWNED)
    bring_everything(dossier)
    corrections.correct(
        row=account,
        field="balance",
        amount=Decimal("3150.20"),
        reason="cifre scambiate: estratto conto del 31 dicembre",
        operator=dossier.case.responsible,
        at=at(dossier, 40),
    )
    dossiers.record_simulation(dossier=dossier, operator=dossier.case.responsible, at=at(dossier, 60))


def neri() -> None:
    """A pensioner alone, begun from the year before: some lines are still to be confirmed, a paper is missing."""
    dossier = begin("Neri Elena")
    last_year(dossier)
    previous.copy_previous(dossier=dossier, operator=dossier.case.responsible, at=at(dossier, 6))
    dossiers.confirm_dwelling(dossier=dossier, operator=dossier.case.responsible, at=at(dossier, 7))
    choose(dossier, {"identity": CHECKED, "accounts": ASKED})


def popescu() -> None:
    """A mother with a boy of sixteen, whose father lives elsewhere: the first papers are there."""
    dossier = begin("Popescu Ioana", work_months=11)
    mother = dossier.members.get()
    add(dossier, "Popescu Andrei", Relation.MINOR_CHILD)
    father = Member(
        dossier=dossier,
        surname="Popescu",
        given_name="Mihai",
        birth_date=dossier.dsu_date - timedelta(days=43 * 365),
        relation=Relation.PARENT_AWAY,
        parent_away=ParentAway.CHILDREN_WITH_ANOTHER,
    )
    members.save_member(member=father, operator=dossier.case.responsible, at=at(dossier))
    keep(dossier, Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("11240.00")))
    live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(5_400))
    ask_for(dossier, kinds=[Kind.MINORS])
    choose(dossier, {"identity": CHECKED, "rent-contract": ASKED})
    certificate = dossier.checklist.get(code="incomes", member=mother)
    paper = invented("Certificazione Unica", mother.full_name, dossier.reference_year)
    checklist.bring(
        item=certificate,
        paper=paper,
        attachment=None,
        year=dossier.reference_year,
        operator=dossier.case.responsible,
        at=at(dossier, 14),
    )
    wrong = attachments.attach(
        case=dossier.case,
        paper=invented("Estratto conto", mother.full_name, dossier.reference_year + 1),
        kind=Attachment.Kind.BANK,
        year=dossier.reference_year + 1,
        operator=dossier.case.responsible,
        at=at(dossier, 18),
    )
    attachments.withdraw(
        attachment=wrong,
        reason="è di un altro anno",
        operator=dossier.case.responsible,
        at=at(dossier, 20),
    )


def rinaldi() -> None:
    """A pensioner attested with an omission: an account that she had forgotten, for which the papers were asked."""
    dossier = alone("Rinaldi Ines", IncomeKind.PENSION, Decimal("9120.00"))
    # INPS knows of 7,812 euro more: 9,962 less the deduction of 6,000, a fifth of it in the ISE.
    lines = dict.fromkeys(Line, Decimal(0)) | {
        Line.INCOMES: Decimal(8_120),
        Line.ISR: Decimal(8_120),
        Line.SAVINGS: Decimal(9_962),
        Line.SAVINGS_DEDUCTION: Decimal(6_000),
        Line.ISP: Decimal(3_962),
        Line.ISE: Decimal("8912.40"),
        Line.BASE: Decimal(1),
        Line.SCALE: Decimal(1),
    }
    paper = attest(dossier, Decimal("8912.40"), lines)
    text = "Rapporto finanziario non dichiarato, di Rinaldi Ines"
    omission = Omission(attestation=paper, kind=Omission.Kind.SAVINGS, text=text)
    who = dossier.case.responsible
    attestations.note_omission(omission=omission, operator=who, at=at(dossier, 62))
    remedy = Remedy(omission=omission, kind=Remedy.Kind.DOCUMENTS, note="saldo e giacenza del libretto")
    attestations.note_remedy(remedy=remedy, operator=who, at=at(dossier, 64))


def galli() -> None:
    """A woman who is not self-sufficient and asks for a care home; her son lives in a home of his own."""
    dossier = begin("Galli Teresa", disability=Disability.NOT_SELF_SUFFICIENT)
    mother = dossier.members.get()
    asked = dossier.dsu_date - timedelta(days=60)
    keep(
        dossier,
        Income(member=mother, kind=IncomeKind.PENSION, amount=Decimal(14_300)),
        Account(member=mother, label="Banca", balance=Decimal(22_400), average=Decimal(21_000)),
        ChildOutside(dossier=dossier, name="Galli Paolo", ise=Decimal(31_000), scale=Decimal("1.57")),
        Donation(
            dossier=dossier,
            label="Casa di Cesena, al figlio",
            value=Decimal(64_000),
            is_property=True,
            given_on=asked - timedelta(days=400),
            to_who_owes_alimony=True,
        ),
    )
    live(dossier, dwelling=Dwelling.OTHER)
    kinds = [Kind.SOCIO_HEALTH, Kind.RESIDENTIAL]
    ask_for(dossier, kinds=kinds, beneficiary=mother, admission_asked_on=asked)


def leone() -> None:
    """A student who has lived alone for three years."""
    dossier = begin("Leone Matteo", work_months=5)
    student = dossier.members.get()
    away = dossier.dsu_date - timedelta(days=3 * 365)
    keep(
        dossier,
        Income(member=student, kind=IncomeKind.EMPLOYMENT, amount=Decimal(9_400)),
        Student(
            dossier=dossier,
            away_since=away,
            enrolled_on=away + timedelta(days=30),
            income_last_year=Decimal(9_400),
            income_year_before=Decimal(9_150),
        ),
    )
    live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(3_600), contract_code="TRN25T000123000AB")
    ask_for(dossier, kinds=[Kind.UNIVERSITY], beneficiary=student)


def fontana() -> None:
    """The DSU went through a CAF, and the attestation is late."""
    dossier = alone("Fontana Graziella", IncomeKind.PENSION, Decimal(10_900))
    on = max(dossier.dsu_date - timedelta(days=14), date(dossier.year, 1, 1))
    present(dossier, on, Transmission(dossier=dossier, by=Transmission.By.CAF, caf="CAF della Valle"))


def esposito(today: date) -> None:
    """Attested; then he lost his job, and asks for the ISEE corrente."""
    dossier = alone("Esposito Gennaro", IncomeKind.EMPLOYMENT, Decimal(21_600))
    attest(dossier, Decimal("18240.00"))
    person = dossier.members.get()
    laid_off = max(dossier.dsu_date, date(dossier.year, 1, 1))
    keep(
        dossier,
        Corrente(dossier=dossier, on=max(today, dossier.dsu_date)),
        Variation(dossier=dossier, member=person, cause="employee", since=laid_off, two_months=True),
        Income(member=person, kind=IncomeKind.EMPLOYMENT, amount=Decimal(1_900), updated=True),
    )
