from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from partners.models.channel import Channel
from partners.models.contract.billing import BillingData, SignatureData
from partners.models.contract.client import ClientData, HeirData, MarketData
from partners.models.contract.home import HomeData
from partners.models.contract.supply import SupplyData
from partners.supply import terms
from partners.supply.operations import Operation
from partners.supply.protected_market import Ground
from sportello.models.append_only import AppendOnly

UNDER_WAY = ("queued", "sent", "unknown", "received", "admitted", "withdrawing")


class ContractRequestQuerySet(models.QuerySet["ContractRequest"]):
    def with_everything(self) -> "ContractRequestQuerySet":
        """Each with all that its page and its next step need, in one query."""
        return self.select_related(
            "case__service__partner",
            "case__citizen",
            "visit",
            "operator",
            "delegation__delegate",
            "procedure",
        )

    def unfinished(self) -> "ContractRequestQuerySet":
        return self.exclude(state__in=ContractRequest.FINAL)

    def late(self, on: date) -> "ContractRequestQuerySet":
        """Those that should have been done before a day."""
        return self.filter(expected_by__lt=on).exclude(state__in=[*ContractRequest.FINAL, "draft"])


class ContractRequest(
    ClientData, HeirData, MarketData, SupplyData, HomeData, BillingData, SignatureData, models.Model
):
    """A request about a contract of electricity, from the draft to what Enel made of it.

    What Enel is told of the holder is written here once, because the same key must always carry the same request.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "bozza"
        QUEUED = "queued", "in coda"
        SENT = "sent", "inviata, si aspetta la conferma"
        UNKNOWN = "unknown", "esito da accertare"
        RECEIVED = "received", "ricevuta dall'ente"
        ADMITTED = "admitted", "ammessa"
        NOT_ADMITTED = "not_admitted", "non ammessa"
        DONE = "done", "eseguita"
        FAILED = "failed", "non eseguita"
        WITHDRAWING = "withdrawing", "ripensamento inviato, si aspetta la conferma"
        WITHDRAWN = "withdrawn", "ritirata"

    FINAL = (State.NOT_ADMITTED, State.DONE, State.FAILED, State.WITHDRAWN)
    # The next step is the worker's.
    UNDER_WAY = tuple(map(State, UNDER_WAY))
    # Not yet in Enel's hands, as far as we know.
    WAITING = (State.QUEUED, State.SENT, State.UNKNOWN)
    # In Enel's hands: who changes his mind must tell Enel.
    AT_PARTNER = (State.RECEIVED, State.ADMITTED, State.DONE)

    case = models.OneToOneField(
        "sportello.Case", on_delete=models.PROTECT, related_name="contract_request", editable=False
    )
    visit = models.ForeignKey(
        "sportello.Visit", on_delete=models.PROTECT, related_name="contract_requests", editable=False
    )
    delegation = models.ForeignKey(
        "sportello.Delegation",
        null=True,
        on_delete=models.PROTECT,
        related_name="contract_requests",
        editable=False,
    )
    operation = models.CharField(
        "operazione",
        max_length=20,
        choices=[(one.value, one.label) for one in Operation],
        default=Operation.VOLTURA.value,
        editable=False,
    )
    operation_reason = models.CharField(max_length=120, blank=True, editable=False)
    # How the version that was signed goes to the partner: by the queue, or typed by hand into its portal.
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.SERVICE, editable=False)
    procedure = models.ForeignKey(
        "partners.PortalProcedure",
        null=True,
        on_delete=models.PROTECT,
        related_name="contract_requests",
        editable=False,
    )
    # Makes sending twice harmless: chosen before the first call. A corrected version has a new one.
    key = models.UUIDField(unique=True, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)

    state = models.CharField(max_length=14, choices=State, default=State.DRAFT, editable=False)
    # Who put it into the queue, and from where: Enel is told, always the same.
    operator = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="contract_requests", editable=False
    )
    workstation = models.CharField(max_length=60, editable=False)
    signed_on = models.DateField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)
    # By when it should be done; empty where no term is known.
    expected_by = models.DateField(null=True, editable=False)
    withdrawal_signed_on = models.DateField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)
    # Steps tried since the state last went forward: the pauses grow with them.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Not before this moment does a worker take the next step; empty where no step is due.
    next_step_at = models.DateTimeField(null=True, editable=False)
    # Why a supervisor stopped it; empty while it goes on.
    stopped_because = models.CharField(max_length=200, blank=True, editable=False)
    # What the operator should know of the present state, in a sentence.
    notice = models.CharField(max_length=500, blank=True, editable=False)
    # The field that a refusal is about, where Enel named it.
    refused_field = models.CharField(max_length=40, blank=True, editable=False)
    partner_number = models.CharField(max_length=40, blank=True, editable=False)

    objects = ContractRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["next_step_at"], name="contract_next_step", condition=Q(next_step_at__isnull=False)
            ),
            models.Index(fields=["pod"], name="contract_of_pod"),
            models.Index(fields=["state", "-id"], name="contract_by_state"),
            models.Index(fields=["operator", "state", "-id"], name="contract_of_operator"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contract_steps_under_way",
                condition=Q(
                    state__in=UNDER_WAY, stopped_because="", channel="service", next_step_at__isnull=False
                )
                | Q(channel="portal", next_step_at__isnull=True)
                | Q(state__in=UNDER_WAY, next_step_at__isnull=True) & ~Q(stopped_because="")
                | Q(~Q(state__in=UNDER_WAY), next_step_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind.label} {self.pod}".strip()

    @property
    def kind(self) -> Operation:
        """What is asked for."""
        return Operation(self.operation)

    @property
    def all_grounds(self) -> list[Ground]:
        return [Ground(one) for one in self.grounds]

    @property
    def is_final(self) -> bool:
        return self.state in self.FINAL

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def goes_by_portal(self) -> bool:
        """Whether somebody types it into the partner's portal, once it is signed."""
        return self.channel == Channel.PORTAL and self.is_under_way

    @property
    def may_be_withdrawn(self) -> bool:
        """Before anything left for Enel; later Enel's own withdrawal is the way."""
        return self.state in (self.State.DRAFT, self.State.QUEUED)

    @property
    def withdraw_until(self) -> date | None:
        """The last day to change one's mind; None while nothing is signed."""
        return terms.withdraw_until(self.signed_on) if self.signed_on else None

    def may_change_mind(self, on: date) -> bool:
        """Whether the client may still take back, on a day, what is in Enel's hands."""
        return self.state in self.AT_PARTNER and self.withdraw_until is not None and on <= self.withdraw_until

    def is_late(self, on: date) -> bool:
        """Whether it should have been done before a day, and is not."""
        running = not self.is_final and not self.is_draft
        return running and self.expected_by is not None and self.expected_by < on

    @property
    def content_fields(self) -> list[str]:
        """The names of what an operator writes."""
        return [field.name for field in self._written_fields()]

    def label_of(self, name: str) -> str:
        return str(self._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field that is written

    def _written_fields(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self._meta.concrete_fields if field.editable and not field.primary_key]


class ContractVersion(AppendOnly):
    """What was signed and queued, once and for all; a correction makes the next version of the same request."""

    request = models.ForeignKey(ContractRequest, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(unique=True)
    signed_on = models.DateField()
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="contract_versions")
    at = models.DateTimeField()
    # The fields of the request as they were, by name.
    content = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [models.UniqueConstraint(name="contract_version", fields=["request", "number"])]

    def __str__(self) -> str:
        return f"versione {self.number}"


class ContractEvent(AppendOnly):
    """One thing that happened to a request, sending and answers included."""

    request = models.ForeignKey(ContractRequest, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=14, choices=ContractRequest.State)
    at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=500, blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        indexes = [models.Index(fields=["request", "id"], name="event_of_request")]

    def __str__(self) -> str:
        return str(self.get_state_display())


class GivenDatum(AppendOnly):
    """That a datum which the Comune holds was put into a request, because the person asked for it."""

    request = models.ForeignKey(ContractRequest, on_delete=models.PROTECT, related_name="given_data")
    field = models.CharField(max_length=40)
    source = models.CharField(max_length=120)
    operator = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="given_data")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.field}, {self.source}"
