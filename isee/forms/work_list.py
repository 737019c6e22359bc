import base64
import binascii
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from isee.forms.application import NOT_YET
from isee.models import WorkLine, WorkList
from isee.procedures.list_reading import COLUMNS, Table, Unreadable, decode, read
from isee.procedures.work_lists import already_imported, imported_before
from sportello.forms.citizen import DayField, LineField
from sportello.models import Citizen

# What a file may weigh, and what it may weigh when it travels back with the choice of the columns.
MOST_BYTES = 8 * 1024 * 1024
MOST_PACKED = 900 * 1024
TOO_BIG = "Il file è troppo grande: dividilo in due e importa le parti."


def pack(content: bytes) -> str:
    """A file as the page with its columns carries it: until it is imported it is kept nowhere else."""
    return base64.b64encode(zlib.compress(content)).decode()


def unpack(packed: str) -> bytes:
    """The file again; raises ValueError for what is none."""
    try:
        inflater = zlib.decompressobj()
        content = inflater.decompress(base64.b64decode(packed, validate=True), MOST_BYTES)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("not a packed file") from error
    if inflater.unconsumed_tail:
        raise ValueError("more than a file may weigh")
    return content


class UploadForm(forms.ModelForm[WorkList]):
    """A list as it came: what it is, when, the file."""

    received_on = DayField(label="Arrivato il", error_messages={"required": "Scrivi quando è arrivato."})
    file = forms.FileField(
        label="File CSV",
        help_text="Con i titoli delle colonne nella prima riga.",
        error_messages={"required": "Scegli il file.", "empty": "Il file è vuoto."},
    )

    class Meta:
        model = WorkList
        fields = ("kind", "title", "received_on")
        field_classes = {"title": LineField}
        help_texts = {"title": "Per esempio: Bonus TARI 2025, primo invio."}
        error_messages = {
            "title": {"required": "Scrivi un titolo."},
            "kind": {"required": "Scegli che elenco è."},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.content = b""
        kinds = [("", "scegli"), *WorkList.Kind.choices]
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(NOT_YET)
        return day

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        self.content = file.read()
        before = imported_before(self.content)
        if before:
            raise forms.ValidationError(already_imported(before))
        try:
            read(decode(self.content))
        except Unreadable as problem:
            raise forms.ValidationError(str(problem)) from None
        if len(pack(self.content)) > MOST_PACKED:
            raise forms.ValidationError(TOO_BIG)
        return file


class ColumnsForm(forms.Form):
    """Which column is which; the file comes along, packed."""

    kind = forms.ChoiceField(choices=WorkList.Kind.choices, widget=forms.HiddenInput)
    title = LineField(max_length=120, widget=forms.HiddenInput)
    received_on = DayField(widget=forms.HiddenInput)
    packed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "non c'è"),
            *((str(place), name or f"colonna {place + 1}") for place, name in enumerate(header)),
        ]
        for column, (label, _) in COLUMNS.items():
            self.fields[column] = forms.TypedChoiceField(
                label=label, required=False, choices=choices, coerce=int, empty_value=None
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        columns = self.columns
        named = "surname" in columns and "given_name" in columns
        if "tax_code" not in columns and not named:
            self.add_error(
                "tax_code", "Scegli la colonna del codice fiscale, oppure quelle di cognome e nome."
            )
        if len(set(columns.values())) < len(columns):
            self.add_error(None, "Una colonna è scelta due volte: ognuna dice una cosa sola.")
        return cleaned

    @property
    def columns(self) -> dict[str, int]:
        """The place of each column that was chosen."""
        chosen = {column: self.cleaned_data.get(column) for column in COLUMNS}
        return {column: place for column, place in chosen.items() if place is not None}


def table_of(packed: str) -> tuple[bytes, Table] | None:
    """The file that came back with its columns, and how it reads; None where it does not any more."""
    try:
        content = unpack(packed)
        return content, read(decode(content))
    except ValueError:
        return None


class LineFilter(forms.Form):
    """Which lines of a list are shown; its fields are the words of the address."""

    stato = forms.ChoiceField(label="Stato", required=False, choices=[("", "tutte"), *WorkLine.State.choices])
    persona = forms.ChoiceField(
        label="Persona",
        required=False,
        choices=[("", "tutte"), ("doubtful", "da confermare"), ("none", "non trovata")],
    )


class LineForm(forms.Form):
    """The step of a line; discarding it asks why."""

    state = forms.ChoiceField(choices=WorkLine.State.choices, widget=forms.HiddenInput)
    reason = LineField(
        label="Perché la scarti",
        required=False,
        max_length=200,
        help_text="Per esempio: non è più residente, ha già un altro aiuto.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == WorkLine.State.DISCARDED and not cleaned.get("reason"):
            self.add_error("reason", "Scrivi perché scarti la riga.")
        return cleaned


class PersonForm(forms.Form):
    """Who a line speaks of: one of those who may be it, or nobody."""

    NOBODY = "nobody"
    person = forms.ChoiceField(
        label="Chi è", widget=forms.RadioSelect, error_messages={"required": "Scegli chi è."}
    )

    def __init__(self, *args: Any, people: Sequence[Citizen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        labels = [(key, self._described(one)) for key, one in self.people.items()]
        self.fields["person"] = forms.ChoiceField(
            label="Chi è",
            widget=forms.RadioSelect,
            choices=[*labels, (self.NOBODY, "nessuno di questi")],
            error_messages={"required": "Scegli chi è.", "invalid_choice": "Scegli uno di questi."},
        )

    def _described(self, one: Citizen) -> str:
        code = getattr(one, "main_code", "") or "senza codice fiscale"
        born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "nascita non nota"
        return f"{one}, {born}, {code}"

    @property
    def citizen(self) -> Citizen | None:
        """The person chosen in a valid form; None for nobody."""
        return self.people.get(self.cleaned_data["person"])
