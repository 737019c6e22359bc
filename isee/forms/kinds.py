"""Which ISEE is asked for, and what only some kinds ask: MB.2, MB.3, FC9, MS."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from isee.calculation import Kind
from isee.forms.amount import EuroField
from isee.forms.base import VersionedForm
from isee.models import ChildOutside, Corrente, Donation, Dossier, Member, Student, Variation
from isee.models.row import words_of
from sportello.forms.citizen import DayField

# The ordinary one is always made; the corrente has a page of its own.
CHOSEN = [kind for kind in Kind if kind not in (Kind.ORDINARY, Kind.CORRENTE)]
FOR_SOMEBODY = (Kind.UNIVERSITY, Kind.SOCIO_HEALTH, Kind.RESIDENTIAL, Kind.DOCTORATE)
AMOUNT_MISSING = {"required": "Scrivi l'importo; se non c'è nulla, scrivi 0."}
DAY = {"required": "Scrivi il giorno."}


class KindsForm(VersionedForm[Dossier]):
    """Which ISEE the dossier is for, beside the ordinary one."""

    class Meta:
        model = Dossier
        fields = ["kinds", "beneficiary"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label="Quale ISEE serve, oltre all'ordinario",
            choices=[(kind.value, f"{kind.label} ({kind.article})") for kind in CHOSEN],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        members = self.instance.members.all()
        self.fields["beneficiary"] = forms.ModelChoiceField(
            queryset=members,
            label="Per chi è la prestazione",
            help_text="Solo per università, sociosanitario, residenze e dottorato.",
            required=False,
            empty_label="nessuno",
            error_messages={"invalid_choice": "Questa persona non è nel nucleo."},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kinds = cleaned.get("kinds") or []
        needed = [kind for kind in FOR_SOMEBODY if kind in kinds]
        if needed and not cleaned.get("beneficiary") and "beneficiary" not in self.errors:
            self.add_error("beneficiary", f"Per l'ISEE {needed[0].label.lower()} scegli per chi è.")
        if not needed:
            cleaned["beneficiary"] = None
        return cleaned


class ComponentForm(VersionedForm[Dossier]):
    """The additional component, typed from the panel FC9 of the attestation."""

    class Meta:
        model = Dossier
        fields = ["additional_component"]
        field_classes = {"additional_component": EuroField}
        help_texts = {
            "additional_component": "In euro, dal quadro FC9 dell'attestazione: il programma non la calcola."
        }


class ResidenceForm(VersionedForm[Dossier]):
    """When residential care was first asked for."""

    class Meta:
        model = Dossier
        fields = ["admission_asked_on"]
        field_classes = {"admission_asked_on": DayField}

    def clean_admission_asked_on(self) -> date | None:
        return _not_after_dsu(self.cleaned_data["admission_asked_on"], self.instance)


class PanelForm(VersionedForm[Any]):
    """A panel that hangs on the dossier itself."""

    section: str

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier


class StudentForm(PanelForm):
    section = "student"
    beside = (("away_since", "enrolled_on"), ("income_last_year", "income_year_before"))

    class Meta:
        model = Student
        fields = [
            "away_since",
            "enrolled_on",
            "home_of_family",
            "married",
            "income_last_year",
            "income_year_before",
        ]
        field_classes = {
            "away_since": DayField,
            "enrolled_on": DayField,
            "income_last_year": EuroField,
            "income_year_before": EuroField,
        }
        help_texts = {
            "away_since": "Dalla residenza anagrafica. Vuoto se abita con i genitori.",
            "income_last_year": "In euro; se è sposato, anche quello del coniuge.",
        }
        error_messages = {
            "income_last_year": AMOUNT_MISSING,
            "income_year_before": AMOUNT_MISSING,
        }

    def clean_away_since(self) -> date | None:
        return _not_after_dsu(self.cleaned_data["away_since"], self.dossier)

    def clean_enrolled_on(self) -> date | None:
        return _not_after_dsu(self.cleaned_data["enrolled_on"], self.dossier)


class ChildOutsideForm(PanelForm):
    section = "residence"
    beside = (("ise", "scale"),)

    class Meta:
        model = ChildOutside
        fields = ["name", "ise", "scale", "disabled_in_household", "extraneous"]
        field_classes = {"ise": EuroField}
        help_texts = {
            "ise": "In euro: redditi e patrimonio del solo figlio, senza le donazioni ricevute.",
            "scale": "Dalla sua attestazione, per esempio 2,04.",
            "extraneous": "Lo dice il giudice o il servizio sociale.",
        }
        error_messages = {
            "name": {"required": "Scrivi chi è."},
            "ise": AMOUNT_MISSING,
            "scale": {"required": "Scrivi la scala.", "invalid": "Scrivila come 2,04."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].localize = True
        self.fields["scale"].validators.append(
            MinValueValidator(Decimal(1), "La scala di equivalenza parte da 1.")
        )
        self.fields["scale"].widget = forms.TextInput({"inputmode": "decimal"})


class DonationForm(PanelForm):
    section = "residence"
    beside = (("value", "given_on"),)

    class Meta:
        model = Donation
        fields = ["label", "value", "given_on", "is_property", "to_who_owes_alimony"]
        field_classes = {"value": EuroField, "given_on": DayField}
        error_messages = {
            "label": {"required": "Scrivi che cosa."},
            "value": AMOUNT_MISSING,
            "given_on": DAY,
        }

    def clean_given_on(self) -> date | None:
        return _not_after_dsu(self.cleaned_data["given_on"], self.dossier)


class CorrenteForm(PanelForm):
    section = "corrente"

    class Meta:
        model = Corrente
        fields = ["on", "base", "assets_updated", "resumed_on"]
        field_classes = {"on": DayField, "resumed_on": DayField}
        error_messages = {"on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [Kind.ORDINARY, *(Kind(kind) for kind in self.dossier.kinds)]
        self.fields["base"] = forms.ChoiceField(
            label="Di quale ISEE", choices=[(kind.value, kind.label) for kind in asked]
        )
        self.fields[
            "assets_updated"
        ].help_text = (
            f"Conta il patrimonio al {self.dossier.updated_day:%d/%m/%Y}; si può chiedere dal primo aprile."
        )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.dossier.dsu_date:
            raise forms.ValidationError(
                f"La DSU è del {self.dossier.dsu_date:%d/%m/%Y}: il modulo MS viene dopo."
            )
        if on.year != self.dossier.year:
            raise forms.ValidationError(
                f"L'ISEE corrente è dello stesso anno della DSU, il {self.dossier.year}."
            )
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        on, resumed_on = cleaned.get("on"), cleaned.get("resumed_on")
        if on and resumed_on and resumed_on < on:
            self.add_error("resumed_on", "Viene prima del modulo MS: allora la variazione è un'altra.")
        return cleaned


class VariationForm(PanelForm):
    section = "variations"

    class Meta:
        model = Variation
        fields = ["member", "cause", "since", "two_months"]
        field_classes = {"since": DayField}
        help_texts = {
            "two_months": "Solo per il dipendente a tempo indeterminato e per i trattamenti finiti: "
            "gli importi degli ultimi due mesi, che il calcolo moltiplica per sei."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"] = forms.ModelChoiceField(
            queryset=Member.objects.filter(dossier=self.dossier),
            label="Di chi",
            empty_label="Scegli",
            error_messages={
                "required": "Scegli di chi è.",
                "invalid_choice": "Questa persona non è nel nucleo.",
            },
        )
        cause = self.fields["cause"]
        assert isinstance(cause, forms.ChoiceField)  # noqa: S101 - the model gives choices
        cause.choices = [("", "solo importi cambiati, di più del 25%"), *words_of(Variation, "cause")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since = cleaned.get("since")
        if cleaned.get("cause") and since is None and "since" not in self.errors:
            self.add_error("since", "Scrivi da quando.")
        corrente = getattr(self.dossier, "corrente", None)
        if since and corrente and since > corrente.on:
            self.add_error("since", f"Il modulo MS è del {corrente.on:%d/%m/%Y}: la variazione viene prima.")
        return cleaned


def _not_after_dsu(day: date | None, dossier: Dossier) -> date | None:
    if day and day > dossier.dsu_date:
        raise forms.ValidationError(
            f"La DSU è del {dossier.dsu_date:%d/%m/%Y}: questo giorno non può venire dopo."
        )
    return day
