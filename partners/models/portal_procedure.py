from django.db import models
from django.db.models import Q

from sportello.models.append_only import AppendOnly


class PortalProcedureQuerySet(models.QuerySet["PortalProcedure"]):
    def newest(self) -> "PortalProcedureQuerySet":
        """The version that is followed today, of each service."""
        return self.order_by("service_id", "-number").distinct("service_id")


class PortalProcedure(AppendOnly):
    """What an operator does on a partner's portal for a service, step by step: one published version of it.

    Written once. Who wants another step publishes the next version; the older ones stay, because look-ups and
    requests say which one they followed.
    """

    service = models.ForeignKey(
        "sportello.Service", on_delete=models.PROTECT, related_name="procedures", editable=False
    )
    number = models.PositiveSmallIntegerField(editable=False)
    portal_name = models.CharField(
        "nome del portale", max_length=80, help_text="Come lo chiamano gli operatori."
    )
    portal_address = models.URLField("indirizzo del portale", max_length=300, blank=True)
    # One step a line; a name in braces is a value to copy (partners/portal.py).
    steps = models.TextField("passi", max_length=6000)
    reason = models.CharField(
        "che cosa cambia", max_length=200, blank=True, help_text="Lo legge chi conosce la versione di prima."
    )
    published_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_at = models.DateTimeField(editable=False)

    objects = PortalProcedureQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(name="portal_procedure_number", fields=["service", "number"]),
            models.CheckConstraint(name="portal_procedure_reason", condition=Q(number=1) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"versione {self.number}"
