from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sportello.models import Closure, Counter, Office
from sportello.models.office import Weekday
from sportello.office import Stretch

# How far ahead a closure may be; further on the year is a slip of the hand.
FURTHEST_YEARS = 2
MONTHS = [
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
]  # fmt: skip


class OfficeForm(forms.ModelForm[Office]):
    """The Comune as it appears above and on prints, and the day of its patron saint."""

    patron_day = forms.IntegerField(
        label="giorno del patrono",
        required=False,
        min_value=1,
        max_value=31,
        error_messages={
            "invalid": "Scrivi il giorno in cifre.",
            "min_value": "Il giorno va da 1 a 31.",
            "max_value": "Il giorno va da 1 a 31.",
        },
    )
    patron_month = forms.TypedChoiceField(
        label="mese del patrono",
        choices=[("", "nessuno"), *enumerate(MONTHS, start=1)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Office
        fields = ("name", "town", "address", "phone", "patron_saint", "patron_day", "patron_month")
        labels = {"name": "nome"}
        help_texts = {
            "name": "Come appare in alto e sulle stampe, per esempio Comune di Poggioverde.",
            "phone": "Il cittadino lo legge sulla ricevuta.",
            "patron_saint": "Quel giorno lo sportello è chiuso.",
        }
        error_messages = {"name": {"required": "Scrivi il nome del Comune."}}


class CounterForm(forms.ModelForm[Counter]):
    """A desk where an operator sits."""

    class Meta:
        model = Counter
        fields = ("name", "description", "is_active")
        help_texts = {
            "description": "Per esempio: piano terra, senza gradini.",
            "is_active": "Tolto il segno, non si può più assegnare a un utente.",
        }
        error_messages = {
            "name": {"required": "Scrivi il nome della postazione.", "unique": "Questo nome c'è già."}
        }


class ClosureForm(forms.ModelForm[Closure]):
    """A day on which the office stays closed."""

    class Meta:
        model = Closure
        fields = ("day", "reason")
        widgets = {"day": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"reason": "Per esempio: assemblea del personale."}
        error_messages = {
            "day": {
                "required": "Scegli il giorno.",
                "invalid": "Questo giorno non si legge: scrivilo come 24/12/2026.",
                "unique": "Questo giorno è già segnato.",
            },
            "reason": {"required": "Scrivi il motivo."},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise ValidationError("La data è già passata: scegli oggi o un giorno successivo.")
        if day.year > self.today.year + FURTHEST_YEARS:
            raise ValidationError("Manca troppo tempo: controlla l'anno.")
        return day


class _HourField(forms.TimeField):
    """One of the four hours of a day; its name is said by the weekday and the column."""

    def __init__(self, what: str) -> None:
        super().__init__(
            label=what,
            required=False,
            widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            error_messages={"invalid": "Scrivi l'ora come 08:30."},
        )


class DayHoursForm(forms.Form):
    """The hours of one weekday: a morning, an afternoon, both or none."""

    weekday_name = ""

    morning_opens = _HourField("apre la mattina")
    morning_closes = _HourField("chiude la mattina")
    afternoon_opens = _HourField("apre il pomeriggio")
    afternoon_closes = _HourField("chiude il pomeriggio")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part in ("morning", "afternoon"):
            self._check(part, cleaned.get(f"{part}_opens"), cleaned.get(f"{part}_closes"))
        morning_ends, afternoon_begins = cleaned.get("morning_closes"), cleaned.get("afternoon_opens")
        if morning_ends and afternoon_begins and afternoon_begins < morning_ends:
            self.add_error("afternoon_opens", "Il pomeriggio comincia prima che finisca la mattina.")
        return cleaned

    def _check(self, part: str, opens: time | None, closes: time | None) -> None:
        if self.has_error(f"{part}_opens") or self.has_error(f"{part}_closes"):
            return
        if (opens is None) != (closes is None):
            missing = "opens" if opens is None else "closes"
            self.add_error(f"{part}_{missing}", "Serve anche quest'ora, oppure lascia vuote tutte e due.")
        elif opens and closes and closes <= opens:
            self.add_error(f"{part}_closes", "L'ora di chiusura viene prima di quella di apertura.")

    @property
    def stretches(self) -> list[Stretch]:
        """The stretches written in a valid form, morning first."""
        hours = self.cleaned_data
        pairs = [(hours[f"{part}_opens"], hours[f"{part}_closes"]) for part in ("morning", "afternoon")]
        return [(opens, closes) for opens, closes in pairs if opens and closes]


class WeekHoursFormSet(forms.BaseFormSet[DayHoursForm]):
    """The seven days of the week, Monday first."""

    def add_fields(self, form: DayHoursForm, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None:
            form.weekday_name = str(Weekday(index).label)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{form.weekday_name}, {field.label}"


WeekHours = forms.formset_factory(
    DayHoursForm,
    formset=WeekHoursFormSet,
    extra=0,
    min_num=7,
    validate_min=True,
    max_num=7,
    validate_max=True,
    absolute_max=7,
)


def hours_of(week: forms.BaseFormSet[DayHoursForm]) -> dict[int, list[Stretch]]:
    """The stretches of each weekday, as a valid form has them."""
    return {weekday: form.stretches for weekday, form in enumerate(week.forms)}


def week_initial(hours: Mapping[int, Sequence[Stretch]]) -> list[dict[str, time]]:
    """The hours in force as the first values of the form: what begins before 13 stands in the morning."""
    initial = []
    for weekday in Weekday:
        day: dict[str, time] = {}
        for opens, closes in hours.get(weekday.value, []):
            part = "morning" if opens < time(13) and "morning_opens" not in day else "afternoon"
            day |= {f"{part}_opens": opens, f"{part}_closes": closes}
        initial.append(day)
    return initial
