from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from isee.models.row import NOT_NEGATIVE, Row

if TYPE_CHECKING:
    from isee.models.attestation import Attestation


class Dossier(Row):
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
    # Values of isee.calculation.Kind beside the ordinary one, which is always calculated.
    kinds = ArrayField(models.CharField(max_length=12), verbose_name="ISEE chiesti", default=list, blank=True)
    beneficiary = models.ForeignKey(
        "isee.Member",
        verbose_name="per chi è la prestazione",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Typed from the panel FC9 of the attestation: its coefficients are not certain.
    additional_component = models.DecimalField(
        "componente aggiuntiva",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    admission_asked_on = models.DateField("prima richiesta di ricovero", null=True, blank=True)
    # MB.1 panel B
    dwelling = models.CharField("abitazione", max_length=6, choices=Dwelling, blank=True)
    home_town = models.CharField("Comune della casa", max_length=80, blank=True)
    # Empty: it follows from the name of the Comune.
    in_metropolitan_capital = models.BooleanField("capoluogo di città metropolitana", null=True, blank=True)
    yearly_rent = models.DecimalField(
        "canone annuo",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Il canone non può essere negativo.")],
        help_text="In euro, come nel contratto registrato.",
    )
    contract_code = models.CharField("codice del contratto", max_length=30, blank=True)
    contract_office = models.CharField("ufficio", max_length=80, blank=True)
    contract_date = models.DateField("registrato il", null=True, blank=True)
    contract_series = models.CharField("serie", max_length=6, blank=True)
    contract_number = models.CharField("numero", max_length=20, blank=True)
    dwelling_to_confirm = models.BooleanField("da confermare", default=False, editable=False)
    copied_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    dsu_protocol = models.CharField("protocollo della DSU", max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="rent_of_rented_home",
                condition=Q(yearly_rent__isnull=True) | Q(dwelling="rented"),
                violation_error_message="Il canone si scrive solo per una casa in affitto.",
            ),
            models.CheckConstraint(
                name="additional_not_negative",
                condition=Q(additional_component__isnull=True) | Q(additional_component__gte=0),
                violation_error_message="La componente aggiuntiva non può essere negativa.",
            ),
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
    def takes_variations(self) -> bool:
        """Whether the form MS may be filled in: an ISEE corrente is asked over one that INPS attested."""
        return self.state in (*self.IN_WORK, self.State.ATTESTED) and self.case.is_open

    @property
    def takes_papers(self) -> bool:
        """Whether the checklist may change: after the attestation only for an ISEE corrente or a rettifica."""
        if self.is_editable or not self.takes_variations:
            return self.is_editable
        return self.has_corrente or any(paper.has_omissions for paper in self.current_attestations)

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

    @property
    def has_corrente(self) -> bool:
        """Whether the ISEE corrente is asked for."""
        return hasattr(self, "corrente")

    @property
    def updated_day(self) -> date:
        """The day of the updated assets of an ISEE corrente: the end of the year before (art. 9)."""
        return date(self.dsu_date.year - 1, 12, 31)

    @property
    def rent_contract(self) -> str:
        """The registration of the contract, as one line; empty where nothing is said."""
        if self.contract_code:
            return f"codice {self.contract_code}"
        on = f"{self.contract_date:%d/%m/%Y}" if self.contract_date else ""
        parts = (
            ("ufficio", self.contract_office),
            ("registrato il", on),
            ("serie", self.contract_series),
            ("n.", self.contract_number),
        )
        return ", ".join(f"{what} {value}" for what, value in parts if value)
