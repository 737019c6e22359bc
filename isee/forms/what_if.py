"""The form of «E se…?»: the facts of a dossier to be changed beside the real ones. Nothing of it is ever stored."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils import formats

from isee.calculation import Declaration, Disability, Income, IncomeKind, Kind, Person, Relation
from isee.calculation import Member as Owner
from isee.forms.amount import EuroField
from isee.forms.what_if_questions import Question, groups_of
from isee.models import Dossier, Member
from isee.models.member import choices as words_of
from isee.simulation.what_if import Path
from sportello.forms.citizen import DayField

NAME_OF_ONE_MORE = "Persona in più"
# Who may come into a household: its declarant is there already.
RELATIONS_OF_ONE_MORE = (
    Member.Relation.MINOR_CHILD, Member.Relation.ADULT_CHILD, Member.Relation.SPOUSE, Member.Relation.OTHER,
)  # fmt: skip


class Answer(NamedTuple):
    """Something that is not as in the dossier: its field, its real value and the one that is tried, in words."""

    name: str
    what: str
    real: str
    tried: str


class WhatIfForm(forms.Form):
    """Each fact with its real value: the same form again is no change.

    `restore` names a field that goes back to its real value. A field that was not sent, because a colleague wrote its
    line meanwhile, has its real value too.
    """

    kind = forms.ChoiceField(label="Quale ISEE", choices=[(kind.value, kind.label) for kind in Kind])
    more_relation = forms.ChoiceField(
        label="Una persona in più",
        choices=[("", "nessuna"), *((one.value, one.label) for one in RELATIONS_OF_ONE_MORE)],
        required=False,
    )
    more_birth_date = DayField(label="Sua data di nascita (gg/mm/aaaa)", required=False)
    more_disability = forms.ChoiceField(label="Sua disabilità", choices=words_of(Disability), required=False)
    more_income = EuroField(label="Suo reddito da lavoro", required=False)
    # Which declaration was on the screen: a colleague may have changed it since.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    ONE_MORE = ("more_relation", "more_birth_date", "more_disability", "more_income")

    def __init__(
        self,
        data: QueryDict | None,
        *,
        dossier: Dossier,
        declaration: Declaration,
        kind: Kind,
        restore: str = "",
    ) -> None:
        self.declaration = declaration
        self.groups = groups_of(dossier, declaration)
        self.questions = {question.name: question for group in self.groups for question in group.questions}
        real = {name: question.real for name, question in self.questions.items()}
        fixed = {"kind": kind.value, "more_disability": Disability.NONE.value, "seen": _digest(declaration)}
        super().__init__(initial={**real, **fixed})
        self.fields |= {name: question.field for name, question in self.questions.items()}
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"note-{name}"
        self.is_stale = False
        if data is not None:
            self.is_bound, self.is_stale = True, data.get("seen") != fixed["seen"]
            self.data = self._completed(data, restore)

    def _completed(self, data: QueryDict, restore: str) -> QueryDict:
        """What was sent, with the real value of what was not; a box that is not ticked is not sent either."""
        whole = data.copy()
        whole["seen"] = self.initial["seen"]
        if restore in self.fields:
            whole.pop(restore, None)
        for name, field in self.fields.items():
            is_box = isinstance(field, forms.BooleanField)
            if name not in whole and (name == restore or not is_box):
                value = _typed(field, self.get_initial_for_field(field, name))
                if value or not is_box:
                    whole[name] = value
        return whole

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        homes = [name for name in self.questions if name.endswith("-home") and cleaned.get(name)]
        if cleaned.get("rent") and homes:
            self.add_error(
                "rent", "La casa è in affitto o della famiglia: scrivi 0, o togli il segno alla casa."
            )
        if cleaned.get("more_relation") and not cleaned.get("more_birth_date"):
            self.add_error("more_birth_date", "Scrivi la data di nascita della persona in più.")
        if (cleaned.get("more_birth_date") or cleaned.get("more_income")) and not cleaned.get(
            "more_relation"
        ):
            self.add_error("more_relation", "Scegli chi è la persona in più.")
        for name, value in list(cleaned.items()):
            if name.endswith("birth_date") and value and value > self.declaration.on:
                self.add_error(
                    name, f"Nel giorno della DSU ({self.declaration.on:%d/%m/%Y}) non era ancora nata."
                )
        return cleaned

    @property
    def chosen_kind(self) -> Kind:
        return Kind(self.cleaned_data.get("kind") or self.initial["kind"])

    @property
    def changes(self) -> dict[Path, object]:
        """What is not as in the dossier, by its place in the declaration; a field with an error is as in the dossier."""
        tried = {
            question.path: question.convert(self.cleaned_data[question.name])
            for question in self._tried_questions()
        }
        gone = {path for path, value in tried.items() if value is None and path[:-1] == ("persons",)}
        changes = {path: value for path, value in tried.items() if path in gone or path[:2] not in gone}
        if person := self._one_more():
            changes["persons", len(self.declaration.persons)] = person
        return changes

    @property
    def answers(self) -> list[Answer]:
        """What is tried, in the order of the screen."""
        names = [question.name for question in self._tried_questions()]
        if self._one_more():
            names += [name for name in self.ONE_MORE if name in self.changed_data]
        owners = {question.name: group for group in self.groups for question in group.questions}
        return [
            Answer(
                name,
                f"{owners[name].title}: {self.fields[name].label}"
                if name in owners
                else str(self.fields[name].label),
                in_words(self.fields[name], self.get_initial_for_field(self.fields[name], name)),
                in_words(self.fields[name], self.cleaned_data[name]),
            )
            for name in names
        ]

    @property
    def touched(self) -> set[str]:
        """The fields that do not stand as in the dossier, those with an error too."""
        return set(self.changed_data) if self.is_bound else set()

    def _tried_questions(self) -> list[Question]:
        changed = self.touched
        return [
            question
            for name, question in self.questions.items()
            if name in changed and name in self.cleaned_data
        ]

    def _one_more(self) -> Person | None:
        """The person who would come in, where who it is and when born are said."""
        said = self.cleaned_data if self.is_bound else {}
        relation, birth_date = said.get("more_relation"), said.get("more_birth_date")
        if not (relation and birth_date):
            return None
        income = said.get("more_income")
        incomes = (Income(IncomeKind.EMPLOYMENT, income),) if income else ()
        return Person(
            member=Owner(name=NAME_OF_ONE_MORE, birth_date=birth_date, incomes=incomes),
            relation=Relation(relation),
            disability=Disability(said.get("more_disability") or Disability.NONE),
        )


def in_words(field: forms.Field, value: Any) -> str:
    """A value of a field as the screen says it."""
    if isinstance(field, forms.BooleanField):
        return "sì" if value else "no"
    if isinstance(field.widget, forms.widgets.ChoiceWidget):
        words = {str(key): str(label) for key, label in field.widget.choices}
        return words.get(str(value or "")) or "non detto"
    if value is None:
        return "niente" if isinstance(field, EuroField) else "non detto"
    if isinstance(field, EuroField):
        return f"{field.prepare_value(value)}\N{NO-BREAK SPACE}€"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else formats.localize(value)


def _typed(field: forms.Field, value: Any) -> str:
    """A value as a browser sends it."""
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    value = field.prepare_value(value)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return formats.localize_input(value) if isinstance(value, Decimal) else str(value)


def _digest(declaration: Declaration) -> str:
    """A mark of what a declaration says, from which nothing of it can be read."""
    return hashlib.sha256(repr(declaration).encode()).hexdigest()[:16]
