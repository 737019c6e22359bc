"""The inputs of a rule: how its numbers, texts and choices are typed, shown and read.

Nothing is required here: what is missing or makes no sense is for the rules themselves to say.
"""

import re
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from isee.forms.amount import EuroField
from sportello.forms.citizen import DayField

PLAIN_AMOUNT = re.compile(r"\d+(\.\d{1,2})?", re.ASCII)
Choices = list[tuple[str, str]]


class AmountField(EuroField):
    """Euro; whatever can be read (1234.50, as it is kept) is shown as it is written in Italy (1.234,50)."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, max_digits=10, decimal_places=2, **more)

    def prepare_value(self, value: Any) -> Any:
        try:
            return super().prepare_value(self.to_python(value))
        except forms.ValidationError:
            return value


class PercentField(AmountField):
    """A percentage, shown without useless zeros."""

    def prepare_value(self, value: Any) -> Any:
        return value.replace(".", ",") if isinstance(value, str) and PLAIN_AMOUNT.fullmatch(value) else value


class LinesField(forms.CharField):
    """A list of short texts, one for each line."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, required=False, widget=forms.Textarea({"rows": 2}), **more)

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def text(label: str, help_text: str = "", *, long: bool = False, max_length: int = 300) -> forms.CharField:
    widget = forms.Textarea({"rows": 2}) if long else forms.TextInput({"autocomplete": "off"})
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=widget, max_length=max_length
    )


def whole(label: str, help_text: str = "", most: int = 9999) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        help_text=help_text,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": "Scrivi un numero intero.",
            "min_value": "Scrivi un numero da zero in su.",
        },
    )


class RuleDayField(DayField):
    """A day; as it is kept (2026-01-31) it is shown as it is written in Italy (31/01/2026)."""

    def prepare_value(self, value: Any) -> Any:
        try:
            return self.to_python(value)
        except forms.ValidationError:
            return value


def day(label: str, help_text: str = "") -> DayField:
    return RuleDayField(label=label, required=False, help_text=help_text)


def choice(label: str, choices: Choices, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


def refreshing(label: str, choices: Choices) -> forms.ChoiceField:
    """A choice on which other fields hang: they are shown as soon as it is made."""
    field = choice(label, choices)
    field.widget.attrs |= {
        "hx-post": "",
        "hx-trigger": "change",
        "hx-vals": '{"refresh": "1"}',
        "hx-target": "#rule-fields",
        "hx-swap": "outerHTML",
    }
    return field


def yes_or_no(label: str, yes: str = "sì", no: str = "no", *, usual: bool = True) -> forms.TypedChoiceField:
    choices = [("True", yes), ("False", no)] if usual else [("False", no), ("True", yes)]
    return forms.TypedChoiceField(
        label=label, choices=choices, required=False, coerce=lambda value: value == "True", empty_value=None
    )


def several(label: str, choices: Choices, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class Part(forms.Form):
    """Some fields of a rule that stand in one place of its data."""

    # Fields of the screen alone, which are not kept as they are.
    on_screen_only: ClassVar[Collection[str]] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """What was written, by the name of its place, as JSON takes it; what was left empty is not there."""
        found = {}
        for name, value in self.cleaned_data.items():
            if name in self.on_screen_only or value is None or value in ("", []):
                continue
            is_plain = isinstance(value, bool | int | str | list)
            found[self.add_prefix(name)] = value if is_plain else str(value)
        return found
