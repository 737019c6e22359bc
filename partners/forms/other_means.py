from django import forms

from partners.unfinished import Means


class OtherMeansForm(forms.Form):
    """How a document is had while its partner does not answer."""

    means = forms.TypedChoiceField(
        label="Come si ha il documento",
        choices=Means,
        coerce=Means,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli come si ha il documento."},
    )
