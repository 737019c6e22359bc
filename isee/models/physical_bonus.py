from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from isee.benefits import Consumption
from partners.models.contract.supply import POD_FORM


class PhysicalBonusQuerySet(models.QuerySet["PhysicalBonus"]):
    def running(self) -> "PhysicalBonusQuerySet":
        """Those that SGAte granted and that go on, or that wait there: a new application would overlap."""
        return self.filter(state__in=[PhysicalBonus.State.SENT, PhysicalBonus.State.GRANTED])


class PhysicalBonus(models.Model):
    """The application for the electricity bonus of physical hardship: Modulo B and the ASL certificate.

    It is typed into SGAte by hand, and its number, dates and outcome come back here. About health: read only on its
    own pages.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "in preparazione"
        SENT = "sent", "inserita in SGAte"
        GRANTED = "granted", "accolta"
        REFUSED = "refused", "respinta"
        ENDED = "ended", "cessata"

    class Purpose(models.TextChoices):
        """What Modulo B asks for."""

        NEW = "new", "domanda nuova"
        PLACE = "place", "variazione: gli apparecchi cambiano posto"
        DEVICES = "devices", "variazione: cambiano gli apparecchi o le ore"

    case = models.OneToOneField(
        "sportello.Case", on_delete=models.PROTECT, related_name="physical_bonus", editable=False
    )
    # Counts the changes, so that nobody writes over a colleague's.
    version = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False)
    purpose = models.CharField("che cosa si chiede", max_length=7, choices=Purpose)
    # The one that runs, which a variation changes; it may be known to SGAte alone.
    varies = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="variations", editable=False
    )
    runs_already = models.BooleanField("in SGAte c'è già un bonus attivo per questa fornitura", default=False)
    patient_surname = models.CharField("cognome del malato", max_length=80)
    patient_given_name = models.CharField("nome del malato", max_length=80)
    patient_tax_code = models.CharField("codice fiscale del malato", max_length=16)
    pod = models.CharField("POD", max_length=15, validators=[POD_FORM])
    power = models.DecimalField(
        "potenza impegnata, in kW",
        max_digits=5,
        decimal_places=2,
        validators=[
            MinValueValidator(Decimal("0.5"), "La potenza più piccola è 0,5 kW."),
            MaxValueValidator(Decimal(100), "È troppa per una casa: rileggi la bolletta."),
        ],
    )
    supply_address = models.CharField("indirizzo della fornitura", max_length=160)
    supply_town = models.CharField("Comune della fornitura", max_length=80)
    supply_postal_code = models.CharField("CAP", max_length=5)
    asl = models.CharField("ASL che certifica", max_length=120)
    certified_on = models.DateField("data del certificato")
    devices_address = models.CharField("indirizzo degli apparecchi", max_length=160)
    devices_since = models.DateField("in uso dal")
    # From here on: what SGAte says, typed back.
    sgate_number = models.CharField("numero SGAte", max_length=40, blank=True, editable=False)
    sent_on = models.DateField("inserita il", null=True, editable=False)
    decided_on = models.DateField("esito del", null=True, editable=False)
    reason = models.CharField("motivo", max_length=300, blank=True, editable=False)
    consumption = models.CharField(
        "classe di consumo",
        max_length=7,
        choices=[(each.value, each.value) for each in Consumption],
        blank=True,
        editable=False,
    )
    starts_on = models.DateField("decorre dal", null=True, editable=False)
    ended_on = models.DateField("cessata il", null=True, editable=False)

    objects = PhysicalBonusQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["pod", "state"], name="physical_bonus_of_pod")]
        constraints = [
            models.CheckConstraint(
                name="sgate_number_once_sent",
                condition=Q(state="draft") | (~Q(sgate_number="") & Q(sent_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="decided_after_sent",
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("sent_on")),
                violation_error_message="L'esito viene prima dell'inserimento: controlla le date.",
            ),
            models.CheckConstraint(name="refused_with_reason", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="granted_with_class",
                condition=~Q(state="granted") | (~Q(consumption="") & Q(starts_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.sgate_number or f"pratica {self.case}"

    @property
    def is_variation(self) -> bool:
        return self.purpose != self.Purpose.NEW

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def patient_name(self) -> str:
        return f"{self.patient_surname} {self.patient_given_name}"


class Device(models.Model):
    """A device that keeps somebody alive, as the ASL certifies it (DM Salute 13/01/2011)."""

    class Kind(models.TextChoices):
        VENTILATOR = "ventilator", "ventilatore polmonare"
        ASPIRATOR = "aspirator", "aspiratore"
        OXYGEN = "oxygen", "concentratore di ossigeno"
        DIALYSIS = "dialysis", "apparecchio per dialisi"
        FEEDING = "feeding", "pompa di nutrizione"
        WHEELCHAIR = "wheelchair", "carrozzina elettrica"
        HOIST = "hoist", "sollevatore"
        MATTRESS = "mattress", "materasso antidecubito"
        OTHER = "other", "altro, come nel certificato"

    class Hours(models.TextChoices):
        """The class of daily use, which the ASL writes for each device."""

        UPTO_8 = "upto_8", "fino a 8 ore"
        UPTO_16 = "upto_16", "da 8 a 16 ore"
        OVER_16 = "over_16", "più di 16 ore"

    bonus = models.ForeignKey(PhysicalBonus, on_delete=models.CASCADE, related_name="devices")  # a part of it
    kind = models.CharField("apparecchio", max_length=10, choices=Kind)
    name = models.CharField("come nel certificato", max_length=80, blank=True)
    hours = models.CharField("ore al giorno", max_length=7, choices=Hours)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="other_device_named",
                condition=~Q(kind="other") | ~Q(name=""),
                violation_error_message="Scrivi l'apparecchio come nel certificato.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.get_kind_display()}, {self.get_hours_display()}"
