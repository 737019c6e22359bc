"""What only some kinds of ISEE ask: MB.2 (university), MB.3 (residential care), MS (corrente)."""

from django.db import models
from django.db.models import Q

from isee.calculation import Cause
from isee.models.dossier import Dossier
from isee.models.member import Member
from isee.models.row import NOT_NEGATIVE, Row


class Student(Row):
    """Whether the student who does not live with the parents stands alone: MB.2 panel C, art. 8."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, related_name="student", editable=False
    )  # a part of it
    away_since = models.DateField("abita fuori dalla casa dei genitori dal", null=True, blank=True)
    enrolled_on = models.DateField("prima domanda di iscrizione", null=True, blank=True)
    home_of_family = models.BooleanField("la casa è di una persona della famiglia", default=False)
    married = models.BooleanField("è sposato o unito civilmente", default=False)
    income_last_year = models.DecimalField(
        "reddito di lavoro dell'ultimo anno",
        max_digits=10,
        decimal_places=2,
        default=0,
        validators=[NOT_NEGATIVE],
    )
    income_year_before = models.DecimalField(
        "reddito di lavoro dell'anno prima",
        max_digits=10,
        decimal_places=2,
        default=0,
        validators=[NOT_NEGATIVE],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="student_not_negative",
                condition=Q(income_last_year__gte=0) & Q(income_year_before__gte=0),
            )
        ]

    def __str__(self) -> str:
        return "studente"


class ChildOutside(Row):
    """A child outside the household of who is in residential care: MB.3 panel E, annex 2 c. 1."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="children_outside", editable=False
    )  # a part of it
    name = models.CharField("cognome e nome", max_length=160)
    ise = models.DecimalField("ISE del figlio", max_digits=10, decimal_places=2, validators=[NOT_NEGATIVE])
    scale = models.DecimalField("scala di equivalenza del suo nucleo", max_digits=4, decimal_places=2)
    disabled_in_household = models.BooleanField(
        "nel suo nucleo c'è una persona con disabilità", default=False
    )
    extraneous = models.BooleanField("è accertato che è estraneo al genitore", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "children outside"
        constraints = [
            models.CheckConstraint(name="child_ise_not_negative", condition=Q(ise__gte=0)),
            models.CheckConstraint(
                name="child_scale_from_one",
                condition=Q(scale__gte=1),
                violation_error_message="La scala di equivalenza parte da 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Donation(Row):
    """What who asks for residential care gave away: MB.3 panel E; some of it stays in the assets (art. 6)."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="donations", editable=False
    )  # a part of it
    label = models.CharField("che cosa è stato donato", max_length=120)
    value = models.DecimalField("valore", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE])
    is_property = models.BooleanField("è un immobile", default=False)
    given_on = models.DateField("donato il")
    to_who_owes_alimony = models.BooleanField(
        "a una persona tenuta agli alimenti (coniuge, figli…)", default=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="donation_not_negative", condition=Q(value__gte=0))]

    def __str__(self) -> str:
        return self.label


class Corrente(Row):
    """The request of an ISEE corrente: module MS, panel S1; art. 9."""

    dossier = models.OneToOneField(
        Dossier, on_delete=models.CASCADE, related_name="corrente", editable=False
    )  # a part of it
    on = models.DateField("data del modulo MS")
    # The kind of ISEE that is made current: a value of isee.calculation.Kind.
    base = models.CharField("di quale ISEE", max_length=12, default="ordinary")
    resumed_on = models.DateField(
        "lavoro o trattamento ricominciato il",
        null=True,
        blank=True,
        help_text="Entro due mesi l'ISEE corrente va aggiornato.",
    )
    assets_updated = models.BooleanField("si aggiorna anche il patrimonio", default=False)

    def __str__(self) -> str:
        return f"MS {self.on:%d/%m/%Y}"


class Variation(Row):
    """What changed for one member, and since when: module MS, panel S2; art. 9, c. 1."""

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="variations", editable=False
    )  # a part of it
    member = models.ForeignKey(
        Member, verbose_name="di chi", on_delete=models.CASCADE, related_name="variations"
    )
    # Empty where only the amounts changed.
    cause = models.CharField(
        "che cosa è successo",
        max_length=13,
        choices=[(cause.value, cause.label) for cause in Cause],
        blank=True,
    )
    since = models.DateField("dal", null=True, blank=True)
    two_months = models.BooleanField("i redditi scritti sono degli ultimi due mesi", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_variation_a_member",
                fields=["dossier", "member"],
                violation_error_message="Per questa persona la variazione c'è già.",
            ),
            models.CheckConstraint(
                name="two_months_of_some",
                condition=Q(two_months=False)
                | Q(cause__in=[cause.value for cause in Cause if cause.allows_two_months]),
                violation_error_message="Gli ultimi due mesi valgono solo per il dipendente a tempo indeterminato e "
                "per i trattamenti finiti: scrivi i redditi di dodici mesi.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display()) if self.cause else "solo importi cambiati"
