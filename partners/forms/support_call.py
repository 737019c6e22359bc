from django import forms

from partners.models import SupportCall
from partners.models.support_call import LONGEST_MINUTES
from sportello.forms.citizen import LineField


class SupportCallForm(forms.ModelForm[SupportCall]):
    """How a call went."""

    minutes = forms.IntegerField(
        label="Minuti",
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput({"class": "minutes"}),
        error_messages={
            "required": "Scrivi quanti minuti è durata.",
            "min_value": "Almeno un minuto.",
            "max_value": "Sono più di quattro ore: controlla i minuti.",
        },
    )

    class Meta:
        model = SupportCall
        fields = ("subject", "answer", "ticket_number", "minutes")
        field_classes = {"subject": LineField, "ticket_number": LineField}
        widgets = {"answer": forms.Textarea({"rows": 3})}
        error_messages = {"subject": {"required": "Scrivi di che cosa si trattava."}}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["subject"].required = True
