from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from isee.forms.base import RowForm, day_field_widget
from isee.models import Dossier, Member
from sportello.forms.citizen import NO_SIGN_OF_CODE
from sportello.tax_code import clean

Relation = Member.Relation
ADULT_AGE, LAST_AGE_AWAY, OLDEST = 18, 25, 120


class TaxCodeForm(forms.Form):
    """The tax code of a person to be found among the citizens."""

    tax_code = forms.CharField(
        label="Codice fiscale", max_length=40, error_messages={"required": "Scrivi il codice fiscale."}
    )

    def clean_tax_code(self) -> str:
        return clean(self.cleaned_data["tax_code"])


class MemberForm(RowForm[Member]):
    """A person of the household, on the day of the DSU."""

    class Meta:
        model = Member
        fields = [
            "surname",
            "given_name",
            "birth_date",
            "tax_code",
            "relation",
            "work",
            "other_parent",
            "disabled",
        ]
        widgets = {"birth_date": day_field_widget(), "tax_code": forms.TextInput({"autocomplete": "off"})}
        error_messages = {
            "surname": {"required": "Scrivi il cognome."},
            "given_name": {"required": "Scrivi il nome."},
            "birth_date": {
                "required": "Scrivi la data di nascita.",
                "invalid": "Questa data non si legge: scrivi giorno, mese e anno.",
            },
            "relation": {"required": "Scegli il rapporto con chi dichiara."},
        }

    def __init__(
        self, data: Any = None, *, dossier: Dossier, instance: Member | None = None, initial: Any = None
    ) -> None:
        instance = instance or Member(dossier=dossier)
        super().__init__(data, instance=instance, initial=initial)
        self.dossier = dossier
        # Spaces and small letters are cleaned away before the length counts.
        self.fields["tax_code"] = forms.CharField(label="Codice fiscale", required=False, max_length=40)
        self.fields["work"] = forms.ChoiceField(
            label="Lavoro nell'anno dei redditi",
            help_text="Serve per i genitori di figli minorenni.",
            required=False,
            choices=[("", "non detto"), *Member.Work.choices],
        )
        if instance.relation == Relation.DECLARANT:
            for name in ("relation", "other_parent"):
                del self.fields[name]
        else:
            self.fields["relation"] = forms.ChoiceField(
                label="Rapporto con chi dichiara",
                choices=[("", "Scegli"), *(choice for choice in Relation.choices if choice[0] != "D")],
                error_messages=self.Meta.error_messages["relation"],
            )

    def clean_tax_code(self) -> str:
        typed = self.cleaned_data["tax_code"]
        code = clean(typed)
        if typed and not code:
            raise ValidationError(NO_SIGN_OF_CODE)
        if len(code) > 16:
            raise ValidationError(f"Un codice fiscale ha 16 caratteri: qui ce ne sono {len(code)}.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        birth_date, relation = cleaned.get("birth_date"), cleaned.get("relation") or self.instance.relation
        if birth_date is None:
            return cleaned
        if birth_date > self.dossier.dsu_date:
            self.add_error(
                "birth_date", f"Nel giorno della DSU ({self.dossier.dsu_date:%d/%m/%Y}) non era ancora nato."
            )
            return cleaned
        age = Member(birth_date=birth_date).age(self.dossier.dsu_date)
        if age > OLDEST:
            self.add_error("birth_date", f"Avrebbe {age} anni: controlla l'anno di nascita.")
        elif sentence := _relation_against_age(relation, age):
            self.add_error("relation", sentence)
        return cleaned


def _relation_against_age(relation: str, age: int) -> str:
    """Why a person of this age cannot have this relation (DPCM 159/2013, art. 3); empty where it may."""
    if relation in (Relation.MINOR_CHILD, Relation.FOSTER_CHILD) and age >= ADULT_AGE:
        return f"Ha {age} anni: scegli «figlio maggiorenne»."
    if relation in (Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY) and age < ADULT_AGE:
        return f"Ha {age} anni: scegli «figlio minore»."
    if relation == Relation.ADULT_CHILD_AWAY and age > LAST_AGE_AWAY:
        return f"Ha {age} anni: un figlio che non convive fa parte del nucleo solo se ha meno di 26 anni."
    return ""
