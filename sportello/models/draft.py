from django.db import models


class Draft(models.Model):
    """What somebody was typing in a form and has not sent yet: theirs alone, and gone when it is sent."""

    user = models.ForeignKey(
        "sportello.User", on_delete=models.CASCADE, related_name="drafts"
    )  # a draft of nobody is nothing
    # The form, by the name and the ids of its address: `new_account/dossier=12/`.
    key = models.CharField(max_length=120)
    # The fields as they were sent, each with its values.
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_draft_of_a_form", fields=["user", "key"])]
        indexes = [models.Index(fields=["at"], name="draft_by_age")]

    def __str__(self) -> str:
        return self.key
