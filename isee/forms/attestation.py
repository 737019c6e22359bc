from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from isee.calculation import Kind
from isee.dossier.attestation_doubts import FIRST_FAMILY_YEAR
from isee.dossier.attestations import Typed
from isee.forms.amount import EuroField
from isee.forms.base import RowForm
from isee.models import Attestation, AttestedLine, Dossier, Omission, Remedy
from isee.models.attestation import ATTESTED_KINDS, OF_ONE_PERSON
from sportello.forms.citizen import DayField

Line = AttestedLine.Line


class AttestationForm(RowForm[Attestation]):
    """What the paper of INPS says: its ISEE by kind, and if one likes the lines under the first of them."""

    class Meta:
        model = Attestation
        fields = ["protocol", "issued_on", "valid_to", "corrente", "has_omissions", "reason"]
        field_classes = {"issued_on": DayField, "valid_to": DayField}
        labels = {"reason": "Perché la correggi"}
        help_texts = {
            "protocol": "Come sul foglio: per esempio INPS-ISEE-2026-12345678X-00.",
            "valid_to": "Il 31 dicembre dell'anno; di un ISEE corrente, il giorno scritto sul foglio.",
            "reason": "La trascrizione di prima resta visibile.",
        }
        error_messages = {
            "protocol": {"required": "Scrivi il protocollo del foglio."},
            "issued_on": {"required": "Scrivi il giorno del rilascio."},
            "valid_to": {"required": "Scrivi fino a quando vale."},
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, dossier = today, self.instance.dossier
        self.kinds = [kind for kind in ATTESTED_KINDS if kind is not Kind.FAMILY or _has_family(dossier)]
        for kind in self.kinds:
            label = f"ISEE {kind.label.lower()}" if kind is Kind.ORDINARY else kind.label
            self.fields[f"isee_{kind}"] = EuroField(
                label=label, max_digits=10, decimal_places=2, required=False
            )
            if kind in OF_ONE_PERSON:
                self.fields[f"member_{kind}"] = forms.ModelChoiceField(
                    dossier.members.all(),
                    label="Per chi è",
                    empty_label="Nessuno",
                    required=False,
                    error_messages={"invalid_choice": "Questa persona non è nel nucleo."},
                )
        for line in Line:
            self.fields[f"line_{line}"] = EuroField(
                label=line.label, max_digits=12, decimal_places=2, required=False
            )
        if self.instance.replaces is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "Scrivi perché correggi la trascrizione."

    @staticmethod
    def typed_before(attestation: Attestation) -> dict[str, Any]:
        """What was typed of an attestation, as the first values of the form that corrects it."""
        typed: dict[str, Any] = {
            name: getattr(attestation, name)
            for name in ("protocol", "issued_on", "valid_to", "corrente", "has_omissions")
        }
        for value in attestation.values.all():
            typed[f"isee_{value.kind}"], typed[f"member_{value.kind}"] = value.isee, value.member_id
            typed |= {f"line_{line.line}": line.amount for line in value.lines.all()}
        return typed

    def clean_protocol(self) -> str:
        protocol: str = self.cleaned_data["protocol"]
        return protocol.upper()

    def clean_issued_on(self) -> date:
        issued_on: date = self.cleaned_data["issued_on"]
        dossier = self.instance.dossier
        if issued_on > self.today:
            raise forms.ValidationError("Il giorno deve ancora venire: scrivi quello del foglio.")
        if dossier.dsu_protocol and issued_on < dossier.dsu_date:
            raise forms.ValidationError(
                f"La DSU è del {dossier.dsu_date:%d/%m/%Y}: l'attestazione non può venire prima."
            )
        return issued_on

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for kind in OF_ONE_PERSON:
            amount, member = typed.get(f"isee_{kind}"), typed.get(f"member_{kind}")
            if amount is not None and member is None and f"member_{kind}" not in self.errors:
                self.add_error(f"member_{kind}", "Scegli per chi è: vale solo per quella persona.")
            if member is not None and amount is None and f"isee_{kind}" not in self.errors:
                self.add_error(f"isee_{kind}", "Scrivi l'ISEE del foglio, oppure togli la persona.")
        unreadable = any(name.startswith("isee_") for name in self.errors)
        if not unreadable and all(typed.get(f"isee_{kind}") is None for kind in self.kinds):
            self.add_error("isee_ordinary", "Scrivi almeno un ISEE del foglio.")
        return typed

    def values(self) -> list[Typed]:
        """The values of a form that is valid; the lines are those of the first."""
        typed = self.cleaned_data
        kinds = [kind for kind in self.kinds if typed[f"isee_{kind}"] is not None]
        lines = {line: typed[f"line_{line}"] for line in Line if typed[f"line_{line}"] is not None}
        return [
            Typed(
                kind, typed[f"isee_{kind}"], typed.get(f"member_{kind}"), lines if kind is kinds[0] else None
            )
            for kind in kinds
        ]

    # What the page places together.

    def other_kinds(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        """The field of each further kind, with that of whose it is."""
        for kind in self.kinds[1:]:
            yield self[f"isee_{kind}"], self[f"member_{kind}"] if kind in OF_ONE_PERSON else None

    def lines(self) -> list[BoundField]:
        return [self[f"line_{line}"] for line in Line]

    def shows_other_kinds(self) -> bool:
        return any(field.errors or field.value() for pair in self.other_kinds() for field in pair if field)

    def shows_lines(self) -> bool:
        return any(field.errors or field.value() for field in self.lines())


class OmissionForm(forms.ModelForm[Omission]):
    """An omission or discrepancy, in the words of the paper."""

    class Meta:
        model = Omission
        fields = ["kind", "code", "text"]
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"text": "Con le parole del foglio: quale rapporto o reddito, di chi."}
        error_messages = {
            "kind": {"required": "Scegli su che cosa."},
            "text": {"required": "Scrivi che cosa dice il foglio."},
        }


class RemedyForm(forms.ModelForm[Remedy]):
    """What was done about an omission."""

    class Meta:
        model = Remedy
        fields = ["kind", "note"]
        error_messages = {"kind": {"required": "Scegli che cosa è stato fatto."}}


def _has_family(dossier: Dossier) -> bool:
    return dossier.year >= FIRST_FAMILY_YEAR
