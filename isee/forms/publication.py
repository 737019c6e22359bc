from datetime import date
from typing import Any

from django import forms

from isee.rules.rule_publication import Publication
from sportello.forms.citizen import DayField


def _day(label: str, missing: str, **more: Any) -> DayField:
    return DayField(label=label, error_messages={"required": missing}, **more)


class PublicationForm(forms.Form):
    """The act with which a rule is published, and its days."""

    act = forms.CharField(
        label="Atto",
        max_length=200,
        help_text="Per esempio: Deliberazione della Giunta n. 12 del 20/02/2026.",
        error_messages={"required": "Scrivi la delibera o la determina."},
    )
    valid_from = _day("Vale dal", "Scrivi da quando vale.")
    valid_to = _day(
        "Vale fino al", "", required=False, help_text="Vuoto: finché non la segue un'altra versione."
    )
    published_on = _day(
        "Pubblicata il",
        "Scrivi quando l'atto è stato pubblicato.",
        help_text="Può essere dopo il giorno da cui vale.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_published_on(self) -> date:
        published_on: date = self.cleaned_data["published_on"]
        if published_on > self.today:
            raise forms.ValidationError(
                "È un giorno che deve ancora venire: scrivi quello della pubblicazione."
            )
        return published_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", "La fine viene prima dell'inizio: controlla le due date.")
        return cleaned

    @property
    def publication(self) -> Publication:
        return Publication(**self.cleaned_data)
