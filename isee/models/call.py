from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from sportello.models.append_only import AppendOnly
from sportello.models.case import BENEFIT_CODE

MORE_THAN_NOTHING = MinValueValidator(
    Decimal("0.01"), "Una disponibilità di zero euro non paga nessuno: scrivi quanto c'è."
)


class Call(models.Model):
    """A call (bando): who applies within its days is put in order, and has while there is enough for."""

    class Order(models.TextChoices):
        ISEE = "isee", "dall'ISEE più basso"
        POINTS = "points", "dal punteggio più alto"

    class Tie(models.TextChoices):
        """Who comes before of those who are equal."""

        EARLIER = "earlier", "chi ha presentato prima (giorno, poi numero di protocollo)"
        OLDER = "older", "la persona più anziana, poi chi ha presentato prima"
        LOWER_ISEE = "lower_isee", "chi ha l'ISEE più basso, poi chi ha presentato prima"

    title = models.CharField("titolo", max_length=160)
    rule_code = models.CharField(max_length=60, blank=True, editable=False)
    rule_id = models.CharField(max_length=80, blank=True, editable=False)
    benefit_code = models.CharField(
        "codice della prestazione", max_length=6, blank=True, validators=[BENEFIT_CODE]
    )
    act = models.CharField("atto che lo approva", max_length=120)
    opens_on = models.DateField("si apre il")
    closes_on = models.DateField("si chiude il")
    places = models.PositiveIntegerField(
        "posti",
        null=True,
        blank=True,
        validators=[MinValueValidator(1, "Con zero posti non entra nessuno: scrivi quanti sono.")],
    )
    budget = models.DecimalField(
        "disponibilità in euro",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MORE_THAN_NOTHING],
    )
    amount_each = models.DecimalField(
        "importo a ciascuno",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"), "Un importo di zero euro non è un beneficio.")],
    )
    isee_limit = models.DecimalField("ISEE massimo", max_digits=10, decimal_places=2, null=True, blank=True)
    order = models.CharField("ordine", max_length=6, choices=Order, default=Order.ISEE)
    tie = models.CharField("a parità", max_length=10, choices=Tie, default=Tie.EARLIER)

    class Meta:
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="call_open_before_closed",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message="Il bando si chiude prima di aprirsi: controlla le due date.",
            ),
            models.CheckConstraint(
                name="call_places_or_budget",
                condition=Q(places__gt=0, budget__isnull=True) | Q(places__isnull=True, budget__gt=0),
                violation_error_message="Un bando ha un numero di posti oppure una disponibilità in euro: "
                "scrivi l'uno o l'altra.",
            ),
            models.CheckConstraint(
                name="call_amount_positive", condition=Q(amount_each__isnull=True) | Q(amount_each__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Ranking(AppendOnly):
    """The ranking of a call as it was published, once: with it the applications are decided."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="ranking")
    act_number = models.CharField("numero della determina", max_length=20)
    decided_on = models.DateField("data della determina")
    signer = models.CharField("firmata da", max_length=80)
    # What the ranking was made by, in words: the call may be read differently one day.
    rule = models.CharField(max_length=300)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"graduatoria {self.act_number} del {self.decided_on:%d/%m/%Y}"


class RankingRow(AppendOnly):
    """One application in a published ranking."""

    class Outcome(models.TextChoices):
        ADMITTED = "admitted", "ammessa"
        WAITING = "waiting", "in lista d'attesa"
        EXCLUDED = "excluded", "esclusa"

    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="rows")
    application = models.OneToOneField(
        "isee.Application", on_delete=models.PROTECT, related_name="ranking_row"
    )
    place = models.PositiveIntegerField(null=True)  # none where it is excluded
    outcome = models.CharField(max_length=8, choices=Outcome)
    points = models.PositiveSmallIntegerField(null=True)
    # What it would have with enough for all, and what it has.
    wanted = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)  # the reason of an exclusion, how a tie was settled

    class Meta(AppendOnly.Meta):
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_at_a_place", fields=["ranking", "place"]),
            models.CheckConstraint(
                name="place_unless_excluded",
                condition=Q(outcome="excluded", place__isnull=True)
                | (~Q(outcome="excluded") & Q(place__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or '–'} {self.get_outcome_display()}"


class RankingChange(AppendOnly):
    """What happened to a row after the publication: somebody gave up, who waited came in (scorrimento)."""

    class Kind(models.TextChoices):
        GAVE_UP = "gave_up", "ha rinunciato"
        CAME_IN = "came_in", "entra per scorrimento"
        RAISED = "raised", "ha il resto dell'importo"

    row = models.ForeignKey(RankingRow, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="change_once", fields=["row", "kind"], condition=Q(kind__in=["gave_up", "came_in"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_kind_display()}"
