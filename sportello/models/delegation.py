from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def in_force(self, on: date) -> "DelegationQuerySet":
        """Those that hold on a day: begun, not expired, not revoked on or before it, both persons alive."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
            Q(principal__deceased_on__isnull=True) | Q(principal__deceased_on__gt=on),
            Q(delegate__deceased_on__isnull=True) | Q(delegate__deceased_on__gt=on),
            valid_from__lte=on,
        )

    def with_people(self) -> "DelegationQuerySet":
        return self.select_related("principal", "delegate")


class Delegation(models.Model):
    """The power of one person to act at the counter for another (delega)."""

    class Kind(models.TextChoices):
        ARTICLE_38 = "article_38", "delega scritta (art. 38 DPR 445/2000)"
        PARENT = "parent", "genitore"
        GUARDIAN = "guardian", "tutore"
        SUPPORT = "support", "amministratore di sostegno"
        ATTORNEY = "attorney", "procura"

    class State(models.TextChoices):
        """How a delegation stands on a day: it follows from its dates, and is never stored."""

        TO_COME = "to_come", "non ancora in vigore"
        IN_FORCE = "in_force", "in vigore"
        EXPIRED = "expired", "scaduta"
        REVOKED = "revoked", "revocata"
        CEASED = "ceased", "cessata per decesso"

    class Scope(models.TextChoices):
        COMUNE = "comune", "servizi del Comune"
        ISEE = "isee", "ISEE e agevolazioni"
        INPS = "inps", "documenti INPS"
        ENEL = "enel", "contratti Enel"

    class Document(models.TextChoices):
        IDENTITY_CARD = "identity_card", "carta d'identità"
        PASSPORT = "passport", "passaporto"
        LICENCE = "licence", "patente"
        OTHER = "other", "altro documento"

    principal = models.ForeignKey(
        "sportello.Citizen",
        verbose_name="chi delega",
        on_delete=models.PROTECT,
        related_name="delegations_given",
    )
    delegate = models.ForeignKey(
        "sportello.Citizen",
        verbose_name="chi è delegato",
        on_delete=models.PROTECT,
        related_name="delegations_held",
    )
    kind = models.CharField("titolo", max_length=12, choices=Kind, default=Kind.ARTICLE_38)
    scope = ArrayField(models.CharField(max_length=8, choices=Scope), verbose_name="per che cosa")
    valid_from = models.DateField("vale dal")
    valid_to = models.DateField("vale fino al", null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True, editable=False)
    document = models.CharField("documento di chi delega", max_length=14, choices=Document)
    document_number = models.CharField("numero del documento", max_length=40)
    document_expires_on = models.DateField("scadenza del documento", null=True, blank=True)
    seen_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="delegations_seen", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="two_persons",
                condition=~Q(principal=F("delegate")),
                violation_error_message="Nessuno può delegare sé stesso.",
            ),
            models.CheckConstraint(
                name="delegation_ends_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="La delega finisce prima di cominciare: controlla le due date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def is_in_force(self, on: date) -> bool:
        return self.state(on) == self.State.IN_FORCE

    def state(self, on: date) -> State:
        """How it stands on a day; reads both persons, whose death ends it (art. 1722 Codice civile)."""
        deaths = (self.principal.deceased_on, self.delegate.deceased_on)
        if self.revoked_on is not None and self.revoked_on <= on:
            return self.State.REVOKED
        if any(death is not None and death <= on for death in deaths):
            return self.State.CEASED
        if self.valid_to is not None and self.valid_to < on:
            return self.State.EXPIRED
        return self.State.IN_FORCE if self.valid_from <= on else self.State.TO_COME

    @property
    def scope_names(self) -> list[str]:
        return [str(self.Scope(scope).label) for scope in self.scope or []]
