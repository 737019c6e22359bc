from typing import Any

from django import forms

from isee.models.application import LONGEST_TERM
from isee.procedures.procedure_terms import DAYS_TO_DECIDE


class TermsForm(forms.Form):
    """How many days each benefit leaves to decide; an empty field is the thirty of the law."""

    def __init__(self, *args: Any, benefits: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in sorted(benefits.items(), key=lambda item: item[1]):
            self.fields[code] = forms.IntegerField(
                label=name,
                required=False,
                min_value=1,
                max_value=LONGEST_TERM,
                error_messages={
                    "invalid": "Scrivi i giorni in cifre.",
                    "min_value": "Il termine è di almeno un giorno.",
                    "max_value": "Il termine è di al massimo 180 giorni (L. 241/1990, art. 2).",
                },
            )

    @property
    def days(self) -> dict[str, int]:
        """The days of each benefit that has others than thirty."""
        typed = self.cleaned_data.items()
        return {code: days for code, days in typed if days and days != DAYS_TO_DECIDE}
