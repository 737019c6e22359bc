from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MinValueValidator

from partners.grounds import Offer
from partners.look_ups import Details, Identity
from partners.models import LookUp
from sportello.forms.citizen import LineField
from sportello.models import Case, Citizen, Delegation, Service, TaxCode
from sportello.tax_code import clean

FIRST_YEAR = 2015
YEARS_SHOWN = 6
Document = LookUp.Document
ISEE = (
    Document.ISEE_RESIDENTS,
    Document.ISEE_ATTESTATION,
    Document.ISEE_INDICATOR,
    Document.ISEE_THRESHOLD,
)
OF_A_YEAR = (Document.CU, Document.PENSION_SLIP)


class AskForm(forms.Form):
    """One asking, however often the form is sent."""

    correlation_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class LookUpForm(AskForm):
    """What is asked of INPS about whom: the fields are those of the document, and of the ground on which it is asked."""

    subject = forms.ModelChoiceField(
        Citizen.objects.prefetch_related("tax_codes"),
        label="Di chi",
        error_messages={
            "required": "Scegli di chi è il documento.",
            "invalid_choice": "Questa persona non c'è: scegli dall'elenco.",
        },
    )
    other = LineField(
        label="Oppure di un'altra persona della pratica",
        max_length=30,
        required=False,
        help_text="Il suo codice fiscale, se il procedimento ha bisogno anche dei suoi dati.",
    )
    code = forms.ModelChoiceField(
        TaxCode.objects.all(),
        label="Con quale codice fiscale",
        required=False,
        error_messages={"invalid_choice": "Questo codice non c'è: scegli dall'elenco."},
    )
    tax_year = forms.IntegerField(
        label="Redditi del",
        validators=[MinValueValidator(FIRST_YEAR, f"Si può chiedere dal {FIRST_YEAR} in poi.")],
        widget=forms.Select,
        error_messages={"required": "Scegli l'anno dei redditi.", "invalid": "L'anno ha quattro cifre."},
    )
    indicator = forms.ChoiceField(
        label="Quale ISEE",
        choices=LookUp.Indicator,
        error_messages={"required": "Scegli quale ISEE."},
    )
    threshold_code = forms.RegexField(
        r"^[A-Z]{4}\d{2}$",
        label="Codice della soglia",
        help_text="Come concordato con INPS: MENS01.",
        error_messages={
            "required": "Scrivi il codice della soglia.",
            "invalid": "Il codice della soglia ha quattro lettere maiuscole e due cifre: per esempio MENS01.",
        },
    )
    valid_on = forms.DateField(
        label="Valida il",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text="Vuoto: oggi.",
        error_messages={"invalid": "La data non è scritta bene: giorno, mese, anno."},
    )
    benefit_state = forms.ChoiceField(
        label="La prestazione",
        choices=LookUp.BenefitState,
        error_messages={"required": "Di' se la prestazione è già erogata."},
    )
    reason = LineField(
        label="Se è un controllo: perché proprio questa persona",
        max_length=200,
        required=False,
        help_text="Controllo di una dichiarazione (art. 71 DPR 445/2000): campione, dubbio fondato.",
    )
    identity_document = forms.ChoiceField(
        label="Documento d'identità visto",
        choices=[("", "Scegli"), *Delegation.Document.choices],
        error_messages={"required": "Scegli quale documento ti ha mostrato."},
    )
    identity_number = LineField(
        label="Numero del documento",
        max_length=40,
        error_messages={"required": "Scrivi il numero del documento."},
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        document: LookUp.Document,
        today: date,
        offer: Offer | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "look_up_%s"  # the page has other forms too
        self.document, self.today = document, today
        for name in self._not_asked(offer):
            del self.fields[name]
        if "tax_year" in self.fields:
            last = today.year - (document == Document.CU)
            years = [(str(year), str(year)) for year in range(last, last - YEARS_SHOWN, -1)]
            self.fields["tax_year"].widget = forms.Select(choices=years)
            # The ISEE looks at the incomes of the second year before.
            self.initial["tax_year"] = last - (case.kind == Service.Kind.DOSSIER and document == Document.CU)
            self.fields["tax_year"].label = "Redditi del" if document == Document.CU else "Anno"
        if offer:
            self._show(offer)

    def _not_asked(self, offer: Offer | None) -> list[str]:
        """The fields that make no sense for the document, or on the ground on which it is asked."""
        document, basis = self.document, offer.basis if offer else None
        asked = {
            "tax_year": document in OF_A_YEAR,
            "indicator": document == Document.ISEE_INDICATOR,
            "threshold_code": document == Document.ISEE_THRESHOLD,
            "valid_on": document in ISEE,
            "benefit_state": document in ISEE,
            "other": basis == LookUp.Basis.EX_OFFICIO,
            "reason": basis == LookUp.Basis.EX_OFFICIO,
            "identity_document": basis == LookUp.Basis.REQUEST,
            "identity_number": basis == LookUp.Basis.REQUEST,
        }
        return [name for name, is_asked in asked.items() if not is_asked]

    def _show(self, offer: Offer) -> None:
        """Show these people to choose from; whether one may be asked about is judged by the act alone."""
        people = [(str(subject.pk), subject.full_name) for subject in offer.subjects]
        self.fields["subject"].widget = forms.Select(choices=people)
        codes = [
            (str(code.pk), f"{subject.full_name}: {code.code}{'' if code.is_current else ', di prima'}")
            for subject in offer.subjects
            for code in subject.tax_codes.all()
            if len(subject.tax_codes.all()) > 1
        ]
        if codes:
            self.fields["code"].widget = forms.Select(choices=[("", "quello di oggi"), *codes])
        else:
            self.fields["code"].widget = forms.HiddenInput()

    @property
    def details(self) -> Details:
        """What of the document is asked for."""
        names = ("tax_year", "indicator", "threshold_code", "valid_on", "benefit_state", "reason")
        return Details(**{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)})

    @property
    def identity(self) -> Identity:
        """The identity document that was seen."""
        data = self.cleaned_data
        return Identity(data.get("identity_document", ""), data.get("identity_number", ""))

    def clean_tax_year(self) -> int:
        year: int = self.cleaned_data["tax_year"]
        if self.document == Document.CU and year >= self.today.year:
            raise forms.ValidationError(
                f"La Certificazione dei redditi {year} non c'è ancora: scegli un anno già finito."
            )
        if year > self.today.year:
            raise forms.ValidationError("Quest'anno non è ancora cominciato.")
        return year

    def clean_valid_on(self) -> date | None:
        day: date | None = self.cleaned_data["valid_on"]
        if day and day > self.today:
            raise forms.ValidationError("La data deve ancora venire: scegli oggi o un giorno passato.")
        return day

    def clean_other(self) -> Citizen | None:
        typed = clean(self.cleaned_data["other"])
        if not typed:
            return None
        found = Citizen.objects.prefetch_related("tax_codes").filter(tax_codes__code=typed).first()
        if found is None:
            raise forms.ValidationError(
                "Nessun cittadino con questo codice fiscale: rileggilo, oppure registra prima la persona."
            )
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["subject"] = data.get("other") or data.get("subject")
        code: TaxCode | None = data.get("code")
        if code and data["subject"] and code.citizen_id != data["subject"].pk:
            self.add_error("code", f"Questo codice non è di {data['subject']}: scegli uno dei suoi.")
        return data
