"""The lines of the assets: FC2 section I and II, FC3, FC6."""

import re
from datetime import date
from typing import Any

from django import forms

from isee.calculation import InstrumentKind
from isee.dossier.possessions import share_left, too_much
from isee.forms.amount import EuroField
from isee.forms.possession import AMOUNT_MISSING, PossessionForm
from isee.models import Account, Dossier, Instrument, Property, Vehicle
from isee.models.asset import HUNDRED
from sportello.forms.citizen import DayField

CATEGORY = re.compile(r"[A-F]/?\d{1,2}", re.ASCII)
WHOLE = "INPS lo registra in euro interi: i centesimi che scrivi restano, e nel calcolo si arrotonda."


class AccountForm(PossessionForm[Account]):
    section = "accounts"
    beside = (("member", "kind"), ("label", "identifier"), ("balance", "average"), ("opened_on", "closed_on"))

    class Meta:
        model = Account
        fields = [
            "member",
            "kind",
            "label",
            "identifier",
            "balance",
            "average",
            "state_backed",
            "already_net",
            "opened_on",
            "closed_on",
        ]
        field_classes = {
            "balance": EuroField,
            "average": EuroField,
            "opened_on": DayField,
            "closed_on": DayField,
        }
        help_texts = {
            "balance": "In euro. Se il conto è di più persone, solo la quota di questa.",
            "average": "In euro, dall'estratto della banca o della posta.",
            "state_backed": "Non conta fino al limite di legge, insieme a titoli di Stato e buoni postali.",
            "already_net": "Segnalo se dalla somma è già tolta la parte che non conta.",
        }
        error_messages = {
            "label": {"required": "Scrivi la banca o la posta."},
            "balance": AMOUNT_MISSING,
            "average": AMOUNT_MISSING,
        }

    def clean_opened_on(self) -> date | None:
        return self._of_year(self.cleaned_data["opened_on"])

    def clean_closed_on(self) -> date | None:
        return self._of_year(self.cleaned_data["closed_on"])

    def _of_year(self, day: date | None) -> date | None:
        year = self.last_day().year
        if day and day.year != year:
            raise forms.ValidationError(f"Si scrive solo per un conto aperto o chiuso nel {year}.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opened, closed = cleaned.get("opened_on"), cleaned.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", "Il conto è chiuso prima di essere aperto: controlla le due date.")
        if cleaned.get("state_backed") and cleaned.get("kind") != Account.Kind.BOOKLET:
            self.add_error("state_backed", "Solo un libretto può essere postale: cambia il tipo.")
        if closed and cleaned.get("balance"):
            self.add_error("balance", "Il conto è chiuso nell'anno: il saldo al 31 dicembre è 0.")
        return cleaned


class InstrumentForm(PossessionForm[Instrument]):
    section = "instruments"
    decides = ("member", "kind")
    beside = (("label", "identifier"),)

    class Meta:
        model = Instrument
        fields = ["member", "kind", "label", "identifier", "value", "already_net"]
        field_classes = {"value": EuroField}
        help_texts = {
            "already_net": "Solo per titoli di Stato e buoni postali, se la parte che non conta è già tolta."
        }
        error_messages = {
            "kind": {"required": "Scegli che tipo di titolo è."},
            "label": {"required": "Scrivi che cos'è."},
            "value": AMOUNT_MISSING,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self["kind"].value()
        rule = InstrumentKind(kind).rule if kind in list(InstrumentKind) else ""
        self.fields["value"].help_text = f"In euro. {rule}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind and cleaned.get("already_net") and not InstrumentKind(kind).may_be_state_backed:
            self.add_error("already_net", "Per questo tipo non c'è nulla da togliere: conta per intero.")
        return cleaned


class PropertyForm(PossessionForm[Property]):
    section = "properties"
    beside = (
        ("member", "kind"),
        ("label", "place"),
        ("share", "category"),
        ("rendita", "value"),
    )

    class Meta:
        model = Property
        fields = [
            "member",
            "kind",
            "label",
            "place",
            "share",
            "category",
            "rendita",
            "value",
            "mortgage",
            "is_home",
            "is_abroad",
            "destroyed",
        ]
        field_classes = {"value": EuroField, "mortgage": EuroField, "rendita": EuroField}
        help_texts = {
            "share": "Per esempio 50, oppure 33,33.",
            "category": "Per esempio A/2. Dalla visura.",
            "rendita": "In euro, tutta: non solo la quota.",
            "value": "In euro, solo della quota di questa persona. All'estero il valore IVIE.",
            "mortgage": "Il capitale ancora da restituire per comprare o costruire questo immobile; se non c'è, 0.",
            "destroyed": "Dalla DSU 2026 non conta.",
        }
        error_messages = {
            "label": {"required": "Scrivi dove si trova."},
            "share": {
                "required": "Scrivi la quota; se è tutto suo, 100.",
                "invalid": "Scrivi la quota in cifre, per esempio 50 o 33,33.",
            },
            "value": AMOUNT_MISSING,
            "mortgage": AMOUNT_MISSING,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["share"].localize = True
        self.fields["share"].widget = forms.TextInput({"inputmode": "decimal"})

    def clean_share(self) -> Any:
        share = self.cleaned_data["share"]
        # Before it is added to those of the others.
        Property._meta.get_field("share").run_validators(share)
        return share

    def clean_category(self) -> str:
        category: str = self.cleaned_data["category"].upper().replace(" ", "")
        if category and not CATEGORY.fullmatch(category):
            raise forms.ValidationError("La categoria è una lettera e un numero, come A/2.")
        return category

    def clean_is_home(self) -> bool:
        is_home: bool = self.cleaned_data["is_home"]
        if is_home and self.dossier.dwelling and self.dossier.dwelling != Dossier.Dwelling.OWNED:
            raise forms.ValidationError(
                "L'abitazione del fascicolo non è di proprietà: correggi prima l'abitazione."
            )
        return is_home

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "share" in cleaned and "label" in cleaned:
            same = Property(
                pk=self.instance.pk,
                label=cleaned["label"],
                place=cleaned.get("place", ""),
                updated=self.instance.updated,
            )
            left = share_left(same, self.dossier)
            if left < cleaned["share"] <= HUNDRED:
                self.add_error("share", too_much(same, left))
        return cleaned


class VehicleForm(PossessionForm[Vehicle]):
    section = "vehicles"
    beside = (("kind", "plate"),)

    class Meta:
        model = Vehicle
        fields = ["member", "kind", "plate"]
        help_texts = {"plate": "Si dichiara e non cambia l'ISEE."}
        error_messages = {"plate": {"required": "Scrivi la targa o gli estremi di registrazione."}}

    def clean_plate(self) -> str:
        plate: str = self.cleaned_data["plate"].upper()
        code = " ".join(plate.split())
        others = Vehicle.objects.filter(member__dossier=self.dossier).exclude(pk=self.instance.pk)
        if any(other.plate == code for other in others):
            raise forms.ValidationError("Questo veicolo è già scritto.")
        return code
