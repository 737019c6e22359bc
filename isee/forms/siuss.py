from datetime import date
from typing import Any

from django import forms

from sportello.forms.citizen import DayField


class PeriodForm(forms.Form):
    """From one day to another."""

    dal = DayField(label="Concesse dal", error_messages={"required": "Scrivi da quando."})
    al = DayField(label="Fino al", error_messages={"required": "Scrivi fino a quando."})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("dal"), cleaned.get("al")
        if since and until and until < since:
            self.add_error("al", "Il periodo finisce prima di cominciare: controlla le due date.")
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        """The two days of a valid form."""
        return self.cleaned_data["dal"], self.cleaned_data["al"]
