from datetime import date

from partners import contract_fields
from partners.forms.contract.step import StepForm, not_after
from partners.models import ContractRequest
from sportello.forms.citizen import DayField


class HomeForm(StepForm):
    """By what right the person has the home, and its cadastral data."""

    step = contract_fields.HOME
    sentences = {
        "title": "Scegli a che titolo ha la casa: senza, il contratto è nullo (DL 47/2014, art. 5).",
        "title_proof": "Scegli se ha mostrato un documento o firma la dichiarazione.",
        "lease_registration": "Per l'affitto servono gli estremi della registrazione.",
        "lease_registered_on": "Scrivi quando è stato registrato l'affitto.",
        "cadastre": "Scegli il catasto, o scrivi perché i dati mancano.",
        "sheet": "Scrivi il foglio, o di' perché i dati mancano.",
        "parcel": "Scrivi la particella, o di' perché i dati mancano.",
    }

    class Meta:
        model = ContractRequest
        fields = contract_fields.HOME.fields
        field_classes = {"lease_registered_on": DayField}
        help_texts = {
            "lease_registration": "Solo per l'affitto: ufficio, serie e numero.",
            "lease_registered_on": "gg/mm/aaaa",
            "no_cadastre": "Dati mancanti o sbagliati costano alla persona da 103 a 2.065 € (da verificare).",
        }

    def clean_lease_registered_on(self) -> date | None:
        return not_after(
            self.cleaned_data["lease_registered_on"], self.today, "Questo giorno deve ancora venire."
        )

    def _upper(self, name: str) -> str:
        return str(self.cleaned_data[name]).upper()

    def clean_section(self) -> str:
        return self._upper("section")

    def clean_cadastral_code(self) -> str:
        return self._upper("cadastral_code")
