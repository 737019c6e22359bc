from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q

from isee.benefits import BENEFIT_CODES
from isee.forms.amount import EuroField
from isee.models import Application, Call, NeededPaper
from isee.models.application import ISEE_KINDS
from isee.procedures.rules_in_use import benefits_at_the_comune, follows_an_event, version_of
from sportello.forms.citizen import DayField, LineField, TaxCodeField
from sportello.models import TaxCode

NOT_YET = "Il giorno deve ancora venire: controlla l'anno."


class RequestForm(forms.ModelForm[Application]):
    """What is asked: the benefit, for whom, in which call, with which ISEE."""

    rule_code = forms.ChoiceField(
        label="Prestazione",
        required=False,
        help_text="La regola porta soglia, importo e documenti. Se non c'è, scrivi nome e codice.",
    )
    name = LineField(
        label="Che cosa si chiede",
        max_length=120,
        required=False,
        help_text="Vuoto: il nome della prestazione scelta.",
    )
    benefit_code = forms.ChoiceField(label="Codice SIUSS", required=False)
    beneficiary_code = TaxCodeField(
        label="Codice fiscale di chi riceve",
        required=False,
        help_text="Solo se è un'altra persona, per esempio il figlio.",
    )
    event_on = DayField(
        label="Nascita, o ingresso del bambino",
        required=False,
        help_text="gg/mm/aaaa. Solo per l'assegno di maternità.",
    )
    isee_valid_to = DayField(label="Vale fino al", required=False)

    class Meta:
        model = Application
        fields = (
            "name", "call", "points", "event_on",
            "isee", "isee_kind", "isee_origin", "isee_protocol", "isee_valid_to", "isee_omissions",
        )  # fmt: skip
        field_classes = {"isee": EuroField, "isee_protocol": LineField}
        labels = {"call": "Bando", "isee_protocol": "Protocollo INPS"}
        help_texts = {
            "call": "Solo se la domanda partecipa a un bando aperto.",
            "points": "Solo nei bandi con punteggio.",
            "isee": "Dall'attestazione, mai da una simulazione.",
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.beneficiary = self.instance.beneficiary
        benefits = sorted(benefits_at_the_comune().items(), key=lambda item: item[1])
        self._choose("rule_code", [("", "nessuna regola: scrivi il nome"), *benefits])
        codes = [(code, f"{code} {name}") for code, name in BENEFIT_CODES.items()]
        self._choose("benefit_code", [("", "quello della prestazione scelta"), *codes])
        self._choose("isee_kind", [("", "scegli"), *ISEE_KINDS])
        self._choose("isee_origin", [("", "scegli"), *Application.IseeOrigin.choices])
        calls = Q(opens_on__lte=today, closes_on__gte=today, ranking__isnull=True)
        if self.instance.call:
            calls |= Q(pk=self.instance.call.pk)
        field = cast("forms.ModelChoiceField[Call]", self.fields["call"])
        field.queryset = Call.objects.filter(calls)
        field.empty_label = "nessuno"

    def _choose(self, name: str, choices: Collection[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_beneficiary_code(self) -> str:
        code: str = self.cleaned_data["beneficiary_code"]
        self.beneficiary = None
        if code and code != self._code_of_applicant():
            found = TaxCode.objects.filter(code=code).select_related("citizen").first()
            if found is None:
                raise forms.ValidationError("Nessun cittadino ha questo codice: registralo, poi torna qui.")
            self.beneficiary = found.citizen
        return code

    def _code_of_applicant(self) -> str:
        main = self.instance.case.citizen.main_tax_code
        return main.code if main else ""

    def clean_event_on(self) -> date | None:
        event_on: date | None = self.cleaned_data["event_on"]
        if event_on and event_on > self.today:
            raise forms.ValidationError(NOT_YET)
        return event_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_event(cleaned.get("rule_code", ""), cleaned.get("event_on"))
        if not cleaned.get("name"):
            names = benefits_at_the_comune()
            cleaned["name"] = names.get(cleaned.get("rule_code", ""), "")
            if not cleaned["name"] and "rule_code" not in self.errors:
                self.add_error("name", "Scegli una prestazione, oppure scrivi che cosa si chiede.")
        if cleaned.get("isee") is None and "isee" not in self.errors:
            # Without a value the rest of the paper says nothing.
            cleaned |= {"isee_kind": "", "isee_origin": "", "isee_protocol": "", "isee_valid_to": None}
            cleaned["isee_omissions"] = False
        elif "isee" not in self.errors:
            for name, what in (
                ("isee_kind", "Scegli il tipo di ISEE."),
                ("isee_origin", "Scegli da dove viene il valore."),
                ("isee_valid_to", "Scrivi fino a quando vale l'attestazione."),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, what)
        return cleaned

    def _check_event(self, code: str, event_on: date | None) -> None:
        if "event_on" in self.errors or not follows_an_event(code):
            return
        if event_on is None:
            self.add_error("event_on", "Scrivi il giorno: conta l'anno della nascita o dell'ingresso.")
        elif version_of(code, event_on) is None:
            self.add_error(
                "event_on",
                f"Per il {event_on.year} questa prestazione non ha importi noti: controlla l'anno.",
            )

    @property
    def fields_to_save(self) -> dict[str, Any]:
        """What the application keeps of a valid form."""
        kept = {name: self.cleaned_data[name] for name in (*self.Meta.fields, "rule_code")}
        return {**kept, "beneficiary": self.beneficiary}


class SubmissionForm(forms.Form):
    """The protocol with which the application came in."""

    protocol_number = LineField(
        label="Numero di protocollo",
        max_length=20,
        help_text="Dal registro di protocollo del Comune.",
        error_messages={"required": "Scrivi il numero di protocollo."},
    )
    protocol_date = DayField(
        label="Data di protocollo",
        help_text="gg/mm/aaaa. Da questo giorno corre il termine.",
        error_messages={"required": "Scrivi la data di protocollo."},
    )

    def __init__(self, *args: Any, application: Application, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.today = application, today

    def clean_protocol_date(self) -> date:
        day: date = self.cleaned_data["protocol_date"]
        if not date(2000, 1, 1) <= day <= self.today:
            raise forms.ValidationError("La data di protocollo è un giorno già passato: controlla l'anno.")
        return day


class EndForm(forms.Form):
    """When and why a benefit ends, or an application is taken back."""

    on = DayField(label="Dal giorno", error_messages={"required": "Scrivi il giorno."})
    reason = LineField(
        label="Perché",
        max_length=200,
        help_text="Per esempio: rinuncia, periodo finito, trasferimento in un altro Comune.",
        error_messages={"required": "Scrivi perché."},
    )

    def __init__(self, *args: Any, application: Application, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.today = application, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        begun = self.application.decided_on or self.application.submitted_on
        if on > self.today:
            raise forms.ValidationError(NOT_YET)
        if begun and on < begun:
            raise forms.ValidationError(f"Non può finire prima del {begun:%d/%m/%Y}.")
        return on


class PaperForm(forms.Form):
    """Where a paper stands, and what stood on the screen."""

    state = forms.ChoiceField(choices=NeededPaper.State.choices)
    seen = forms.ChoiceField(choices=NeededPaper.State.choices)


class NewPaperForm(forms.Form):
    """A paper that the list lacks."""

    title = LineField(
        label="Documento", max_length=200, error_messages={"required": "Scrivi quale documento serve."}
    )


class ApplicationFilter(forms.Form):
    """Which applications the list shows; its fields are the words of the address."""

    MINE, EVERYBODYS = "mie", "tutte"
    stato = forms.ChoiceField(
        label="Stato",
        required=False,
        choices=[
            ("", "da decidere"),
            ("open", "da presentare"),
            ("waiting", "in lista d'attesa"),
            ("granted", "accolte"),
            ("refused", "respinte"),
            ("ended", "finite"),
        ],
    )
    di = forms.ChoiceField(
        label="Responsabile", required=False, choices=[(MINE, "tu"), (EVERYBODYS, "chiunque")]
    )
