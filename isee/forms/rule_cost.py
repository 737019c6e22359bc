from collections.abc import Sequence
from typing import Any

from django import forms

from isee.forms.amount import EuroField

Choices = Sequence[tuple[str, str]]


class CostForm(forms.Form):
    """Which rule, over which households, and what turns its answers into the money of a year."""

    regola = forms.ChoiceField(
        label="Regola",
        error_messages={
            "required": "Scegli una regola.",
            "invalid_choice": "Scegli una regola dell'elenco.",
        },
    )
    anno = forms.TypedChoiceField(
        label="ISEE attestati nel",
        coerce=int,
        error_messages={"required": "Scegli un anno.", "invalid_choice": "Scegli un anno dell'elenco."},
    )
    volte = forms.IntegerField(
        label="Quante volte in un anno",
        initial=1,
        min_value=1,
        max_value=1000,
        help_text="I pasti di un anno, i mesi di retta.",
        error_messages={"required": "Scrivi un numero da 1 in su.", "invalid": "Scrivi un numero intero."},
    )
    somma = EuroField(
        label="Somma su cui si calcola",
        required=False,
        max_digits=10,
        decimal_places=2,
        help_text="Solo per una percentuale: la TARI media di un nucleo.",
    )
    supponi = forms.BooleanField(
        label="Ciò che il fascicolo non dice vale come soddisfatto", required=False, initial=True
    )

    def __init__(self, *args: Any, rules: Choices, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regola"].choices = rules  # type: ignore[attr-defined]  # a choice field
        self.fields["anno"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
