from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

NOT_NEGATIVE = MinValueValidator(Decimal(0), "L'importo non può essere negativo.")


class Row(models.Model):
    """A row that several operators may change: it counts its changes, so that nobody writes over a colleague's.

    The rule is in `isee/dossier/revisions.py`.
    """

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Line(Row):
    """A row that may be copied from the dossier of the year before: then it waits to be confirmed."""

    # The fields that hold euro of one year: empty while a copied line waits for those of the new year.
    AMOUNTS: tuple[str, ...] = ()

    to_confirm = models.BooleanField("da confermare", default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def is_complete(self) -> bool:
        return all(getattr(self, name) is not None for name in self.AMOUNTS)


class Revision(models.Model):
    """What one operator changed in a row of a dossier: field by field, as the screen shows it."""

    dossier = models.ForeignKey(
        "isee.Dossier", on_delete=models.CASCADE, related_name="revisions", editable=False
    )  # goes with it
    model = models.CharField(max_length=20, editable=False)
    row = models.PositiveBigIntegerField(editable=False)
    version = models.PositiveIntegerField(editable=False)
    # {"field", "label", "old", "new"} for each field.
    changes = models.JSONField(editable=False)
    by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(name="revision_once", fields=["model", "row", "version"])]

    def __str__(self) -> str:
        return f"{self.model} {self.row}, {self.version}"


def shown(row: models.Model, name: str) -> str:
    """A field of a row as the screen writes it; empty where nothing is said."""
    field = _field(type(row), name)
    value: Any = getattr(row, field.name if field.is_relation else field.attname)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def default_of(model: type[models.Model], name: str) -> Any:
    """What a field says while nobody says anything."""
    return _field(model, name).get_default()


def words_of(model: type[models.Model], name: str) -> list[tuple[str, str]]:
    """The choices of a field, in words, without the empty one."""
    return [(str(value), str(label)) for value, label in _field(model, name).flatchoices if value]


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - rows have no other
    return field


def not_negative(*fields: str) -> Q:
    """The condition that none of these amounts is below zero; one that is not said yet is not."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__gte": 0}) | Q(**{f"{field}__isnull": True})
    return condition
