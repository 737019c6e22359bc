from datetime import date, datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Max, Q

from sportello.models.user import User


class VisitQuerySet(models.QuerySet["Visit"]):
    def waiting(self, on: date) -> "VisitQuerySet":
        """Today's waiting list in the order of calling: priority first, then arrival."""
        return self.filter(day=on, state=Visit.State.WAITING).order_by("-priority", "arrived_at", "pk")

    def before(self, visit: "Visit") -> "VisitQuerySet":
        """Those of the waiting list that are called before a visit."""
        earlier = Q(priority=visit.priority, arrived_at__lt=visit.arrived_at)
        return self.waiting(visit.day).filter(earlier if visit.priority else earlier | Q(priority=True))

    def at_desk_of(self, operator: User) -> "VisitQuerySet":
        return self.filter(operator=operator, state=Visit.State.IN_SERVICE)

    def suspended_for(self, operator: User) -> "VisitQuerySet":
        """Those that the operator may resume, newest first: the own ones and those handed to a colleague."""
        return self.filter(
            Q(operator=operator) | Q(suspend_reason=Visit.SuspendReason.COLLEAGUE),
            state=Visit.State.SUSPENDED,
        ).order_by("-pk")

    def with_people(self) -> "VisitQuerySet":
        return self.select_related("citizen", "service", "operator", "delegation__delegate").prefetch_related(
            "citizen__tax_codes"
        )


class Visit(models.Model):
    """One person's presence at the office, from the ticket to the goodbye; it may stay anonymous."""

    class State(models.TextChoices):
        WAITING = "waiting", "in attesa"
        IN_SERVICE = "in_service", "in corso"
        SUSPENDED = "suspended", "sospesa"
        CLOSED = "closed", "conclusa"
        GONE = "gone", "andato via"

    class Channel(models.TextChoices):
        COUNTER = "counter", "allo sportello"
        PHONE = "phone", "al telefono"
        EMAIL = "email", "per e-mail"
        APPOINTMENT = "appointment", "su appuntamento"

    class SuspendReason(models.TextChoices):
        DOCUMENTS = "documents", "Mancano documenti"
        PARTNER = "partner", "Ente non raggiungibile"
        RETURNS = "returns", "Torna più tardi"
        COLLEAGUE = "colleague", "Passa a un collega"

    day = models.DateField(editable=False)
    ticket = models.CharField(max_length=6, editable=False)
    citizen = models.ForeignKey(
        "sportello.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    # Who stands at the counter: the citizen, or somebody else by a delegation or for a reason in words.
    delegation = models.ForeignKey(
        "sportello.Delegation", null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    on_behalf_reason = models.CharField("perché senza delega", max_length=120, blank=True)
    service = models.ForeignKey(
        "sportello.Service",
        verbose_name="servizio",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
    )
    channel = models.CharField("come", max_length=12, choices=Channel, default=Channel.COUNTER)
    priority = models.BooleanField(
        "precedenza",
        default=False,
        help_text="Persona anziana, con disabilità, in gravidanza o con un neonato.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    operator = models.ForeignKey(
        "sportello.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        editable=False,
    )
    arrived_at = models.DateTimeField(editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # When the present stretch of service began: the timer proposes the minutes of an act from it. Resuming moves it
    # on by the time of the pause, so that work done before the pause and not yet recorded still counts.
    timer_from = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspend_reason = models.CharField(
        "motivo", max_length=12, choices=SuspendReason, blank=True, editable=False
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-arrived_at"]
        indexes = [
            models.Index(fields=["day", "state", "arrived_at"], name="visit_queue"),
            models.Index(fields=["citizen", "-arrived_at"], name="visit_of_citizen"),
            models.Index(fields=["operator", "day"], name="visit_of_operator"),
            models.Index(fields=["-id"], name="visit_suspended", condition=Q(state="suspended")),
        ]
        constraints = [
            models.UniqueConstraint(name="ticket_of_the_day", fields=["day", "ticket"]),
            models.UniqueConstraint(
                name="one_visit_at_a_desk",
                fields=["operator"],
                condition=Q(state="in_service"),
                violation_error_message="Hai già una persona al banco.",
            ),
            models.CheckConstraint(
                name="served_by_somebody",
                condition=Q(state__in=["waiting", "gone"]) | Q(operator__isnull=False),
            ),
            models.CheckConstraint(
                name="delegation_has_citizen",
                condition=Q(delegation__isnull=True) | Q(citizen__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def person_name(self) -> str:
        return self.citizen.full_name if self.citizen else "Persona non registrata"

    @property
    def represented_by(self) -> str:
        """Who stands here for the citizen; empty when the citizen came in person."""
        if self.delegation:
            return self.delegation.delegate.full_name
        return self.on_behalf_reason

    @property
    def is_in_service(self) -> bool:
        return self.state == self.State.IN_SERVICE

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_suspended(self) -> bool:
        return self.state == self.State.SUSPENDED

    @property
    def is_handed_over(self) -> bool:
        """Suspended so that any colleague may go on with it."""
        return self.is_suspended and self.suspend_reason == self.SuspendReason.COLLEAGUE

    def minutes(self, now: datetime) -> int:
        """Whole minutes of the present stretch: of service, or of waiting before it; until the end once ended."""
        return whole_minutes(self.timer_from or self.arrived_at, self.ended_at or now)

    def unrecorded_from(self) -> datetime:
        """Since when no act accounts for the time: the last act, or the start of the present stretch."""
        last_act: datetime | None = self.acts.aggregate(last=Max("at"))["last"]
        start = self.timer_from or self.arrived_at
        return max(start, last_act) if last_act else start


def whole_minutes(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))


class TicketSeries(models.Model):
    """The last number given today for a letter."""

    day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_series_a_day", fields=["day", "letter"])]

    def __str__(self) -> str:
        return f"{self.letter}{self.last:03}"


SAY_WHERE_OR_WHY = "Scrivi dove hai indirizzato la persona, o perché non si è potuto fare."


class Act(models.Model):
    """One thing done in a visit: service, outcome, minutes."""

    class Outcome(models.TextChoices):
        INFORMED = "informed", "informato"
        OPENED = "opened", "aperta una pratica"
        CONTINUED = "continued", "pratica proseguita"
        CONCLUDED = "concluded", "concluso"
        REFERRED = "referred", "indirizzato altrove"
        NOT_SERVED = "not_served", "non si è potuto fare"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="acts", editable=False)
    service = models.ForeignKey(
        "sportello.Service", verbose_name="servizio", on_delete=models.PROTECT, related_name="acts"
    )
    outcome = models.CharField("esito", max_length=12, choices=Outcome)
    minutes = models.PositiveSmallIntegerField(
        "minuti",
        validators=[MaxValueValidator(480, "Più di otto ore non stanno in un giorno: controlla i minuti.")],
    )
    note = models.CharField(
        "nota", max_length=200, blank=True, help_text="Dove indirizzato, o perché non si è potuto."
    )
    case = models.ForeignKey(
        "sportello.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="acts", editable=False
    )
    delegation = models.ForeignKey(
        "sportello.Delegation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acts",
        editable=False,
    )
    on_behalf_reason = models.CharField(max_length=120, blank=True, editable=False)
    operator = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="acts", editable=False
    )
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["visit", "at"], name="act_of_visit")]
        constraints = [
            models.CheckConstraint(
                name="says_where_or_why",
                condition=~Q(outcome__in=["referred", "not_served"]) | ~Q(note=""),
                violation_error_message=SAY_WHERE_OR_WHY,
            ),
            models.CheckConstraint(name="act_minutes_in_a_day", condition=Q(minutes__lte=480)),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.get_outcome_display()}"
