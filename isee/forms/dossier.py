from datetime import date
from typing import Any

from django import forms

from isee.forms.amount import EuroField
from isee.forms.base import RowForm, day_field_widget
from isee.models import ChecklistItem, Dossier

DAY_UNREADABLE = "Questa data non si legge: scrivi giorno, mese e anno."


class DwellingForm(RowForm[Dossier]):
    """Where the household lives; the rent is asked only for a rented home."""

    class Meta:
        model = Dossier
        fields = ["dwelling", "yearly_rent", "rent_contract"]
        widgets = {"dwelling": forms.RadioSelect}
        field_classes = {"yearly_rent": EuroField}
        labels = {"dwelling": "La casa dove abita la famiglia"}
        help_texts = {
            "yearly_rent": "Solo per una casa in affitto: in euro, come nel contratto registrato.",
            "rent_contract": "Ufficio, serie e numero di registrazione.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dwelling"] = forms.ChoiceField(
            label="La casa dove abita la famiglia",
            choices=Dossier.Dwelling.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Scegli l'abitazione."},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rented = cleaned.get("dwelling") == Dossier.Dwelling.RENTED
        if rented and cleaned.get("yearly_rent") is None and "yearly_rent" not in self.errors:
            self.add_error("yearly_rent", "Scrivi il canone annuo del contratto.")
        if "dwelling" in cleaned and not rented:
            cleaned.update(yearly_rent=None, rent_contract="")
        return cleaned


class ChoiceOfItem(forms.Form):
    """A radio of the checklist, with the version of the line that was on the screen."""

    version = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, item: ChecklistItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            choices=[(state.value, state.label) for state in item.choices]
        )


class PresentationForm(forms.Form):
    """The DSU, as it was presented."""

    protocol = forms.CharField(
        label="Protocollo della DSU",
        max_length=40,
        help_text="Dalla ricevuta di presentazione: per esempio INPS-ISEE-2026-12345678X-00.",
        error_messages={"required": "Scrivi il protocollo della ricevuta."},
    )
    on = forms.DateField(
        label="Presentata il",
        widget=day_field_widget(),
        error_messages={"required": "Scrivi il giorno.", "invalid": DAY_UNREADABLE},
    )

    def __init__(self, *args: Any, dossier: Dossier, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier, self.today = dossier, today

    def clean_protocol(self) -> str:
        protocol: str = self.cleaned_data["protocol"]
        return protocol.upper()

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Il giorno deve ancora venire: scrivi quello della ricevuta.")
        if on.year != self.dossier.year:
            raise forms.ValidationError(
                f"Il fascicolo è per la DSU {self.dossier.year}: per la DSU {on.year} aprine uno nuovo."
            )
        return on
