from collections.abc import Sequence
from typing import Any, cast

from django import forms

from sportello.forms.act import service_choices
from sportello.forms.citizen import LineField, TaxCodeField
from sportello.models import Citizen, Delegation, Feedback, Service, Visit
from sportello.models.service import LifeEvent
from sportello.tax_code import complaints


class TicketForm(forms.Form):
    """A ticket of the welcome desk: what for, with precedence or not, whose where that is known."""

    service = forms.ModelChoiceField(
        Service.objects.all(),
        label="Che cosa chiede",
        required=False,
        error_messages={"invalid_choice": "Questo servizio non c'è più: scegline un altro."},
    )
    priority = forms.BooleanField(
        label="Precedenza",
        required=False,
        help_text="Persona anziana, con disabilità, in gravidanza o con un neonato.",
    )
    channel = forms.ChoiceField(
        label="Come",
        choices=Visit.Channel.choices,
        error_messages={
            "required": "Scegli come è arrivata la persona.",
            "invalid_choice": "Questa scelta non c'è: scegli dall'elenco.",
        },
    )
    tax_code = TaxCodeField(
        required=False, help_text="Se lo dice o ha la tessera; il turno può restare senza nome."
    )
    citizen = forms.ModelChoiceField(
        Citizen.objects.all(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Questa persona non c'è più: cercala di nuovo."},
    )

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = cast("forms.ModelChoiceField[Service]", self.fields["service"])
        choosable.choices = service_choices(services, "Non lo dice ancora")

    def clean_channel(self) -> Visit.Channel:
        return Visit.Channel(self.cleaned_data["channel"])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        code = typed.get("tax_code")
        if code and not typed.get("citizen"):
            typed["citizen"] = Citizen.objects.filter(tax_codes__code=code).first()
            if typed["citizen"] is None:
                unknown = (
                    "Nessun cittadino con questo codice: lascialo vuoto, oppure registra prima la persona."
                )
                self.add_error("tax_code", complaints(code) or unknown)
        return typed


class StandingForm(forms.Form):
    """Who is at the counter: the citizen, a delegate by one of the delegations in force, or somebody else."""

    CITIZEN = "citizen"
    OTHER = "other"

    who = forms.ChoiceField(
        label="Chi è presente",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Scegli chi è presente.",
            "invalid_choice": "Questa delega non vale più: scegli di nuovo chi è presente.",
        },
    )
    reason = LineField(
        label="Chi è, e perché agisce senza delega",
        required=False,
        max_length=120,
        help_text="Per esempio: figlia, la madre la aspetta a casa. Si legge sulla ricevuta.",
    )

    def __init__(
        self, *args: Any, citizen: Citizen, delegations: Sequence[Delegation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = {str(delegation.pk): delegation for delegation in delegations}
        in_person = [] if citizen.deceased_on else [(self.CITIZEN, f"{citizen}, di persona")]
        by_delegation = [(pk, _delegation_label(delegation)) for pk, delegation in self.delegations.items()]
        cast(forms.ChoiceField, self.fields["who"]).choices = [
            *in_person,
            *by_delegation,
            (self.OTHER, "Un'altra persona, senza delega"),
        ]

    @property
    def delegation(self) -> Delegation | None:
        return self.delegations.get(self.cleaned_data["who"])

    @property
    def reason_given(self) -> str:
        """The reason, only where it is what the person acts on."""
        return self.cleaned_data["reason"] if self.cleaned_data["who"] == self.OTHER else ""

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("who") == self.OTHER and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Scrivi chi è la persona presente e perché agisce senza delega.")
        return typed


def _delegation_label(delegation: Delegation) -> str:
    until = f", fino al {delegation.valid_to:%d/%m/%Y}" if delegation.valid_to else ""
    scope = ", ".join(delegation.scope_names)
    return f"{delegation.delegate}: {delegation.get_kind_display()}, per {scope}{until}"


class SuspendForm(forms.Form):
    reason = forms.ChoiceField(
        label="Perché",
        choices=Visit.SuspendReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Scegli il motivo della sospensione.",
            "invalid_choice": "Questo motivo non c'è: sceglilo dall'elenco.",
        },
    )

    def clean_reason(self) -> Visit.SuspendReason:
        return Visit.SuspendReason(self.cleaned_data["reason"])


class CloseForm(forms.Form):
    """The face that the citizen chose, if any, and whether the next in line is called at once."""

    face = forms.TypedChoiceField(
        choices=Feedback.Face.choices,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Scegli una delle tre faccine, oppure concludi senza chiedere."},
    )
    call_next = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ServiceFilter(forms.Form):
    """Which services the page of a visit lists; its fields are the words of the address."""

    cerca = LineField(
        label="Cerca tra i servizi",
        required=False,
        max_length=60,
        widget=forms.TextInput({"autofocus": True}),
    )
    momento = forms.ChoiceField(
        label="Momento della vita", required=False, choices=[("", "tutti"), *LifeEvent.choices]
    )
