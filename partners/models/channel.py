from django.db import models

from partners.models.look_up import LookUp

Channel = LookUp.Channel


class SignInLevel(models.TextChoices):
    """How surely an operator's identity was established, in the words of PDND's tracking evidence, the lowest first."""

    PASSWORD = "LoA2", "nome utente e password"
    TWO_FACTORS = "LoA3", "due fattori: SPID di livello 2, CIE, codice o chiave"

    @classmethod
    def rank(cls, level: str) -> int:
        """Place in the order; what is not known is below all."""
        return [*cls].index(cls(level)) + 1 if level in cls else 0


class ServiceChannel(models.Model):
    """What the administrator chose for a partner's service; without a row see channels.channel_of."""

    service = models.OneToOneField(
        "sportello.Service", on_delete=models.PROTECT, related_name="channel", editable=False
    )
    channel = models.CharField("come si raggiunge", max_length=8, choices=Channel)
    # The lowest sign-in with which the service may be asked; empty: any.
    sign_in_level = models.CharField(
        "accesso richiesto", max_length=4, choices=SignInLevel, blank=True, default=""
    )
    changed_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return str(self.get_channel_display())
