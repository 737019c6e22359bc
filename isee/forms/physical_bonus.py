"""The forms of the bonus for physical hardship: Modulo B, the devices, and what SGAte says."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from isee.benefits import Consumption
from isee.forms.benefit import PowerField
from isee.models import Device, PhysicalBonus
from partners.forms.pod import PodField
from partners.models.contract.supply import POD_FORM
from sportello.forms.citizen import DayField
from sportello.tax_code import kind_of

MOST_DEVICES = 6
NOT_YET = "Questo giorno deve ancora venire: rileggi la data."


def past_day_field(label: str, required: str, help_text: str = "") -> DayField:
    """A day that has been."""
    return DayField(label=label, help_text=help_text, error_messages={"required": required})


class PhysicalBonusForm(forms.ModelForm[PhysicalBonus]):
    """All the data of Modulo B and of the ASL certificate, but for the devices."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    purpose = forms.ChoiceField(
        label="che cosa si chiede",
        choices=PhysicalBonus.Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli se è una domanda nuova o una variazione."},
    )
    pod = PodField(
        label="POD",
        max_length=30,
        validators=[POD_FORM],
        help_text="Sulla bolletta. Spazi, punti e trattini non contano.",
        error_messages={"required": "Scrivi il POD."},
    )
    power = PowerField(
        label="potenza impegnata, in kW",
        help_text="Sulla bolletta: di solito 3.",
        error_messages={"required": "Scrivi la potenza dalla bolletta."},
    )
    certified_on = past_day_field("data del certificato", "Scrivi la data del certificato.")
    devices_since = past_day_field("in uso dal", "Scrivi da quando si usano, come nel certificato.")

    class Meta:
        model = PhysicalBonus
        fields = (
            "purpose",
            "runs_already",
            "patient_surname",
            "patient_given_name",
            "patient_tax_code",
            "pod",
            "power",
            "supply_address",
            "supply_town",
            "supply_postal_code",
            "asl",
            "certified_on",
            "devices_address",
            "devices_since",
        )
        help_texts = {
            "runs_already": "Guarda in SGAte prima di scrivere.",
            "devices_address": "Come nel certificato: dev'essere quello della fornitura.",
        }
        error_messages = {
            "patient_surname": {"required": "Scrivi il cognome."},
            "patient_given_name": {"required": "Scrivi il nome."},
            "patient_tax_code": {"required": "Scrivi il codice fiscale: è sulla tessera sanitaria."},
            "supply_address": {"required": "Scrivi l'indirizzo dalla bolletta."},
            "supply_town": {"required": "Scrivi il Comune dalla bolletta."},
            "supply_postal_code": {"required": "Scrivi il CAP."},
            "asl": {"required": "Scrivi la ASL che ha firmato il certificato."},
            "devices_address": {"required": "Scrivi l'indirizzo dal certificato."},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("version", self.instance.version)

    def clean_patient_tax_code(self) -> str:
        code = "".join(str(self.cleaned_data["patient_tax_code"]).split()).upper()
        if kind_of(code) is None:
            raise ValidationError("Questo codice fiscale non è giusto: rileggilo dalla tessera sanitaria.")
        return code

    def clean_supply_postal_code(self) -> str:
        code = str(self.cleaned_data["supply_postal_code"]).strip()
        if not (code.isascii() and code.isdigit() and len(code) == 5):
            raise ValidationError("Il CAP ha cinque cifre.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("certified_on", "devices_since"):
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, NOT_YET)
        supply, devices = cleaned.get("supply_address"), cleaned.get("devices_address")
        if supply and devices and _plain(supply) != _plain(devices):
            self.add_error(
                "devices_address",
                "Gli apparecchi devono stare dove c'è la fornitura: se hanno cambiato posto, serve il certificato con "
                "l'indirizzo nuovo.",
            )
        return cleaned

    @property
    def seen(self) -> int:
        """The version that was on the screen."""
        return self.cleaned_data.get("version") or 0

    def show_newer(self, version: int) -> None:
        """Let the next sending go over what a colleague wrote."""
        self.data = self.data.copy()  # type: ignore[attr-defined]  # what is sent is a QueryDict
        self.data["version"] = str(version)  # type: ignore[index]


def _plain(address: str) -> str:
    return "".join(letter for letter in address.casefold() if letter.isalnum())


class DeviceForm(forms.ModelForm[Device]):
    """One device with its hours; a row left empty is no device."""

    class Meta:
        model = Device
        fields = ("kind", "name", "hours")
        error_messages = {
            "kind": {"required": "Scegli l'apparecchio."},
            "hours": {"required": "Scegli le ore, come nel certificato."},
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Device.Kind.OTHER and not cleaned.get("name"):
            self.add_error("name", "Scrivi l'apparecchio come nel certificato.")
        return cleaned


class _Devices(forms.BaseInlineFormSet[Device, PhysicalBonus, DeviceForm]):
    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.kept:
            raise ValidationError("Scrivi almeno un apparecchio, con le ore al giorno.")

    @property
    def kept(self) -> list[Device]:
        """The devices written, in order."""
        return [form.instance for form in self.forms if form.has_changed() or form.instance.pk]


def devices_form(data: Any, bonus: PhysicalBonus) -> _Devices:
    """The rows of the devices: those there are, and two more."""
    factory = forms.inlineformset_factory(
        PhysicalBonus,
        Device,
        form=DeviceForm,
        formset=_Devices,
        extra=2,
        max_num=MOST_DEVICES,
        validate_max=True,
        can_delete=False,
    )
    return factory(data, instance=bonus, prefix="devices")  # type: ignore[return-value]  # made from _Devices


class SentForm(forms.Form):
    """The number of SGAte, typed back."""

    number = forms.CharField(
        label="numero della domanda in SGAte",
        max_length=40,
        help_text="Dalla ricevuta di SGAte.",
        error_messages={"required": "Scrivi il numero che SGAte ha dato."},
    )
    on = past_day_field("inserita il", "Scrivi il giorno.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        return _not_after(self.cleaned_data["on"], self.today)


class OutcomeForm(forms.Form):
    """What SGAte decided: granted with its class and first day, or refused with its reason."""

    outcome = forms.ChoiceField(
        label="esito",
        choices=[("granted", "accolta"), ("refused", "respinta")],
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli l'esito."},
    )
    on = past_day_field("esito del", "Scrivi il giorno dell'esito.")
    consumption = forms.ChoiceField(
        label="classe di consumo",
        choices=[("", "non si sa"), *((each, each.value) for each in Consumption)],
        required=False,
        help_text="Se accolta: la trova SGAte dagli apparecchi e dalle ore.",
    )
    starts_on = DayField(label="decorre dal", required=False, help_text="Se accolta.")
    reason = forms.CharField(label="motivo", max_length=300, required=False, help_text="Se respinta.")

    def __init__(self, *args: Any, bonus: PhysicalBonus, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bonus, self.today = bonus, today

    def clean_on(self) -> date:
        on = _not_after(self.cleaned_data["on"], self.today)
        if self.bonus.sent_on and on < self.bonus.sent_on:
            raise ValidationError(f"Viene prima dell'inserimento, che è del {self.bonus.sent_on:%d/%m/%Y}.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "granted":
            if not cleaned.get("consumption"):
                self.add_error("consumption", "Scrivi la classe che SGAte ha dato.")
            if not cleaned.get("starts_on") and "starts_on" not in self.errors:
                self.add_error("starts_on", "Scrivi da quando decorre.")
        if cleaned.get("outcome") == "refused" and not cleaned.get("reason"):
            self.add_error("reason", "Scrivi il motivo che SGAte ha dato.")
        return cleaned


class EndForm(forms.Form):
    """The day from which the devices are used no more."""

    on = past_day_field("cessata il", "Scrivi il giorno.")

    def __init__(self, *args: Any, bonus: PhysicalBonus, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bonus, self.today = bonus, today

    def clean_on(self) -> date:
        on = _not_after(self.cleaned_data["on"], self.today)
        if self.bonus.starts_on and on < self.bonus.starts_on:
            raise ValidationError(f"Viene prima dell'inizio, che è il {self.bonus.starts_on:%d/%m/%Y}.")
        return on


def _not_after(day: date, today: date) -> date:
    if day > today:
        raise ValidationError(NOT_YET)
    return day
