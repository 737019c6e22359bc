from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db.models import Q

from sportello.models import Counter, User

USERNAME_FORM = RegexValidator(
    r"^[A-Za-z0-9._-]+$",
    "Il nome utente ha solo lettere senza accento, cifre, punti e trattini, senza spazi.",
)


class UserForm(forms.ModelForm[User]):
    """Who a person is, what the person may do, where the person sits. The user name is chosen once."""

    class Meta:
        model = User
        fields = (
            "username",
            "first_name",
            "last_name",
            "is_operator",
            "is_supervisor",
            "is_administrator",
            "counter",
        )
        labels = {"username": "nome utente"}
        help_texts = {
            "username": "Con questo accede, per esempio g.bianchi. Poi non si cambia.",
            "counter": "La postazione dove siede di solito.",
        }
        error_messages = {
            "username": {"required": "Scrivi il nome utente.", "unique": "Questo nome utente c'è già."}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "off"
        self.fields["username"].validators = [USERNAME_FORM, MaxLengthValidator(150)]
        self.fields["username"].disabled = self.instance.pk is not None
        for name, sentence in (("first_name", "Scrivi il nome."), ("last_name", "Scrivi il cognome.")):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        counters = Counter.objects.filter(Q(is_active=True) | Q(pk=self.instance.counter_id))
        self.fields["counter"] = forms.ModelChoiceField(
            queryset=counters,
            required=False,
            label=self.fields["counter"].label,
            help_text=self.fields["counter"].help_text,
            empty_label="nessuno",
        )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if self.instance.pk is None and User.objects.filter(username__iexact=username).exists():
            raise ValidationError("Questo nome utente c'è già.")
        return username if self.instance.pk else username.lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(role) for role in ("is_operator", "is_supervisor", "is_administrator")):
            self.add_error("is_operator", "Scegli almeno un ruolo: senza, non può aprire nessuna pagina.")
        return cleaned
