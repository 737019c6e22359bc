from django.db import models
from django.db.models import F, Q

from isee.calculation import Kind
from isee.models.dossier import Dossier
from isee.models.row import NOT_NEGATIVE
from sportello.models.append_only import AppendOnly

# A corrente is an attestation of its own, with values of these kinds.
ATTESTED_KINDS = tuple(kind for kind in Kind if kind is not Kind.CORRENTE)
# Their value is of one person alone, and no other of the household may use it.
OF_ONE_PERSON = (Kind.UNIVERSITY, Kind.SOCIO_HEALTH, Kind.RESIDENTIAL, Kind.DOCTORATE)


class AttestationQuerySet(models.QuerySet["Attestation"]):
    def current(self) -> "AttestationQuerySet":
        """Those whose typing was not replaced."""
        return self.filter(replaced_by__isnull=True)


class Attestation(AppendOnly):
    """What INPS attested: alone in having legal effect, and apart from every simulation.

    Written once. Who mistyped writes another row that replaces it, with the reason; both stay.
    """

    class Source(models.TextChoices):
        TYPED = "typed", "trascritta dal foglio"
        INPS = "inps", "acquisita da INPS"

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="attestations", editable=False
    )
    protocol = models.CharField("protocollo INPS", max_length=40)
    # An ISEE corrente (art. 9): while it is valid it goes before the one that it brings up to date.
    corrente = models.BooleanField("è un ISEE corrente", default=False)
    issued_on = models.DateField("rilasciata il")
    valid_to = models.DateField("vale fino al")
    has_omissions = models.BooleanField("riporta omissioni o difformità", default=False)
    source = models.CharField(max_length=5, choices=Source, default=Source.TYPED, editable=False)
    look_up = models.ForeignKey(
        "partners.LookUp", null=True, on_delete=models.PROTECT, related_name="attestations", editable=False
    )
    typed_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+", editable=False)
    typed_at = models.DateTimeField(editable=False)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by", editable=False
    )
    reason = models.CharField("perché la correggi", max_length=200, blank=True)

    objects = AttestationQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        ordering = ["-pk"]
        indexes = [models.Index(fields=["dossier", "-issued_on"], name="attestation_of_dossier")]
        constraints = [
            models.CheckConstraint(
                name="attestation_valid_after_issue",
                condition=Q(valid_to__gte=F("issued_on")),
                violation_error_message="La scadenza viene prima del rilascio: controlla le due date.",
            ),
            models.CheckConstraint(
                name="replaced_with_reason",
                condition=Q(replaces__isnull=True, reason="") | (Q(replaces__isnull=False) & ~Q(reason="")),
                violation_error_message="Scrivi perché correggi la trascrizione.",
            ),
            models.CheckConstraint(
                name="source_of_attestation",
                condition=Q(source="typed", look_up__isnull=True) | Q(source="inps", look_up__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.protocol

    @property
    def shown_value(self) -> "AttestedValue":
        """The value that stands for the whole: the ordinary one, else the first of the paper."""
        values = list(self.values.all())
        return next((value for value in values if value.kind == Kind.ORDINARY), values[0])


class AttestedValue(AppendOnly):
    """The ISEE of one kind on an attestation, in euro."""

    attestation = models.ForeignKey(
        Attestation, on_delete=models.PROTECT, related_name="values", editable=False
    )
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in ATTESTED_KINDS])
    # Of the kinds that are of one person: whose.
    member = models.ForeignKey("isee.Member", null=True, on_delete=models.PROTECT, related_name="+")
    isee = models.DecimalField("ISEE", max_digits=10, decimal_places=2, validators=[NOT_NEGATIVE])

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="attested_once", fields=["attestation", "kind", "member"], nulls_distinct=False
            ),
            models.CheckConstraint(name="attested_not_negative", condition=Q(isee__gte=0)),
            models.CheckConstraint(
                name="attested_for_whom",
                condition=(Q(kind__in=[kind.value for kind in OF_ONE_PERSON]) & Q(member__isnull=False))
                | (~Q(kind__in=[kind.value for kind in OF_ONE_PERSON]) & Q(member__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.isee}"


class AttestedLine(AppendOnly):
    """A line that the attestation prints under a value, by the name it has there; the keys are the calculation's."""

    class Line(models.TextChoices):
        """In the order of the paper."""

        INCOMES = "somma_redditi", "Somma dei redditi dei componenti"
        FIGURATIVE = "reddito_figurativo", "Reddito figurativo del patrimonio mobiliare"
        DEDUCTIONS = "detrazioni", "Detrazioni per spese e franchigie"
        ISR = "isr", "Indicatore della situazione reddituale (ISR)"
        SAVINGS = "patrimonio_mobiliare", "Patrimonio mobiliare"
        SAVINGS_DEDUCTION = "detrazione_mobiliare", "Detrazione sul patrimonio mobiliare"
        REAL_ESTATE = "patrimonio_immobiliare", "Patrimonio immobiliare"
        REAL_ESTATE_DEDUCTION = "detrazione_immobiliare", "Detrazione sul patrimonio immobiliare"
        ISP = "isp", "Indicatore della situazione patrimoniale (ISP)"
        ISE = "ise", "Indicatore della situazione economica (ISE)"
        BASE = "parametro_base", "Parametro"
        ADDITIONS = "maggiorazioni", "Maggiorazioni"
        SCALE = "scala", "Scala di equivalenza"

    IN_POINTS = (Line.BASE, Line.ADDITIONS, Line.SCALE)

    value = models.ForeignKey(AttestedValue, on_delete=models.PROTECT, related_name="lines", editable=False)
    line = models.CharField(max_length=24, choices=Line)
    # In euro, or in points of the scale.
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="line_once", fields=["value", "line"])]

    def __str__(self) -> str:
        return f"{self.get_line_display()}, {self.amount}"


class Omission(models.Model):
    """An omission or discrepancy that INPS noted on an attestation: it does not void it (art. 11)."""

    class Kind(models.TextChoices):
        SAVINGS = "savings", "patrimonio mobiliare"
        INCOME = "income", "redditi"
        REAL_ESTATE = "real_estate", "immobili"
        HOUSEHOLD = "household", "nucleo familiare"
        OTHER = "other", "altro"

    # The row in force: when it is replaced, the omission is noted on the new one.
    attestation = models.ForeignKey(Attestation, on_delete=models.PROTECT, related_name="omissions")
    kind = models.CharField("su che cosa", max_length=11, choices=Kind)
    code = models.CharField("codice sul foglio", max_length=20, blank=True)
    text = models.CharField("che cosa dice", max_length=300)
    noted_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+", editable=False)
    noted_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Remedy(AppendOnly):
    """What was done about an omission, by whom and when."""

    class Kind(models.TextChoices):
        DOCUMENTS = "documents", "chiesti i documenti"
        RECTIFIED = "rectified", "chiesta la rettifica a chi ha trasmesso"
        NEW_DSU = "new_dsu", "presentata una nuova DSU"
        EXPLAINED = "explained", "chiarita con i documenti: non serve altro"
        NONE = "none", "nulla: la persona usa l'attestazione così"

    omission = models.ForeignKey(Omission, on_delete=models.PROTECT, related_name="remedies", editable=False)
    kind = models.CharField("che cosa è stato fatto", max_length=10, choices=Kind)
    note = models.CharField("nota", max_length=200, blank=True)
    done_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+", editable=False)
    done_at = models.DateTimeField(editable=False)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return str(self.get_kind_display())
