from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

# No call of the desk lasts longer.
LONGEST_MINUTES = 240


class SupportCall(models.Model):
    """A call to a partner's help desk: what it was about, what they said, the minutes that it cost."""

    partner = models.ForeignKey(
        "sportello.Partner", on_delete=models.PROTECT, related_name="support_calls", editable=False
    )
    case = models.ForeignKey(
        "sportello.Case", null=True, on_delete=models.PROTECT, related_name="support_calls", editable=False
    )
    operator = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="support_calls", editable=False
    )
    started_at = models.DateTimeField(editable=False)
    minutes = models.PositiveSmallIntegerField(
        "minuti",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "Almeno un minuto."),
            MaxValueValidator(LONGEST_MINUTES, "Sono più di quattro ore: controlla i minuti."),
        ],
    )
    subject = models.CharField("di che cosa si tratta", max_length=200, blank=True)
    answer = models.TextField("che cosa hanno risposto", max_length=1000, blank=True)
    ticket_number = models.CharField("numero della segnalazione", max_length=40, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partner", "started_at"], name="call_of_partner")]

    def __str__(self) -> str:
        return self.subject or "chiamata in corso"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still on the phone."""
        return self.minutes is None
