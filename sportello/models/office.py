from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class Office(models.Model):
    """The front office of the Comune: one row, because one Comune has one database."""

    name = models.CharField("Comune", max_length=120, help_text="Come appare in alto e sulle stampe.")
    town = models.CharField(
        "solo il nome del Comune",
        max_length=80,
        blank=True,
        help_text="Per esempio Poggioverde. Serve per sapere se è un capoluogo di città metropolitana.",
    )
    address = models.CharField("indirizzo", max_length=200, blank=True)
    phone = models.CharField("telefono", max_length=40, blank=True)
    patron_saint = models.CharField("santo patrono", max_length=80, blank=True)
    patron_day = models.PositiveSmallIntegerField("giorno del patrono", null=True, blank=True)
    patron_month = models.PositiveSmallIntegerField("mese del patrono", null=True, blank=True)
    demo_loaded_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="one_office", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if (self.patron_day is None) != (self.patron_month is None):
            raise ValidationError({"patron_day": "Scrivi sia il giorno sia il mese del patrono."})
        if self.patron_day and self.patron_month:
            try:
                date(2024, self.patron_month, self.patron_day)  # a leap year, so that 29 February passes
            except ValueError:
                raise ValidationError({"patron_day": "Questo giorno non esiste in quel mese."}) from None

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def is_patron_day(self, on: date) -> bool:
        return (on.day, on.month) == (self.patron_day, self.patron_month)


class Counter(models.Model):
    """A desk where an operator sits."""

    name = models.CharField("nome", max_length=60, unique=True, help_text="Per esempio: Sportello 3.")
    description = models.CharField("descrizione", max_length=120, blank=True)
    is_active = models.BooleanField("in uso", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Weekday(models.IntegerChoices):
    """The days of the week, numbered as `date.weekday()` does."""

    MONDAY = 0, "lunedì"
    TUESDAY = 1, "martedì"
    WEDNESDAY = 2, "mercoledì"
    THURSDAY = 3, "giovedì"
    FRIDAY = 4, "venerdì"
    SATURDAY = 5, "sabato"
    SUNDAY = 6, "domenica"


class OpeningHours(models.Model):
    """When the office opens on a weekday; a day may have two rows, morning and afternoon."""

    weekday = models.PositiveSmallIntegerField("giorno", choices=Weekday)
    opens = models.TimeField("apre alle")
    closes = models.TimeField("chiude alle")

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="opens_before_closing",
                condition=Q(opens__lt=models.F("closes")),
                violation_error_message="L'ora di chiusura viene prima di quella di apertura.",
            ),
            models.UniqueConstraint(
                name="opens_once",
                fields=["weekday", "opens"],
                violation_error_message="Quest'orario c'è già.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """A day on which the office stays closed although its weekday would open."""

    day = models.DateField("giorno", unique=True, error_messages={"unique": "Questo giorno è già segnato."})
    reason = models.CharField("motivo", max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.reason}"
