from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sportello.delegations import last_day
from sportello.forms.citizen import LONGEST_LIFE, AsksAgain, DayField, LineField
from sportello.models import Delegation


class DelegationForm(AsksAgain, forms.ModelForm[Delegation]):
    """The power that one person gives to another, whom the instance names already."""

    scope = forms.MultipleChoiceField(
        label="Per che cosa",
        choices=Delegation.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Scegli almeno una cosa per cui vale."},
    )
    valid_from = DayField(label="Vale dal", error_messages={"required": "Scrivi da quando vale."})
    valid_to = DayField(label="Vale fino al", required=False, help_text="Vuoto: finché non è revocata.")
    document = forms.ChoiceField(
        label="Documento",
        choices=[("", "scegli"), *Delegation.Document.choices],
        error_messages={"required": "Scegli il documento che hai visto, in originale o in copia."},
    )
    document_expires_on = DayField(label="Scade il", required=False)

    class Meta:
        model = Delegation
        fields = (
            "kind", "scope", "valid_from", "valid_to", "document", "document_number", "document_expires_on",
        )  # fmt: skip
        field_classes = {"document_number": LineField}
        labels = {"document_number": "Numero"}
        widgets = {"kind": forms.RadioSelect}
        error_messages = {
            "kind": {"required": "Scegli a che titolo agisce chi è delegato."},
            "document_number": {"required": "Scrivi il numero del documento."},
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if not self.on.year - LONGEST_LIFE <= day.year <= self.on.year + 1:
            raise ValidationError("Non può cominciare così lontano da oggi: controlla l'anno.")
        return day

    def clean_valid_to(self) -> date | None:
        day: date | None = self.cleaned_data["valid_to"]
        if day and day < self.on:
            raise ValidationError("La data è già passata: scegli oggi o un giorno successivo.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        principal = self.instance.principal
        limit = last_day(cleaned.get("kind", ""), principal)
        if limit is None or self.has_error("valid_to"):
            return cleaned
        starts, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if starts and limit < starts:
            self.add_error(
                "kind",
                f"{principal} è maggiorenne dal giorno dopo il {limit:%d/%m/%Y}: "
                "un genitore rappresenta solo i figli minorenni.",
            )
        elif ends and limit < ends:
            self.add_error("valid_to", f"Il {limit:%d/%m/%Y} è l'ultimo giorno prima della maggiore età.")
        else:
            cleaned["valid_to"] = ends or limit
        return cleaned

    def doubts(self) -> list[str]:
        """What a valid form holds that may be right, in sentences for the operator."""
        expired = self.cleaned_data["document_expires_on"]
        if expired and expired < self.on:
            return [
                f"Il documento è scaduto il {expired:%d/%m/%Y}: vale solo se chi delega ha scritto sulla copia "
                "che i dati non sono cambiati (art. 45 c. 3 DPR 445/2000)."
            ]
        return []
