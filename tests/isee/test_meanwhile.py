"""Between the page and the act a colleague was quicker: nothing is lost, nothing breaks, the sentence says so."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Kind
from isee.dossier import attestations, checklist, members, possessions
from isee.dossier.dossiers import CannotMove
from isee.dossier.members import CannotJoin
from isee.dossier.progress import NotEditable
from isee.models import Account, Attestation, ChecklistItem, Dossier, Member
from sportello.models import LogEntry, User
from tests import make
from tests.isee.make import account, attest, declarant, item, member

CODE = "NRELCU80A31H501N"


@pytest.fixture(autouse=True)
def no_line_of_what_was_not_done(dossier: Dossier) -> Iterator[None]:
    yield
    assert not LogEntry.objects.exists()


def unsaved(dossier: Dossier) -> Member:
    return Member(
        dossier=dossier,
        surname="Neri",
        given_name="Luca",
        birth_date=date(1980, 1, 31),
        relation="P",
        tax_code=CODE,
    )


def test_the_same_person_was_added(dossier: Dossier, operator: User) -> None:
    member(dossier, tax_code=CODE)
    with pytest.raises(CannotJoin, match="è già nel nucleo"):
        members.save_member(member=unsaved(dossier), operator=operator, at=make.moment())
    assert dossier.members.count() == 2


def test_the_person_was_removed(dossier: Dossier, operator: User) -> None:
    person = member(dossier)
    Member.objects.filter(pk=person.pk).delete()
    for act in (members.save_member, members.remove_member):
        with pytest.raises(NotEditable, match="Intanto è stato tolto"):
            act(member=person, operator=operator, at=make.moment())
    with pytest.raises(NotEditable):
        possessions.save_possession(
            possession=Account(member=person, label="Banca", balance=1, average=1),
            operator=operator,
            at=make.moment(),
        )
    assert dossier.members.count() == 1


def test_the_account_was_removed(dossier: Dossier, operator: User) -> None:
    kept = account(declarant(dossier))
    Account.objects.all().delete()
    kept.pk = kept.pk or 1
    for act in (possessions.save_possession, possessions.remove_possession):
        with pytest.raises(NotEditable):
            act(possession=kept, operator=operator, at=make.moment())
    assert not Account.objects.exists()


def test_the_line_of_the_checklist_went_away(dossier: Dossier, operator: User) -> None:
    line = item(dossier, "vehicles")
    ChecklistItem.objects.filter(pk=line.pk).delete()
    with pytest.raises(NotEditable):
        checklist.choose(
            item=line, state=ChecklistItem.State.MISSING, version=0, operator=operator, at=make.moment()
        )


def test_the_attestation_was_typed(dossier: Dossier, operator: User, colleague: User) -> None:
    there = attest(dossier, colleague)
    again = Attestation(
        dossier=dossier, protocol=there.protocol, issued_on=there.issued_on, valid_to=there.valid_to
    )
    with pytest.raises(CannotMove, match="appena trascritta da un collega"):
        save(again, operator)
    assert Attestation.objects.get().typed_by == colleague


def test_the_attestation_was_corrected(dossier: Dossier, operator: User, colleague: User) -> None:
    old = attest(dossier, colleague)
    attest(dossier, colleague, replaces=old, reason="cifre invertite")
    again = Attestation(
        dossier=dossier,
        protocol=old.protocol,
        issued_on=old.issued_on,
        valid_to=old.valid_to,
        replaces=old,
        reason="un'altra svista",
    )
    with pytest.raises(CannotMove, match="appena trascritta da un collega"):
        save(again, operator)


def save(attestation: Attestation, operator: User) -> None:
    attestations.save_attestation(
        attestation=attestation,
        values=[attestations.Typed(Kind.ORDINARY, Decimal(8912))],
        operator=operator,
        at=make.moment(),
    )
