from typing import Any

from django import forms

from sportello.forms.citizen import LineField
from sportello.models.unmet_request import SUBJECTS

FARTHEST_KM = 1500  # from one end of Italy to the other
KNOWN = {"yes": True, "no": False}


class SubjectForm(forms.Form):
    """What the request was about: one of the buttons."""

    subject = forms.ChoiceField(
        choices=SUBJECTS,
        error_messages={
            "required": "Scegli di che cosa si trattava.",
            "invalid_choice": "Questa voce non c'è: scegli tra i pulsanti.",
        },
    )


class UnmetRequestForm(forms.Form):
    """What may be added, all of it optional."""

    asked_for = LineField(
        label="Che cosa chiedeva",
        required=False,
        max_length=120,
        help_text="Senza il nome della persona. Per esempio: visura catastale.",
    )
    sent_to = LineField(
        label="Dove hai mandato la persona",
        required=False,
        max_length=120,
        help_text="Per esempio: Centro per l'impiego di Rimini.",
    )
    distance_km = forms.IntegerField(
        label="A quanti chilometri",
        required=False,
        min_value=0,
        max_value=FARTHEST_KM,
        widget=forms.TextInput({"inputmode": "numeric", "class": "minutes", "autocomplete": "off"}),
        error_messages={
            "invalid": "I chilometri sono un numero intero: per esempio 18.",
            "min_value": "I chilometri non possono essere meno di zero.",
            "max_value": "Così lontano non è in Italia: controlla i chilometri.",
        },
    )
    over_70 = forms.ChoiceField(
        label="Ha 70 anni o più",
        required=False,
        choices=[("", "Non si sa"), ("yes", "Sì"), ("no", "No")],
        error_messages={"invalid_choice": "Scegli sì, no, o non si sa."},
    )

    def clean_over_70(self) -> bool | None:
        return KNOWN.get(self.cleaned_data["over_70"])

    @staticmethod
    def initial_of(over_70: bool | None) -> dict[str, Any]:
        """What is known already, as the form shows it."""
        return {"over_70": next((key for key, value in KNOWN.items() if value is over_70), "")}
