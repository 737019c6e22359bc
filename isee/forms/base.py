from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from isee.dossier.revisions import Conflict
from isee.models import Row

Thing = TypeVar("Thing", bound=Model)
Versioned = TypeVar("Versioned", bound=Row)


class RowForm(forms.ModelForm[Thing]):
    """A form of a row whose parent is given by the view: constraints that name the parent are checked too."""

    def validate_unique(self) -> None:
        super().validate_unique()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


class VersionedForm(RowForm[Versioned]):
    """A form of a row that several operators may change: it knows which version was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    conflict: Conflict | None = None
    # The fields whose answer decides what else is asked: the page asks for the form again when one changes.
    decides: tuple[str, ...] = ()
    # Fields that stand beside each other.
    beside: tuple[tuple[str, ...], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)

    @property
    def seen(self) -> int | None:
        """The version of the row that was on the screen; None where the row is new."""
        version: int | None = self.cleaned_data.get("version")
        return version

    @property
    def row_fields(self) -> list[str]:
        """The fields of the row that this form shows."""
        return [name for name in self.fields if name in (self._meta.fields or ())]

    @property
    def deciding_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.decides]

    @property
    def other_rows(self) -> list[list[forms.BoundField]]:
        """The fields that decide nothing, those that stand beside each other together."""
        rows: list[list[forms.BoundField]] = []
        for field in self.visible_fields():
            if field.name in self.decides:
                continue
            together = next((names for names in self.beside if field.name in names), ())
            if rows and together and rows[-1][0].name in together:
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    @property
    def answers(self) -> dict[str, Any]:
        """What is said, by the fields of the row."""
        return {name: self.cleaned_data[name] for name in self.row_fields if name in self.cleaned_data}

    def show_conflict(self, conflict: Conflict) -> None:
        """Keep what was typed, and let the next sending go over what the colleague wrote: it is on the screen now."""
        self.conflict = conflict
        self.data = self.data.copy()  # type: ignore[attr-defined]  # what is sent is a QueryDict
        self.data[self.add_prefix("version")] = str(conflict.version)  # type: ignore[index]
