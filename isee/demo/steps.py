"""The steps of a dossier, written by the acts of the counter, a few minutes after its case was opened."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from isee import attestations, checklist, dossiers, members, possessions
from isee.models import Attestation, ChecklistItem, Dossier, Member, Transmission
from sportello.demo.cases import the_case
from sportello.demo.people import everybody

Relation = Member.Relation
PRESENTED = ChecklistItem.State.PRESENTED


def at(dossier: Dossier, minutes: int = 5) -> datetime:
    """A moment so many minutes after the case was opened."""
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
    """A person of the town joins the household."""
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
    """What is owned, earned or asked is written down."""
    for entry in owned:
        possessions.save_possession(possession=entry, operator=dossier.case.responsible, at=at(dossier, 8))


def live(dossier: Dossier, **answers: Any) -> None:
    """Where the household lives."""
    who = dossier.case.responsible
    dossiers.save_dwelling(dossier=dossier, answers=answers, operator=who, at=at(dossier, 12))


def ask_for(dossier: Dossier, **answers: Any) -> None:
    """Which ISEE is wanted."""
    who = dossier.case.responsible
    dossiers.save_kinds(dossier=dossier, answers=answers, operator=who, at=at(dossier, 13))


def choose(dossier: Dossier, states: Mapping[str, ChecklistItem.State]) -> None:
    """Say where papers stand, by the code of their line."""
    _set(dossier, [(item, states[item.code]) for item in dossier.checklist.all() if item.code in states])


def bring_everything(dossier: Dossier) -> None:
    """All papers are there."""
    _set(dossier, [(item, PRESENTED) for item in dossier.checklist.all()])


def _set(dossier: Dossier, chosen: Iterable[tuple[ChecklistItem, ChecklistItem.State]]) -> None:
    for item, state in chosen:
        checklist.choose(
            item=item,
            state=state,
            version=item.version,
            operator=dossier.case.responsible,
            at=at(dossier, 15),
        )


def present(dossier: Dossier, on: date, transmission: Transmission) -> str:
    """The DSU was presented on a day; give its protocol."""
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


def attest(dossier: Dossier, isee: Decimal, today: date) -> None:
    """The DSU was presented on the dossier's day, and INPS attested it five days later."""
    by = Transmission.By.CITIZEN
    protocol = present(dossier, dossier.dsu_date, Transmission(dossier=dossier, by=by))
    valid_to = date(dossier.year, 12, 31)
    attestation = Attestation(
        dossier=dossier,
        protocol=protocol,
        isee=isee,
        issued_on=min(dossier.dsu_date + timedelta(days=5), valid_to, today),
        valid_to=valid_to,
    )
    who = dossier.case.responsible
    attestations.save_attestation(attestation=attestation, operator=who, at=at(dossier, 60))
