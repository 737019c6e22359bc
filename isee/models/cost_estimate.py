from django.db import models
from django.db.models import Q


class CostEstimate(models.Model):
    """What a rule would cost over the households attested in a year: asked, counted by the worker, kept (conto).

    It keeps the numbers that were tried and the sums that came out, of nobody in particular.
    """

    rule_key = models.CharField(max_length=50)  # of the choice on the page: a version or a draft
    label = models.CharField(max_length=200)
    # What the first of the two rules is, where it is not the same one unmoved.
    compared_with = models.CharField(max_length=200, blank=True)
    # Two rules as `isee.benefits.read` takes them.
    before = models.JSONField()
    after = models.JSONField()

    year = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField()
    unknown_is_met = models.BooleanField()
    figure = models.DecimalField(max_digits=10, decimal_places=2, null=True)

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")
    households = models.PositiveIntegerField(null=True)  # to be counted; none until the worker begins
    counted = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    # Bands with their sums (isee.rules.cost_estimates), or why there are none.
    result = models.JSONField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="estimate_finished_with_result",
                condition=Q(finished_at__isnull=True, result__isnull=True, problem="")
                | Q(finished_at__isnull=False, result__isnull=False, problem="")
                | (Q(finished_at__isnull=False, result__isnull=True) & ~Q(problem="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}, ISEE {self.year}"
