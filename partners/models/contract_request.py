from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from partners.adapters.base import DocumentKind, HousingTitle, SupplyUse
from sportello.models.append_only import AppendOnly

# The fifteenth character is a control whose rule is not public: it may lack, and is never judged.
POD_PATTERN = r"IT[0-9]{3}E[0-9]{8}[A-Z0-9]?"
POD_FORM = RegexValidator(
    rf"\A{POD_PATTERN}\Z",
    "Il POD comincia con IT, poi tre cifre, la lettera E e otto cifre: si legge in bolletta, per esempio IT001E12345678.",
)
POSTAL_CODE_FORM = RegexValidator(r"\A[0-9]{5}\Z", "Il CAP ha cinque cifre.")
UNDER_WAY = ("queued", "sent", "unknown", "received", "admitted")


class ContractRequestQuerySet(models.QuerySet["ContractRequest"]):
    def with_everything(self) -> "ContractRequestQuerySet":
        """Each with all that its page and its next step need, in one query."""
        return self.select_related(
            "case__service__partner", "case__citizen", "visit", "operator", "delegation__delegate"
        )


class ContractRequest(models.Model):
    """A request that goes to Enel by the queue; here a voltura: the supply is active in another's name.

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
        WITHDRAWN = "withdrawn", "ritirata"

    FINAL = (State.NOT_ADMITTED, State.DONE, State.FAILED, State.WITHDRAWN)
    # The next step is the worker's.
    UNDER_WAY = tuple(map(State, UNDER_WAY))
    # Not yet in Enel's hands, as far as we know.
    WAITING = (State.QUEUED, State.SENT, State.UNKNOWN)

    class Document(models.TextChoices):
        __empty__ = "scegli…"
        IDENTITY_CARD = DocumentKind.IDENTITY_CARD.value, "carta d'identità"
        PASSPORT = DocumentKind.PASSPORT.value, "passaporto"
        LICENCE = DocumentKind.DRIVING_LICENCE.value, "patente"
        OTHER = DocumentKind.OTHER.value, "altro documento"

    class Use(models.TextChoices):
        RESIDENT = SupplyUse.RESIDENT.value, "casa dove abita"
        NON_RESIDENT = SupplyUse.NON_RESIDENT.value, "casa dove non abita"
        OTHER = SupplyUse.OTHER.value, "altro uso"

    class Title(models.TextChoices):
        """By what right the holder has the home (DL 47/2014, art. 5)."""

        __empty__ = "scegli…"
        OWNERSHIP = HousingTitle.PROPERTY.value, "proprietà"
        USUFRUCT = HousingTitle.USUFRUCT.value, "usufrutto"
        LEASE = HousingTitle.RENT.value, "affitto (locazione)"
        LOAN = HousingTitle.COMODATO.value, "comodato"
        OTHER = HousingTitle.OTHER.value, "altro titolo"

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
    # Makes sending twice harmless: chosen before the first call.
    key = models.UUIDField(unique=True, editable=False)

    tax_code = models.CharField("codice fiscale", max_length=16, editable=False)
    surname = models.CharField("cognome", max_length=80, editable=False)
    given_name = models.CharField("nome", max_length=80, editable=False)
    address = models.CharField("indirizzo di residenza", max_length=160)
    town = models.CharField("Comune di residenza", max_length=80)
    postal_code = models.CharField("CAP", max_length=5, blank=True, validators=[POSTAL_CODE_FORM])
    phone = models.CharField("telefono", max_length=40, blank=True)
    email = models.EmailField("e-mail", max_length=120, blank=True)
    document_kind = models.CharField("documento d'identità", max_length=16, choices=Document)
    document_number = models.CharField("numero del documento", max_length=40)
    document_expires_on = models.DateField("scadenza del documento", null=True)

    pod = models.CharField(
        "POD", max_length=15, validators=[POD_FORM], help_text="Sulla bolletta di chi c'era prima."
    )
    supply_address = models.CharField("indirizzo della fornitura", max_length=160)
    supply_town = models.CharField("Comune della fornitura", max_length=80)
    supply_postal_code = models.CharField(
        "CAP della fornitura", max_length=5, blank=True, validators=[POSTAL_CODE_FORM]
    )
    use = models.CharField("uso", max_length=12, choices=Use, default=Use.RESIDENT)
    power = models.DecimalField("potenza impegnata", max_digits=4, decimal_places=1, default=Decimal("3.0"))
    meter_reading = models.PositiveIntegerField(
        "lettura del contatore",
        null=True,
        blank=True,
        validators=[MaxValueValidator(9_999_999, "Un contatore ha al massimo sette cifre: rileggilo.")],
        help_text="In kWh, solo le cifre.",
    )
    read_on = models.DateField("letto il", null=True, blank=True)
    title = models.CharField("titolo sulla casa", max_length=10, choices=Title)

    state = models.CharField(max_length=14, choices=State, default=State.DRAFT, editable=False)
    # Who put it into the queue, and from where: Enel is told, always the same.
    operator = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="contract_requests", editable=False
    )
    workstation = models.CharField(max_length=60, editable=False)
    signed_on = models.DateField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(editable=False)
    # Steps tried since the state last went forward: the pauses grow with them.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Not before this moment does a worker take the next step; empty where no step is due.
    next_step_at = models.DateTimeField(null=True, editable=False)
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
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="contract_steps_under_way",
                condition=Q(state__in=UNDER_WAY, next_step_at__isnull=False)
                | Q(~Q(state__in=UNDER_WAY), next_step_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"Voltura {self.pod}" if self.pod else "Voltura"

    @property
    def holder_name(self) -> str:
        return f"{self.surname} {self.given_name}"

    @property
    def residence(self) -> str:
        return _place(self.address, self.postal_code, self.town)

    @property
    def supply_place(self) -> str:
        return _place(self.supply_address, self.supply_postal_code, self.supply_town)

    @property
    def document(self) -> str:
        """The identity document that was shown, in words; empty while its number is not written."""
        if not self.document_number:
            return ""
        expiry = f", scade il {self.document_expires_on:%d/%m/%Y}" if self.document_expires_on else ""
        return f"{self.get_document_kind_display()} {self.document_number}{expiry}".strip()

    @property
    def power_text(self) -> str:
        """«3 kW», «4,5 kW»."""
        return f"{self.power.normalize():f} kW".replace(".", ",")

    @property
    def reading(self) -> str:
        """What the meter showed, and on which day; empty where nobody read it."""
        if self.meter_reading is None or self.read_on is None:
            return ""
        return f"{self.meter_reading} kWh il {self.read_on:%d/%m/%Y}"

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
    def may_be_withdrawn(self) -> bool:
        """Before anything left for Enel; later Enel's own withdrawal is the way."""
        return self.state in (self.State.DRAFT, self.State.QUEUED)

    @property
    def content_fields(self) -> list[str]:
        """The names of what an operator writes."""
        return [field.name for field in self._written_fields()]

    @property
    def missing(self) -> list[str]:
        """The labels of what still lacks before the request may leave."""
        required = [field for field in self._written_fields() if not field.blank]
        return [str(field.verbose_name) for field in required if getattr(self, field.name) in ("", None)]

    def _written_fields(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self._meta.concrete_fields if field.editable and not field.primary_key]


def _place(street: str, postal_code: str, town: str) -> str:
    return ", ".join(part for part in (street, f"{postal_code} {town}".strip()) if part)


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
