from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from isee.benefits import Answer
from isee.forms.amount import EuroField
from isee.forms.application import NOT_YET
from isee.models import Application
from isee.models.application import UNITS
from isee.procedures.decisions import REMEDY, too_early_to_refuse
from sportello.forms.citizen import DayField, LineField

SIGNER_HELP = "Nome e qualifica, come nella determina."
REMEDY_HELP = "Cambia la frase se per questa prestazione decide un altro giudice."


class PauseForm(forms.ModelForm[Application]):
    """For what the term waits, and when it came (L. 241/1990, art. 2, c. 7)."""

    paused_on = DayField(
        label="Chiesto il",
        help_text="gg/mm/aaaa. Da questo giorno il termine è sospeso, per 30 giorni al massimo.",
        error_messages={"required": "Scrivi il giorno in cui l'hai chiesto."},
    )
    resumed_on = DayField(
        label="Arrivato il", required=False, help_text="gg/mm/aaaa. Vuoto: si aspetta ancora."
    )

    class Meta:
        model = Application
        fields = ("paused_for", "paused_on", "resumed_on")
        field_classes = {"paused_for": LineField}
        help_texts = {
            "paused_for": "Solo ciò che il Comune non ha e non può avere da un altro ente. Si sospende una volta sola.",
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["paused_for"].required = True
        self.fields["paused_for"].error_messages["required"] = "Scrivi che cosa si aspetta."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        days = [(name, cleaned.get(name)) for name in ("paused_on", "resumed_on")]
        _check_order(self, days, after=self.instance.submitted_on, today=self.today)
        return cleaned


class NoticeForm(forms.ModelForm[Application]):
    """The notice of the grounds of a rejection, and what came of it (L. 241/1990, art. 10-bis)."""

    notice_on = DayField(
        label="Comunicato il",
        help_text="gg/mm/aaaa. Da questo giorno il termine è sospeso.",
        error_messages={"required": "Scrivi il giorno della comunicazione."},
    )
    notice_received_on = DayField(
        label="Ricevuto il", required=False, help_text="gg/mm/aaaa. Da qui corrono i dieci giorni."
    )
    observations_on = DayField(label="Osservazioni presentate il", required=False)

    class Meta:
        model = Application
        fields = ("notice_grounds", "notice_on", "notice_received_on", "observations_on", "observations")
        help_texts = {
            "notice_grounds": "Solo motivi di chi chiede: mai un ritardo o una mancanza del Comune.",
            "observations": "In breve: la risposta dirà perché non si accolgono.",
        }
        widgets = {
            "notice_grounds": forms.Textarea({"rows": 3}),
            "observations": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["notice_grounds"].required = True
        self.fields["notice_grounds"].error_messages["required"] = "Scrivi i motivi."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("notice_on", "notice_received_on", "observations_on")
        days = [(name, cleaned.get(name)) for name in names]
        _check_order(self, days, after=self.instance.submitted_on, today=self.today)
        if cleaned.get("observations_on") and not cleaned.get("notice_received_on"):
            self.add_error("notice_received_on", "Per le osservazioni serve il giorno in cui l'ha ricevuto.")
        if cleaned.get("observations") and not cleaned.get("observations_on"):
            self.add_error("observations_on", "Scrivi quando sono arrivate le osservazioni.")
        return cleaned


def _check_order(
    form: forms.BaseForm, days: Iterable[tuple[str, date | None]], *, after: date | None, today: date
) -> None:
    """Say it beside each day that is still to come, or comes before the step that it follows."""
    before, why = after, "La domanda è del"
    for name, day in days:
        if day is None:
            continue
        if day > today:
            form.add_error(name, NOT_YET)
        elif before and day < before:
            form.add_error(name, f"{why} {before:%d/%m/%Y}: questo giorno viene prima.")
        before, why = day, "Il passo precedente è del"


class DecisionForm(forms.ModelForm[Application]):
    """What the determina says; the base of the two answers."""

    decided_on = DayField(
        label="Data della determina", error_messages={"required": "Scrivi la data della determina."}
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, sentence in (
            ("act_number", "Scrivi il numero della determina."),
            ("signer", "Scrivi chi l'ha firmata."),
            ("reason", "Scrivi la motivazione (art. 3 L. 241/1990)."),
            ("remedy", "Scrivi a chi si può ricorrere ed entro quando."),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        submitted = self.instance.submitted_on
        if day > self.today:
            raise forms.ValidationError(NOT_YET)
        if submitted and day < submitted:
            raise forms.ValidationError(
                f"La domanda è del {submitted:%d/%m/%Y}: la determina non può venire prima."
            )
        return day


class GrantForm(DecisionForm):
    """The application is granted: how much, from when to when."""

    period_from = DayField(label="Dal", required=False)
    period_to = DayField(label="Al", required=False)
    renew_on = DayField(
        label="Da rinnovare entro il", required=False, help_text="gg/mm/aaaa. Vuoto: non si rinnova."
    )

    class Meta:
        model = Application
        fields = (
            "act_number", "decided_on", "signer", "reason",
            "amount", "unit", "period_from", "period_to", "renew_on", "remedy",
        )  # fmt: skip
        field_classes = {"amount": EuroField, "act_number": LineField, "signer": LineField}
        widgets = {"reason": forms.Textarea({"rows": 2}), "remedy": forms.Textarea({"rows": 3})}
        help_texts = {
            "signer": SIGNER_HELP,
            "remedy": REMEDY_HELP,
            "amount": "In euro. Vuoto: il beneficio non è in denaro.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", "scegli"), *UNITS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("amount") is not None and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Scegli per che cosa è l'importo.")
        begins, ends, renew = (cleaned.get(name) for name in ("period_from", "period_to", "renew_on"))
        if begins and ends and ends < begins:
            self.add_error("period_to", "Il periodo finisce prima di cominciare: controlla le due date.")
        if begins and renew and renew < begins:
            self.add_error("renew_on", "Il rinnovo viene prima dell'inizio: controlla le due date.")
        return cleaned


class RefusalForm(DecisionForm):
    """The application is refused, with reason and remedy."""

    class Meta:
        model = Application
        fields = ("act_number", "decided_on", "signer", "reason", "remedy")
        field_classes = {"act_number": LineField, "signer": LineField}
        widgets = {"reason": forms.Textarea({"rows": 3}), "remedy": forms.Textarea({"rows": 3})}
        help_texts = {
            "signer": SIGNER_HELP,
            "remedy": REMEDY_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.observations_on:
            self.fields[
                "reason"
            ].help_text = "Di' anche perché non si accolgono le osservazioni (art. 10-bis)."

    def clean_decided_on(self) -> date:
        day = super().clean_decided_on()
        if why := too_early_to_refuse(self.instance, day):
            raise forms.ValidationError(why)
        return day


def proposed_grant(application: Application, answer: Answer | None) -> dict[str, Any]:
    """What the form begins with: the remedy, and what the rule would give, from when, where it knows it."""
    proposed = proposed_refusal(application)
    if answer is None:
        return proposed
    start = answer.rule.start
    if start and application.submitted_on and application.period_from is None:
        proposed["period_from"] = start.starts_on(application.submitted_on)
    if application.amount is None and answer.amount is not None and answer.unit is not None:
        proposed |= {"amount": answer.amount, "unit": answer.unit.value}
    return proposed


def proposed_refusal(application: Application) -> dict[str, Any]:
    """What the form begins with: the remedy, unless one was written."""
    return {} if application.remedy else {"remedy": REMEDY}
