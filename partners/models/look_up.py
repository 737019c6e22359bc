from django.db import models
from django.db.models import Q

from sportello.models.append_only import AppendOnly


class LookUpQuerySet(models.QuerySet["LookUp"]):
    def with_everything(self) -> "LookUpQuerySet":
        """Each with all that its panel shows, in one query."""
        return self.select_related(
            "outcome",
            "answer",
            "subject",
            "service__partner",
            "case__citizen",
            "delegation",
            "visit",
            "operator",
        )

    def pending(self) -> "LookUpQuerySet":
        return self.filter(outcome__isnull=True)


class LookUp(AppendOnly):
    """That a partner was asked about a citizen: by whom, why, on what ground. Written before the asking."""

    class Document(models.TextChoices):
        CU = "cu", "Certificazione Unica"
        CONTRACTS = "contracts", "Contratti precedenti"

    class Basis(models.TextChoices):
        """Why the Comune may ask."""

        EX_OFFICIO = "ex_officio", "documento acquisito d'ufficio (art. 43 DPR 445/2000)"
        REQUEST = "request", "richiesta dell'interessato"

    case = models.ForeignKey("sportello.Case", on_delete=models.PROTECT, related_name="look_ups")
    visit = models.ForeignKey("sportello.Visit", null=True, on_delete=models.PROTECT, related_name="look_ups")
    subject = models.ForeignKey("sportello.Citizen", on_delete=models.PROTECT, related_name="look_ups")
    service = models.ForeignKey("sportello.Service", on_delete=models.PROTECT, related_name="look_ups")
    delegation = models.ForeignKey(
        "sportello.Delegation", null=True, on_delete=models.PROTECT, related_name="look_ups"
    )
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="look_ups")
    workstation = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=12, choices=Document)
    # The year in which the incomes were earned; other documents have none.
    tax_year = models.PositiveSmallIntegerField(null=True)
    # Empty where it was not allowed because the person has no tax code.
    tax_code = models.CharField(max_length=16, blank=True)
    # Empty where no ground was found, and so it was not allowed.
    basis = models.CharField(max_length=12, choices=Basis, blank=True)
    protocol_number = models.CharField(max_length=20, blank=True)
    benefit_code = models.CharField(max_length=6, blank=True)
    # Sent to the partner with the question, and quoted to its help desk.
    correlation_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()

    objects = LookUpQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "-id"], name="look_up_of_case"),
            models.Index(fields=["subject", "-id"], name="look_up_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                name="year_of_certificazione", condition=~Q(document="cu") | Q(tax_year__isnull=False)
            )
        ]

    def __str__(self) -> str:
        """What was asked for, as the operator reads it."""
        if self.tax_year is None:
            return str(self.get_document_display())
        return f"{self.get_document_display()}, redditi {self.tax_year}"


class LookUpOutcome(AppendOnly):
    """How an asking went. A second row, because the first is never changed."""

    class Result(models.TextChoices):
        FOUND = "found", "trovato"
        NOT_FOUND = "not_found", "non trovato"
        REFUSED = "refused", "rifiutato"
        UNREACHABLE = "unreachable", "l'ente non risponde"
        UNINTELLIGIBLE = "unintelligible", "risposta non leggibile"
        NOT_ALLOWED = "not_allowed", "non consentito"
        # Our own fault: the question never left, or its answer was lost here.
        FAILED = "failed", "non riuscito"

    look_up = models.OneToOneField(LookUp, on_delete=models.PROTECT, related_name="outcome")
    result = models.CharField(max_length=14, choices=Result)
    at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    message = models.CharField(max_length=500, blank=True)

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["-at"], name="look_up_outcome_at")]

    def __str__(self) -> str:
        return str(self.get_result_display())


class LookUpAnswer(models.Model):
    """What the partner answered, kept only while the visit lasts; what a dossier needs is copied into it."""

    look_up = models.OneToOneField(
        LookUp, on_delete=models.CASCADE, related_name="answer"
    )  # gone with its visit
    content = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="answer_received_at")]
        constraints = [models.CheckConstraint(name="answer_has_content", condition=~Q(content={}))]

    def __str__(self) -> str:
        return f"answer of {self.look_up_id}"
