from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from sportello.search_keys import name_key, phone_key
from sportello.tax_code import kind_of, plain


class Sex(models.TextChoices):
    FEMALE = "F", "femmina"
    MALE = "M", "maschio"


class Need(models.TextChoices):
    """What helps the person at the counter; no diagnosis is ever kept."""

    HEARING = "hearing", "sente poco"
    SIGHT = "sight", "vede poco"
    MOBILITY = "mobility", "si muove con fatica"
    READING = "reading", "legge con fatica"


class CitizenQuerySet(models.QuerySet["Citizen"]):
    def with_tax_code(self) -> "CitizenQuerySet":
        """Each citizen with the current tax code, in one query, as `main_code`."""
        current = TaxCode.objects.filter(citizen=models.OuterRef("pk"), is_current=True)
        return self.annotate(main_code=models.Subquery(current.values("code")[:1]))


class Citizen(models.Model):
    """A person whom the office serves."""

    surname = models.CharField("cognome", max_length=80)
    given_name = models.CharField("nome", max_length=80)
    birth_date = models.DateField("data di nascita", null=True, blank=True)
    birth_place = models.CharField("luogo di nascita", max_length=80, blank=True)
    sex = models.CharField("sesso", max_length=1, choices=Sex, blank=True)
    address = models.CharField("indirizzo", max_length=160, blank=True)
    town = models.CharField("Comune di residenza", max_length=80, blank=True)
    phone = models.CharField("telefono", max_length=40, blank=True)
    email = models.EmailField("e-mail", blank=True)
    language = models.CharField(
        "lingua", max_length=40, blank=True, help_text="Se non parla bene l'italiano."
    )
    need = models.CharField("attenzione", max_length=12, choices=Need, blank=True)
    deceased_on = models.DateField("data del decesso", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    # What searching compares: filled by save(), never by hand.
    # In the order of its characters on every server, so that one index serves beginnings and order.
    name_key = models.CharField(max_length=200, editable=False, db_collation="C")
    phone_key = models.CharField(max_length=40, editable=False, blank=True)

    objects = CitizenQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        indexes = [
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="citizen_name_trigrams"),
            models.Index(Replace("name_key", Value(" "), Value("")), name="citizen_name_joined"),
            GinIndex(OpClass("phone_key", name="gin_trgm_ops"), name="citizen_phone_trigrams"),
            models.Index(fields=["name_key", "id"], name="citizen_name_order"),
            models.Index(fields=["birth_date"], name="citizen_birth_date"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        # Some signs of Unicode become many letters, so the key may be longer than the names.
        self.name_key = name_key(self.surname, self.given_name)[:200]
        self.phone_key = phone_key(self.phone)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    @property
    def full_name(self) -> str:
        """Surname first, as the lists of an Italian office are ordered."""
        return f"{self.surname} {self.given_name}"

    def age(self, on: date) -> int | None:
        """Years completed on a day, from the birth date only: a tax code does not tell the century."""
        if self.birth_date is None:
            return None
        birthday_to_come = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - birthday_to_come

    @property
    def main_tax_code(self) -> "TaxCode | None":
        """The current code; among several the newest, since a definitive one replaces a provisional one."""
        codes = sorted(self.tax_codes.all(), key=lambda code: (code.is_current, code.pk))
        return codes[-1] if codes else None


class TaxCode(models.Model):
    """A tax code of a person (codice fiscale); over time a person may have several."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "definitivo"
        PROVISIONAL = "provisional", "provvisorio"

    citizen = models.ForeignKey(
        Citizen, on_delete=models.CASCADE, related_name="tax_codes"
    )  # a part of the person
    code = models.CharField(
        "codice fiscale",
        max_length=16,
        unique=True,
        error_messages={"unique": "Questo codice fiscale è già di un'altra persona."},
    )
    kind = models.CharField(max_length=12, choices=Kind, editable=False)
    is_current = models.BooleanField(default=True)
    added_on = models.DateField()
    # The code as it would be without omocodia: finds the same person under both spellings.
    plain_code = models.CharField(max_length=16, editable=False, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_current_code", fields=["citizen"], condition=Q(is_current=True))
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: object, **kwargs: object) -> None:
        self.kind = self.Kind.PROVISIONAL if kind_of(self.code) == "provisional" else self.Kind.ORDINARY
        self.plain_code = plain(self.code)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
