from django import forms

from isee.models import DataReuse


class DataReuseForm(forms.ModelForm[DataReuse]):
    """Whether data of a case serve to find other benefits, and by which law."""

    class Meta:
        model = DataReuse
        fields = ("is_allowed", "legal_basis")
        help_texts = {
            "is_allowed": "Spento, il pannello «Già che è qui» dice solo scadenze e documenti.",
        }

    def clean_legal_basis(self) -> str:
        return str(self.cleaned_data["legal_basis"]).strip()
