from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners import contract_fields
from partners.forms.contract.step import StepForm, not_after
from partners.models import ContractRequest
from partners.supply import protected_market
from sportello import tax_code
from sportello.forms.citizen import DayField, TaxCodeField

EMAIL_WRONG = "Questo indirizzo e-mail non è scritto bene: manca qualcosa intorno alla @."


class ClientForm(StepForm):
    """Where the person lives, how to reach them, the document shown."""

    step = contract_fields.CLIENT
    sentences = {
        "address": "Scrivi dove abita.",
        "town": "Scrivi in quale Comune abita.",
        "document_kind": "Scegli il documento mostrato.",
        "document_number": "Scrivi il numero del documento.",
        "document_expires_on": "Scrivi la scadenza del documento.",
        "email": "Vuole le bollette per e-mail: scrivi dove.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.CLIENT.fields
        field_classes = {"document_issued_on": DayField, "document_expires_on": DayField}
        help_texts = {"document_expires_on": "gg/mm/aaaa", "document_issued_on": "gg/mm/aaaa"}
        error_messages = {"email": {"invalid": EMAIL_WRONG}, "pec": {"invalid": EMAIL_WRONG}}

    def clean_document_expires_on(self) -> date | None:
        expires_on: date | None = self.cleaned_data["document_expires_on"]
        if expires_on and expires_on < self.today:
            raise ValidationError(f"Il documento è scaduto il {expires_on:%d/%m/%Y}: chiedine uno valido.")
        return expires_on

    def clean_document_issued_on(self) -> date | None:
        return not_after(
            self.cleaned_data["document_issued_on"],
            self.today,
            "Questo giorno deve ancora venire: controlla l'anno.",
        )

    def doubts(self) -> list[str]:
        who = self.instance
        return tax_code.mismatches(who.tax_code, who.surname, who.given_name, who.birth_date, who.sex)


class HeirForm(StepForm):
    """Who died, and what the heir declares."""

    step = contract_fields.HEIR
    dead_tax_code = TaxCodeField(label="Codice fiscale di chi è morto", required=False)
    sentences = {
        "dead_surname": "Scrivi il cognome di chi è morto.",
        "dead_given_name": "Scrivi il nome di chi è morto.",
        "died_on": "Scrivi quando è morto.",
        "died_in": "Scrivi dove è morto.",
        "heirs": "Scegli se è l'unico erede.",
        "heirs_agree": "Con altri eredi serve la loro autorizzazione firmata.",
        "heir_declares": "Senza la dichiarazione di essere erede la voltura non si chiede.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.HEIR.fields
        field_classes = {"died_on": DayField}
        help_texts = {"died_on": "gg/mm/aaaa"}

    def clean_died_on(self) -> date | None:
        return not_after(self.cleaned_data["died_on"], self.today, "Questo giorno deve ancora venire.")

    def clean_dead_tax_code(self) -> str:
        code: str = self.cleaned_data["dead_tax_code"]
        if code and tax_code.plain(code) == tax_code.plain(self.instance.tax_code):
            raise ValidationError("È il codice di chi chiede: chi è morto ne ha un altro.")
        return code

    def doubts(self) -> list[str]:
        code = self.cleaned_data.get("dead_tax_code") or ""
        return tax_code.complaints(code) if code else []


class MarketForm(StepForm):
    """Why the person may have the protected market; age needs no declaration."""

    step = contract_fields.MARKET
    grounds = forms.MultipleChoiceField(
        label="Altri motivi, che la persona dichiara",
        choices=[(one.value, one.label) for one in protected_market.Ground if one.is_declared],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sentences = {
        "grounds_declared": "Senza la dichiarazione firmata il motivo non vale.",
        "ground_paper": "Scrivi quale documento ha mostrato.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.MARKET.fields
        help_texts = {
            "grounds_of_other": "Vale solo per gli apparecchi salvavita.",
            "ground_paper": "Il tipo di documento, mai la malattia: per esempio «verbale L. 104».",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        declared = [protected_market.Ground(one) for one in data.get("grounds") or []]
        verdict = protected_market.judge(
            birth=self.instance.birth_date,
            declared=declared,
            is_holder=not data.get("grounds_of_other"),
            on=self.today,
        )
        if not verdict.allowed and not self.is_draft:
            self.add_error(None, verdict.sentence)
        return data
