from django.db import models

from sportello.models.append_only import AppendOnly


class Reachability(models.Model):
    """Whether a partner's system answers, as the jobs that spoke with it last saw."""

    partner = models.OneToOneField("sportello.Partner", on_delete=models.PROTECT, related_name="reachability")
    # The first failure after the last answer; empty while the partner answers.
    down_since = models.DateTimeField(null=True)
    # The first slow answer after the last quick one.
    slow_since = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner_id} {'down' if self.down_since else 'live'}"


class ReachabilityChange(AppendOnly):
    """That a partner's system began to answer, to be slow, to be down, or to refuse more questions for today."""

    class State(models.TextChoices):
        LIVE = "live", "risponde"
        SLOW = "slow", "risponde lentamente"
        DOWN = "down", "non risponde"
        QUOTA = "quota", "limite di domande raggiunto"

    partner = models.ForeignKey(
        "sportello.Partner", on_delete=models.PROTECT, related_name="reachability_changes"
    )
    state = models.CharField(max_length=5, choices=State)
    at = models.DateTimeField()
    # What the partner's help desk wants to hear, where there is such a code.
    reference = models.CharField(max_length=80, blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partner", "-id"], name="reachability_change_of_partner")]

    def __str__(self) -> str:
        return str(self.get_state_display())


class Gate(models.Model):
    """What every process must know before it asks a partner for a kind of document (partners/gates.py).

    Counts the questions of a day, and remembers until when nobody asks: because the partner said so, because the
    day's limit is reached, or because the last questions all failed.
    """

    class Reason(models.TextChoices):
        TROUBLE = "trouble", "le ultime domande non hanno avuto risposta"
        ASKED_TO_WAIT = "asked_to_wait", "l'ente ha chiesto di aspettare"
        QUOTA = "quota", "limite di domande raggiunto"

    partner = models.ForeignKey("sportello.Partner", on_delete=models.PROTECT, related_name="gates")
    document = models.CharField(max_length=20)
    # Failures since the last answer.
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=14, choices=Reason, blank=True)
    counted_on = models.DateField(null=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_gate_for_each_document", fields=["partner", "document"]),
            models.CheckConstraint(
                name="gate_closed_with_its_reason",
                condition=models.Q(closed_until__isnull=True, reason="")
                | models.Q(closed_until__isnull=False, reason__gt=""),
            ),
        ]
        ordering = ["partner", "document"]

    def __str__(self) -> str:
        return f"{self.document} of {self.partner_id}"
