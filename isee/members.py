"""Acts on the members of a household."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from isee import dossiers, progress
from isee.models import Member
from sportello.models import Citizen, User
from sportello.permission import NotAllowed
from sportello.tax_code import plain


class CannotJoin(NotAllowed):
    """The person is in the household already."""


class DeclarantStays(NotAllowed):
    """The declarant cannot leave the household."""


def citizen_with(tax_code: str) -> Citizen | None:
    """The citizen of a cleaned tax code, in whichever of its spellings; None where nobody has it."""
    if not tax_code:
        return None
    return Citizen.objects.filter(tax_codes__plain_code=plain(tax_code)).first()


@transaction.atomic
def save_member(*, member: Member, operator: User, at: datetime) -> None:
    """Add a person to the household or change one; raises CannotJoin where the person is there already, NotEditable."""
    progress.lock_for_change(member.dossier)
    progress.require_kept(member)
    try:
        member.validate_constraints()
    except ValidationError as error:
        raise CannotJoin(" ".join(error.messages)) from error
    kind, what = (
        ("isee.member.changed", "cambiato un componente del nucleo")
        if member.pk
        else ("isee.member.added", "aggiunto un componente al nucleo")
    )
    member.citizen = citizen_with(member.tax_code)
    member.save()
    dossiers.data_changed(member.dossier, kind, what, operator=operator, at=at)


@transaction.atomic
def remove_member(*, member: Member, operator: User, at: datetime) -> None:
    """Take a person out of the household, with incomes and assets; raises DeclarantStays, NotEditable."""
    dossier = member.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(member)
    if member.relation == Member.Relation.DECLARANT:
        raise DeclarantStays(
            "Chi dichiara non si toglie dal nucleo: per un altro dichiarante apri un altro fascicolo."
        )
    member.delete()
    dossiers.data_changed(
        dossier, "isee.member.removed", "tolto un componente dal nucleo", operator=operator, at=at
    )
