from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from isee.models.attestation import Attestation


class Dossier(models.Model):
    """The work on one household's ISEE of one year, up to the attestation that INPS issues."""

    class State(models.TextChoices):
        OPEN = "open", "aperto"
        COLLECTING = "collecting", "raccolta documenti"
        READY = "ready", "pronto"
        SIMULATED = "simulated", "simulato"
        PRESENTED = "presented", "DSU presentata"
        ATTESTED = "attested", "attestato"
        CLOSED = "closed", "chiuso"
        ABANDONED = "abandoned", "abbandonato"

    class Dwelling(models.TextChoices):
        OWNED = "owned", "casa di proprietà"
        RENTED = "rented", "casa in affitto"
        OTHER = "other", "altro (comodato, ospite…)"

    # Until the DSU is presented the data may be changed.
    IN_WORK = (State.OPEN, State.COLLECTING, State.READY, State.SIMULATED)
    FINAL = (State.CLOSED, State.ABANDONED)

    case = models.OneToOneField(
        "sportello.Case", on_delete=models.PROTECT, related_name="dossier", editable=False
    )
    # The day of the DSU: the household, the ages and the law's figures are those of this day.
    dsu_date = models.DateField("data della DSU")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    dwelling = models.CharField("abitazione", max_length=6, choices=Dwelling, blank=True)
    yearly_rent = models.DecimalField(
        "canone annuo",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Il canone non può essere negativo.")],
        help_text="In euro, come nel contratto registrato.",
    )
    rent_contract = models.CharField("estremi del contratto", max_length=80, blank=True)
    dsu_protocol = models.CharField("protocollo della DSU", max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="rent_of_rented_home",
                condition=Q(yearly_rent__isnull=True) | Q(dwelling="rented"),
                violation_error_message="Il canone si scrive solo per una casa in affitto.",
            )
        ]

    def __str__(self) -> str:
        return f"ISEE {self.year}, pratica {self.case}"

    @property
    def is_editable(self) -> bool:
        return self.state in self.IN_WORK and self.case.is_open

    @property
    def current_attestations(self) -> "list[Attestation]":
        """What INPS attested, as it is written now, the newest first: without the rows that were replaced."""
        every = list(self.attestations.all())
        replaced = {one.replaces_id for one in every}
        return [one for one in every if one.pk not in replaced]

    @property
    def attestation(self) -> "Attestation | None":
        """What INPS attested last."""
        return next(iter(self.current_attestations), None)

    @property
    def is_final(self) -> bool:
        return self.state in self.FINAL

    @property
    def year(self) -> int:
        return self.dsu_date.year

    @property
    def reference_year(self) -> int:
        """The year of incomes and assets: the second before the DSU (DL 101/2019, art. 7)."""
        return self.dsu_date.year - 2
