from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners import contract_fields, contract_requests
from partners.forms.contract.step import StepForm, not_after
from partners.forms.pod import MeterOrPodField
from partners.models import ContractRequest
from partners.models.contract.supply import POD_FORM
from partners.supply import figures, pod
from sportello.forms.citizen import DayField, LineField


class SupplyForm(StepForm):
    """Which point of supply, and what it shall be."""

    step = contract_fields.SUPPLY
    pod = MeterOrPodField(
        label="POD",
        max_length=30,
        required=False,
        validators=[POD_FORM],
        help_text="Dalla bolletta, o le nove cifre del contatore.",
    )
    power = forms.TypedChoiceField(
        label="Potenza impegnata",
        coerce=Decimal,
        empty_value=None,
        error_messages={"invalid_choice": "Questa potenza non esiste: scegli una di quelle dell'elenco."},
    )
    sentences = {
        "pod": "Scrivi il POD.",
        "supply_address": "Scrivi dove si trova la fornitura.",
        "supply_town": "Scrivi in quale Comune è la fornitura.",
        "use": "Scegli per che cosa serve la corrente.",
        "seller_now": "Scrivi con chi ha il contratto adesso: è sulla bolletta.",
        "close_on": "Scrivi da quando vuole chiudere.",
        "resident_since": "Scrivi da quando abita lì.",
        "meter_reading": "Per l'ultima bolletta serve la lettura.",
        "read_on": "Scrivi in che giorno è stato letto il contatore.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.SUPPLY.fields
        labels = {"supply_postal_code": "CAP"}
        field_classes = {
            "read_on": DayField,
            "resident_since": DayField,
            "close_on": DayField,
            "building": LineField,
        }
        help_texts = {
            "read_on": "gg/mm/aaaa",
            "resident_since": "gg/mm/aaaa, se ci abita",
            "close_on": "gg/mm/aaaa",
            "meter_reading": "In kWh, solo le cifre.",
            "customer_code": "Sulla bolletta.",
        }
        widgets = {"meter_reading": forms.TextInput({"inputmode": "numeric"})}
        error_messages = {
            "meter_reading": {
                "invalid": "La lettura ha solo cifre, senza virgola: rileggi il contatore.",
                "min_value": "La lettura non è mai sotto zero: rileggi il contatore.",
            }
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        if power := self.fields.get("power"):
            steps = figures.figure("power_steps", today).values
            power.choices = [(f"{one:.1f}", f"{one:f} kW".replace(".", ",")) for one in steps]  # type: ignore[attr-defined]  # a field with choices
            power.help_text = "Di solito 3 kW."
            self.initial["power"] = f"{self.instance.power:.1f}"

    def clean_read_on(self) -> date | None:
        sentence = "Questo giorno deve ancora venire: scrivi quando è stato letto il contatore."
        return not_after(self.cleaned_data["read_on"], self.today, sentence)

    def clean_resident_since(self) -> date | None:
        return not_after(self.cleaned_data["resident_since"], self.today, "Questo giorno deve ancora venire.")

    def clean_close_on(self) -> date | None:
        close_on: date | None = self.cleaned_data["close_on"]
        if close_on and close_on < self.today:
            raise ValidationError("Questo giorno è passato: la disdetta vale da oggi in poi.")
        return close_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_reading, has_day = data.get("meter_reading") is not None, bool(data.get("read_on"))
        if not self.errors.keys() & {"meter_reading", "read_on"} and has_reading != has_day:
            missing, sentence = (
                ("read_on", "Scrivi in che giorno è stato letto il contatore.")
                if has_reading
                else ("meter_reading", "Scrivi la lettura, o togli il giorno.")
            )
            if missing in self.fields:
                self.add_error(missing, sentence)
        return data

    def doubts(self) -> list[str]:
        found = []
        code = self.cleaned_data.get("pod") or ""
        if code:
            field = self.fields["pod"]
            if isinstance(field, MeterOrPodField) and field.read_from_meter:
                found.append(
                    f"Dalle nove cifre del contatore il POD sarebbe {code}: controllalo sulla bolletta."
                )
            if elsewhere := pod.operator_elsewhere(code):
                found.append(
                    f"Il POD {code} non è nella zona di Enel: lì c'è {elsewhere}. La richiesta può tornare indietro."
                )
            if other := contract_requests.same_supply(self.instance, code, self.today):
                found.append(
                    f"Per questa fornitura c'è già la pratica {other.case} di questi giorni: "
                    f"{other.kind.label.lower()}, {other.get_state_display()}."
                )
        power = self.cleaned_data.get("power")
        single = figures.figure("single_phase_up_to", self.today).value
        is_single = self.cleaned_data.get("voltage") == ContractRequest.Voltage.SINGLE
        if power and is_single and power > single:
            found.append(f"Sopra {single:f} kW di solito serve la trifase, 400 V: la tensione è giusta?")
        return found
