"""The rules that the Comune makes itself: what is published, what is being written, how it is tried."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from isee.benefits import Disability, Outcome, Rule, read
from sportello.models.append_only import AppendOnly


class RuleVersion(AppendOnly):
    """A version of a local rule, as the Comune published it. It is never changed, only followed by another."""

    code = models.SlugField(max_length=40)
    # The first version of a rule is 1: in `data` the version is called mensa-1.
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    # The rule as `isee.benefits.read` takes it, and the households it was tried with.
    data = models.JSONField()
    trials = models.JSONField()
    valid_from = models.DateField()
    # As it was published; it ends before where another version follows (isee.local_rules).
    valid_to = models.DateField(null=True)
    published_on = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["code", "number"]
        constraints = [models.UniqueConstraint(name="rule_version_once", fields=["code", "number"])]

    def __str__(self) -> str:
        return f"{self.name}, versione {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("rule_version", args=[self.pk])

    @cached_property
    def rule(self) -> Rule:
        """The rule, ready to be asked; its dates are those with which it was published."""
        return read(self.data)

    @property
    def trials_read(self) -> "list[Trial]":
        """The households of its table as they were when it was published."""
        return [trial_of(each) for each in self.trials]


class RuleDraft(models.Model):
    """A version of a local rule that is being written; publishing makes a RuleVersion of it, and ends it."""

    code = models.SlugField(
        max_length=40, unique=True, error_messages={"unique": "Per questa regola c'è già una bozza."}
    )
    # Of the shape of a rule, but it may lack anything.
    data = models.JSONField()
    follows = models.ForeignKey(
        RuleVersion, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+")
    # Counts savings, so that two people who change the same draft at once find out.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self.data.get("name") or self.code)


class Trial(models.Model):
    """A household with which a draft is tried, and what must come out: without it nothing is published."""

    OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome]
    DISABILITIES = [
        (Disability.NONE.value, "nessuno"),
        (Disability.MEDIUM.value, "una persona con disabilità media"),
        (Disability.SEVERE.value, "una persona con disabilità grave"),
        (Disability.NOT_SELF_SUFFICIENT.value, "una persona non autosufficiente"),
    ]

    draft = models.ForeignKey(RuleDraft, on_delete=models.CASCADE, related_name="trials")  # a part of it
    name = models.CharField(
        "nucleo", max_length=80, help_text="Per esempio: due figli, ISEE nella seconda fascia."
    )
    adult_ages = ArrayField(models.PositiveSmallIntegerField(), verbose_name="età degli adulti")
    child_ages = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name="età dei figli", default=list, blank=True
    )
    disability = models.CharField(
        "disabilità", max_length=20, choices=DISABILITIES, default=Disability.NONE.value
    )
    isee = models.DecimalField(
        "ISEE",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "L'ISEE non può essere negativo.")],
        help_text="Vuoto: nessun ISEE.",
    )
    resident = models.BooleanField("residente nel Comune", default=True)
    child = models.PositiveSmallIntegerField(
        "quale figlio usa il servizio",
        default=1,
        validators=[MinValueValidator(1, "Il primo figlio è 1.")],
        help_text="1 è il primo: dal secondo può esserci lo sconto.",
    )
    # What the rule asks beside the household: questions, citizenship, supplies, other benefits.
    meets_the_rest = models.BooleanField("ha gli altri requisiti che la regola chiede", default=True)
    figure = models.DecimalField(
        "somma su cui si calcola",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "La somma non può essere negativa.")],
        help_text="Solo se l'importo è una percentuale, per esempio della TARI.",
    )
    outcome = models.CharField("esito atteso", max_length=20, choices=OUTCOMES)
    amount = models.DecimalField(
        "importo atteso",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "L'importo non può essere negativo.")],
        help_text="Vuoto: nessun importo.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="trial_amount_where_due",
                condition=~Q(outcome="non_spetta") | Q(amount__isnull=True),
                violation_error_message="Se non spetta non c'è importo: lascialo vuoto.",
            )
        ]

    def __str__(self) -> str:
        return self.name


def trial_of(data: dict[str, Any]) -> Trial:
    """A household as a version keeps it, its amounts read from text; not saved."""
    amounts = {name: data.get(name) for name in ("isee", "figure", "amount")}
    return Trial(**data | {name: None if text is None else Decimal(text) for name, text in amounts.items()})
