from typing import Any

from django import forms

from partners.contract_portal import NEXT, WITH_REASON
from partners.models import ContractRequest
from sportello.forms.citizen import LineField

State = ContractRequest.State
SENTENCES = {
    State.RECEIVED: "inserita: il portale ha dato un numero",
    State.ADMITTED: "ammessa",
    State.NOT_ADMITTED: "non ammessa",
    State.DONE: "eseguita",
    State.FAILED: "non eseguita",
    State.WITHDRAWN: "ripensamento inserito",
}


class OutcomeForm(forms.Form):
    """What the portal said of a request."""

    state = forms.ChoiceField(
        label="Che cosa dice il portale",
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli che cosa dice il portale."},
    )
    partner_number = LineField(label="Numero dato dal portale", max_length=40, required=False)
    reason = LineField(
        label="Motivo, se dice di no", max_length=300, required=False, help_text="Come lo scrive il portale."
    )

    def __init__(self, *args: Any, found: ContractRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = NEXT.get(found.state, ())
        self.found = found
        self.fields["state"].choices = [(one.value, SENTENCES[one]) for one in states]  # type: ignore[attr-defined]  # a field with choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        state = data.get("state")
        if state == State.RECEIVED and not data.get("partner_number"):
            self.add_error("partner_number", "Scrivi il numero: serve per chiedere a che punto è.")
        if state in WITH_REASON and not data.get("reason"):
            self.add_error("reason", "Scrivi il motivo, come lo dice il portale.")
        return data
