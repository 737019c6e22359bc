from typing import Any

from django import forms
from django.utils.text import slugify

from isee.rules.rule_models import BEGINNINGS


class NewRuleForm(forms.Form):
    """What a new rule is called, and what it resembles."""

    beginning = forms.ChoiceField(
        label="Parti da",
        choices=[(key, beginning.label) for key, beginning in BEGINNINGS.items()],
        widget=forms.RadioSelect,
        help_text="Trovi già compilato quello che di solito è uguale: poi cambi tutto ciò che vuoi.",
        error_messages={"required": "Scegli da che cosa partire."},
    )
    name = forms.CharField(
        label="Nome della regola",
        max_length=80,
        help_text="Come lo leggono operatore e cittadino: per esempio «Mensa scolastica».",
        error_messages={"required": "Scrivi il nome della regola."},
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("Scrivi un nome con almeno una lettera o una cifra.")
        return name

    @property
    def code(self) -> str:
        """The name by which the rule is known through its versions."""
        return str(slugify(self.cleaned_data["name"])[:40].strip("-"))

    @property
    def data_of_rule(self) -> dict[str, Any]:
        """What the draft begins with."""
        return {**BEGINNINGS[self.cleaned_data["beginning"]].data, "name": self.cleaned_data["name"]}
