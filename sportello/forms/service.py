from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sportello.models import Partner, Service
from sportello.models.service import LifeEvent


class ServiceForm(forms.ModelForm[Service]):
    """A service and its card."""

    life_events = forms.MultipleChoiceField(
        label="momenti della vita",
        choices=LifeEvent,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Quando serve di solito: così si trova anche da lì.",
    )

    class Meta:
        model = Service
        fields = (
            "name",
            "code",
            "partner",
            "kind",
            "life_events",
            "ticket_letter",
            "usual_minutes",
            "description",
            "who_may_ask",
            "documents",
            "cost",
            "time_needed",
            "law",
            "decided_by",
            "whom_to_call",
            "is_active",
        )
        widgets = {
            name: forms.Textarea({"rows": rows})
            for name, rows in (("description", 3), ("who_may_ask", 2), ("documents", 4))
        }
        help_texts = {
            "name": "Come lo legge l'operatore, e il cittadino sulla ricevuta.",
            "code": "Solo lettere minuscole, cifre e trattini, per esempio carta-identita. Poi non si cambia.",
            "kind": "Decide che cosa si apre dalla visita.",
            "ticket_letter": "Una lettera sola.",
            "is_active": "Tolto il segno, non si offre più; resta in ciò che è già stato fatto.",
        }
        error_messages = {
            "name": {"required": "Scrivi il nome del servizio."},
            "code": {
                "required": "Scrivi una sigla.",
                "invalid": "La sigla ha solo lettere, cifre e trattini.",
                "unique": "Questa sigla è già di un altro servizio.",
            },
            "kind": {"required": "Scegli che tipo di servizio è."},
            "ticket_letter": {"required": "Scrivi la lettera del turno."},
            "usual_minutes": {"required": "Scrivi i minuti di solito."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None
        self.fields["partner"] = forms.ModelChoiceField(
            queryset=Partner.objects.all(), label="di chi è", required=False, empty_label="Comune"
        )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()

    def clean_ticket_letter(self) -> str:
        letter = str(self.cleaned_data["ticket_letter"]).upper()
        if not (letter.isascii() and letter.isalpha()):
            raise ValidationError("Il turno comincia con una lettera dalla A alla Z.")
        return letter

    def clean_usual_minutes(self) -> int:
        minutes: int = self.cleaned_data["usual_minutes"]
        if not 1 <= minutes <= 480:
            raise ValidationError("I minuti vanno da 1 a 480.")
        return minutes


class PartnerForm(forms.ModelForm[Partner]):
    """A body whose services the office gives, and whom the operators call there."""

    class Meta:
        model = Partner
        fields = ("name", "code", "support_phone", "support_hours")
        help_texts = {
            "code": "Lega l'ente al suo collegamento, per esempio inps. Poi non si cambia.",
            "support_phone": "Chi chiama l'operatore quando qualcosa non va.",
        }
        error_messages = {
            "name": {"required": "Scrivi il nome dell'ente."},
            "code": {
                "required": "Scrivi una sigla.",
                "invalid": "La sigla ha solo lettere, cifre e trattini.",
                "unique": "Questa sigla è già di un altro ente.",
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).lower()
