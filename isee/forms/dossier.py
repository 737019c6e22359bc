from typing import Any

from django import forms

from isee.models import ChecklistItem


class ChoiceOfItem(forms.Form):
    """A radio of the checklist, with the version of the line that was on the screen."""

    version = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, item: ChecklistItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            choices=[(state.value, state.label) for state in item.choices]
        )
