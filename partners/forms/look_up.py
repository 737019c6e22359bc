from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MinValueValidator

from sportello.models import Case, Citizen, Service

FIRST_YEAR = 2015
YEARS_SHOWN = 6


class AskForm(forms.Form):
    """One asking, however often the form is sent."""

    correlation_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class LookUpForm(AskForm):
    """Which Certificazione Unica is asked for: whose, of which year."""

    subject = forms.ModelChoiceField(
        Citizen.objects.all(),
        label="Di chi",
        error_messages={
            "required": "Scegli di chi è il documento.",
            "invalid_choice": "Questa persona non c'è: scegli dall'elenco.",
        },
    )
    tax_year = forms.IntegerField(
        label="Redditi del",
        validators=[MinValueValidator(FIRST_YEAR, f"Si può chiedere dal {FIRST_YEAR} in poi.")],
        widget=forms.Select,
        error_messages={"required": "Scegli l'anno dei redditi.", "invalid": "L'anno ha quattro cifre."},
    )

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "look_up_%s"  # the page has other forms too
        self.today = today
        last = today.year - 1
        years = [(str(year), str(year)) for year in range(last, last - YEARS_SHOWN, -1)]
        self.fields["tax_year"].widget = forms.Select(choices=years)
        # The ISEE looks at the incomes of the second year before.
        self.initial["tax_year"] = last - (case.kind == Service.Kind.DOSSIER)

    def offer(self, subjects: Sequence[Citizen]) -> None:
        """Show these people to choose from; whether one may be asked about is judged by the act alone."""
        choices = [(str(subject.pk), subject.full_name) for subject in subjects]
        self.fields["subject"].widget = forms.Select(choices=choices)

    def clean_tax_year(self) -> int:
        year: int = self.cleaned_data["tax_year"]
        if year >= self.today.year:
            raise forms.ValidationError(
                f"La Certificazione dei redditi {year} non c'è ancora: scegli un anno già finito."
            )
        return year
