"""Dossiers of the invented Comune, in the states that a dossier goes through; written by the acts of the counter."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from isee import (
    applications_demo,
    attestations,
    checklist,
    corrections,
    demo_bonus,
    demo_rules,
    dossiers,
    members,
    possessions,
    previous,
)
from isee.calculation import Disability, IncomeKind, InstrumentKind, Kind, ParentAway
from isee.models import (
    Account,
    Attestation,
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
from sportello.demo.cases import the_case
from sportello.demo.papers import invented
from sportello.demo.people import everybody
from sportello.models import Attachment, Case

Line = AttestedLine.Line
Relation, Dwelling = Member.Relation, Dossier.Dwelling
ASKED, CHECKED = ChecklistItem.State.ASKED, ChecklistItem.State.CHECKED


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    _moretti()
    _bruni()
    _neri()
    _popescu()
    _galli()
    _leone()
    _fontana()
    _esposito(today)
    _rinaldi(today)
    closed = _alone("El Amrani Youssef", IncomeKind.EMPLOYMENT, Decimal("13450.00"))
    _attest(closed, Decimal("6204.15"), today)
    dossiers.close_dossier(dossier=closed, operator=closed.case.responsible, at=_at(closed, 90))
    given_up = _begin("Longo Vincenzo")
    dossiers.abandon_dossier(dossier=given_up, operator=given_up.case.responsible, at=_at(given_up, 90))
    opened = _begin("Rusu Natalia")
    _last_year(opened)
    demo_bonus.load(now)
    demo_rules.load(now, today)
    applications_demo.load(now)


# The households


def _moretti() -> None:
    """Mother, child, grandfather, in rent above the cap: all the papers are there, ready for the simulation."""
    dossier = _begin("Moretti Chiara", work_months=4)
    mother = dossier.members.get()
    _add(dossier, "Moretti Giada", Relation.MINOR_CHILD)
    grandfather = _add(dossier, "Moretti Alfio", Relation.OTHER)
    bonds, fund = InstrumentKind.POSTAL_BOND, InstrumentKind.FUND
    _keep(
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
    _live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(8_400), **contract)
    _bring_everything(dossier)


def _bruni() -> None:
    """Parents who work and two children, in their own home with a mortgage: a balance corrected, then printed."""
    dossier = _begin("Bruni Luca", work_months=12)
    father = dossier.members.get()
    mother = _add(dossier, "Bruni Federica", Relation.SPOUSE, work_months=12)
    _add(dossier, "Bruni Tommaso", Relation.MINOR_CHILD)
    _add(dossier, "Bruni Alice", Relation.MINOR_CHILD)
    half, average, label = Decimal("3105.20"), Decimal("2480.00"), "Conto comune, metà"
    home = {"label": "Via dei Mille 4", "place": "Poggioverde", "is_home": True, "share": Decimal(50)}
    value, mortgage = Decimal(48_000), Decimal(30_750)
    account = Account(member=father, label=label, balance=half, average=average)
    _keep(
        dossier,
        Income(member=father, kind=IncomeKind.EMPLOYMENT, amount=Decimal("24310.50")),
        Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("15820.00")),
        account,
        Account(member=mother, label=label, balance=half, average=average),
        Property(member=father, value=value, mortgage=mortgage, **home),
        Property(member=mother, value=value, mortgage=mortgage, **home),
    )
    _live(dossier, dwelling=Dwelling.OWNED)
    _bring_everything(dossier)
    corrections.correct(
        row=account,
        field="balance",
        amount=Decimal("3150.20"),
        reason="cifre scambiate: estratto conto del 31 dicembre",
        operator=dossier.case.responsible,
        at=_at(dossier, 40),
    )
    dossiers.record_simulation(dossier=dossier, operator=dossier.case.responsible, at=_at(dossier, 60))


def _neri() -> None:
    """A pensioner alone, begun from the year before: some lines are still to be confirmed, a paper is missing."""
    dossier = _begin("Neri Elena")
    _last_year(dossier)
    previous.copy_previous(dossier=dossier, operator=dossier.case.responsible, at=_at(dossier, 6))
    dossiers.confirm_dwelling(dossier=dossier, operator=dossier.case.responsible, at=_at(dossier, 7))
    _choose(dossier, {"identity": CHECKED, "accounts": ASKED})


def _popescu() -> None:
    """A mother with a boy of sixteen, whose father lives elsewhere: the first papers are there."""
    dossier = _begin("Popescu Ioana", work_months=11)
    mother = dossier.members.get()
    _add(dossier, "Popescu Andrei", Relation.MINOR_CHILD)
    father = Member(
        dossier=dossier,
        surname="Popescu",
        given_name="Mihai",
        birth_date=dossier.dsu_date - timedelta(days=43 * 365),
        relation=Relation.PARENT_AWAY,
        parent_away=ParentAway.CHILDREN_WITH_ANOTHER,
    )
    members.save_member(member=father, operator=dossier.case.responsible, at=_at(dossier))
    _keep(dossier, Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("11240.00")))
    _live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(5_400))
    _ask_for(dossier, kinds=[Kind.MINORS])
    _choose(dossier, {"identity": CHECKED, "rent-contract": ASKED})
    certificate = dossier.checklist.get(code="incomes", member=mother)
    paper = invented("Certificazione Unica", mother.full_name, dossier.reference_year)
    checklist.bring(
        item=certificate,
        paper=paper,
        attachment=None,
        year=dossier.reference_year,
        operator=dossier.case.responsible,
        at=_at(dossier, 14),
    )
    wrong = attachments.attach(
        case=dossier.case,
        paper=invented("Estratto conto", mother.full_name, dossier.reference_year + 1),
        kind=Attachment.Kind.BANK,
        year=dossier.reference_year + 1,
        operator=dossier.case.responsible,
        at=_at(dossier, 18),
    )
    attachments.withdraw(
        attachment=wrong,
        reason="è di un altro anno",
        operator=dossier.case.responsible,
        at=_at(dossier, 20),
    )


def _rinaldi(today: date) -> None:
    """A pensioner attested with an omission: an account that she had forgotten, for which the papers were asked."""
    dossier = _alone("Rinaldi Ines", IncomeKind.PENSION, Decimal("9120.00"))
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
    paper = _attest(dossier, Decimal("8912.40"), today, lines)
    text = "Rapporto finanziario non dichiarato, di Rinaldi Ines"
    omission = Omission(attestation=paper, kind=Omission.Kind.SAVINGS, text=text)
    who = dossier.case.responsible
    attestations.note_omission(omission=omission, operator=who, at=_at(dossier, 62))
    remedy = Remedy(omission=omission, kind=Remedy.Kind.DOCUMENTS, note="saldo e giacenza del libretto")
    attestations.note_remedy(remedy=remedy, operator=who, at=_at(dossier, 64))


def _galli() -> None:
    """A woman who is not self-sufficient and asks for a care home; her son lives in a home of his own."""
    dossier = _begin("Galli Teresa", disability=Disability.NOT_SELF_SUFFICIENT)
    mother = dossier.members.get()
    asked = dossier.dsu_date - timedelta(days=60)
    _keep(
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
    _live(dossier, dwelling=Dwelling.OTHER)
    kinds = [Kind.SOCIO_HEALTH, Kind.RESIDENTIAL]
    _ask_for(dossier, kinds=kinds, beneficiary=mother, admission_asked_on=asked)


def _leone() -> None:
    """A student who has lived alone for three years."""
    dossier = _begin("Leone Matteo", work_months=5)
    student = dossier.members.get()
    away = dossier.dsu_date - timedelta(days=3 * 365)
    _keep(
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
    _live(dossier, dwelling=Dwelling.RENTED, yearly_rent=Decimal(3_600), contract_code="TRN25T000123000AB")
    _ask_for(dossier, kinds=[Kind.UNIVERSITY], beneficiary=student)


def _fontana() -> None:
    """The DSU went through a CAF, and the attestation is late."""
    dossier = _alone("Fontana Graziella", IncomeKind.PENSION, Decimal(10_900))
    on = max(dossier.dsu_date - timedelta(days=14), date(dossier.year, 1, 1))
    _present(dossier, on, Transmission(dossier=dossier, by=Transmission.By.CAF, caf="CAF della Valle"))


def _esposito(today: date) -> None:
    """Attested; then he lost his job, and asks for the ISEE corrente."""
    dossier = _alone("Esposito Gennaro", IncomeKind.EMPLOYMENT, Decimal(21_600))
    _attest(dossier, Decimal("18240.00"), today)
    person = dossier.members.get()
    laid_off = max(dossier.dsu_date, date(dossier.year, 1, 1))
    _keep(
        dossier,
        Corrente(dossier=dossier, on=max(today, dossier.dsu_date)),
        Variation(dossier=dossier, member=person, cause="employee", since=laid_off, two_months=True),
        Income(member=person, kind=IncomeKind.EMPLOYMENT, amount=Decimal(1_900), updated=True),
    )


def _alone(declarant: str, kind: IncomeKind, amount: Decimal) -> Dossier:
    """One person with one income and one account, all papers brought."""
    dossier = _begin(declarant)
    member = dossier.members.get()
    account = Account(
        member=member,
        kind=Account.Kind.BOOKLET,
        label="Libretto",
        balance=Decimal(2_150),
        average=Decimal(1_980),
    )
    _keep(dossier, Income(member=member, kind=kind, amount=amount), account)
    _live(dossier, dwelling=Dwelling.OTHER)
    _bring_everything(dossier)
    return dossier


def _last_year(dossier: Dossier) -> None:
    """The dossier of the year before of the same person, attested and closed, from which this one may begin."""
    case = dossier.case
    year = dossier.year - 1
    last = Case.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    opened_at = case.opened_at.replace(year=year, day=min(case.opened_at.day, 28))
    before = Case.objects.create(
        year=year,
        number=last + 1,
        kind=case.kind,
        citizen=case.citizen,
        service=case.service,
        responsible=case.responsible,
        opened_at=opened_at,
    )
    old = dossiers.begin_dossier(case=before, on=timezone.localdate(opened_at))
    member = old.members.get()
    _keep(
        old,
        Income(member=member, kind=IncomeKind.PENSION, amount=Decimal(11_420)),
        Account(member=member, label="Banca", balance=Decimal(6_310), average=Decimal(5_870)),
        Property(
            member=member,
            label=case.citizen.address,
            place="Poggioverde",
            value=Decimal(38_500),
            is_home=True,
        ),
    )
    _live(old, dwelling=Dwelling.OWNED)
    _bring_everything(old)
    _attest(old, Decimal("10812.55"), timezone.localdate(opened_at) + timedelta(days=20))
    dossiers.close_dossier(dossier=old, operator=case.responsible, at=_at(old, 90))


# The steps


def _at(dossier: Dossier, minutes: int = 5) -> datetime:
    return dossier.case.opened_at + timedelta(minutes=minutes)


def _begin(declarant: str, **facts: Any) -> Dossier:
    """The dossier of the case of this person, who declares."""
    case = the_case("isee", declarant)
    dossier = Dossier.objects.create(
        case=case, dsu_date=timezone.localdate(case.opened_at), home_town="Poggioverde"
    )
    _add(dossier, declarant, Relation.DECLARANT, **facts)
    return dossier


def _add(dossier: Dossier, name: str, relation: Member.Relation, **facts: Any) -> Member:
    citizen = everybody()[name]
    code = citizen.main_tax_code
    assert citizen.birth_date  # noqa: S101 - the invented people all have one
    member = Member(
        dossier=dossier,
        surname=citizen.surname,
        given_name=citizen.given_name,
        birth_date=citizen.birth_date,
        tax_code=code.code if code else "",
        relation=relation,
        **facts,
    )
    members.save_member(member=member, operator=dossier.case.responsible, at=_at(dossier))
    return member


def _keep(dossier: Dossier, *owned: possessions.Entry) -> None:
    for entry in owned:
        possessions.save_possession(possession=entry, operator=dossier.case.responsible, at=_at(dossier, 8))


def _live(dossier: Dossier, **answers: Any) -> None:
    who, at = dossier.case.responsible, _at(dossier, 12)
    dossiers.save_dwelling(dossier=dossier, answers=answers, operator=who, at=at)


def _ask_for(dossier: Dossier, **answers: Any) -> None:
    who, at = dossier.case.responsible, _at(dossier, 13)
    dossiers.save_kinds(dossier=dossier, answers=answers, operator=who, at=at)


def _choose(dossier: Dossier, states: Mapping[str, ChecklistItem.State]) -> None:
    """Say where papers stand, by the code of their line."""
    _set(dossier, [(item, states[item.code]) for item in dossier.checklist.all() if item.code in states])


def _bring_everything(dossier: Dossier) -> None:
    _set(dossier, [(item, CHECKED) for item in dossier.checklist.all()])


def _set(dossier: Dossier, chosen: Iterable[tuple[ChecklistItem, ChecklistItem.State]]) -> None:
    for item, state in chosen:
        checklist.choose(
            item=item,
            state=state,
            version=item.version,
            operator=dossier.case.responsible,
            at=_at(dossier, 15),
        )


def _present(dossier: Dossier, on: date, transmission: Transmission) -> str:
    protocol = f"INPS-ISEE-{dossier.year}-{dossier.case.pk:08}P-00"
    dossiers.present_dsu(
        dossier=dossier,
        protocol=protocol,
        on=on,
        transmission=transmission,
        operator=dossier.case.responsible,
        at=_at(dossier, 30),
    )
    return protocol


def _attest(
    dossier: Dossier, isee: Decimal, today: date, lines: dict[AttestedLine.Line, Decimal] | None = None
) -> Attestation:
    """The DSU was presented on the dossier's day, and INPS attested it five days later."""
    by = Transmission.By.CITIZEN
    protocol = _present(dossier, dossier.dsu_date, Transmission(dossier=dossier, by=by))
    valid_to = date(dossier.year, 12, 31)
    attestation = Attestation(
        dossier=dossier,
        protocol=protocol,
        issued_on=min(dossier.dsu_date + timedelta(days=5), valid_to, today),
        valid_to=valid_to,
        has_omissions=bool(lines),
    )
    who = dossier.case.responsible
    values = [attestations.Typed(Kind.ORDINARY, isee, lines=lines)]
    attestations.save_attestation(attestation=attestation, values=values, operator=who, at=_at(dossier, 60))
    return attestation
