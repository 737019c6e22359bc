from django.db import models
from django.db.models import Q


class WorkList(models.Model):
    """A list that another body gave to the Comune, to be worked line by line (bonus TARI, Dedicata a te)."""

    class Kind(models.TextChoices):
        TARI = "tari", "Bonus TARI, da SGAte"
        DEDICATA = "dedicata", "Carta «Dedicata a te», da INPS"
        OTHER = "other", "Altro elenco"

    kind = models.CharField("che elenco è", max_length=8, choices=Kind)
    title = models.CharField("titolo", max_length=120)
    received_on = models.DateField("arrivato il")
    # What tells a file that was imported already; the file itself is not kept.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    imported_at = models.DateTimeField(editable=False)
    imported_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class WorkLine(models.Model):
    """One line of such a list: whom it speaks of, and how far the work on it is."""

    class State(models.TextChoices):
        TO_DO = "to_do", "da fare"
        CHECKED = "checked", "controllata"
        DONE = "done", "fatta"
        DISCARDED = "discarded", "scartata"

    class Match(models.TextChoices):
        CERTAIN = "certain", "codice fiscale"
        DOUBTFUL = "doubtful", "da confermare"
        CONFIRMED = "confirmed", "confermato"
        NONE = "none", "non trovato"

    work_list = models.ForeignKey(WorkList, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()  # of the line in the file, the header being 1
    tax_code = models.CharField("codice fiscale", max_length=16, blank=True)
    surname = models.CharField("cognome", max_length=80, blank=True)
    given_name = models.CharField("nome", max_length=80, blank=True)
    birth_date = models.DateField("data di nascita", null=True)
    reference = models.CharField("riferimento", max_length=60, blank=True)
    amount = models.DecimalField("importo", max_digits=10, decimal_places=2, null=True)
    # Who it is; while the match is doubtful, who it may be.
    citizen = models.ForeignKey(
        "sportello.Citizen", null=True, on_delete=models.PROTECT, related_name="work_lines"
    )
    match = models.CharField(max_length=9, choices=Match, default=Match.NONE)
    state = models.CharField(max_length=9, choices=State, default=State.TO_DO)
    reason = models.CharField("motivo", max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("sportello.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["work_list", "state", "number"], name="line_of_list_by_state")]
        constraints = [
            models.UniqueConstraint(name="work_line_once", fields=["work_list", "number"]),
            models.CheckConstraint(
                name="discarded_with_reason", condition=~Q(state="discarded") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="matched_to_somebody",
                condition=Q(match="none", citizen__isnull=True)
                | (~Q(match="none") & Q(citizen__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"riga {self.number}"

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given_name}".strip()
