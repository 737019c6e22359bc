from django.db import models
from django.db.models import Q

from isee.models.dossier import Dossier
from isee.models.row import Row


class Transmission(Row):
    """Who sends the DSU to INPS, when, with which receipt; and by when INPS should attest it."""

    class By(models.TextChoices):
        CITIZEN = "citizen", "il cittadino, sul sito di INPS"
        CAF = "caf", "un CAF"
        COMUNE = "comune", "il Comune"

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, related_name="transmission", editable=False
    )  # a part of it
    by = models.CharField("chi la trasmette", max_length=7, choices=By)
    caf = models.CharField("nome del CAF", max_length=80, blank=True)
    sent_on = models.DateField("trasmessa il", null=True, blank=True)
    receipt = models.CharField("numero della ricevuta", max_length=40, blank=True)
    # An expectation, not a term: see isee/dossier/terms.py.
    expected_on = models.DateField("attestazione attesa per il", null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="caf_named",
                condition=(Q(by="caf") & ~Q(caf="")) | (~Q(by="caf") & Q(caf="")),
                violation_error_message="Scrivi il nome del CAF.",
            )
        ]
        indexes = [models.Index(fields=["expected_on"], name="transmission_expected")]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Who sends it, by name where it is a CAF."""
        return self.caf or str(self.get_by_display())
