import re
from typing import Any

from django import forms

from isee.benefits import Rule
from isee.benefits.dues import ShareOf
from isee.forms.amount import EuroField
from isee.models import Trial

OLDEST, MOST = 120, 15


class AgesField(forms.CharField):
    """Ages in years, with commas between them."""

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value))
        words = [word for word in re.split(r"[\s,;]+", typed) if word and word != "e"]
        strange = [word for word in words if not word.isdecimal() or int(word[:4]) > OLDEST]
        if strange:
            raise forms.ValidationError(
                f"«{strange[0]}» non è un'età: scrivi gli anni, con la virgola fra l'uno e l'altro."
            )
        if len(words) > MOST:
            raise forms.ValidationError(f"Sono più di {MOST} persone: bastano meno per una prova.")
        return [int(word) for word in words]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class TrialForm(forms.ModelForm[Trial]):
    """A household of the table, and what must come out; only what the rule looks at is asked."""

    class Meta:
        model = Trial
        fields = (
            "name",
            "adult_ages",
            "child_ages",
            "disability",
            "isee",
            "resident",
            "child",
            "meets_the_rest",
            "figure",
            "outcome",
            "amount",
        )
        field_classes = {"isee": EuroField, "figure": EuroField, "amount": EuroField}
        help_texts = {
            "meets_the_rest": "Domande, cittadinanza, forniture, altri benefici: risponde come vuole la regola.",
            "outcome": "Senza un ISEE valido la risposta è «manca un dato», con il prezzo che intanto si paga.",
        }
        error_messages = {
            "name": {"required": "Dai un nome al nucleo di prova."},
            "outcome": {"required": "Scegli l'esito che deve uscire."},
            "child": {"required": "Scrivi 1 per il primo figlio."},
        }

    def __init__(self, *args: Any, rule: Rule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adult_ages"] = AgesField(
            label="età degli adulti",
            help_text="In anni, per esempio 38, 41.",
            error_messages={"required": "Scrivi l'età di almeno un adulto."},
        )
        self.fields["child_ages"] = AgesField(
            label="età dei figli", required=False, help_text="Vuoto: nessun figlio."
        )
        outcome = self.fields["outcome"]
        outcome.choices = [("", "scegli"), *Trial.OUTCOMES]  # type: ignore[attr-defined]  # a choice field
        asks_figure = rule is None or any(isinstance(band.amount, ShareOf) for band in rule.amounts)
        if not asks_figure and self.instance.figure is None:
            del self.fields["figure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "non_spetta" and cleaned.get("amount") is not None:
            self.add_error("amount", "Se non spetta non c'è importo: lascialo vuoto.")
        return cleaned
