"""Rows as the views need them, or the page 404. Every operator works on every dossier of the office."""

from typing import Any, TypeVar, cast

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from isee.models import ChecklistItem, Correction, Dossier, Member
from isee.possessions import Entry

Thing = TypeVar("Thing", bound=Entry)


# What a member has, and what hangs on the dossier itself: one query each, whatever the members.
OF_MEMBERS = ("incomes", "accounts", "instruments", "properties", "vehicles")
OF_DOSSIER = ("children_outside", "donations", "variations")


def whole_dossier(pk: int) -> Dossier:
    """A dossier with all it holds, in a fixed number of queries."""
    items = Prefetch("checklist", ChecklistItem.objects.select_related("changed_by"))
    corrections = Prefetch("corrections", Correction.objects.select_related("by", "withdrawn_by"))
    dossiers = Dossier.objects.select_related(
        "case__citizen", "case__service", "attestation", "transmission", "student", "corrente", "beneficiary"
    )
    held = [f"members__{thing}" for thing in OF_MEMBERS]
    whole = (
        dossiers.prefetch_related(items, corrections).prefetch_related(*held).prefetch_related(*OF_DOSSIER)
    )
    return get_object_or_404(whole, pk=pk)


def dossier_of_form(pk: int) -> Dossier:
    """A dossier with what its forms ask: the case, the members, the panels of which there is one. Two queries."""
    dossiers = Dossier.objects.select_related("case__citizen", "transmission", "student", "corrente")
    return get_object_or_404(dossiers.prefetch_related("members"), pk=pk)


def dossier_of_case(case: int) -> Dossier:
    """The dossier that hangs on a case, with its attestation and checklist."""
    dossiers = Dossier.objects.select_related("case__citizen", "attestation").prefetch_related("checklist")
    return get_object_or_404(dossiers, case=case)


def member_of(dossier: int, pk: int) -> Member:
    """A member of this very dossier."""
    members = Member.objects.select_related("dossier__case", "dossier__corrente")
    return get_object_or_404(members, pk=pk, dossier=dossier)


def entry_of(dossier: int, model: type[Thing], pk: int) -> Thing:
    """A line of this very dossier: what a member earns or owns, or of a panel."""
    path = "dossier" if hasattr(model, "dossier_id") else "member__dossier"
    whole = [f"{path}__case", f"{path}__corrente"]
    things: QuerySet[Any] = model._default_manager.select_related(*whole).filter(**{path: dossier})
    return cast(Thing, get_object_or_404(things, pk=pk))


def correction_of(dossier: int, pk: int) -> Correction:
    """A correction of this very dossier."""
    return get_object_or_404(Correction.objects.select_related("dossier__case"), pk=pk, dossier=dossier)


def item_of(dossier: int, pk: int) -> ChecklistItem:
    """A line of the checklist of this very dossier."""
    items = ChecklistItem.objects.select_related("dossier__case__citizen", "changed_by")
    return get_object_or_404(items, pk=pk, dossier=dossier)
