import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# 1.234,56 as it is written in Italy, or 1234.56 as a spreadsheet copies it.
AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?|\d+\.\d{1,2}", re.ASCII)
TOO_FINE = re.compile(r"[\d.]+,\d{3,}")


class EuroField(forms.DecimalField):
    """An amount in euro, read as it is written in Italy; what it cannot read it tells in a sentence.

    A model form takes it through `Meta.field_classes`.
    """

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        if value in self.empty_values:
            return None
        typed = re.sub(r"[\s€]", "", str(value))
        if typed.startswith("-"):
            raise ValidationError("L'importo non può essere negativo. Se non c'è nulla, scrivi 0.")
        if TOO_FINE.fullmatch(typed):
            raise ValidationError(
                f"«{value}» ha più di due decimali: scrivi gli euro e i centesimi, come 1.234,56."
            )
        if not AMOUNT.fullmatch(typed):
            raise ValidationError(f"«{value}» non è un importo: scrivilo come 1.234,56.")
        if "," in typed or typed.count(".") > 1 or re.fullmatch(r"\d+\.\d{3}", typed):
            typed = typed.replace(".", "").replace(",", ".")
        return Decimal(typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        whole_digits = (self.max_digits or 12) - (self.decimal_places or 2)
        if isinstance(value, Decimal) and value >= Decimal(10) ** whole_digits:
            raise ValidationError("L'importo è troppo grande: controlla le cifre.")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        return value
