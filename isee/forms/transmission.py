from datetime import date
from typing import Any

from django import forms

from isee.forms.base import VersionedForm
from isee.models import Dossier, Transmission
from sportello.forms.citizen import DayField


class TransmissionForm(VersionedForm[Transmission]):
    """Who sends the DSU to INPS: the citizen, a CAF by name, or the Comune."""

    class Meta:
        model = Transmission
        fields = ["by", "caf"]
        help_texts = {"caf": "Solo se la trasmette un CAF."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"] = forms.ChoiceField(
            label="Chi la trasmette",
            choices=Transmission.By.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Scegli chi la trasmette."},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        by_caf = cleaned.get("by") == Transmission.By.CAF
        if by_caf and not cleaned.get("caf") and "caf" not in self.errors:
            self.add_error("caf", "Scrivi il nome del CAF.")
        if not by_caf and "by" in cleaned:
            cleaned["caf"] = ""
        return cleaned


class PresentationForm(TransmissionForm):
    """The DSU, as it was presented."""

    protocol = forms.CharField(
        label="Protocollo della DSU",
        max_length=40,
        help_text="Dalla ricevuta di presentazione: per esempio INPS-ISEE-2026-12345678X-00.",
        error_messages={"required": "Scrivi il protocollo della ricevuta."},
    )
    on = DayField(label="Presentata il", error_messages={"required": "Scrivi il giorno."})

    class Meta(TransmissionForm.Meta):
        fields = ["by", "caf", "receipt"]
        help_texts = {**TransmissionForm.Meta.help_texts, "receipt": "Se la ricevuta ne ha uno suo."}

    field_order = ["by", "caf", "on", "receipt", "protocol"]
    beside = (("on", "receipt"),)

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
        newest = max((member.birth_date for member in self.dossier.members.all()), default=on)
        if on < newest:
            raise forms.ValidationError(
                f"Nel nucleo c'è chi è nato il {newest:%d/%m/%Y}, dopo questo giorno: controlla le date."
            )
        return on
