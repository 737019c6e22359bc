"""Begin a dossier from that of the year before of the same household: what must be asked again is marked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from isee.dossier import dossiers, progress, revisions
from isee.models import Dossier, Income, Line, Member
from isee.models.member import ADULT_AGE, LAST_AGE_AWAY
from sportello.models import User
from sportello.permission import NotAllowed

Relation = Member.Relation
# The lines of a member that are copied, and what of each is never that of the year before.
LINES = ("incomes", "accounts", "instruments", "properties", "vehicles")
EMPTIED = {
    "incomes": ("amount",),
    "accounts": ("balance", "average"),
    "instruments": ("value",),
    "properties": ("mortgage",),
    "vehicles": (),
}
# An account opened or closed in its year was so only then; whether amounts are net is asked again.
FORGOTTEN: dict[str, dict[str, Any]] = {
    "accounts": {"opened_on": None, "closed_on": None, "already_net": False},
    "instruments": {"already_net": False},
}
OF_DWELLING = (
    "dwelling",
    "home_town",
    "in_metropolitan_capital",
    "yearly_rent",
    "contract_code",
    "contract_office",
    "contract_date",
    "contract_series",
    "contract_number",
)


class CannotCopy(NotAllowed):
    """There is nothing to begin from, or this dossier has begun already."""


@dataclass
class Copied:
    """What came from the dossier of the year before, and who did not."""

    year: int
    left_out: list[str] = field(default_factory=list)


def previous_of(dossier: Dossier) -> Dossier | None:
    """The last dossier of an earlier year of the same household: where the declarant was already. One query."""
    citizen = dossier.case.citizen_id
    earlier = Dossier.objects.filter(dsu_date__year__lt=dossier.year)
    of_household = earlier.filter(Q(case__citizen=citizen) | Q(members__citizen=citizen))
    known = of_household.exclude(state=Dossier.State.ABANDONED).distinct()
    return known.order_by("-dsu_date", "-pk").select_related("case").first()


def can_copy(dossier: Dossier) -> bool:
    """Whether nothing was written yet but who declares; its members are prefetched."""
    members = list(dossier.members.all())
    empty = len(members) == 1 and not any(getattr(members[0], name).all() for name in LINES)
    return dossier.is_editable and dossier.copied_from_id is None and not dossier.dwelling and empty


@transaction.atomic
def copy_previous(*, dossier: Dossier, operator: User, at: datetime) -> Copied:
    """Copy members, home and assets of the year before as lines to be confirmed; raises CannotCopy, NotEditable.

    Amounts of the new year are empty where they cannot be last year's; who died or is out of the household by law does
    not come.
    """
    progress.lock_for_change(dossier)
    before = previous_of(dossier)
    if before is None:
        raise CannotCopy("Di questo nucleo non c'è un fascicolo degli anni prima: comincia da capo.")
    if not can_copy(dossier):
        raise CannotCopy("Nel fascicolo c'è già qualcosa di scritto: si riprende solo all'inizio.")
    copied = Copied(before.year)
    declarant = dossier.members.get(relation=Relation.DECLARANT)
    for member in before.members.select_related("citizen").prefetch_related(*LINES):
        if why := _left_out(member, dossier):
            copied.left_out.append(why)
        elif _is_same(member, declarant):
            _bring_up_to_date(declarant, member)
            declarant.save()
            _copy_lines(member, declarant)
        else:
            _copy_lines(member, _copied_member(member, dossier))
    for name in OF_DWELLING:
        setattr(dossier, name, getattr(before, name))
    dossier.dwelling_to_confirm, dossier.copied_from = bool(before.dwelling), before
    revisions.keep(dossier, dossier=dossier, operator=operator, at=at, fields=OF_DWELLING)
    dossiers.data_changed(
        dossier, "isee.dossier.copied", f"ripreso dal fascicolo {before.year}", operator=operator, at=at
    )
    return copied


def _left_out(member: Member, dossier: Dossier) -> str:
    """Why a person of the year before does not come; empty where he does."""
    if member.citizen and member.citizen.deceased_on:
        return f"{member} non è stato ripreso: risulta deceduto."
    if member.relation == Relation.ADULT_CHILD_AWAY and member.age(dossier.dsu_date) > LAST_AGE_AWAY:
        return f"{member} non è stato ripreso: non convive e ha compiuto 26 anni."
    return ""


def _is_same(member: Member, declarant: Member) -> bool:
    same_citizen = declarant.citizen_id is not None and member.citizen_id == declarant.citizen_id
    return same_citizen or (bool(member.tax_code) and member.tax_code == declarant.tax_code)


def _copied_member(member: Member, dossier: Dossier) -> Member:
    """The same person in the new dossier, with the relation that the age now gives."""
    new = Member(dossier=dossier, citizen=member.citizen)
    for name in ("surname", "given_name", "birth_date", "tax_code"):
        setattr(new, name, getattr(member, name))
    relation = Relation(member.relation)
    grown = (
        relation in (Relation.MINOR_CHILD, Relation.FOSTER_CHILD)
        and member.age(dossier.dsu_date) >= ADULT_AGE
    )
    if relation == Relation.DECLARANT:
        # Another of the household declares this year: what they are to each other is asked.
        relation = Relation.OTHER
    new.relation = Relation.ADULT_CHILD if grown else relation
    _bring_up_to_date(new, member)
    new.version = 1
    new.save()
    return new


def _bring_up_to_date(new: Member, old: Member) -> None:
    """What was said of a person, to be confirmed; what is of one year alone is asked again."""
    same_relation = new.relation == old.relation
    for name in (
        "cohabiting",
        "dependent",
        "married",
        "has_children",
        "disability",
        "residential_care",
        "institution",
    ):
        setattr(new, name, getattr(old, name))
    if same_relation:
        for name in ("aire", "apart", "other_parent", "parent_away"):
            setattr(new, name, getattr(old, name))
    new.work_months, new.to_confirm = None, True


def _copy_lines(old: Member, new: Member) -> None:
    for name, line in _lines_of(old):
        line.pk, line._state.adding = None, True
        line.member = new  # type: ignore[attr-defined]  # the lines of a member all have one
        line.version, line.to_confirm = 1, True
        for amount in EMPTIED[name]:
            # What was nothing, as the mortgage of a home that is paid off, is nothing still.
            if name != "properties" or getattr(line, amount):
                setattr(line, amount, None)
        for what, value in FORGOTTEN.get(name, {}).items():
            setattr(line, what, value)
        line.save()


def _lines_of(member: Member) -> Iterator[tuple[str, Line]]:
    """The lines that are copied: what a partner certified and what only the corrente updated belong to their year."""
    for name in LINES:
        for line in getattr(member, name).all():
            certified = isinstance(line, Income) and not line.is_typed
            if not certified and not getattr(line, "updated", False):
                yield name, line
