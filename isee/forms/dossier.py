from datetime import date
from typing import Any

from django import forms

from isee.forms.amount import EuroField
from isee.forms.base import DAY_UNREADABLE, RowForm, day_field_widget
from isee.models import Attestation, ChecklistItem


class ChoiceOfItem(forms.Form):
    """A radio of the checklist, with the version of the line that was on the screen."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in ChecklistItem.CHOICES])
    version = forms.IntegerField(min_value=0)


class AttestationForm(RowForm[Attestation]):
    """What the paper of INPS says."""

    class Meta:
        model = Attestation
        fields = ["protocol", "isee", "issued_on", "valid_to", "has_omissions"]
        widgets = {"issued_on": day_field_widget(), "valid_to": day_field_widget()}
        field_classes = {"isee": EuroField}
        help_texts = {
            "protocol": "Come sul foglio: per esempio INPS-ISEE-2026-12345678X-00.",
            "isee": "In euro, come sul foglio.",
        }
        error_messages = {
            "protocol": {"required": "Scrivi il protocollo del foglio."},
            "isee": {"required": "Scrivi l'ISEE del foglio."},
            "issued_on": {"required": "Scrivi il giorno del rilascio.", "invalid": DAY_UNREADABLE},
            "valid_to": {"required": "Scrivi fino a quando vale.", "invalid": DAY_UNREADABLE},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_protocol(self) -> str:
        protocol: str = self.cleaned_data["protocol"]
        return protocol.upper()

    def clean_issued_on(self) -> date:
        issued_on: date = self.cleaned_data["issued_on"]
        dossier = self.instance.dossier
        if issued_on > self.today:
            raise forms.ValidationError("Il giorno deve ancora venire: scrivi quello del foglio.")
        if dossier.dsu_protocol and issued_on < dossier.dsu_date:
            raise forms.ValidationError(
                f"La DSU è del {dossier.dsu_date:%d/%m/%Y}: l'attestazione non può venire prima."
            )
        return issued_on
