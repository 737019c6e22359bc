from typing import Any

from django import forms

from partners.channels import has_adapter
from partners.models import Channel, PortalProcedure, SignInLevel
from partners.portal import lines_of, unknown_names
from sportello.models import Service


class ChannelForm(forms.Form):
    """By which channel a service is reached."""

    channel = forms.TypedChoiceField(
        label="Come si raggiunge",
        choices=[
            (Channel.PORTAL.value, "Portale: l'operatore segue la procedura e scrive qui l'esito"),
            (Channel.SERVICE.value, "Servizio: il programma chiede da solo, e la risposta arriva qui"),
        ],
        coerce=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli il portale o il servizio."},
    )

    sign_in_level = forms.ChoiceField(
        label="Accesso richiesto all'operatore",
        choices=[("", "qualunque"), *SignInLevel.choices],
        required=False,
        help_text="Chi è entrato con meno non può chiedere, e la pagina glielo dice.",
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    def clean_channel(self) -> Channel:
        channel: Channel = self.cleaned_data["channel"]
        if channel == Channel.SERVICE and not has_adapter(self.service):
            raise forms.ValidationError(
                f"Il collegamento con {self.service.owner_name} non è configurato: lo prepara chi cura il server. "
                "Fino ad allora si usa il portale."
            )
        return channel


class PortalProcedureForm(forms.ModelForm[PortalProcedure]):
    """The next version of a procedure: one step a line, values to copy in braces."""

    portal_address = forms.URLField(
        label="Indirizzo del portale",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="Comincia con https. Si apre con un tasto accanto alla procedura.",
        error_messages={"invalid": "L'indirizzo è scritto male: comincia con https:// e non ha spazi."},
    )

    class Meta:
        model = PortalProcedure
        fields = ("portal_name", "portal_address", "steps", "reason")
        widgets = {"steps": forms.Textarea({"rows": 14, "spellcheck": "true"})}
        help_texts = {
            "steps": "Un passo per riga: i numeri li mette il programma. Fra graffe i valori da copiare.",
        }
        error_messages = {
            "portal_name": {"required": "Scrivi come si chiama il portale."},
            "portal_address": {
                "invalid": "L'indirizzo è scritto male: comincia con https:// e non ha spazi."
            },
            "steps": {"required": "Scrivi almeno un passo."},
        }

    def __init__(
        self, *args: Any, names: tuple[str, ...], follows: PortalProcedure | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.follows = names, follows
        if follows is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = (
                "Scrivi che cosa cambia dalla versione di prima."
            )

    def clean_portal_address(self) -> str:
        address = str(self.cleaned_data["portal_address"])
        if address and not address.startswith("https://"):
            raise forms.ValidationError("L'indirizzo deve cominciare con https://.")
        return address

    def clean_steps(self) -> str:
        steps = "\n".join(lines_of(self.cleaned_data["steps"]))
        if not steps:
            raise forms.ValidationError("Scrivi almeno un passo.")
        if steps.count("{") != steps.count("}"):
            raise forms.ValidationError("Una graffa è aperta e non chiusa: i valori si scrivono {così}.")
        if unknown := unknown_names(steps, self.names):
            shown = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(
                f"Non c'è nessun valore che si chiama {shown}: usa i nomi dell'elenco."
            )
        return steps

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        same = ("portal_name", "portal_address", "steps")
        if (
            self.follows
            and not self.errors
            and all(data[name] == getattr(self.follows, name) for name in same)
        ):
            self.add_error("steps", "È uguale alla versione pubblicata: non c'è niente da pubblicare.")
        return data
