from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from isee.calculation import Disability
from isee.forms.amount import EuroField
from isee.forms.base import VersionedForm
from isee.models import Dossier, Member
from isee.models.member import ADULT_AGE, LAST_AGE_AWAY
from isee.models.row import default_of, words_of
from sportello.forms.citizen import NO_SIGN_OF_CODE, DayField
from sportello.tax_code import clean

Relation = Member.Relation
OLDEST = 120
# Whoever is younger is nobody's parent.
YOUNGEST_PARENT = 14
IDENTITY = ("surname", "given_name", "birth_date", "tax_code", "relation")
# The questions in the order of the screen.
QUESTIONS = (
    "cohabiting",
    "aire",
    "apart",
    "dependent",
    "married",
    "has_children",
    "other_parent",
    "parent_away",
    "work_months",
    "disability",
    "residential_care",
    "institution",
)
Answers = dict[str, Any]


def questions_for(relation: str, age: int | None, answers: Answers) -> list[str]:
    """The questions that a relation and an age, and the answers to the others, make relevant: art. 3 and 7, annex 1."""
    adult = age is None or age >= YOUNGEST_PARENT
    apart = relation == Relation.SPOUSE and not answers.get("cohabiting", True)
    other_parent = relation == Relation.OTHER and adult
    parent = relation in (Relation.DECLARANT, Relation.SPOUSE, Relation.PARENT_AWAY)
    wanted = {
        "cohabiting": relation in (Relation.SPOUSE, Relation.MINOR_CHILD, Relation.FOSTER_CHILD),
        "aire": relation == Relation.SPOUSE,
        "apart": apart,
        "dependent": relation in (Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY),
        "married": relation == Relation.ADULT_CHILD_AWAY,
        "has_children": relation == Relation.ADULT_CHILD_AWAY,
        "other_parent": other_parent,
        "parent_away": relation == Relation.PARENT_AWAY,
        "work_months": parent or (other_parent and bool(answers.get("other_parent"))),
        "disability": bool(relation),
        "residential_care": bool(relation) and relation != Relation.PARENT_AWAY,
        "institution": bool(relation) and relation != Relation.PARENT_AWAY and adult,
    }
    return [name for name in QUESTIONS if wanted[name]]


class TaxCodeForm(forms.Form):
    """The tax code of a person to be found among the citizens."""

    tax_code = forms.CharField(
        label="Codice fiscale di chi cerchi",
        max_length=40,
        error_messages={"required": "Scrivi il codice fiscale."},
    )

    def clean_tax_code(self) -> str:
        return clean(self.cleaned_data["tax_code"])


class MemberForm(VersionedForm[Member]):
    """A person of the household, on the day of the DSU: only the questions that concern this person are asked."""

    # The questions whose answer decides which others are asked, beside relation and age.
    decides = ("cohabiting", "other_parent")
    # The questions that were on the screen: an answer that nobody was asked is none.
    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Member
        fields = [*IDENTITY, *QUESTIONS]
        field_classes = {"birth_date": DayField}
        widgets = {
            "tax_code": forms.TextInput({"autocomplete": "off"}),
            "parent_away": forms.RadioSelect,
        }
        error_messages = {
            "surname": {"required": "Scrivi il cognome."},
            "given_name": {"required": "Scrivi il nome."},
            "birth_date": {"required": "Scrivi la data di nascita."},
            "relation": {"required": "Scegli il rapporto con chi dichiara."},
            "work_months": {
                "invalid": "Scrivi i mesi in cifre, da 0 a 12.",
                "min_value": "I mesi vanno da 0 a 12.",
            },
        }
        help_texts = {
            "cohabiting": "È nello stesso stato di famiglia.",
            "aire": "Chi è iscritto all'AIRE resta nel nucleo del coniuge.",
            "dependent": "Non supera il reddito fissato per i familiari a carico.",
            "has_children": "Con figli suoi fa nucleo a sé.",
            "other_parent": "Convive con chi dichiara senza esserne coniuge.",
            "residential_care": "RSA, casa di cura, comunità: di giorno e di notte.",
        }

    def __init__(
        self, data: Any = None, *, dossier: Dossier, instance: Member | None = None, initial: Any = None
    ) -> None:
        instance = instance or Member(dossier=dossier)
        super().__init__(data, instance=instance, initial=initial)
        self.dossier = dossier
        # Spaces and small letters are cleaned away before the length counts.
        self.fields["tax_code"] = forms.CharField(label="Codice fiscale", required=False, max_length=40)
        self.fields["work_months"].help_text = (
            f"Mesi del {dossier.reference_year} in cui ha lavorato o avuto un'impresa, da 0 a 12: "
            "serve per i genitori di figli minorenni."
        )
        self.fields["disability"].required = False
        self.fields["parent_away"].required = True
        self.fields["parent_away"].error_messages["required"] = "Scegli il caso dell'articolo 7."
        self._set_choices()
        self._ask()

    def _set_choices(self) -> None:
        if self.instance.relation == Relation.DECLARANT:
            del self.fields["relation"]
        else:
            self.fields["relation"] = forms.ChoiceField(
                label="Rapporto con chi dichiara",
                choices=[("", "Scegli"), *(choice for choice in Relation.choices if choice[0] != "D")],
                error_messages=self.Meta.error_messages["relation"],
            )
        for name, label in (("parent_away", None), ("apart", "sono un nucleo solo")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the model gives choices
            words = words_of(Member, name)
            field.choices = [("", label), *words] if label else words

    def _ask(self) -> None:
        """Keep only the questions that concern this person, by what is said of the others."""
        relation = self._said("relation") or self.instance.relation
        answers = {name: self._said(name) for name in self.decides}
        self.questions = questions_for(str(relation or ""), self._age(), answers)
        for name in QUESTIONS:
            if name not in self.questions:
                del self.fields[name]
        self.initial["asked"] = " ".join(self.questions)

    def _said(self, name: str) -> Any:
        """What is said of a field: what was sent, else what the form starts from."""
        field = self.fields.get(name)
        if field is None:
            return None
        if self.is_bound and (not isinstance(field, forms.BooleanField) or self._was_asked(name)):
            return field.widget.value_from_datadict(self.data, self.files, name)
        return self.get_initial_for_field(field, name)

    def _was_asked(self, name: str) -> bool:
        asked = self.data.get("asked")
        return asked is None or name in asked.split()

    def _age(self) -> int | None:
        try:
            birth_date = self.fields["birth_date"].clean(self._said("birth_date"))
        except ValidationError:
            return None
        return Member(birth_date=birth_date).age(self.dossier.dsu_date)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.questions]

    def clean_tax_code(self) -> str:
        typed = self.cleaned_data["tax_code"]
        code = clean(typed)
        if typed and not code:
            raise ValidationError(NO_SIGN_OF_CODE)
        if len(code) > 16:
            raise ValidationError(f"Un codice fiscale ha 16 caratteri: qui ce ne sono {len(code)}.")
        return code

    def clean_disability(self) -> str:
        return self.cleaned_data["disability"] or Disability.NONE.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        relation = cleaned.get("relation") or self.instance.relation
        if relation and isinstance(self.data, QueryDict) and not all(map(self._was_asked, self.questions)):
            self.add_error(None, "Per questo rapporto ci sono altre domande: rispondi, poi salva.")
            self._show_asked()
        self._forget_unasked()
        birth_date = cleaned.get("birth_date")
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

    def _show_asked(self) -> None:
        """What is on the screen from now on are the questions of this relation."""
        data = self.data.copy()  # type: ignore[attr-defined]  # what is sent is a QueryDict
        data["asked"] = " ".join(self.questions)
        for name in self.questions:
            # What nobody was asked starts from what the row says.
            field = self.fields[name]
            if not self._was_asked(name) and self.get_initial_for_field(field, name):
                data[name] = self.get_initial_for_field(field, name)
        self.data = data

    def _forget_unasked(self) -> None:
        """What was said of a question that no longer concerns this person is not kept."""
        for name in QUESTIONS:
            if name not in self.questions:
                setattr(self.instance, name, default_of(Member, name))

    @property
    def row_fields(self) -> list[str]:
        return [name for name in (*IDENTITY, *QUESTIONS) if name in self.fields or name in QUESTIONS]


class ExpensesForm(VersionedForm[Member]):
    """What a member pays, and what else of the year counts: FC5, FC7, and the exception of the saldo."""

    beside = (("spouse_maintenance", "child_maintenance"), ("disability_expenses", "farming_income"))

    class Meta:
        model = Member
        fields = [*Member.EXPENSES, "updated_asset_increase"]
        field_classes = dict.fromkeys([*Member.EXPENSES, "updated_asset_increase"], EuroField)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = dossier.reference_year
        helps = {
            "spouse_maintenance": f"Pagati nel {year} dopo separazione o divorzio, non quelli per i figli.",
            "child_maintenance": f"Pagati davvero nel {year} per i figli che vivono con l'altro genitore.",
            "disability_expenses": f"Spese sanitarie, per il cane guida o per l'interprete del {year}, deducibili "
            "o detraibili.",
            "farming_income": "Solo di chi ha partita IVA come imprenditore agricolo.",
            "asset_increase": f"Quanto ha speso nel {year} per immobili o titoli: se supera la differenza tra giacenza "
            "e saldo, conta il saldo.",
            "updated_asset_increase": f"Lo stesso, nel {dossier.year - 1}.",
        }
        if not (dossier.has_corrente and dossier.corrente.assets_updated):
            del self.fields["updated_asset_increase"]
        for name, field in self.fields.items():
            field.help_text = helps.get(name, "")
            if name != "version":
                field.error_messages["required"] = "Scrivi l'importo; se non c'è nulla, scrivi 0."


def _relation_against_age(relation: str, age: int) -> str:
    """Why a person of this age cannot have this relation (DPCM 159/2013, art. 3); empty where it may."""
    if relation in (Relation.MINOR_CHILD, Relation.FOSTER_CHILD) and age >= ADULT_AGE:
        return f"Ha {age} anni: scegli «figlio maggiorenne»."
    if relation in (Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY) and age < ADULT_AGE:
        return f"Ha {age} anni: scegli «figlio minore»."
    if relation == Relation.ADULT_CHILD_AWAY and age > LAST_AGE_AWAY:
        return f"Ha {age} anni: un figlio che non convive fa parte del nucleo solo se ha meno di 26 anni."
    if relation in (Relation.SPOUSE, Relation.PARENT_AWAY) and age < YOUNGEST_PARENT:
        return f"Ha {age} anni: controlla la data di nascita o il rapporto."
    return ""
