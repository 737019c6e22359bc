from django import forms

from isee.forms.amount import EuroField


class CorrectionForm(forms.Form):
    """Another amount than the declared one, for our simulation alone."""

    amount = EuroField(
        label="Importo che conta nella simulazione",
        max_digits=12,
        decimal_places=2,
        help_text="In euro. Il dichiarato resta scritto accanto.",
        error_messages={"required": "Scrivi l'importo."},
    )
    reason = forms.CharField(
        label="Perché",
        max_length=200,
        help_text="Da dove viene: per esempio «estratto conto del 3/1».",
        error_messages={"required": "Scrivi il perché: resta accanto all'importo."},
    )
