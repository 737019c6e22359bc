from django.db import models

from partners.models.look_up import LookUp

Channel = LookUp.Channel


class ServiceChannel(models.Model):
    """The channel that the administrator chose for a partner's service; without a row see channels.channel_of."""

    service = models.OneToOneField(
        "sportello.Service", on_delete=models.PROTECT, related_name="channel", editable=False
    )
    channel = models.CharField("come si raggiunge", max_length=8, choices=Channel)
    changed_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return str(self.get_channel_display())
