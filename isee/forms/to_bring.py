from datetime import date
from typing import Any

from django import forms

from sportello.forms.citizen import DayField
from sportello.office import Calendar


class ToBringForm(forms.Form):
    """When the citizen comes back, and whether what is missing counts as asked from now on."""

    come_back_on = DayField(label="Torna il", required=False)
    asks = forms.BooleanField(
        label="Segna come chiesti i documenti che mancano", required=False, initial=True
    )

    def __init__(self, *args: Any, today: date, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.calendar = today, calendar

    def clean_come_back_on(self) -> date | None:
        day: date | None = self.cleaned_data["come_back_on"]
        if day and day <= self.today:
            raise forms.ValidationError("Scrivi un giorno che deve ancora venire.")
        if day and (reason := self.calendar.closed_because(day)):
            raise forms.ValidationError(f"Quel giorno lo sportello è chiuso: {reason}.")
        return day
