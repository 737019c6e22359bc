from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from sportello.models.service import Service

BENEFIT_CODE = RegexValidator(
    r"^[A-Z]\d\.\d{2}$", "Il codice è una lettera, una cifra, un punto e due cifre: per esempio A2.12."
)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(state=Case.State.OPEN)


class Case(models.Model):
    """A pratica: the thin thing on which a dossier, a look-up, a contract request or an application hangs."""

    class State(models.TextChoices):
        OPEN = "open", "aperta"
        CONCLUDED = "concluded", "conclusa"
        ABANDONED = "abandoned", "abbandonata"

    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=12, choices=Service.Kind, editable=False)
    citizen = models.ForeignKey(
        "sportello.Citizen", on_delete=models.PROTECT, related_name="cases", editable=False
    )
    service = models.ForeignKey(
        "sportello.Service", on_delete=models.PROTECT, related_name="cases", editable=False
    )
    protocol_number = models.CharField(
        "numero di protocollo",
        max_length=20,
        blank=True,
        help_text="Dal registro di protocollo del Comune.",
    )
    protocol_date = models.DateField("data di protocollo", null=True, blank=True)
    benefit_code = models.CharField(
        "codice della prestazione",
        max_length=6,
        blank=True,
        validators=[BENEFIT_CODE],
        help_text="Per esempio A2.12, mensa scolastica.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    responsible = models.ForeignKey(
        "sportello.User",
        verbose_name="responsabile del procedimento",
        on_delete=models.PROTECT,
        related_name="cases",
    )
    opened_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["citizen", "-opened_at"], name="case_of_citizen"),
            models.Index(fields=["responsible", "state", "-id"], name="case_of_responsible"),
            models.Index(fields=["state", "-id"], name="case_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(name="case_number", fields=["year", "number"]),
            models.CheckConstraint(
                name="protocol_whole",
                condition=Q(protocol_number="") | Q(protocol_date__isnull=False),
                violation_error_message="Con il numero di protocollo serve la sua data.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
