from decimal import Decimal

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models

from partners.adapters.base import SupplyUse
from partners.models.contract.client import POSTAL_CODE_FORM, place
from partners.supply import pod

POD_FORM = RegexValidator(
    rf"\A{pod.PATTERN}\Z",
    "Il POD comincia con IT, poi tre cifre, la lettera E e otto cifre: si legge in bolletta, per esempio IT001E12345678.",
)


class SupplyData(models.Model):
    """The point of supply and what it shall be."""

    class Use(models.TextChoices):
        RESIDENT = SupplyUse.RESIDENT.value, "casa dove abita"
        NON_RESIDENT = SupplyUse.NON_RESIDENT.value, "casa dove non abita"
        OTHER = SupplyUse.OTHER.value, "altro uso"

    class Voltage(models.TextChoices):
        SINGLE = "230", "230 V, monofase"
        THREE = "400", "400 V, trifase"

    pod = models.CharField("POD", max_length=15, blank=True, validators=[POD_FORM])
    customer_code = models.CharField("numero cliente", max_length=20, blank=True)
    supply_address = models.CharField("indirizzo della fornitura", max_length=160, blank=True)
    supply_town = models.CharField("Comune della fornitura", max_length=80, blank=True)
    supply_postal_code = models.CharField(
        "CAP della fornitura", max_length=5, blank=True, validators=[POSTAL_CODE_FORM]
    )
    supply_istat_code = models.CharField(
        "codice ISTAT del Comune",
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"\A[0-9]{6}\Z", "Il codice ISTAT ha sei cifre.")],
    )
    building = models.CharField("edificio", max_length=20, blank=True)
    staircase = models.CharField("scala", max_length=10, blank=True)
    floor = models.CharField("piano", max_length=10, blank=True)
    flat = models.CharField("interno", max_length=10, blank=True)
    use = models.CharField("uso", max_length=12, choices=Use, default=Use.RESIDENT)
    resident_since = models.DateField("residente lì dal", null=True, blank=True)
    power = models.DecimalField("potenza impegnata", max_digits=4, decimal_places=1, default=Decimal("3.0"))
    voltage = models.CharField("tensione", max_length=3, choices=Voltage, default=Voltage.SINGLE)
    meter_reading = models.PositiveIntegerField(
        "lettura del contatore",
        null=True,
        blank=True,
        validators=[MaxValueValidator(9_999_999, "Un contatore ha al massimo sette cifre: rileggilo.")],
    )
    read_on = models.DateField("letto il", null=True, blank=True)
    seller_now = models.CharField("venditore di adesso", max_length=80, blank=True)
    close_on = models.DateField("chiudere dal", null=True, blank=True)
    remove_meter = models.BooleanField("togliere anche il contatore", default=False)

    class Meta:
        abstract = True

    @property
    def supply_place(self) -> str:
        inside = [
            f"{label} {value}"
            for label, value in (
                ("edificio", self.building),
                ("scala", self.staircase),
                ("piano", self.floor),
                ("int.", self.flat),
            )
            if value
        ]
        street = ", ".join(part for part in (self.supply_address, *inside) if part)
        return place(street, self.supply_postal_code, self.supply_town)

    @property
    def power_text(self) -> str:
        """«3 kW», «4,5 kW»."""
        return f"{self.power.normalize():f} kW".replace(".", ",")

    @property
    def reading(self) -> str:
        """What the meter showed, and on which day; empty where nobody read it."""
        if self.meter_reading is None or self.read_on is None:
            return ""
        return f"{self.meter_reading} kWh il {self.read_on:%d/%m/%Y}"
