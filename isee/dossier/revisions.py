"""Two operators on one dossier never write over each other: the one place of that rule.

A form carries the version of its row that was on the screen. Where a colleague changed meanwhile a field that the form
shows, nothing is saved and the form says what changed; one's own fast clicks, and changes of other fields, are no
conflict. Every act runs under the lock of the dossier (isee/dossier/progress.py).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from isee.models import Dossier, Revision, Row
from isee.models.row import shown
from sportello.models import User


class Conflict(Exception):
    """A colleague changed the row meanwhile; nothing was saved. `revisions` say what, the oldest first."""

    def __init__(self, version: int, revisions: list[Revision]) -> None:
        self.version, self.revisions = version, revisions
        super().__init__(f"version {version}")


def keep(
    row: Row,
    *,
    dossier: Dossier,
    operator: User,
    at: datetime,
    seen: int | None = None,
    fields: Collection[str] | None = None,
) -> bool:
    """Write a row, new or changed, and note what changed; tell whether anything did.

    `fields` are those of the form, all of them where it is not said; `seen` is the version that was on the screen,
    None where no screen was. The dossier is locked already. Raises Conflict.
    """
    model = type(row)
    if row.pk is None and _is_only_one(model):
        # A colleague may have written the one there is, after this form was opened.
        row.pk = model._default_manager.filter(Q(dossier=dossier)).values_list("pk", flat=True).first()
        seen = seen or 0
    stored = model._default_manager.filter(pk=row.pk).first() if row.pk else None
    wanted = set(fields if fields is not None else _editable(row)) & set(_own(row))
    if stored is None:
        row.version = 1
        row.save()
        _note(row, _differences(model(), row, wanted), dossier, operator, at)
        return True
    if seen is not None:
        require_unchanged(row, seen=seen, operator=operator, fields=wanted)
    changed = _differences(stored, row, wanted)
    # What follows from the fields of the form, as the citizen from the tax code, is written without being told.
    derived = [name for name in _own(row) if name not in _editable(row) and name not in ("id", "version")]
    quiet = [name for name in derived if _value(stored, name) != _value(row, name)]
    if not changed and not quiet:
        return False
    row.version = stored.version + 1
    row.save(update_fields=[*(change["field"] for change in changed), *quiet, "version"])
    _note(row, changed, dossier, operator, at)
    return True


def require_unchanged(row: Row, *, seen: int, operator: User, fields: Collection[str] | None = None) -> None:
    """Raise Conflict where a colleague changed one of these fields, or any of them, after the version seen."""
    revisions = Revision.objects.filter(model=row._meta.model_name, row=row.pk, version__gt=seen)
    others = [
        revision
        for revision in revisions.exclude(by=operator).select_related("by")
        if fields is None or any(change["field"] in fields for change in revision.changes)
    ]
    if others:
        raise Conflict(type(row)._default_manager.get(pk=row.pk).version, others)


def _note(row: Row, changes: list[dict[str, str]], dossier: Dossier, operator: User, at: datetime) -> None:
    Revision.objects.create(
        dossier=dossier,
        model=row._meta.model_name or "",
        row=row.pk,
        version=row.version,
        changes=changes,
        by=operator,
        at=at,
    )


def _differences(old: Model, new: Row, fields: Collection[str]) -> list[dict[str, str]]:
    return [
        {
            "field": name,
            "label": str(new._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # rows have fields alone
            "old": "" if old.pk is None else shown(old, name),
            "new": shown(new, name),
        }
        for name in _own(new)
        if name in fields and _value(old, name) != _value(new, name)
    ]


def _is_only_one(model: type[Row]) -> bool:
    """Whether a dossier has one such row at most."""
    return any(field.name == "dossier" and field.one_to_one for field in model._meta.concrete_fields)


def _own(row: Row) -> list[str]:
    return [field.name for field in row._meta.concrete_fields]


def _editable(row: Row) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.editable and not field.primary_key]


def _value(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return getattr(row, field.attname)  # type: ignore[union-attr]  # a concrete field has one
