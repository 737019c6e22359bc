"""The filters that the pages of a dossier need."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms, template

from isee.calculation import Figure, Unit, whole_euros
from isee.calculation.amounts import euro, number, percent
from isee.calculation.law import ByName, ByPersons, DayOfYear
from isee.forms.what_if import WhatIfForm, in_words
from isee.forms.what_if_questions import Group, Question
from isee.models import Correction
from isee.simulation.what_if import Move

register = template.Library()
ONE_OF = {"persone": "persona", "mesi": "mese", "anni": "anno", "giorni": "giorno"}


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
def is_confirmable(line: Any) -> bool:
    """Whether a line copied from the year before may be confirmed as it is."""
    return bool(line.to_confirm and line.is_complete)


@register.filter
def value_of(line: Any, field: str) -> Any:
    """A field of a line, by its name."""
    return getattr(line, field)


@register.filter
def label_of(line: Any, field: str) -> str:
    """What a field of a line is called."""
    return str(line._meta.get_field(field).verbose_name)


@register.filter
def figure_value(figure: Figure) -> str:
    """The value of a figure of the law, as it is written in Italy: «7.000,00 euro», «20%», «1: 1,00; 2: 1,57»."""
    match figure.value:
        case bool():
            return "sì" if figure.value else "no"
        case DayOfYear(month, day):
            return f"{day:02}/{month:02}"
        case ByPersons() | ByName():
            return "; ".join(f"{key}: {number(value)}" for key, value in figure.value.items())
        case Fraction():
            return str(figure.value)
    return _plain_value(figure.value, figure.unit)


def _plain_value(value: Decimal, unit: str) -> str:
    match unit:
        case "EUR":
            return euro(value)
        case "quota":
            return percent(value)
        case "parametro":
            return number(value)
    whole = f"{value.normalize():f}".replace(".", ",")
    if unit in ("anno", "moltiplicatore", "quota aumentata"):
        return whole
    return f"{whole} {ONE_OF.get(unit, unit) if value == 1 else unit}"


@register.filter
def difference(move: Move) -> str:
    """By how much a line moves, with its sign: «+120,00 €», «−0,35»."""
    sign = "\N{MINUS SIGN}" if move.difference < 0 else "+"
    unit = "\N{NO-BREAK SPACE}€" if move.unit is Unit.EURO else ""
    return f"{sign}{number(abs(move.difference))}{unit}"


@register.filter
def real_value(field: forms.BoundField) -> str:
    """What a field of «E se…?» says in the dossier."""
    return in_words(field.field, field.form.get_initial_for_field(field.field, field.name))


@register.filter
def field_of(form: WhatIfForm, question: Question) -> forms.BoundField:
    """The field of a question."""
    return form[question.name]


@register.filter
def has_touched(form: WhatIfForm, group: Group) -> bool:
    """Whether something that this group folds away does not stand as in the dossier."""
    return not form.touched.isdisjoint(group.folded_names)
