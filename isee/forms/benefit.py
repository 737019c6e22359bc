"""The forms of the page of the benefits: what is missing, a paper that was shown, what if."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from isee.benefits import Consumption
from isee.entitlement.benefit_questions import CITIZENSHIPS, Asked, Question
from isee.entitlement.said import NO, SHOWN, YES
from isee.forms.amount import EuroField
from sportello.forms.citizen import DayField

YES_NO = [(YES, "Sì"), (NO, "No")]
CONSUMPTIONS = [(each, each.value) for each in Consumption]
NONE_OF_THESE = "nessuna"
MOST_PEOPLE = 30


class DayForm(forms.Form):
    """The day for which the benefits are looked at."""

    giorno = DayField(label="giorno da guardare")


class AnswersForm(forms.Form):
    """The questions of one benefit; an answer left out stays unknown. Its `said` is what was answered."""

    def __init__(
        self,
        data: Any = None,
        *,
        rule: str,
        questions: Sequence[Question],
        held: Mapping[str, str],
        today: date,
    ) -> None:
        super().__init__(data, auto_id=f"{rule}-%s")
        self.today = today
        for question in questions:
            self.fields[question.fact] = _field(question, held)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("event_on")
        if day and day > self.today:
            self.add_error("event_on", "Questo giorno deve ancora venire: controlla la data.")
        held = cleaned.get("holds") or []
        if NONE_OF_THESE in held and len(held) > 1:
            self.add_error("holds", "Hai segnato «nessuna» insieme ad altre: togli quella sbagliata.")
        if not self.errors and not self.said:
            raise ValidationError("Rispondi almeno a una domanda, poi salva.")
        return cleaned

    @property
    def said(self) -> dict[str, str]:
        """The answers as they are kept for the visit."""
        return {
            fact: _kept(value) for fact, value in self.cleaned_data.items() if value not in (None, "", [])
        }


def _kept(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(code for code in value if code != NONE_OF_THESE)
    return value.isoformat() if isinstance(value, date) else str(value)


def _field(question: Question, held: Mapping[str, str]) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.words,
        "required": False,
        "help_text": f"Lo dice: {question.document}." if question.document else "",
    }
    match question.asked:
        case Asked.YES_NO:
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **given)
        case Asked.CITIZENSHIP:
            return forms.ChoiceField(choices=[("", "non si sa"), *CITIZENSHIPS.items()], **given)
        case Asked.CONSUMPTION:
            return forms.ChoiceField(choices=[("", "non si sa"), *CONSUMPTIONS], **given)
        case Asked.DAY:
            return DayField(**given)
        case Asked.NUMBER:
            return PowerField(**given)
        case Asked.HELD:
            choices = [*held.items(), (NONE_OF_THESE, "nessuna di queste")]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
        case Asked.EURO:
            return EuroField(**given)


class PowerField(EuroField):
    """A power in kW, written as Italians do: 3 or 4,5."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        try:
            power = super().to_python(value)
        except ValidationError:
            raise ValidationError(f"«{value}» non è una potenza: scrivi i kW, come 3 o 4,5.") from None
        if power is not None and not 0 < power <= 100:
            raise ValidationError(
                "La potenza di una casa va da 0,5 a qualche decina di kW: rileggi la bolletta."
            )
        return power

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


def people_field(label: str, least: int = 0) -> forms.IntegerField:
    """A number of persons."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_PEOPLE,
        error_messages={
            "invalid": "Scrivi il numero in cifre.",
            "required": "Scrivi quanti sono; 0 se nessuno.",
            "min_value": f"Il numero più piccolo è {least}.",
            "max_value": f"Sono troppi: al massimo {MOST_PEOPLE}.",
        },
    )


class ShownForm(forms.Form):
    """The attestation that a person shows, where none is held here; kept for the visit alone."""

    isee = EuroField(label="ISEE ordinario", error_messages={"required": "Scrivi il valore dal foglio."})
    issued_on = DayField(label="rilasciata il", error_messages={"required": "Scrivi la data dal foglio."})
    valid_to = DayField(label="vale fino al", error_messages={"required": "Scrivi la scadenza dal foglio."})
    omissions = forms.ChoiceField(
        label="riporta omissioni o difformità?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Guarda le annotazioni in fondo al foglio."},
    )
    adults = people_field("adulti nel nucleo", 1)
    children = people_field("figli minorenni")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "shown-%s", **kwargs})
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, valid_to = cleaned.get("issued_on"), cleaned.get("valid_to")
        if issued and issued > self.today:
            self.add_error("issued_on", "Questo giorno deve ancora venire: rileggi la data.")
        if issued and valid_to and valid_to < issued:
            self.add_error("valid_to", "La scadenza viene prima del rilascio: rileggi le due date.")
        return cleaned

    @property
    def said(self) -> dict[str, str]:
        """The paper as it is kept for the visit."""
        return {f"{SHOWN}{name}": _kept(value) for name, value in self.cleaned_data.items()}


class WhatIfForm(forms.Form):
    """Another ISEE, another household: to see what would change. Nothing of it is kept."""

    isee = EuroField(label="se l'ISEE fosse", required=False)
    adults = people_field("adulti nel nucleo")
    children = people_field("figli minorenni")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "if-%s", **kwargs})
        for name in ("adults", "children"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        adults, children = cleaned.get("adults"), cleaned.get("children")
        if not self.errors and cleaned.get("isee") is None and adults is None and children is None:
            raise ValidationError("Scrivi un ISEE, o quante persone.")
        if not self.errors and not adults and children:
            self.add_error("adults", "Scrivi anche gli adulti: almeno uno.")
        return cleaned
