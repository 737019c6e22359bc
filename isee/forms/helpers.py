"""The helpers of a dossier: giacenza from the CSV of a bank, IMU value from the rendita."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from isee.calculation import ImuValue, InvalidHousehold, NotInForce, giacenza, imu_value
from isee.calculation.amounts import cents
from isee.forms.amount import EuroField
from isee.models import Account, Property

HUNDRED = Decimal(100)
LARGEST = 5_000_000  # bytes; a year of movements is a hundredth of it
FARMLAND = "T"


class ShareField(forms.DecimalField):
    """A quota in percent, the whole when nothing is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=HUNDRED,
            max_digits=5,
            decimal_places=2,
            required=False,
            localize=True,
            widget=forms.TextInput({"inputmode": "decimal"}),
            error_messages={
                "invalid": "Scrivi la quota in cifre, per esempio 50 o 33,33.",
                "min_value": "La quota è più di zero.",
                "max_value": "La quota non può superare il 100%%.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return HUNDRED if cleaned is None else cleaned


@dataclass(frozen=True)
class Read:
    """What a statement says of an account: the whole, and the quota of the member, in euro."""

    whole: giacenza.Giacenza
    share: Decimal

    @property
    def balance(self) -> Decimal:
        return cents(self.whole.saldo * self.share / HUNDRED)

    @property
    def average(self) -> Decimal:
        return cents(self.whole.average * self.share / HUNDRED)


class StatementForm(forms.Form):
    """The CSV of a bank, as a file or pasted, and what it may not say itself. `read` is what was understood."""

    file = forms.FileField(
        label="File CSV della banca",
        required=False,
        help_text="Saldi giornalieri o movimenti dell'anno.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"empty": "Il file è vuoto.", "invalid": "Il file non è arrivato: sceglilo di nuovo."},
    )
    text = forms.CharField(
        label="Oppure le righe, incollate",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Con la riga dei titoli: per esempio Data;Importo.",
    )
    opening = EuroField(
        label="Saldo prima della prima riga", required=False, help_text="Serve se il file ha solo movimenti."
    )
    share = ShareField(
        label="Quota di questa persona, in percentuale", help_text="Se il conto è di più persone."
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.read: Read | None = None

    @property
    def year(self) -> int:
        """The year whose balances count for this account."""
        dossier = self.account.dossier
        return dossier.updated_day.year if self.account.updated else dossier.reference_year

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                "Il file è troppo grande per un anno di un conto: controlla che sia il CSV."
            )
        return file

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors:
            return typed
        file, text = typed["file"], typed["text"]
        if bool(file) == bool(text.strip()):
            self.add_error(
                "file",
                "Scegli il file oppure incolla le righe: non tutti e due."
                if file
                else "Scegli il file, o incolla le righe.",
            )
            return typed
        content = file.read() if file else text.encode()
        try:
            whole = giacenza.read(content, self.year, self.account.dossier.dsu_date, opening=typed["opening"])
        except giacenza.BadStatement as bad:
            self.add_error("file" if file else "text", list(bad.sentences))
        except NotInForce as error:
            self.add_error(None, str(error))
        else:
            self.read = Read(whole, typed["share"])
        return typed


class GiacenzaForm(forms.Form):
    """Saldo and giacenza as they were read, on their way into the account."""

    balance = forms.DecimalField(min_value=0, max_digits=12, decimal_places=2)
    average = forms.DecimalField(min_value=0, max_digits=12, decimal_places=2)
    version = forms.IntegerField(min_value=0)


class RenditaForm(forms.Form):
    """What the IMU value follows from. `value` is what it comes to."""

    rendita = EuroField(
        label="Rendita catastale, o reddito dominicale",
        max_digits=11,
        decimal_places=2,
        help_text="In euro, tutta: non solo la quota. Dalla visura.",
        error_messages={"required": "Scrivi la rendita della visura."},
    )
    category = forms.CharField(
        label="Categoria",
        max_length=5,
        help_text="Come A/2 o C/6; T per un terreno agricolo.",
        error_messages={"required": "Scrivi la categoria della visura."},
    )
    share = ShareField(label="Quota di possesso, in percentuale")
    reduced = forms.BooleanField(label="La base IMU è dimezzata: storico o inagibile", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.value: ImuValue | None = None

    @staticmethod
    def said_of(estate: Property) -> dict[str, Any]:
        """What the property already says."""
        category = FARMLAND if estate.kind == Property.Kind.LAND else estate.category
        return {"rendita": estate.rendita, "category": category, "share": estate.share}

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if self.errors:
            return typed
        try:
            self.value = imu_value(
                typed["rendita"],
                typed["category"],
                self.on,
                typed["share"] / HUNDRED,
                reduced=typed["reduced"],
            )
        except InvalidHousehold as error:
            self.add_error("category", str(error))
        except NotInForce as error:
            self.add_error(None, str(error))
        return typed


class ValueForm(forms.Form):
    """The value as it was calculated, on its way into the property, with what it follows from."""

    value = forms.DecimalField(min_value=0, max_digits=12, decimal_places=2)
    rendita = forms.DecimalField(min_value=0, max_digits=11, decimal_places=2)
    category = forms.CharField(max_length=5)
    share = forms.DecimalField(min_value=Decimal("0.01"), max_value=HUNDRED, max_digits=5, decimal_places=2)
    version = forms.IntegerField(min_value=0)
