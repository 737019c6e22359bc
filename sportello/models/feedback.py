from django.db import models


class Feedback(models.Model):
    """What a citizen thought of a visit; it never names the citizen in a report."""

    class Face(models.IntegerChoices):
        SAD = 1, "Non bene"
        NEUTRAL = 2, "Così così"
        HAPPY = 3, "Bene"

    visit = models.OneToOneField(
        "sportello.Visit", null=True, blank=True, on_delete=models.PROTECT, related_name="feedback"
    )
    face = models.PositiveSmallIntegerField(choices=Face)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="three_faces", condition=models.Q(face__in=[1, 2, 3])),
        ]

    def __str__(self) -> str:
        return str(self.get_face_display())
