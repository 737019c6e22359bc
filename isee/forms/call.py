from datetime import date
from typing import Any, cast

from django import forms

from isee.benefits import BENEFIT_CODES
from isee.forms.amount import EuroField
from isee.forms.application import NOT_YET
from isee.models import Call
from sportello.forms.citizen import DayField, LineField


class CallForm(forms.ModelForm[Call]):
    """What a call says: days, what there is to give, the order and the tie."""

    opens_on = DayField(label="Si apre il", error_messages={"required": "Scrivi quando si apre."})
    closes_on = DayField(label="Si chiude il", error_messages={"required": "Scrivi quando si chiude."})
    benefit_code = forms.ChoiceField(label="Codice SIUSS", required=False)

    class Meta:
        model = Call
        fields = (
            "title", "act", "benefit_code", "opens_on", "closes_on",
            "places", "budget", "amount_each", "isee_limit", "order", "tie",
        )  # fmt: skip
        field_classes = {
            "title": LineField,
            "act": LineField,
            "budget": EuroField,
            "amount_each": EuroField,
            "isee_limit": EuroField,
        }
        widgets = {"order": forms.RadioSelect, "tie": forms.RadioSelect}
        help_texts = {
            "act": "Per esempio: determina 41 del 02/03/2026.",
            "places": "Quante domande entrano. Oppure la disponibilità qui accanto.",
            "budget": "In euro: chi viene prima è pagato finché basta.",
            "amount_each": "Vuoto: l'importo è scritto in ogni domanda.",
            "isee_limit": "Oltre, la domanda è esclusa. Vuoto: nessun limite.",
        }
        error_messages = {
            "title": {"required": "Scrivi il titolo del bando."},
            "act": {"required": "Scrivi l'atto che approva il bando."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(code, f"{code} {name}") for code, name in BENEFIT_CODES.items()]
        cast(forms.ChoiceField, self.fields["benefit_code"]).choices = [("", "nessuno"), *codes]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "Il bando si chiude prima di aprirsi: controlla le due date.")
        if self.errors:
            return cleaned
        if cleaned.get("places") is None and cleaned.get("budget") is None:
            self.add_error("places", "Scrivi i posti, oppure la disponibilità in euro.")
        elif cleaned.get("places") is not None and cleaned.get("budget") is not None:
            self.add_error(
                "budget", "Un bando ha i posti oppure la disponibilità: lascia vuoto l'uno o l'altra."
            )
        if cleaned.get("order") == Call.Order.ISEE and cleaned.get("tie") == Call.Tie.LOWER_ISEE:
            self.add_error("tie", "Chi è pari ha già lo stesso ISEE: scegli un'altra regola.")
        return cleaned


class ExclusionForm(forms.Form):
    """Why an application is left out of the ranking; empty, it is in it again."""

    reason = LineField(
        label="Motivo, come sarà pubblicato",
        max_length=200,
        required=False,
        help_text="Niente nomi, niente dati di salute: chiunque lo leggerà. Vuoto: la domanda torna in graduatoria.",
    )


class ActForm(forms.Form):
    """The determina that approves a ranking, or moves it on."""

    act_number = LineField(
        label="Numero della determina",
        max_length=20,
        error_messages={"required": "Scrivi il numero della determina."},
    )
    decided_on = DayField(
        label="Data della determina", error_messages={"required": "Scrivi la data della determina."}
    )
    signer = LineField(
        label="Firmata da",
        max_length=80,
        help_text="Nome e qualifica.",
        error_messages={"required": "Scrivi chi l'ha firmata."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day


class GiveUpForm(ActForm):
    """Why somebody gives up, and the determina of what follows."""

    reason = LineField(
        label="Perché", max_length=200, error_messages={"required": "Scrivi perché: per esempio rinuncia."}
    )
    field_order = ("reason", "act_number", "decided_on", "signer")
