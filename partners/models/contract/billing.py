from django.contrib.postgres.fields import ArrayField
from django.db import models

from partners.models.contract.client import POSTAL_CODE_FORM, place


class BillingData(models.Model):
    """How bills arrive and are paid; with a debit (SEPA) no deposit is due."""

    class Delivery(models.TextChoices):
        __empty__ = "scegli…"
        EMAIL = "email", "per e-mail (con lo sconto)"
        PAPER = "paper", "su carta"

    class Payment(models.TextChoices):
        __empty__ = "scegli…"
        DEBIT = "debit", "addebito in conto (SEPA), senza deposito"
        SLIP = "slip", "bollettino, con il deposito"

    bill_delivery = models.CharField("come vuole le bollette", max_length=6, choices=Delivery, blank=True)
    bill_address = models.CharField("a un altro indirizzo", max_length=160, blank=True)
    bill_town = models.CharField("Comune", max_length=80, blank=True)
    bill_postal_code = models.CharField(
        "CAP dell'altro indirizzo", max_length=5, blank=True, validators=[POSTAL_CODE_FORM]
    )
    payment = models.CharField("come paga", max_length=6, choices=Payment, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    iban_holder = models.CharField("intestatario del conto", max_length=160, blank=True)
    iban_holder_code = models.CharField("codice fiscale dell'intestatario", max_length=16, blank=True)
    mandate_signer = models.CharField("chi firma il mandato, se è un altro", max_length=160, blank=True)
    mandate_signer_code = models.CharField("codice fiscale di chi firma", max_length=16, blank=True)

    class Meta:
        abstract = True

    @property
    def pays_by_debit(self) -> bool:
        return self.payment == self.Payment.DEBIT

    @property
    def bill_place(self) -> str:
        return place(self.bill_address, self.bill_postal_code, self.bill_town)

    @property
    def iban_groups(self) -> str:
        """In groups of four, as it is read aloud."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


class SignatureData(models.Model):
    """What was seen and handed over when the request was signed."""

    class Paper(models.TextChoices):
        DOCUMENT_COPY = "document_copy", "copia del documento, fronte e retro"
        BILL = "bill", "una bolletta con il POD"
        TITLE = "title", "titolo sulla casa"
        DEATH = "death", "certificato di morte, o dichiarazione"
        HEIRS = "heirs", "autorizzazione degli altri eredi"
        VULNERABLE = "vulnerable", "prova della vulnerabilità"
        DELEGATION = "delegation", "delega firmata e documento di chi la porta"

    class EarlyStart(models.TextChoices):
        __empty__ = "scegli…"
        NOW = "now", "subito, anche prima dei 14 giorni per ripensarci"
        AFTER = "after", "solo passati i 14 giorni per ripensarci"

    papers_seen = ArrayField(
        models.CharField(max_length=14, choices=Paper),
        verbose_name="documenti visti",
        default=list,
        blank=True,
    )
    conditions_received = models.BooleanField(
        "ha ricevuto le condizioni di contratto, su carta o per e-mail", default=False
    )
    privacy_received = models.BooleanField("ha ricevuto l'informativa sui dati personali", default=False)
    marketing = models.BooleanField(
        "consente le comunicazioni commerciali (è libero di dire di no)", default=False
    )
    early_start = models.CharField("quando comincia", max_length=5, choices=EarlyStart, blank=True)

    class Meta:
        abstract = True

    @property
    def papers_text(self) -> str:
        """The papers seen, in words."""
        return ", ".join(str(self.Paper(one).label) for one in self.papers_seen)
