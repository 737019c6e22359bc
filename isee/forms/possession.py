from typing import Any, TypeVar

from django import forms

from isee.calculation import IncomeKind
from isee.forms.amount import EuroField
from isee.forms.base import RowForm
from isee.models import Account, Dossier, Income, Instrument, Property
from isee.possessions import Possession

Thing = TypeVar("Thing", bound=Possession)
AMOUNT_MISSING = {"required": "Scrivi l'importo; se non c'è nulla, scrivi 0."}


class PossessionForm(RowForm[Thing]):
    """What a member earns or owns; `member` is one of the dossier's, chosen already where there is only one."""

    section: str

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = dossier.members.all()
        self.fields["member"] = forms.ModelChoiceField(
            queryset=members,
            label="Di chi è",
            empty_label="Scegli" if len(members) > 1 else None,
            error_messages={
                "required": "Scegli di chi è.",
                "invalid_choice": "Questa persona non è nel nucleo.",
            },
        )


class IncomeForm(PossessionForm[Income]):
    section = "incomes"

    class Meta:
        model = Income
        fields = ["member", "kind", "amount"]
        field_classes = {"amount": EuroField}
        help_texts = {"amount": "In euro, lordo, come nella certificazione o nella dichiarazione."}
        error_messages = {"amount": AMOUNT_MISSING}

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Tipo",
            choices=[("", "Scegli il tipo"), *((kind.value, kind.label) for kind in IncomeKind)],
            error_messages={"required": "Scegli il tipo di reddito."},
        )


class AccountForm(PossessionForm[Account]):
    section = "accounts"

    class Meta:
        model = Account
        fields = ["member", "label", "balance", "average", "state_backed"]
        field_classes = {"balance": EuroField, "average": EuroField}
        help_texts = {
            "balance": "In euro. Se il conto è di più persone, solo la quota di questa.",
            "average": "In euro, dall'estratto della banca o della posta.",
        }
        error_messages = {
            "label": {"required": "Scrivi la banca o la posta."},
            "balance": AMOUNT_MISSING,
            "average": AMOUNT_MISSING,
        }


class InstrumentForm(PossessionForm[Instrument]):
    section = "instruments"

    class Meta:
        model = Instrument
        fields = ["member", "label", "value", "state_backed"]
        field_classes = {"value": EuroField}
        help_texts = {"value": "In euro. Titoli e buoni al valore nominale, fondi dall'ultimo prospetto."}
        error_messages = {"label": {"required": "Scrivi che cos'è."}, "value": AMOUNT_MISSING}


class PropertyForm(PossessionForm[Property]):
    section = "properties"

    class Meta:
        model = Property
        fields = ["member", "label", "value", "mortgage", "is_home"]
        field_classes = {"value": EuroField, "mortgage": EuroField}
        help_texts = {
            "value": "In euro, solo della quota di questa persona.",
            "mortgage": "Il capitale ancora da restituire per comprare o costruire questo immobile; se non c'è, 0.",
        }
        error_messages = {
            "label": {"required": "Scrivi dove si trova."},
            "value": AMOUNT_MISSING,
            "mortgage": AMOUNT_MISSING,
        }

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.dossier = dossier

    def clean_is_home(self) -> bool:
        is_home: bool = self.cleaned_data["is_home"]
        if is_home and self.dossier.dwelling and self.dossier.dwelling != Dossier.Dwelling.OWNED:
            raise forms.ValidationError(
                "L'abitazione del fascicolo non è di proprietà: correggi prima l'abitazione."
            )
        return is_home
