"""Rows as the views need them, or the page 404. Every operator works on every dossier of the office."""

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.shortcuts import get_object_or_404

from isee.dossier.possessions import Entry
from isee.models import (
    Attestation,
    ChecklistItem,
    ChecklistStep,
    Correction,
    Dossier,
    Member,
    Omission,
    Remedy,
)

Thing = TypeVar("Thing", bound=Entry)


# What a member has, and what hangs on the dossier itself: one query each, whatever the members.
OF_MEMBERS = ("incomes", "accounts", "instruments", "properties", "vehicles")
OF_DOSSIER = ("children_outside", "donations", "variations")


def whole_dossier(pk: int) -> Dossier:
    """A dossier with all it holds, in a fixed number of queries."""
    items = Prefetch("checklist", ChecklistItem.objects.select_related("changed_by"))
    corrections = Prefetch("corrections", Correction.objects.select_related("by", "withdrawn_by"))
    dossiers = Dossier.objects.select_related(
        "case__citizen", "case__service", "transmission", "student", "corrente", "beneficiary"
    )
    held = [f"members__{thing}" for thing in OF_MEMBERS]
    whole = (
        dossiers.prefetch_related(items, corrections).prefetch_related(*held).prefetch_related(*OF_DOSSIER)
    )
    return get_object_or_404(whole, pk=pk)


def with_papers(dossier: Dossier) -> Dossier:
    """The same dossier, each line of its checklist with its files and who brought it there: two queries more."""
    steps = Prefetch("steps", ChecklistStep.objects.select_related("by"))
    prefetch_related_objects(list(dossier.checklist.all()), "attachments", steps)
    return dossier


def dossier_of_form(pk: int) -> Dossier:
    """A dossier with what its forms ask: the case, the members, the panels of which there is one. Two queries."""
    dossiers = Dossier.objects.select_related("case__citizen", "transmission", "student", "corrente")
    return get_object_or_404(dossiers.prefetch_related("members"), pk=pk)


def dossier_of_case(case: int) -> Dossier:
    """The dossier that hangs on a case, with its attestations and checklist."""
    dossiers = Dossier.objects.select_related("case__citizen").prefetch_related(
        "checklist", "attestations__values"
    )
    return get_object_or_404(dossiers, case=case)


@dataclass(frozen=True)
class Attestations:
    """The attestations of a dossier: as they are now, and the typings that were replaced."""

    current: list[Attestation]
    replaced: list[Attestation]


def attestations_of(dossier: Dossier) -> Attestations:
    """The attestations of a dossier with their values and omissions, and what was done about these."""
    remedies = Prefetch("omissions__remedies", Remedy.objects.select_related("done_by"))
    omissions = Prefetch("omissions", Omission.objects.select_related("noted_by"))
    rows = dossier.attestations.select_related("typed_by", "replaced_by").order_by("-issued_on", "-pk")
    every = list(rows.prefetch_related("values__member", omissions, remedies))
    replaced = [one for one in every if hasattr(one, "replaced_by")]
    return Attestations([one for one in every if one not in replaced], replaced)


def attestation_of(dossier: int, pk: int) -> Attestation:
    """An attestation of this very dossier that was not replaced, with its values and lines."""
    rows = Attestation.objects.current().select_related("dossier__case__citizen")
    return get_object_or_404(rows.prefetch_related("values__lines"), pk=pk, dossier=dossier)


def omission_of(dossier: int, pk: int) -> Omission:
    """An omission of an attestation of this very dossier."""
    omissions = Omission.objects.select_related("attestation__dossier__case")
    return get_object_or_404(omissions, pk=pk, attestation__dossier=dossier)


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
    rows = Correction.objects.select_related("dossier__case", "income", "account", "instrument", "estate")
    return get_object_or_404(rows, pk=pk, dossier=dossier)


def item_of(dossier: int, pk: int) -> ChecklistItem:
    """A line of the checklist of this very dossier."""
    items = ChecklistItem.objects.select_related("dossier__case__citizen", "changed_by")
    return get_object_or_404(items, pk=pk, dossier=dossier)
