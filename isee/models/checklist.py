from django.db import models


class ChecklistItem(models.Model):
    """A document that the dossier needs, of one member or of the whole household, and where it stands."""

    class State(models.TextChoices):
        TO_ASK = "to_ask", "Da chiedere"
        PRESENTED = "presented", "Presentato"
        MISSING = "missing", "Manca"
        NOT_NEEDED = "not_needed", "Non serve"
        ACQUIRED = "acquired", "Acquisito d'ufficio"

    # What an operator may choose; a document is acquired by the act that acquires it.
    CHOICES = (State.TO_ASK, State.PRESENTED, State.MISSING, State.NOT_NEEDED)
    SETTLED = (State.PRESENTED, State.NOT_NEEDED, State.ACQUIRED)

    dossier = models.ForeignKey(
        "isee.Dossier", on_delete=models.CASCADE, related_name="checklist"
    )  # a part of it
    member = models.ForeignKey(
        "isee.Member", null=True, on_delete=models.CASCADE, related_name="documents", editable=False
    )  # a document of who is no longer in the household is not asked for
    code = models.SlugField(max_length=40, editable=False)
    title = models.CharField(max_length=200, editable=False)
    help = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField("stato", max_length=10, choices=State, default=State.TO_ASK)
    # Named where the Comune got the document itself: the citizen is not asked for it (art. 43 DPR 445/2000).
    acquired_from = models.CharField(max_length=40, blank=True, editable=False)
    # Both empty while the state is the one that follows from the answers.
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        "sportello.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # Counts changes, so that two people who change the same line at once find out.
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="item_once", fields=["dossier", "code", "member"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED
