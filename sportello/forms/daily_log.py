from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from sportello import daily_log
from sportello.models import LogEntry, Partner, Service, User
from sportello.models.log_entry import OUTCOMES

COMUNE = "comune"


class OperatorChoiceField(forms.ModelChoiceField[User]):
    def label_from_instance(self, user: User) -> str:
        return user.display_name


class DailyLogFilter(forms.Form):
    """Which lines of which day; its fields are the words of the address."""

    giorno = forms.DateField(
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(date(2000, 1, 1), "Il registro comincia più tardi: scegli un altro giorno.")
        ],
        error_messages={"invalid": "Questo giorno non si legge: ecco il registro di oggi."},
    )
    operatore = OperatorChoiceField(
        queryset=User.objects.order_by("last_name", "first_name"), required=False, empty_label="tutti"
    )
    servizio = forms.ModelChoiceField(queryset=Service.objects.all(), required=False, empty_label="tutti")
    ente = forms.ChoiceField(required=False)
    esito = forms.ChoiceField(choices=[("", "tutti"), *OUTCOMES.items()], required=False)
    tipo = forms.ChoiceField(
        label="Che cosa", choices=[("", "tutto"), *daily_log.SUBJECTS.items()], required=False
    )

    def __init__(self, *args: Any, reader: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["giorno"].validators.append(
            MaxValueValidator(today, "Questo giorno deve ancora venire: ecco il registro di oggi.")
        )
        partners = [(str(partner.pk), partner.name) for partner in Partner.objects.all()]
        self.fields["ente"] = forms.ChoiceField(
            choices=[("", "tutti"), (COMUNE, "Comune"), *partners], required=False
        )
        if not reader.is_supervisor:
            del self.fields["operatore"]

    @property
    def day(self) -> date:
        """The day asked for; today where none was, or where it could not be read."""
        chosen: date | None = self.cleaned_data.get("giorno")
        return chosen or self.today

    @property
    def narrows(self) -> bool:
        """Whether more than the day was chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "giorno")

    def narrow(self, lines: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """Keep the lines that were asked for; a choice that does not exist keeps all."""
        chosen = self.cleaned_data
        if chosen.get("operatore"):
            lines = lines.filter(operator=chosen["operatore"])
        if chosen.get("servizio"):
            lines = lines.filter(service=chosen["servizio"])
        if chosen.get("ente") == COMUNE:
            lines = lines.filter(service__isnull=False, service__partner__isnull=True)
        elif chosen.get("ente"):
            lines = lines.filter(service__partner=chosen["ente"])
        if chosen.get("esito"):
            lines = lines.filter(outcome=chosen["esito"])
        if chosen.get("tipo"):
            lines = lines.filter(kind__startswith=chosen["tipo"])
        return lines
