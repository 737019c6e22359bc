from typing import Any

from django import forms

from partners.codes import bounds_of
from partners.models import LookUp, LookUpOutcome
from partners.record import Filters
from sportello import tax_code
from sportello.forms.citizen import LineField
from sportello.forms.daily_log import OperatorChoiceField
from sportello.models import User

UNREADABLE = "La data non è scritta bene: giorno, mese, anno."


class RecordFilter(forms.Form):
    """Which look-ups of the record; it is sent, never written into an address."""

    first = forms.DateField(
        label="Dal",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": UNREADABLE},
    )
    last = forms.DateField(
        label="Al",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": UNREADABLE},
    )
    operator = OperatorChoiceField(
        label="Operatore",
        queryset=User.objects.order_by("last_name", "first_name"),
        required=False,
        empty_label="tutti",
    )
    document = forms.ChoiceField(
        label="Documento", choices=[("", "tutti"), *LookUp.Document.choices], required=False
    )
    channel = forms.ChoiceField(
        label="Canale", choices=[("", "tutti"), *LookUp.Channel.choices], required=False
    )
    basis = forms.ChoiceField(
        label="Perché",
        choices=[
            ("", "tutti"),
            (LookUp.Basis.EX_OFFICIO, "d'ufficio (art. 43)"),
            (LookUp.Basis.CHECK, "controllo (art. 71)"),
            (LookUp.Basis.REQUEST, "richiesta dell'interessato"),
        ],
        required=False,
    )
    result = forms.ChoiceField(
        label="Esito",
        choices=[("", "tutti"), ("pending", "senza esito"), *LookUpOutcome.Result.choices],
        required=False,
    )
    tax_code = LineField(label="Codice fiscale", max_length=30, required=False)
    code = LineField(label="Codice della consultazione", max_length=20, required=False)

    def clean_tax_code(self) -> str:
        typed = tax_code.clean(self.cleaned_data["tax_code"])
        if typed and tax_code.kind_of(typed) is None:
            raise forms.ValidationError("Il codice fiscale non è scritto bene: rileggilo.")
        return typed

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if typed and bounds_of(typed) is None:
            raise forms.ValidationError("Il codice è come S-7F3A-91C2: otto cifre e lettere dalla A alla F.")
        return typed

    @property
    def filters(self) -> Filters:
        data: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(**data)
