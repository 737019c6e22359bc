"""What is done with the invented dossiers, by the acts of the counter."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from isee.calculation import IncomeKind, Kind
from isee.dossier import attestations, checklist, dossiers, members, possessions
from isee.models import (
    Account,
    Attestation,
    AttestedLine,
    ChecklistItem,
    Dossier,
    Income,
    Member,
    Property,
    Transmission,
)
from sportello.demo.cases import the_case
from sportello.demo.people import everybody
from sportello.models import Case

Relation, Dwelling = Member.Relation, Dossier.Dwelling


def at(dossier: Dossier, minutes: int = 5) -> datetime:
    return dossier.case.opened_at + timedelta(minutes=minutes)


def begin(declarant: str, **facts: Any) -> Dossier:
    """The dossier of the case of this person, who declares."""
    case = the_case("isee", declarant)
    dossier = Dossier.objects.create(
        case=case, dsu_date=timezone.localdate(case.opened_at), home_town="Poggioverde"
    )
    add(dossier, declarant, Relation.DECLARANT, **facts)
    return dossier


def add(dossier: Dossier, name: str, relation: Member.Relation, **facts: Any) -> Member:
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
    members.save_member(member=member, operator=dossier.case.responsible, at=at(dossier))
    return member


def keep(dossier: Dossier, *owned: possessions.Entry) -> None:
    for entry in owned:
        possessions.save_possession(possession=entry, operator=dossier.case.responsible, at=at(dossier, 8))


def live(dossier: Dossier, **answers: Any) -> None:
    who = dossier.case.responsible
    dossiers.save_dwelling(dossier=dossier, answers=answers, operator=who, at=at(dossier, 12))


def ask_for(dossier: Dossier, **answers: Any) -> None:
    who = dossier.case.responsible
    dossiers.save_kinds(dossier=dossier, answers=answers, operator=who, at=at(dossier, 13))


def choose(dossier: Dossier, states: Mapping[str, ChecklistItem.State]) -> None:
    """Say where papers stand, by the code of their line."""
    settle(dossier, [(item, states[item.code]) for item in dossier.checklist.all() if item.code in states])


def bring_everything(dossier: Dossier) -> None:
    settle(dossier, [(item, ChecklistItem.State.CHECKED) for item in dossier.checklist.all()])


def settle(dossier: Dossier, chosen: Iterable[tuple[ChecklistItem, ChecklistItem.State]]) -> None:
    for item, state in chosen:
        checklist.choose(
            item=item,
            state=state,
            version=item.version,
            operator=dossier.case.responsible,
            at=at(dossier, 15),
        )


def present(dossier: Dossier, on: date, transmission: Transmission) -> str:
    protocol = f"INPS-ISEE-{dossier.year}-{dossier.case.pk:08}P-00"
    dossiers.present_dsu(
        dossier=dossier,
        protocol=protocol,
        on=on,
        transmission=transmission,
        operator=dossier.case.responsible,
        at=at(dossier, 30),
    )
    return protocol


def attest(
    dossier: Dossier, isee: Decimal, lines: dict[AttestedLine.Line, Decimal] | None = None
) -> Attestation:
    """The citizen presented the DSU five days before coming, and brings what INPS attested since."""
    came_on, valid_to = dossier.dsu_date, date(dossier.year, 12, 31)
    presented_on = max(came_on - timedelta(days=5), date(dossier.year, 1, 1))
    by = Transmission.By.CITIZEN
    protocol = present(dossier, presented_on, Transmission(dossier=dossier, by=by))
    attestation = Attestation(
        dossier=dossier,
        protocol=protocol,
        issued_on=came_on,
        valid_to=valid_to,
        has_omissions=bool(lines),
    )
    who = dossier.case.responsible
    values = [attestations.Typed(Kind.ORDINARY, isee, lines=lines)]
    attestations.save_attestation(attestation=attestation, values=values, operator=who, at=at(dossier, 60))
    return attestation


def alone(declarant: str, kind: IncomeKind, amount: Decimal) -> Dossier:
    """One person with one income and one account, all papers brought."""
    dossier = begin(declarant)
    member = dossier.members.get()
    account = Account(
        member=member,
        kind=Account.Kind.BOOKLET,
        label="Libretto",
        balance=Decimal(2_150),
        average=Decimal(1_980),
    )
    keep(dossier, Income(member=member, kind=kind, amount=amount), account)
    live(dossier, dwelling=Dwelling.OTHER)
    bring_everything(dossier)
    return dossier


def last_year(dossier: Dossier) -> None:
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
    keep(
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
    live(old, dwelling=Dwelling.OWNED)
    bring_everything(old)
    attest(old, Decimal("10812.55"))
    dossiers.close_dossier(dossier=old, operator=case.responsible, at=at(old, 90))
