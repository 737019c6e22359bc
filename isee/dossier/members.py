"""Acts on the members of a household."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from isee.dossier import dossiers, progress, revisions
from isee.models import Dossier, Member
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


def memberships_elsewhere(dossier: Dossier) -> dict[int, list[Dossier]]:
    """The other open dossiers in which a member is too, by the member's id: the law allows it. One query."""
    members = list(dossier.members.all())
    citizens = [member.citizen_id for member in members if member.citizen_id]
    codes = [member.tax_code for member in members if member.tax_code]
    others = Member.objects.filter(Q(citizen__in=citizens) | Q(tax_code__in=codes))
    open_ones = others.exclude(dossier=dossier).exclude(dossier__state__in=Dossier.FINAL)
    found: dict[int, list[Dossier]] = {}
    for other in open_ones.select_related("dossier__case").order_by("dossier"):
        for member in members:
            if (member.citizen_id and member.citizen_id == other.citizen_id) or (
                member.tax_code and member.tax_code == other.tax_code
            ):
                found.setdefault(member.pk, []).append(other.dossier)
    return found


@transaction.atomic
def save_member(
    *,
    member: Member,
    operator: User,
    at: datetime,
    seen: int | None = None,
    fields: Collection[str] | None = None,
) -> None:
    """Add a person to the household, or change what the fields of a form say of one.

    Raises CannotJoin where the person is there already, NotEditable, Conflict.
    """
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
    member.to_confirm = False
    revisions.keep(member, dossier=member.dossier, operator=operator, at=at, seen=seen, fields=fields)
    dossiers.data_changed(member.dossier, kind, what, operator=operator, at=at)


@transaction.atomic
def remove_member(*, member: Member, operator: User, at: datetime, seen: int | None = None) -> None:
    """Take a person out of the household, with incomes and assets; raises DeclarantStays, NotEditable, Conflict."""
    dossier = member.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(member)
    if member.relation == Member.Relation.DECLARANT:
        raise DeclarantStays(
            "Chi dichiara non si toglie dal nucleo: per un altro dichiarante apri un altro fascicolo."
        )
    if seen is not None:
        revisions.require_unchanged(member, seen=seen, operator=operator)
    member.delete()
    dossiers.data_changed(
        dossier, "isee.member.removed", "tolto un componente dal nucleo", operator=operator, at=at
    )
