from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners.supply import pod


class PodField(forms.CharField):
    """The code of a point of supply, however it was copied from the bill."""

    def to_python(self, value: Any) -> str:
        """Capitals without blanks, dots and dashes; letters and digits stay as they were typed."""
        return pod.plain(str(super().to_python(value)))

    def run_validators(self, value: str) -> None:
        guess, letter = pod.mistaken(value)
        if guess:
            digit = {"O": "uno zero", "I": "un uno"}[letter]
            raise ValidationError(
                f"C'è una lettera {letter} dove va una cifra. Se sulla bolletta è {digit}, scrivi {guess}."
            )
        super().run_validators(value)


class MeterOrPodField(PodField):
    """The POD, or the nine digits that a meter shows: these become a POD, which somebody must then confirm."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        self.read_from_meter = pod.from_meter(typed)
        return self.read_from_meter or typed
