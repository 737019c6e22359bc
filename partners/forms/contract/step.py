from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners import contract_fields
from partners.models import ContractRequest
from sportello.forms.citizen import AsksAgain

# Answers that make others necessary: they are looked at before the rest is judged.
DECIDING = (
    "heirs", "grounds", "title", "no_cadastre", "bill_delivery", "bill_address", "payment", "mandate_signer", "use",
)  # fmt: skip
MISSING_CHOICE = "Scegli una delle risposte."
MISSING_BOX = "Serve questa spunta per andare avanti."


class StepForm(AsksAgain, forms.ModelForm[ContractRequest]):
    """One page of a request. A draft may lack anything, but what is written must be right."""

    step: contract_fields.Step
    sentences: dict[str, str] = {}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_draft = "draft" in self.data
        asked = contract_fields.fields_of(self.step, self.instance.kind)
        self.fields = {name: self.fields[name] for name in asked}
        needed = [] if self.is_draft else contract_fields.required_of(self._as_answered(), self.step)
        for name, field in self.fields.items():
            field.required = name in needed
            field.error_messages["required"] = self.sentences.get(name) or _missing_sentence(field)
            field.widget.attrs["autocomplete"] = "off"
            if isinstance(field.widget, forms.Textarea | forms.TextInput):
                field.widget.attrs.pop("maxlength", None)

    def _as_answered(self) -> ContractRequest:
        """The request as it would be with the deciding answers of this page."""
        answered = copy(self.instance)
        if self.is_bound:
            for name in DECIDING:
                if field := self.fields.get(name):
                    setattr(
                        answered, name, field.widget.value_from_datadict(self.data, self.files, name) or ""
                    )
        return answered

    def doubts(self) -> list[str]:
        """What looks wrong and may be right: to be confirmed by sending the page again."""
        return []

    @property
    def unsettled(self) -> list[str]:
        """The doubts that the page has not shown yet; the view asks once the rest is in order."""
        found = self.doubts()
        return [] if self.is_settled(found) else found


def _missing_sentence(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return MISSING_BOX
    if isinstance(field, forms.ChoiceField):
        return MISSING_CHOICE
    return "Manca: scrivilo, o salva la bozza e completa poi."


def not_after(on: date | None, today: date, sentence: str) -> date | None:
    """The day; raises ValidationError with the sentence where it is still to come."""
    if on and on > today:
        raise ValidationError(sentence)
    return on
