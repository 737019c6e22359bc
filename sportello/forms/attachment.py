from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import number_format

from sportello import attachments
from sportello.attachment_content import NotAPaper, media_type_of
from sportello.attachment_files import Paper, digest_of
from sportello.forms.citizen import LineField
from sportello.models import Attachment, Case

FIRST_YEAR = 1950
MEGABYTE = 1024 * 1024


def limit_in_words() -> str:
    return f"{number_format(settings.ATTACHMENT_MAX_BYTES / MEGABYTE, decimal_pos=0)} MB"


class PaperField(forms.FileField):
    """A file that is a paper: looked into, with its digest. It cleans to a Paper."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.p7m"})
    default_error_messages = {
        "required": "Scegli il file.",
        "missing": "Scegli il file.",
        "invalid": "Il file non è arrivato: sceglilo di nuovo.",
        "empty": "Il file è vuoto: scansiona di nuovo il documento.",
        "max_length": "Il nome del file è troppo lungo (%(length)d caratteri, al massimo %(max)d): "
        "rinominalo, poi allegalo.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "File")
        kwargs.setdefault("help_text", f"PDF, JPEG, PNG o P7M, al massimo {limit_in_words()}.")
        super().__init__(max_length=Attachment._meta.get_field("name").max_length, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        # Before anything is read: what is too big was not even kept whole.
        if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
            raise forms.ValidationError(
                f"Il file supera {limit_in_words()}: scansionalo a una risoluzione più bassa, o dividilo."
            )
        try:
            media_type = media_type_of(file.file)  # type: ignore[arg-type]  # it reads and seeks
        except NotAPaper as sentence:
            raise forms.ValidationError(str(sentence)) from sentence
        return Paper(file, str(file.name), media_type, digest_of(file))


class YearOfPaperField(forms.IntegerField):
    """The year that a paper speaks of, which is seldom the one in which it was issued."""

    default_error_messages = {"invalid": "Scrivi l'anno: per esempio 2024."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Anno a cui si riferisce")
        kwargs.setdefault("help_text", "Dei redditi o dei saldi: una CU 2025 parla dei redditi 2024.")
        super().__init__(required=False, **kwargs)


def checked_year(year: int | None, today: date) -> int | None:
    """A year of which a paper of today may speak; raises ValidationError for any other."""
    if year is not None and not FIRST_YEAR <= year <= today.year:
        raise forms.ValidationError(f"Scrivi un anno dal {FIRST_YEAR} al {today.year}.")
    return year


class AttachmentForm(forms.Form):
    """A file for a case, and what it is."""

    paper = PaperField()
    kind = forms.ChoiceField(
        label="Che cos'è",
        choices=[("", "Scegli"), *Attachment.Kind.choices],
        error_messages={"required": "Scegli che cos'è."},
    )
    year = YearOfPaperField()

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today

    def clean_year(self) -> int | None:
        return checked_year(self.cleaned_data["year"], self.today)

    def clean_paper(self) -> Paper:
        paper: Paper = self.cleaned_data["paper"]
        if twin := attachments.twin_of(self.case, paper.sha256):
            raise forms.ValidationError(attachments.told_twin(twin))
        return paper


class WithdrawalForm(forms.Form):
    """Why an attachment is withdrawn."""

    reason = LineField(
        label="Perché",
        max_length=200,
        help_text="Per esempio: allegato alla persona sbagliata, illeggibile, sostituito.",
        error_messages={"required": "Scrivi perché lo ritiri."},
    )
