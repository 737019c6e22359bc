from django.db import models


class Reachability(models.Model):
    """Whether a partner's system answers, as the jobs that spoke with it last saw."""

    partner = models.OneToOneField("sportello.Partner", on_delete=models.PROTECT, related_name="reachability")
    # The first failure after the last answer; empty while the partner answers.
    down_since = models.DateTimeField(null=True)
    last_tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.partner_id} {'down' if self.down_since else 'live'}"
