import re
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from partners.adapters.base import POWER_LEVELS
from partners.models import ContractRequest
from partners.models.contract_request import POD_FORM, POD_PATTERN
from sportello.forms.citizen import DayField
from sportello.models import Citizen

# What a draft has in any case, because it is chosen from the beginning.
WITH_DEFAULT = {"use", "power"}
# Letters that hands and eyes take for digits.
LOOK_ALIKES = str.maketrans("OI", "01")


class PodField(forms.CharField):
    """The code of a point of supply, however it was copied from the bill."""

    def to_python(self, value: Any) -> str:
        """Capitals without blanks, dots and dashes; letters and digits stay as they were typed."""
        return re.sub(r"[\s.\-]", "", str(super().to_python(value))).upper()

    def run_validators(self, value: str) -> None:
        guess = value[:2] + value[2:14].translate(LOOK_ALIKES) + value[14:]
        if is_pod(guess) and not is_pod(value):
            letter, digit = ("O", "uno zero") if "O" in value[2:14] else ("I", "un uno")
            raise ValidationError(
                f"C'è una lettera {letter} dove va una cifra. Se sulla bolletta è {digit}, scrivi {guess}."
            )
        super().run_validators(value)


def is_pod(value: str) -> bool:
    return re.fullmatch(POD_PATTERN, value) is not None


class ContractRequestForm(forms.ModelForm[ContractRequest]):
    """The data of a voltura. A draft may lack anything, but what is written must be right."""

    pod = PodField(
        label="POD",
        max_length=30,
        validators=[POD_FORM],
        help_text="Sulla bolletta di chi c'era prima. Spazi, punti e trattini non contano.",
        error_messages={"required": "Scrivi il POD."},
    )
    power = forms.TypedChoiceField(
        label="Potenza impegnata",
        coerce=Decimal,
        initial="3.0",
        choices=[(f"{power:.1f}", f"{power:f} kW".replace(".", ",")) for power in POWER_LEVELS],
        help_text="Di solito 3 kW.",
        error_messages={"invalid_choice": "Questa potenza non esiste: scegli una di quelle dell'elenco."},
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    class Meta:
        model = ContractRequest
        fields = (
            "address",
            "town",
            "postal_code",
            "phone",
            "email",
            "document_kind",
            "document_number",
            "document_expires_on",
            "pod",
            "supply_address",
            "supply_town",
            "supply_postal_code",
            "use",
            "power",
            "meter_reading",
            "read_on",
            "title",
        )
        labels = {"supply_postal_code": "CAP"}
        field_classes = {"document_expires_on": DayField, "read_on": DayField}
        help_texts = {"document_expires_on": "gg/mm/aaaa", "read_on": "gg/mm/aaaa"}
        widgets = {
            "meter_reading": forms.TextInput({"inputmode": "numeric"}),
        }
        error_messages = {
            "address": {"required": "Scrivi dove abita."},
            "town": {"required": "Scrivi in quale Comune abita."},
            "document_kind": {"required": "Scegli il documento mostrato."},
            "document_number": {"required": "Scrivi il numero del documento."},
            "document_expires_on": {"required": "Scrivi la scadenza del documento."},
            "supply_address": {"required": "Scrivi dove si trova la fornitura."},
            "supply_town": {"required": "Scrivi in quale Comune è la fornitura."},
            "use": {"required": "Scegli per che cosa serve la corrente."},
            "title": {
                "required": "Scegli a che titolo ha la casa: senza, il contratto è nullo (DL 47/2014, art. 5)."
            },
            "meter_reading": {
                "invalid": "La lettura ha solo cifre, senza virgola: rileggi il contatore.",
                "min_value": "La lettura non è mai sotto zero: rileggi il contatore.",
            },
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_draft = "draft" in self.data
        if self.is_draft:
            for name in self.fields.keys() - WITH_DEFAULT:
                self.fields[name].required = False

    def clean_document_expires_on(self) -> date | None:
        expires_on: date | None = self.cleaned_data["document_expires_on"]
        if expires_on and expires_on < self.today:
            raise ValidationError(f"Il documento è scaduto il {expires_on:%d/%m/%Y}: chiedine uno valido.")
        return expires_on

    def clean_read_on(self) -> date | None:
        read_on: date | None = self.cleaned_data["read_on"]
        if read_on and read_on > self.today:
            raise ValidationError(
                "Questo giorno deve ancora venire: scrivi quando è stato letto il contatore."
            )
        return read_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_reading, has_day = data.get("meter_reading") is not None, bool(data.get("read_on"))
        if not self.errors.keys() & {"meter_reading", "read_on"} and has_reading != has_day:
            missing, sentence = (
                ("read_on", "Scrivi in che giorno è stato letto il contatore.")
                if has_reading
                else ("meter_reading", "Scrivi la lettura, o togli il giorno.")
            )
            self.add_error(missing, sentence)
        return data


def prefilled(citizen: Citizen) -> dict[str, Any]:
    """What the office may write by itself: identity and contacts, nothing else that it holds."""
    return {
        "address": citizen.address,
        "town": citizen.town,
        "phone": citizen.phone,
        "email": citizen.email,
    }
