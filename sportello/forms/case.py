import re
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from sportello.forms.citizen import DayField, LineField
from sportello.models import Case, Service, User

MINE, EVERYBODYS = "mie", "tutte"


class OperatorField(forms.ModelChoiceField[User]):
    def label_from_instance(self, user: User) -> str:
        return user.display_name


class CaseFilter(forms.Form):
    """Which cases the list shows; its fields are the words of the address."""

    numero = LineField(label="Numero", required=False, max_length=12, help_text="Per esempio 12/2026.")
    stato = forms.ChoiceField(
        label="Stato", required=False, choices=[("", "aperte"), ("chiuse", "chiuse"), ("tutte", "tutte")]
    )
    tipo = forms.ChoiceField(label="Tipo", required=False, choices=[("", "tutti"), *Service.Kind.choices])
    di = forms.ChoiceField(
        label="Responsabile", required=False, choices=[(MINE, "tu"), (EVERYBODYS, "chiunque")]
    )

    def clean_numero(self) -> tuple[int, int | None] | None:
        """Number and year as they are written on a receipt; the year may lack."""
        typed = self.cleaned_data["numero"]
        if not typed:
            return None
        written = re.fullmatch(r"(\d{1,7})(?:\s*/\s*(\d{4}))?", typed)
        if written is None:
            raise forms.ValidationError("Il numero si scrive come 12/2026.")
        return int(written[1]), int(written[2]) if written[2] else None

    def narrow(self, cases: QuerySet[Case], reader: User) -> QuerySet[Case]:
        """Keep the cases asked for; a number finds its case whoever is responsible and whatever its state."""
        asked = self.cleaned_data
        if asked.get("numero"):
            number, year = asked["numero"]
            return cases.filter(number=number, **({"year": year} if year else {}))
        if asked.get("di") != EVERYBODYS:
            cases = cases.filter(responsible=reader)
        if not asked.get("stato"):
            cases = cases.filter(state=Case.State.OPEN)
        elif asked["stato"] == "chiuse":
            cases = cases.exclude(state=Case.State.OPEN)
        return cases.filter(kind=asked["tipo"]) if asked.get("tipo") else cases


class CaseForm(forms.ModelForm[Case]):
    """What a case has from outside: the Comune's protocol, the benefit, the person responsible."""

    protocol_date = DayField(label="Data di protocollo", required=False)
    responsible = OperatorField(
        User.objects.none(),
        label="Responsabile del procedimento",
        empty_label=None,
        error_messages={
            "required": "Scegli il responsabile del procedimento.",
            "invalid_choice": "Questa persona non è più tra gli operatori: scegline un'altra.",
        },
    )

    class Meta:
        model = Case
        fields = ("protocol_number", "protocol_date", "benefit_code", "responsible")
        field_classes = {"protocol_number": LineField, "benefit_code": LineField}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        operators = Q(is_operator=True, is_active=True) | Q(pk=self.instance.responsible_id)
        cast(OperatorField, self.fields["responsible"]).queryset = User.objects.filter(operators).order_by(
            "last_name", "first_name"
        )

    def clean_benefit_code(self) -> str:
        return str(self.cleaned_data["benefit_code"]).upper()

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        number, day = typed.get("protocol_number"), typed.get("protocol_date")
        if "protocol_date" not in self.errors and bool(number) != bool(day):
            self.add_error(
                "protocol_date" if number else "protocol_number",
                "Con il numero di protocollo serve la sua data."
                if number
                else "Con la data serve il numero di protocollo.",
            )
        if day and not date(2000, 1, 1) <= day <= self.today:
            self.add_error(
                "protocol_date", "La data di protocollo è un giorno già passato: controlla l'anno."
            )
        return typed
