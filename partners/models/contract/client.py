from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from partners.adapters.base import DocumentKind
from partners.supply.protected_market import Ground
from sportello.models.citizen import Sex

POSTAL_CODE_FORM = RegexValidator(r"\A[0-9]{5}\Z", "Il CAP ha cinque cifre.")


class ClientData(models.Model):
    """Who shall hold the contract, with the identity document shown. The first lines are copied from the card."""

    class Document(models.TextChoices):
        __empty__ = "scegli…"
        IDENTITY_CARD = DocumentKind.IDENTITY_CARD.value, "carta d'identità"
        PASSPORT = DocumentKind.PASSPORT.value, "passaporto"
        LICENCE = DocumentKind.DRIVING_LICENCE.value, "patente"
        OTHER = DocumentKind.OTHER.value, "altro documento"

    tax_code = models.CharField("codice fiscale", max_length=16, editable=False)
    surname = models.CharField("cognome", max_length=80, editable=False)
    given_name = models.CharField("nome", max_length=80, editable=False)
    birth_date = models.DateField("data di nascita", null=True, editable=False)
    birth_place = models.CharField("luogo di nascita", max_length=80, blank=True, editable=False)
    sex = models.CharField("sesso", max_length=1, choices=Sex, blank=True, editable=False)

    address = models.CharField("indirizzo di residenza", max_length=160, blank=True)
    town = models.CharField("Comune di residenza", max_length=80, blank=True)
    postal_code = models.CharField("CAP", max_length=5, blank=True, validators=[POSTAL_CODE_FORM])
    phone = models.CharField("telefono", max_length=40, blank=True)
    mobile = models.CharField("cellulare", max_length=40, blank=True)
    email = models.EmailField("e-mail", max_length=120, blank=True)
    pec = models.EmailField("PEC", max_length=120, blank=True)
    document_kind = models.CharField("documento d'identità", max_length=16, choices=Document, blank=True)
    document_number = models.CharField("numero del documento", max_length=40, blank=True)
    document_issuer = models.CharField("rilasciato da", max_length=80, blank=True)
    document_issued_on = models.DateField("rilasciato il", null=True, blank=True)
    document_expires_on = models.DateField("scadenza del documento", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def holder_name(self) -> str:
        return f"{self.surname} {self.given_name}"

    @property
    def residence(self) -> str:
        return place(self.address, self.postal_code, self.town)

    @property
    def document(self) -> str:
        """The identity document that was shown, in words; empty while its number is not written."""
        if not self.document_number:
            return ""
        expiry = f", scade il {self.document_expires_on:%d/%m/%Y}" if self.document_expires_on else ""
        return f"{self.get_document_kind_display()} {self.document_number}{expiry}".strip()


class HeirData(models.Model):
    """A voltura mortis causa: who died, and who the heirs are."""

    class Heirs(models.TextChoices):
        __empty__ = "scegli…"
        SOLE = "sole", "unico erede"
        AMONG_OTHERS = "among_others", "uno degli eredi"

    dead_surname = models.CharField("cognome di chi è morto", max_length=80, blank=True)
    dead_given_name = models.CharField("nome di chi è morto", max_length=80, blank=True)
    dead_tax_code = models.CharField("codice fiscale di chi è morto", max_length=16, blank=True)
    dead_address = models.CharField("ultima residenza", max_length=160, blank=True)
    died_on = models.DateField("morto il", null=True, blank=True)
    died_in = models.CharField("morto a", max_length=80, blank=True)
    heirs = models.CharField("chi chiede è", max_length=12, choices=Heirs, blank=True)
    heirs_agree = models.BooleanField(
        "gli altri eredi hanno firmato l'autorizzazione, con i documenti", default=False
    )
    heir_lives_there = models.BooleanField(
        "l'erede abita già lì", default=False, help_text="Allora non paga il contributo fisso e gli oneri."
    )
    heir_declares = models.BooleanField("dichiara di essere erede (DPR 445/2000, art. 47)", default=False)

    class Meta:
        abstract = True

    @property
    def dead_name(self) -> str:
        return f"{self.dead_surname} {self.dead_given_name}".strip()


class MarketData(models.Model):
    """Why the client may have the protected market (D.Lgs. 210/2021, art. 11)."""

    grounds = ArrayField(
        models.CharField(
            max_length=10, choices=[(one.value, one.label) for one in Ground if one.is_declared]
        ),
        verbose_name="motivi di vulnerabilità",
        default=list,
        blank=True,
    )
    grounds_of_other = models.BooleanField("il motivo è di un'altra persona che vive lì", default=False)
    ground_paper = models.CharField("documento mostrato", max_length=120, blank=True)
    grounds_declared = models.BooleanField("firma la dichiarazione sul modulo di ARERA", default=False)

    class Meta:
        abstract = True


def place(street: str, postal_code: str, town: str) -> str:
    """An address on one line."""
    return ", ".join(part for part in (street, f"{postal_code} {town}".strip()) if part)
