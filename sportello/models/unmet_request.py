from django.db import models
from django.db.models import Q

from sportello.models.service import LifeEvent

# A request may be about no event of a life.
SUBJECTS = [*LifeEvent.choices, ("other", "altro")]


class UnmetRequest(models.Model):
    """Something asked at the counter that it could not give: the demand that proposals of partners are weighed by.

    It says nothing of who asked but whether they are seventy or older.
    """

    subject = models.CharField("di che cosa", max_length=8, choices=SUBJECTS)
    asked_for = models.CharField("che cosa chiedeva", max_length=120, blank=True)
    sent_to = models.CharField("dove hai mandato la persona", max_length=120, blank=True)
    distance_km = models.PositiveSmallIntegerField("a quanti chilometri", null=True, blank=True)
    # None where nobody knows.
    over_70 = models.BooleanField("ha 70 anni o più", null=True, blank=True)
    visit = models.ForeignKey(
        "sportello.Visit", null=True, on_delete=models.PROTECT, related_name="unmet_requests"
    )
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="unmet_requests")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="unmet_request_newest"),
            models.Index(fields=["day", "subject"], name="unmet_request_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="unmet_request_has_subject", condition=Q(subject__in=[value for value, _ in SUBJECTS])
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_subject_display())
