"""The filters that the pages of a dossier need."""

from decimal import Decimal
from typing import Any

from django import template

from isee.calculation import whole_euros
from isee.models import Correction

register = template.Library()


@register.filter
def whole(amount: Decimal) -> Decimal | None:
    """The whole euro that INPS records for an amount; None where nothing is rounded away."""
    rounded = whole_euros(amount)
    return None if rounded == amount else rounded


@register.filter
def corrected(line: Any, field: str) -> Correction | None:
    """The correction in force of an amount of a line, put on it by the view."""
    return next((one for one in getattr(line, "in_force", ()) if one.field == field), None)


@register.filter
def value_of(line: Any, field: str) -> Any:
    """A field of a line, by its name."""
    return getattr(line, field)


@register.filter
def label_of(line: Any, field: str) -> str:
    """What a field of a line is called."""
    return str(line._meta.get_field(field).verbose_name)
