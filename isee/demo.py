"""Dossiers of the invented Comune, in the states that a dossier goes through; written by the acts of the counter."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from isee import applications_demo, attestations, checklist, dossiers, members, possessions
from isee.calculation import IncomeKind
from isee.models import Account, Attestation, ChecklistItem, Dossier, Income, Instrument, Member, Property
from sportello.demo.cases import the_case
from sportello.demo.people import everybody

Relation, Dwelling, Work = Member.Relation, Dossier.Dwelling, Member.Work
PRESENTED, MISSING = ChecklistItem.State.PRESENTED, ChecklistItem.State.MISSING


def load(now: datetime) -> None:
    today = timezone.localdate(now)
    _moretti()
    _bruni()
    _neri()
    _popescu()
    _attest(_alone("Rinaldi Ines", IncomeKind.PENSION, Decimal("9120.00")), Decimal("8912.40"), today)
    closed = _alone("El Amrani Youssef", IncomeKind.EMPLOYMENT, Decimal("13450.00"))
    _attest(closed, Decimal("6204.15"), today)
    dossiers.close_dossier(dossier=closed, operator=closed.case.responsible, at=_at(closed, 90))
    given_up = _begin("Longo Vincenzo")
    dossiers.abandon_dossier(dossier=given_up, operator=given_up.case.responsible, at=_at(given_up, 90))
    _begin("Rusu Natalia")
    applications_demo.load(now)


# The households


def _moretti() -> None:
    """Mother, child, grandfather, in rent above the cap: all the papers are there, ready for the simulation."""
    dossier = _begin("Moretti Chiara", work=Work.LESS)
    mother = dossier.members.get()
    _add(dossier, "Moretti Giada", Relation.MINOR_CHILD)
    grandfather = _add(dossier, "Moretti Alfio", Relation.OTHER)
    _keep(
        dossier,
        Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal(20_000)),
        Income(member=mother, kind=IncomeKind.OTHER_IRPEF, amount=Decimal(5_000)),
        Income(member=grandfather, kind=IncomeKind.PENSION, amount=Decimal(5_000)),
        Account(member=mother, label="Conto corrente", balance=Decimal(15_000), average=Decimal(12_000)),
        Instrument(member=mother, label="Buoni fruttiferi", value=Decimal(30_000), state_backed=True),
        Instrument(member=mother, label="Fondo comune", value=Decimal(10_000)),
        Property(member=mother, label="Casa a Rimini, affittata", value=Decimal(50_000)),
    )
    _live(dossier, Dwelling.RENTED, Decimal(8_400), "Agenzia delle Entrate di Rimini, n. 1204, serie 3T")
    _bring_everything(dossier)


def _bruni() -> None:
    """Parents who work and two children, in their own home with a mortgage: simulated and printed."""
    dossier = _begin("Bruni Luca", work=Work.SIX)
    father = dossier.members.get()
    mother = _add(dossier, "Bruni Federica", Relation.SPOUSE, work=Work.SIX)
    _add(dossier, "Bruni Tommaso", Relation.MINOR_CHILD)
    _add(dossier, "Bruni Alice", Relation.MINOR_CHILD)
    half, average = Decimal("3105.20"), Decimal("2480.00")
    _keep(
        dossier,
        Income(member=father, kind=IncomeKind.EMPLOYMENT, amount=Decimal("24310.50")),
        Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("15820.00")),
        Account(member=father, label="Conto comune, metà", balance=half, average=average),
        Account(member=mother, label="Conto comune, metà", balance=half, average=average),
        Property(
            member=father,
            label="Via dei Mille 4",
            value=Decimal(96_000),
            mortgage=Decimal(61_500),
            is_home=True,
        ),
    )
    _live(dossier, Dwelling.OWNED)
    _bring_everything(dossier)
    dossiers.record_simulation(dossier=dossier, operator=dossier.case.responsible, at=_at(dossier, 60))


def _neri() -> None:
    """A pensioner alone: the papers are being collected, what the bank must give is missing."""
    dossier = _begin("Neri Elena")
    _live(dossier, Dwelling.OWNED)
    _choose(dossier, {"identity": PRESENTED, "accounts": MISSING})


def _popescu() -> None:
    """A mother with a boy of sixteen: the first papers are there, the contract of the home is still to ask for."""
    dossier = _begin("Popescu Ioana", work=Work.SIX)
    mother = dossier.members.get()
    _add(dossier, "Popescu Andrei", Relation.MINOR_CHILD)
    _keep(dossier, Income(member=mother, kind=IncomeKind.EMPLOYMENT, amount=Decimal("11240.00")))
    _live(dossier, Dwelling.RENTED, Decimal(5_400))
    _choose(dossier, {"identity": PRESENTED, "incomes": PRESENTED})


def _alone(declarant: str, kind: IncomeKind, amount: Decimal) -> Dossier:
    """One person with one income and one account, all papers brought."""
    dossier = _begin(declarant)
    member = dossier.members.get()
    account = Account(member=member, label="Libretto", balance=Decimal(2_150), average=Decimal(1_980))
    _keep(dossier, Income(member=member, kind=kind, amount=amount), account)
    _live(dossier, Dwelling.OTHER)
    _bring_everything(dossier)
    return dossier


# The steps


def _at(dossier: Dossier, minutes: int = 5) -> datetime:
    return dossier.case.opened_at + timedelta(minutes=minutes)


def _begin(declarant: str, work: Member.Work | None = None) -> Dossier:
    """The dossier of the case of this person, who declares."""
    case = the_case("isee", declarant)
    dossier = Dossier.objects.create(case=case, dsu_date=timezone.localdate(case.opened_at))
    _add(dossier, declarant, Relation.DECLARANT, work=work)
    return dossier


def _add(dossier: Dossier, name: str, relation: Member.Relation, work: Member.Work | None = None) -> Member:
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
        work=work or "",
    )
    members.save_member(member=member, operator=dossier.case.responsible, at=_at(dossier))
    return member


def _keep(dossier: Dossier, *owned: possessions.Possession) -> None:
    for possession in owned:
        possessions.save_possession(
            possession=possession, operator=dossier.case.responsible, at=_at(dossier, 8)
        )


def _live(
    dossier: Dossier, dwelling: Dossier.Dwelling, rent: Decimal | None = None, contract: str = ""
) -> None:
    dossiers.save_dwelling(
        dossier=dossier,
        dwelling=dwelling,
        yearly_rent=rent,
        rent_contract=contract,
        operator=dossier.case.responsible,
        at=_at(dossier, 12),
    )


def _choose(dossier: Dossier, states: dict[str, ChecklistItem.State]) -> None:
    """Say where papers stand, by the code of their line."""
    _set(dossier, [(item, states[item.code]) for item in dossier.checklist.all() if item.code in states])


def _bring_everything(dossier: Dossier) -> None:
    _set(dossier, [(item, PRESENTED) for item in dossier.checklist.all()])


def _set(dossier: Dossier, chosen: Iterable[tuple[ChecklistItem, ChecklistItem.State]]) -> None:
    for item, state in chosen:
        checklist.choose(
            item=item,
            state=state,
            version=item.version,
            operator=dossier.case.responsible,
            at=_at(dossier, 15),
        )


def _attest(dossier: Dossier, isee: Decimal, today: date) -> None:
    """The DSU was presented on the dossier's day, and INPS attested it five days later."""
    who, protocol = dossier.case.responsible, f"INPS-ISEE-{dossier.year}-{dossier.case.pk:08}P-00"
    dossiers.present_dsu(
        dossier=dossier, protocol=protocol, on=dossier.dsu_date, operator=who, at=_at(dossier, 30)
    )
    valid_to = date(dossier.year, 12, 31)
    attestation = Attestation(
        dossier=dossier,
        protocol=protocol,
        isee=isee,
        issued_on=min(dossier.dsu_date + timedelta(days=5), valid_to, today),
        valid_to=valid_to,
    )
    attestations.save_attestation(attestation=attestation, operator=who, at=_at(dossier, 60))
