"""What is typed of a citizen, and how it is read."""

import unicodedata
from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sportello import tax_code
from sportello.models import Citizen
from sportello.models.citizen import Need, Sex
from sportello.search_keys import phone_key

# The longest life known is of 122 years.
LONGEST_LIFE = 125
NO_SIGN_OF_CODE = "Un codice fiscale ha lettere e cifre, e qui non ce n'è nessuna: copialo dalla tessera."


class LineField(forms.CharField):
    """Words on one line: without blanks around or doubled, and without signs that nobody sees."""

    default_error_messages = {
        "max_length": "Al massimo %(limit_value)d caratteri: qui ce ne sono %(show_value)d.",
    }

    def to_python(self, value: Any) -> str:
        seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in str(value or ""))
        return super().to_python(" ".join(seen.split())) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A maximum in the browser would cut off without a word what is pasted.
        return {}


class NameField(LineField):
    """A name of a person."""

    def clean(self, value: Any) -> str:
        name = str(super().clean(value))
        if name and not any(map(str.isalpha, name)):
            raise ValidationError("Scrivi il nome con le lettere.")
        return name


class DayField(forms.DateField):
    """A day typed in figures, faster than any calendar; what cannot be read stays in the field."""

    widget = forms.DateInput({"inputmode": "numeric", "autocomplete": "off"}, format="%d/%m/%Y")
    input_formats = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y-%m-%d"]
    default_error_messages = {"invalid": "Questo giorno non esiste: scrivilo come 17/05/1948."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or "gg/mm/aaaa"
        super().__init__(**kwargs)


class TaxCodeField(LineField):
    """A tax code, in capitals and without blanks. Only its length can refuse it: the rest is a warning."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Codice fiscale")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        code = tax_code.clean(typed)
        if typed and not code:
            raise ValidationError(NO_SIGN_OF_CODE)
        if code and not tax_code.has_whole_length(code):
            raise ValidationError(tax_code.complaints(code)[0])
        return code


class AsksAgain:
    """A form that is shown once more when something does not match, and kept when it is sent again."""

    data: Any

    def is_settled(self, doubts: Collection[str]) -> bool:
        """Whether the page that was sent showed all these doubts already, in its fields `seen`."""
        seen = self.data.getlist("seen") if self.data else []
        return set(doubts) <= set(seen)


class CitizenForm(AsksAgain, forms.ModelForm[Citizen]):
    """The data of a person."""

    birth_date = DayField(label="Data di nascita", required=False)
    sex = forms.ChoiceField(label="Sesso", choices=[("", "non indicato"), *Sex.choices], required=False)
    need = forms.ChoiceField(
        label="Attenzione",
        choices=[("", "nessuna"), *Need.choices],
        required=False,
        help_text="Che cosa aiuta la persona. Nessuna diagnosi.",
    )

    class Meta:
        model = Citizen
        fields = (
            "surname", "given_name", "birth_date", "birth_place", "sex",
            "address", "town", "phone", "email", "language", "need",
        )  # fmt: skip
        field_classes = {
            "surname": NameField,
            "given_name": NameField,
            "birth_place": LineField,
            "address": LineField,
            "town": LineField,
            "phone": LineField,
            "language": LineField,
        }
        error_messages = {
            "surname": {"required": "Scrivi il cognome."},
            "given_name": {"required": "Scrivi il nome."},
            "email": {
                "invalid": "Questo indirizzo e-mail non è scritto bene: manca qualcosa intorno alla @."
            },
        }
        help_texts = {
            "birth_place": "Comune italiano o Stato estero.",
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_birth_date(self) -> date | None:
        birth: date | None = self.cleaned_data["birth_date"]
        if birth is None:
            return None
        if birth > self.on:
            raise ValidationError("La data di nascita deve ancora venire: controlla l'anno.")
        if self.on.year - birth.year > LONGEST_LIFE:
            raise ValidationError(f"Sono più di {LONGEST_LIFE} anni fa: controlla l'anno di nascita.")
        death = self.instance.deceased_on
        if death and birth > death:
            raise ValidationError(f"La nascita viene dopo il decesso, registrato il {death:%d/%m/%Y}.")
        return birth

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not phone_key(phone):
            raise ValidationError("Un numero di telefono ha delle cifre, e qui non ce ne sono.")
        return phone


class NewCitizenForm(CitizenForm):
    """The data of a person not yet known, with the tax code if there is one."""

    tax_code = TaxCodeField(required=False, help_text="16 caratteri, o 11 cifre se è provvisorio.")

    field_order = ("tax_code", *CitizenForm.Meta.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:  # a form that comes back puts the focus on what is to be corrected
            self.fields["surname"].widget.attrs["autofocus"] = True

    def description(self) -> dict[str, Any]:
        """What is known so far of the person, as looking for duplicates wants it; nothing of what cannot be read."""
        known = self.cleaned_data if self.is_bound else self.initial
        return {
            "surname": known.get("surname") or "",
            "given_name": known.get("given_name") or "",
            "birth_date": known.get("birth_date"),
            "code": known.get("tax_code") or "",
        }


class TaxCodeForm(AsksAgain, forms.Form):
    """A further tax code of a person."""

    code = TaxCodeField(
        help_text="Diventa quello in uso; i precedenti restano e servono a ritrovare la persona.",
        error_messages={"required": "Scrivi il codice fiscale."},
    )


class DeathForm(forms.Form):
    """The day on which a person died."""

    deceased_on = DayField(
        label="Data del decesso",
        error_messages={"required": "Scrivi la data del decesso."},
    )

    def __init__(self, *args: Any, on: date, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.citizen = on, citizen

    def clean_deceased_on(self) -> date:
        day: date = self.cleaned_data["deceased_on"]
        birth = self.citizen.birth_date
        if day > self.on:
            raise ValidationError("La data deve ancora venire: controlla il giorno e l'anno.")
        if birth and day < birth:
            raise ValidationError(f"Viene prima della nascita, il {birth:%d/%m/%Y}: controlla l'anno.")
        if day.year < self.on.year - LONGEST_LIFE:
            raise ValidationError(f"Sono più di {LONGEST_LIFE} anni fa: controlla l'anno.")
        return day
