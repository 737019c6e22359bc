from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class RowForm(forms.ModelForm[Row]):
    """A form of a row whose parent is given by the view: constraints that name the parent are checked too."""

    def validate_unique(self) -> None:
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


def day_field_widget() -> forms.DateInput:
    """The browser's own field for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
