from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django import forms

from partners.supply import operations


class OperationForm(forms.Form):
    """The four questions: only those to which the answers so far lead are asked."""

    decides: Collection[str] = tuple(one.name for one in operations.QUESTIONS)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.data if self.is_bound else self.initial
        self.found = operations.find(
            {one.name: str(said.get(one.name) or "") for one in operations.QUESTIONS}
        )
        for question in self.found.asked:
            self.fields[question.name] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                choices=question.answers,
                widget=forms.RadioSelect,
                error_messages={"required": "Rispondi, per sapere che cosa si chiede."},
            )
