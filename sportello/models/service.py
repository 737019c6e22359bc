from django.contrib.postgres.fields import ArrayField
from django.db import models


class Partner(models.Model):
    """Another body whose services the office gives: INPS, Enel. The Comune itself is no partner."""

    code = models.SlugField("sigla", max_length=20, unique=True)
    name = models.CharField("nome", max_length=80)
    support_phone = models.CharField("numero di assistenza", max_length=40, blank=True)
    support_hours = models.CharField("orario dell'assistenza", max_length=120, blank=True)
    is_active = models.BooleanField("in uso", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class LifeEvent(models.TextChoices):
    BIRTH = "birth", "nascita"
    SCHOOL = "school", "scuola"
    WORK = "work", "lavoro"
    HOME = "home", "casa"
    HEALTH = "health", "salute"
    PENSION = "pension", "pensione"
    DEATH = "death", "lutto"
    INCOME = "income", "difficoltà economica"


class Service(models.Model):
    """One thing that the counter offers, with the card that tells an operator what it takes."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "informazione"
        LOOK_UP = "look_up", "consultazione"
        DOSSIER = "dossier", "pratica ISEE"
        ENTRY = "entry", "contratto"
        PROCEDURE = "procedure", "procedimento"
        APPLICATION = "application", "domanda"

    code = models.SlugField("sigla", max_length=40, unique=True)
    name = models.CharField("nome", max_length=100)
    partner = models.ForeignKey(
        Partner,
        verbose_name="di chi è",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
        help_text="Vuoto: è del Comune.",
    )
    kind = models.CharField("tipo", max_length=12, choices=Kind)
    life_events = ArrayField(
        models.CharField(max_length=10, choices=LifeEvent),
        verbose_name="momenti della vita",
        default=list,
        blank=True,
    )
    ticket_letter = models.CharField("lettera del turno", max_length=1, default="A")
    description = models.TextField("che cos'è", blank=True)
    who_may_ask = models.TextField("chi può chiederlo", blank=True)
    documents = models.TextField("documenti da portare", blank=True, help_text="Uno per riga.")
    cost = models.CharField("costo", max_length=120, blank=True)
    time_needed = models.CharField("tempi", max_length=120, blank=True)
    law = models.CharField("norma", max_length=200, blank=True)
    decided_by = models.CharField("chi decide", max_length=120, blank=True)
    whom_to_call = models.CharField("chi chiamare", max_length=120, blank=True)
    usual_minutes = models.PositiveSmallIntegerField("minuti di solito", default=10)
    is_active = models.BooleanField("offerto", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_name(self) -> str:
        """Whose service it is, as the operator reads it."""
        return self.partner.name if self.partner else "Comune"

    @property
    def document_list(self) -> list[str]:
        return [line.strip() for line in self.documents.splitlines() if line.strip()]
