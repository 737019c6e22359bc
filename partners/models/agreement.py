from datetime import date, timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from partners.agreement_dates import Renewal, Terms, Unit, running_end

# Days before its end from which an agreement is shown among the first.
SOON = 60


class Expiry(models.IntegerChoices):
    """Where an agreement stands towards its end, in the order in which somebody should look at it."""

    OVERDUE = 0, "Scaduti, ma lo stato dice ancora in vigore"
    SOON = 1, f"Finiscono entro {SOON} giorni"
    SUSPENDED = 2, "Sospesi"
    IN_FORCE = 3, "In vigore"
    TO_COME = 4, "Non ancora in vigore"
    OVER = 5, "Finiti"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def by_expiry(self, on: date) -> "AgreementQuerySet":
        """Those to look at first come first, as `expiry`; among equals the one that ends first, as `last_day`."""
        signed = Q(state__in=Agreement.STATES_IN_FORCE)
        expiry = Case(
            When(state=Agreement.State.SUSPENDED, then=Value(Expiry.SUSPENDED)),
            When(state__in=[Agreement.State.ENDED, Agreement.State.DECLINED], then=Value(Expiry.OVER)),
            When(~signed | Q(starts_on__gt=on), then=Value(Expiry.TO_COME)),
            When(Agreement.RENEWS_ITSELF, then=Value(Expiry.IN_FORCE)),
            When(ends_on__lt=on, then=Value(Expiry.OVERDUE)),
            When(ends_on__lte=on + timedelta(days=SOON), then=Value(Expiry.SOON)),
            default=Value(Expiry.IN_FORCE),
            output_field=models.IntegerField(),
        )
        last_day = Coalesce("ends_on", Value(date.max), output_field=models.DateField())
        rows = self.annotate(expiry=expiry, last_day=last_day)  # type: ignore[no-redef]  # declared in the model
        return rows.order_by("expiry", "last_day", "pk")  # type: ignore[misc]  # annotated just above

    def in_force(self, on: date) -> "AgreementQuerySet":
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on) | Agreement.RENEWS_ITSELF,
            state__in=Agreement.STATES_IN_FORCE,
            starts_on__lte=on,
        )


class Agreement(models.Model):
    """What was agreed with a partner: from when to when, for which services, through which operators."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposto"
        EVALUATION = "evaluation", "in valutazione"
        APPROVED = "approved", "approvato"
        IN_FORCE = "in_force", "in vigore"
        SUSPENDED = "suspended", "sospeso"
        NOTICE = "notice", "disdetto, ancora in vigore"
        ENDED = "ended", "finito"
        DECLINED = "declined", "non accolto"

    class Renewal(models.TextChoices):
        """What happens at its end."""

        NONE = Renewal.NONE.value, "finisce e basta"
        TACIT = Renewal.TACIT.value, "si rinnova da solo (tacito)"
        EXPRESS = Renewal.EXPRESS.value, "si rinnova con un atto (espresso)"

    class NoticeUnit(models.TextChoices):
        DAYS = Unit.DAYS.value, "giorni"
        WORKING_DAYS = Unit.WORKING_DAYS.value, "giorni lavorativi"
        MONTHS = Unit.MONTHS.value, "mesi"

    # Notice given does not stop the service: it goes on until the last day.
    STATES_IN_FORCE = (State.IN_FORCE, State.NOTICE)
    # Until somebody gives notice its end is only the end of a term.
    RENEWS_ITSELF = Q(state=State.IN_FORCE, renewal=Renewal.TACIT)

    partner = models.ForeignKey(
        "sportello.Partner", verbose_name="ente", on_delete=models.PROTECT, related_name="agreements"
    )
    title = models.CharField("titolo", max_length=120)
    state = models.CharField("stato", max_length=10, choices=State, default=State.PROPOSED)
    starts_on = models.DateField("vale dal")
    ends_on = models.DateField("vale fino al", null=True, blank=True)
    renewal = models.CharField("alla fine", max_length=7, choices=Renewal, default=Renewal.NONE)
    renewal_months = models.PositiveSmallIntegerField("per quanti mesi si rinnova", null=True, blank=True)
    notice = models.PositiveSmallIntegerField("preavviso della disdetta", default=0)
    notice_unit = models.CharField("contato in", max_length=12, choices=NoticeUnit, default=NoticeUnit.DAYS)
    legal_base = models.CharField("norma o atto", max_length=200, blank=True)
    services = models.ManyToManyField("sportello.Service", verbose_name="servizi", related_name="agreements")
    operators = models.ManyToManyField(
        "sportello.User",
        verbose_name="operatori autorizzati",
        blank=True,
        related_name="agreements",
        help_text="Nessuno scelto: tutti gli operatori.",
    )
    suspended_reason = models.CharField("perché è sospeso", max_length=200, blank=True)
    where_else = models.CharField(
        "dove andare quando è fermo",
        max_length=200,
        blank=True,
        help_text="Lo legge l'operatore quando è fermo.",
    )

    # Given by by_expiry().
    expiry: int
    last_day: date

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="L'accordo finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                name="tacit_renewal_has_term",
                condition=~Q(renewal="tacit") | Q(ends_on__isnull=False, renewal_months__gt=0),
                violation_error_message="Per rinnovarsi da solo gli serve un ultimo giorno, e per quanti mesi.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def terms(self) -> Terms:
        """What it says of its own dates. Once notice is given nothing renews it any more."""
        renewal = Renewal.NONE if self.state != self.State.IN_FORCE else Renewal(self.renewal)
        return Terms(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            renewal=renewal,
            renewal_months=self.renewal_months or 0,
            notice=self.notice,
            unit=Unit(self.notice_unit),
        )

    def is_in_force(self, on: date) -> bool:
        end = running_end(self.terms, on)
        return self.state in self.STATES_IN_FORCE and self.starts_on <= on and (end is None or end >= on)

    @property
    def expiry_label(self) -> str:
        return str(Expiry(self.expiry).label)
