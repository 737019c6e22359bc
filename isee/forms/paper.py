from datetime import date
from typing import Any

from django import forms

from isee.models import ChecklistItem
from sportello import attachments
from sportello.attachment_files import Paper
from sportello.forms.attachment import PaperField, YearOfPaperField, checked_year, limit_in_words
from sportello.models import Attachment


class AttachmentField(forms.ModelChoiceField[Attachment]):
    def label_from_instance(self, attachment: Attachment) -> str:
        return f"{attachment.name} ({attachment.get_kind_display()})"


class PaperForm(forms.Form):
    """What was brought for a line of the checklist: a file, one of those in the case, or only its year."""

    paper = PaperField(
        required=False,
        help_text=f"PDF, JPEG, PNG o P7M, al massimo {limit_in_words()}. Se basta vederlo, niente.",
    )
    attachment = AttachmentField(
        Attachment.objects.none(),
        required=False,
        label="Oppure uno già allegato alla pratica",
        empty_label="Nessuno",
        error_messages={"invalid_choice": "Questo allegato non c'è più: scegline un altro."},
    )
    year = YearOfPaperField()

    def __init__(self, *args: Any, item: ChecklistItem, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = item.dossier.case, today
        hung = item.attachments.values("pk")
        there = self.case.attachments.kept().exclude(pk__in=hung)
        field = self.fields["attachment"]
        assert isinstance(field, AttachmentField)  # noqa: S101 - for the type checker
        field.queryset = there
        if not there.exists():
            del self.fields["attachment"]

    def clean_paper(self) -> Paper | None:
        paper: Paper | None = self.cleaned_data["paper"]
        if paper and (twin := attachments.twin_of(self.case, paper.sha256)):
            raise forms.ValidationError(f"{attachments.told_twin(twin)} Sceglilo qui sotto.")
        return paper

    def clean_year(self) -> int | None:
        return checked_year(self.cleaned_data["year"], self.today)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("paper") and typed.get("attachment"):
            self.add_error("attachment", "Scegli il file nuovo, oppure uno già allegato: non tutti e due.")
        return typed
