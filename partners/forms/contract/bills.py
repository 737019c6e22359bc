from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partners import contract_fields
from partners.forms.contract.step import StepForm
from partners.models import ContractRequest
from partners.supply import iban
from sportello import tax_code
from sportello.forms.citizen import TaxCodeField


class IbanField(forms.CharField):
    """An IBAN, in groups or not."""

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).split()).upper()

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (wrong := iban.complaint(value)):
            raise ValidationError(wrong)


class BillsForm(StepForm):
    """How the bills arrive, and how they are paid."""

    step = contract_fields.BILLS
    iban = IbanField(label="IBAN", required=False)
    iban_holder_code = TaxCodeField(label="Codice fiscale dell'intestatario", required=False)
    mandate_signer_code = TaxCodeField(label="Codice fiscale di chi firma", required=False)
    sentences = {
        "bill_delivery": "Scegli come vuole le bollette.",
        "payment": "Scegli come paga.",
        "iban": "Per l'addebito serve l'IBAN.",
        "iban_holder": "Scrivi di chi è il conto.",
        "iban_holder_code": "Scrivi il codice fiscale di chi ha il conto.",
        "mandate_signer_code": "Scrivi il codice fiscale di chi firma il mandato.",
        "bill_town": "Scrivi il Comune dell'altro indirizzo.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.BILLS.fields
        labels = {"bill_postal_code": "CAP"}
        help_texts = {
            "iban_holder": "Come è scritto sull'estratto conto.",
            "mandate_signer": "Chi può firmare sul conto, se non è l'intestatario.",
        }

    def doubts(self) -> list[str]:
        data, found = self.cleaned_data, []
        if data.get("iban") and not iban.is_italian(data["iban"]):
            found.append(
                f"L'IBAN è di un altro Paese ({data['iban'][:2]}): l'addebito SEPA si può fare, ma va chiesto a Enel."
            )
        if data.get("mandate_signer"):
            found.append(
                f"Il mandato lo firma {data['mandate_signer']}, che non è l'intestatario del conto: "
                "deve poter firmare sul conto, e serve il suo documento."
            )
        for name in ("iban_holder_code", "mandate_signer_code"):
            found += tax_code.complaints(data[name]) if data.get(name) else []
        return found


class SignatureForm(StepForm):
    """What was seen and handed over, and what the person agrees to."""

    step = contract_fields.SIGNATURE
    papers_seen = forms.MultipleChoiceField(
        label="Documenti visti",
        choices=ContractRequest.Paper.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sentences = {
        "papers_seen": "Almeno la copia del documento serve sempre.",
        "conditions_received": "Prima di firmare deve avere le condizioni di contratto.",
        "privacy_received": "Prima di firmare deve avere l'informativa.",
        "early_start": "Scegli quando comincia.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.SIGNATURE.fields

    def clean_papers_seen(self) -> list[str]:
        seen: list[str] = self.cleaned_data["papers_seen"]
        if not self.is_draft and ContractRequest.Paper.DOCUMENT_COPY not in seen:
            raise ValidationError("La copia del documento, fronte e retro, serve sempre.")
        return seen
