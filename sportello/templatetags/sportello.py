"""The few tags and filters that the screens need and Django lacks."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sportello.models import Citizen
from sportello.models.visit import whole_minutes

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of Bootstrap Italia, written into the page; it is always beside a word, so it has no name of its own.

    Raises LookupError for an icon that the sprite does not hold.
    """
    try:
        view_box, shapes = sprite()[name]
    except KeyError:
        raise LookupError(f"Bootstrap Italia has no icon named {name!r}.") from None
    return format_html(
        '<svg class="glyph" viewBox="{}" aria-hidden="true">{}</svg>', view_box, mark_safe(shapes)
    )


@cache
def sprite() -> dict[str, tuple[str, str]]:
    """The view box and the shapes of each icon, by name without the prefix `it-`."""
    text = (files("bootstrap_italia_template") / "static/svg/sprites.svg").read_text()
    symbols = re.findall(r'<symbol id="it-([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', text, re.DOTALL)
    return {name: (view_box, shapes) for name, view_box, shapes in symbols}


@register.filter
def tax_code(code: str) -> SafeString:
    """A tax code in three groups, kept apart by margins so that copying gives its sixteen characters.

    A provisional code of eleven digits stays whole.
    """
    groups = [code[:6], code[6:11], code[11:]] if len(code) == 16 else [code]
    spans = format_html_join("", "<span>{}</span>", ((group,) for group in groups))
    return format_html('<span class="tax-code">{}</span>', spans)


@register.filter
def euro(amount: Decimal) -> str:
    """An amount in euro as it is written in Italy: «8.912,40 €». Cents are rounded half up.

    Raises TypeError for anything but a Decimal: money is never a float.
    """
    if not isinstance(amount, Decimal):
        raise TypeError(f"An amount of money is a Decimal, not {type(amount).__name__}.")
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    italian = f"{cents:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{italian}\N{NO-BREAK SPACE}€"


@register.filter
def minutes_since(start: datetime, now: datetime) -> int:
    """Whole minutes from a moment to now, which the view gives."""
    return whole_minutes(start, now)


@register.filter
def age(citizen: Citizen, on: date) -> int | None:
    """Years completed by a citizen on a day; None where the birth date is not known."""
    return citizen.age(on)
