from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, cast

from django import forms

from sportello.acts import MOST_MINUTES, NOTHING_GIVEN
from sportello.forms.citizen import LineField
from sportello.models import Act, Case, Service
from sportello.models.visit import SAY_WHERE_OR_WHY


class MinutesField(forms.IntegerField):
    """The minutes of an act: the arrow keys change them by one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Minuti",
            min_value=0,
            max_value=MOST_MINUTES,
            widget=forms.NumberInput({"class": "minutes"}),
            error_messages={
                "required": "Scrivi i minuti.",
                "invalid": "I minuti sono un numero intero: per esempio 15.",
                "min_value": "I minuti non possono essere meno di zero.",
                "max_value": "Più di otto ore non stanno in un giorno: controlla i minuti.",
            },
            **kwargs,
        )


class ActForm(forms.Form):
    """What was done, for which service and case, in how many minutes."""

    service = forms.ModelChoiceField(
        Service.objects.all(),
        label="Servizio",
        error_messages={
            "required": "Scegli il servizio.",
            "invalid_choice": "Questo servizio non c'è più: scegline un altro.",
        },
    )
    outcome = forms.ChoiceField(
        label="Esito",
        choices=Act.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Scegli l'esito.",
            "invalid_choice": "Questo esito non c'è: sceglilo dall'elenco.",
        },
    )
    minutes = MinutesField()
    case = forms.ModelChoiceField(
        Case.objects.none(),
        label="Pratica",
        required=False,
        empty_label="Nessuna",
        error_messages={"invalid_choice": "Questa pratica non è tra quelle aperte della persona."},
    )
    note = LineField(
        label="Nota",
        required=False,
        max_length=200,
        help_text="Dove indirizzato, o perché non si è potuto.",
    )

    def __init__(
        self, *args: Any, services: Sequence[Service], cases: Collection[Case] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choosable = cast("forms.ModelChoiceField[Service]", self.fields["service"])
        choosable.choices = service_choices(services, "Scegli il servizio")
        if cases:
            self._offer(cases)
        else:
            del self.fields["case"]

    def _offer(self, cases: Collection[Case]) -> None:
        field = cast("forms.ModelChoiceField[Case]", self.fields["case"])
        field.queryset = Case.objects.filter(pk__in=[case.pk for case in cases])
        field.choices = [("", "Nessuna"), *((case.pk, f"{case} {case.service}") for case in cases)]

    def clean_outcome(self) -> Act.Outcome:
        return Act.Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("outcome") in NOTHING_GIVEN and not typed.get("note") and "note" not in self.errors:
            self.add_error("note", SAY_WHERE_OR_WHY)
        case, service = typed.get("case"), typed.get("service")
        if case and service and case.service_id != service.pk:
            self.add_error(
                "case", f"La pratica {case} è di «{case.service}»: scegli quel servizio, o nessuna pratica."
            )
        return typed


class MinutesForm(forms.Form):
    minutes = MinutesField()


def service_choices(services: Sequence[Service], empty: str) -> list[tuple[str, Any]]:
    """The choices of a select, grouped by whose the services are."""
    groups = groupby(services, key=lambda service: service.owner_name)
    named = [(owner, [(service.pk, service.name) for service in group]) for owner, group in groups]
    return [("", empty), *named]
