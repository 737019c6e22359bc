from datetime import date
from typing import Any

from django import forms

from partners.models import LookUp
from partners.portal_look_ups import OUTCOMES, Result, TypedBack, keeps_paper
from sportello import attachments
from sportello.attachment_files import Paper
from sportello.forms.attachment import PaperField
from sportello.forms.citizen import LineField


class PortalOutcomeForm(forms.Form):
    """What the portal showed, typed back by the operator who followed its steps."""

    result = forms.TypedChoiceField(
        label="Che cosa ha detto il portale",
        choices=[(result.value, text) for result, text in OUTCOMES.items()],
        coerce=Result,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli che cosa ha detto il portale."},
    )
    external_number = LineField(
        label="Numero dato dal portale",
        max_length=60,
        required=False,
        help_text="Come sta scritto.",
    )
    external_date = forms.DateField(
        label="Data del documento",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "La data non è scritta bene: giorno, mese, anno."},
    )
    message = LineField(
        label="Che cosa ha scritto il portale",
        max_length=300,
        required=False,
        help_text="Solo se ha rifiutato: le sue parole, senza dati della persona.",
    )
    paper = PaperField(label="Il documento scaricato dal portale", required=False)
    handed_over = forms.BooleanField(
        label="L'ho stampato dal portale e consegnato", required=False, help_text="Resta nel registro."
    )

    def __init__(self, *args: Any, look_up: LookUp, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look_up, self.today = look_up, today
        if keeps_paper(look_up):
            self.fields["paper"].help_text = f"{self.fields['paper'].help_text} Resta allegato alla pratica."
        else:
            self.fields[
                "paper"
            ].help_text = f"{self.fields['paper'].help_text} Si può stampare fino alla fine della visita, poi si cancella."

    @property
    def typed(self) -> TypedBack:
        return TypedBack(**self.cleaned_data)

    def clean_external_date(self) -> date | None:
        day: date | None = self.cleaned_data["external_date"]
        if day and day > self.today:
            raise forms.ValidationError("La data deve ancora venire: rileggila sul documento.")
        return day

    def clean_paper(self) -> Paper | None:
        paper: Paper | None = self.cleaned_data["paper"]
        attached = paper if keeps_paper(self.look_up) else None
        if attached and (twin := attachments.twin_of(self.look_up.case, attached.sha256)):
            raise forms.ValidationError(attachments.told_twin(twin))
        return paper

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        result = data.get("result")
        if result == Result.REFUSED and not data.get("message"):
            self.add_error("message", "Scrivi che cosa ha risposto il portale: serve a chi ci torna dopo.")
        if result and result != Result.FOUND:
            for name in ("paper", "handed_over"):
                if data.get(name):
                    self.add_error(
                        name, "Il portale non ha dato nessun documento: togli questo, o cambia l'esito."
                    )
        return data
