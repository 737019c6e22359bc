from typing import Any

from django import forms

from isee.forms.amount import EuroField
from isee.forms.base import VersionedForm
from isee.models import Dossier
from isee.models.row import default_of
from sportello.forms.citizen import DayField

OF_CONTRACT = (
    "yearly_rent",
    "contract_code",
    "contract_office",
    "contract_date",
    "contract_series",
    "contract_number",
)
CAPITAL = [("", "lo dice il nome del Comune"), ("true", "sì"), ("false", "no")]


def _yes_or_no(typed: str) -> bool | None:
    return {"true": True, "false": False}.get(typed.lower())


class DwellingForm(VersionedForm[Dossier]):
    """Where the household lives (MB.1 panel B); rent and contract are asked only for a rented home."""

    decides = ("dwelling",)
    beside = (
        ("home_town", "in_metropolitan_capital"),
        ("yearly_rent", "contract_code"),
        ("contract_office", "contract_date"),
        ("contract_series", "contract_number"),
    )

    class Meta:
        model = Dossier
        fields = ["dwelling", "home_town", "in_metropolitan_capital", *OF_CONTRACT]
        widgets = {"dwelling": forms.RadioSelect}
        field_classes = {"yearly_rent": EuroField, "contract_date": DayField}
        help_texts = {
            "yearly_rent": "In euro, come nel contratto registrato.",
            "contract_code": "Dalla ricevuta di registrazione. Se non c'è, scrivi ufficio, data, serie e numero.",
            "contract_series": "Per esempio 3T.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dwelling"] = forms.ChoiceField(
            label="La casa dove abita la famiglia",
            choices=Dossier.Dwelling.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Scegli l'abitazione."},
        )
        self.fields["in_metropolitan_capital"] = forms.TypedChoiceField(
            label="Capoluogo metropolitano",
            choices=CAPITAL,
            coerce=_yes_or_no,
            empty_value=None,
            required=False,
        )
        said = self.initial.get("in_metropolitan_capital")
        self.initial["in_metropolitan_capital"] = str(said).lower() if isinstance(said, bool) else said or ""
        self.is_rented = self._said("dwelling") == Dossier.Dwelling.RENTED
        rent = self.fields["yearly_rent"]
        rent.required, rent.error_messages["required"] = True, "Scrivi il canone annuo del contratto."
        if not self.is_rented:
            for name in OF_CONTRACT:
                del self.fields[name]

    def _said(self, name: str) -> Any:
        field = self.fields[name]
        if self.is_bound:
            return field.widget.value_from_datadict(self.data, self.files, name)
        return self.get_initial_for_field(field, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_rented:
            for name in OF_CONTRACT:
                setattr(self.instance, name, default_of(Dossier, name))
            return cleaned
        registered = cleaned.get("contract_date")
        if registered and registered > self.instance.dsu_date:
            self.add_error(
                "contract_date",
                f"La DSU è del {self.instance.dsu_date:%d/%m/%Y}: il contratto va registrato prima.",
            )
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        of_contract: dict[str, Any] = {name: default_of(Dossier, name) for name in OF_CONTRACT}
        return {**of_contract, **super().answers}
