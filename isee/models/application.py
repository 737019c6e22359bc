from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from isee.benefits import Unit
from isee.calculation import Kind
from isee.models.row import NOT_NEGATIVE
from isee.procedures.procedure_terms import DAYS_TO_DECIDE, Notice, Pause
from sportello.models import Citizen

ISEE_KINDS = [(kind.value, kind.label) for kind in Kind]
UNITS = [(unit.value, unit.label) for unit in Unit]
# The longest term that a law sets for a procedure (L. 241/1990, art. 2, c. 4).
LONGEST_TERM = 180


class DecisionTerm(models.Model):
    """How many days there are to decide on a benefit, where a regulation says another number than thirty."""

    rule_code = models.CharField(max_length=60, unique=True)
    days = models.PositiveSmallIntegerField(
        validators=[
            MinValueValidator(1, "Il termine è di almeno un giorno."),
            MaxValueValidator(LONGEST_TERM, "Il termine è di al massimo 180 giorni (L. 241/1990, art. 2)."),
        ]
    )

    class Meta:
        ordering = ["rule_code"]

    def __str__(self) -> str:
        return f"{self.rule_code}: {self.days}"


class Application(models.Model):
    """What somebody asks of the Comune (domanda): one benefit, decided with an act, from the opening to the end."""

    class State(models.TextChoices):
        OPEN = "open", "da presentare"
        SUBMITTED = "submitted", "presentata"
        GRANTED = "granted", "accolta"
        REFUSED = "refused", "respinta"
        ENDED = "ended", "finita"

    class IseeOrigin(models.TextChoices):
        HELD = "held", "attestazione in un fascicolo del Comune"
        SHOWN = "shown", "attestazione mostrata da chi chiede"

    DECIDED = (State.GRANTED, State.REFUSED)

    case = models.OneToOneField(
        "sportello.Case", on_delete=models.PROTECT, related_name="application", editable=False
    )
    state = models.CharField(max_length=9, choices=State, default=State.OPEN, editable=False)

    # What is asked. The code of the benefit (SIUSS) and the protocol are those of the case. A rule is named by its
    # code through time and by its version; both are empty for a benefit that no rule describes.
    rule_code = models.CharField(max_length=60, blank=True, editable=False)
    rule_id = models.CharField(max_length=80, blank=True, editable=False)
    name = models.CharField("che cosa si chiede", max_length=120)
    beneficiary = models.ForeignKey(
        "sportello.Citizen",
        verbose_name="per chi",
        null=True,
        on_delete=models.PROTECT,
        related_name="benefits",
        editable=False,
    )  # where it is not who asks
    call = models.ForeignKey(
        "isee.Call", null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    points = models.PositiveSmallIntegerField("punti", null=True, blank=True)
    exclusion = models.CharField("motivo dell'esclusione", max_length=200, blank=True, editable=False)
    # Birth or entry of the child, for a benefit whose version follows the year of the event.
    event_on = models.DateField("data della nascita o dell'ingresso", null=True, blank=True)

    # The ISEE used: an attestation, never a simulation.
    isee = models.DecimalField(
        "ISEE", max_digits=10, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    isee_kind = models.CharField("tipo di ISEE", max_length=14, choices=ISEE_KINDS, blank=True)
    isee_origin = models.CharField("da dove viene", max_length=5, choices=IseeOrigin, blank=True)
    isee_protocol = models.CharField("protocollo INPS dell'attestazione", max_length=40, blank=True)
    isee_valid_to = models.DateField("vale fino al", null=True, blank=True)
    isee_omissions = models.BooleanField("riporta omissioni o difformità", default=False)

    # The procedure (L. 241/1990).
    submitted_on = models.DateField(null=True, editable=False)
    term_days = models.PositiveSmallIntegerField(default=DAYS_TO_DECIDE, editable=False)
    due_on = models.DateField(
        null=True, editable=False
    )  # of isee.procedure_terms; written by each act that moves it
    paused_on = models.DateField("chiesto il", null=True, blank=True)
    paused_for = models.CharField("che cosa si aspetta", max_length=300, blank=True)
    resumed_on = models.DateField("arrivato il", null=True, blank=True)
    notice_on = models.DateField("comunicato il", null=True, blank=True)
    notice_grounds = models.TextField("motivi che impediscono di accogliere", blank=True)
    notice_received_on = models.DateField("ricevuto il", null=True, blank=True)
    observations_on = models.DateField("osservazioni presentate il", null=True, blank=True)
    observations = models.TextField("che cosa dicono le osservazioni", blank=True)

    # The decision, typed back from the determina.
    decided_on = models.DateField("data della determina", null=True, blank=True)
    act_number = models.CharField("numero della determina", max_length=20, blank=True)
    signer = models.CharField("firmata da", max_length=80, blank=True)
    reason = models.TextField("motivazione", blank=True)
    remedy = models.TextField("a chi si può ricorrere", blank=True)
    amount = models.DecimalField(
        "importo", max_digits=10, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    unit = models.CharField("per", max_length=10, choices=UNITS, blank=True)
    period_from = models.DateField("dal", null=True, blank=True)
    period_to = models.DateField("al", null=True, blank=True)
    renew_on = models.DateField("da rinnovare entro il", null=True, blank=True)
    ended_on = models.DateField("finita il", null=True, blank=True)
    end_reason = models.CharField("perché finisce", max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="application_due"),
            models.Index(fields=["state", "-id"], name="application_by_state"),
            models.Index(fields=["decided_on", "id"], name="application_decided"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_period",
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_to__gte=F("period_from")),
                violation_error_message="Il periodo finisce prima di cominciare: controlla le due date.",
            ),
            models.CheckConstraint(
                name="application_isee_whole",
                condition=(Q(isee__isnull=True) & Q(isee_origin=""))
                | (
                    Q(isee__isnull=False, isee_valid_to__isnull=False) & ~Q(isee_origin="") & ~Q(isee_kind="")
                ),
                violation_error_message="Dell'ISEE servono valore, tipo, provenienza e scadenza.",
            ),
            models.CheckConstraint(
                name="application_submitted",
                condition=Q(state__in=["open", "ended"])
                | Q(submitted_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="application_pause_whole",
                condition=Q(paused_on__isnull=True, paused_for="", resumed_on__isnull=True)
                | (
                    Q(paused_on__isnull=False)
                    & ~Q(paused_for="")
                    & (Q(resumed_on__isnull=True) | Q(resumed_on__gte=F("paused_on")))
                ),
                violation_error_message="Di una sospensione servono il giorno e che cosa si aspetta, in quest'ordine.",
            ),
            models.CheckConstraint(
                name="application_notice_order",
                condition=(Q(notice_received_on__isnull=True) | Q(notice_received_on__gte=F("notice_on")))
                & (Q(observations_on__isnull=True) | Q(observations_on__gte=F("notice_received_on"))),
                violation_error_message="Prima si comunica, poi si riceve, poi si osserva: controlla le date.",
            ),
            models.CheckConstraint(
                name="application_decision_whole",
                condition=~Q(state__in=["granted", "refused"])
                | (Q(decided_on__gte=F("submitted_on")) & ~Q(act_number="") & ~Q(signer="")),
            ),
            models.CheckConstraint(
                name="application_refused_with_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="application_amount_not_negative", condition=Q(amount__isnull=True) | Q(amount__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, domanda {self.case}"

    @property
    def is_decided(self) -> bool:
        return self.state in self.DECIDED

    @property
    def is_editable(self) -> bool:
        """Whether what is asked may still be changed: until the decision."""
        return self.state in (self.State.OPEN, self.State.SUBMITTED)

    @property
    def receiver(self) -> Citizen:
        """Who has the benefit: the beneficiary, else who asks."""
        return self.beneficiary or self.case.citizen

    def isee_had_expired(self, on: date) -> bool:
        """Whether the ISEE used was over when the application came in; while it has not, on the day given."""
        return self.isee_valid_to is not None and self.isee_valid_to < (self.submitted_on or on)

    @property
    def pause(self) -> Pause | None:
        """The one suspension of the term, as the terms count it."""
        return Pause(self.paused_on, self.resumed_on) if self.paused_on else None

    @property
    def notice(self) -> Notice | None:
        """The notice of the grounds of a rejection, as the terms count it."""
        if self.notice_on is None:
            return None
        return Notice(self.notice_on, self.notice_received_on, self.observations_on)


class NeededPaper(models.Model):
    """A paper that an application needs, and where it stands."""

    class State(models.TextChoices):
        MISSING = "missing", "Manca"
        ASKED = "asked", "Chiesto"
        BROUGHT = "brought", "Portato"
        CHECKED = "checked", "Controllato"
        NOT_NEEDED = "not_needed", "Non serve"

    SETTLED = (State.CHECKED, State.NOT_NEEDED)
    TO_BRING = (State.MISSING, State.ASKED)

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="papers"
    )  # a part of it
    title = models.CharField("documento", max_length=200)
    state = models.CharField("stato", max_length=10, choices=State, default=State.MISSING)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        "sportello.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_once",
                fields=["application", "title"],
                violation_error_message="Questo documento è già nell'elenco.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_settled(self) -> bool:
        return self.state in self.SETTLED
