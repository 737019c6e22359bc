from datetime import date
from typing import Any, TypeVar

from django import forms

from isee.calculation import IncomeKind
from isee.dossier.possessions import Possession
from isee.forms.amount import EuroField
from isee.forms.base import VersionedForm
from isee.models import Dossier, Income

Thing = TypeVar("Thing", bound=Possession)
AMOUNT_MISSING = {"required": "Scrivi l'importo; se non c'è nulla, scrivi 0."}


class PossessionForm(VersionedForm[Thing]):
    """What a member earns or owns; `member` is one of the dossier's, chosen already where there is only one."""

    section: str

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        members = dossier.members.all()
        self.fields["member"] = forms.ModelChoiceField(
            queryset=members,
            label="Di chi è",
            empty_label="Scegli" if len(members) > 1 else None,
            error_messages={
                "required": "Scegli di chi è.",
                "invalid_choice": "Questa persona non è nel nucleo.",
            },
        )

    def last_day(self) -> date:
        """The day on which the assets of this line count: updated ones are of a year later."""
        return (
            self.dossier.updated_day
            if getattr(self.instance, "updated", False)
            else date(self.dossier.reference_year, 12, 31)
        )


class IncomeForm(PossessionForm[Income]):
    section = "incomes"

    class Meta:
        model = Income
        fields = ["member", "kind", "amount"]
        field_classes = {"amount": EuroField}
        help_texts = {"amount": "In euro, lordo, come nella certificazione o nella dichiarazione."}
        error_messages = {"amount": AMOUNT_MISSING}

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Tipo",
            choices=[("", "Scegli il tipo"), *((kind.value, kind.label) for kind in IncomeKind)],
            error_messages={"required": "Scegli il tipo di reddito."},
        )
