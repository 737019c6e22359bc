from django.db import models

from isee.calculation.incomes import IncomeKind
from isee.models.member import Member, OfMember
from isee.models.row import NOT_NEGATIVE, not_negative


class Income(OfMember):
    """One income of a member in the reference year, in euro; an updated one counts for the ISEE corrente alone."""

    class Source(models.TextChoices):
        TYPED = "typed", "dichiarato"
        INPS = "inps", "acquisito da INPS"

    AMOUNTS = ("amount",)

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="incomes"
    )  # a part of the member
    kind = models.CharField("tipo", max_length=20, choices=[(kind.value, kind.label) for kind in IncomeKind])
    # Empty while a line copied from the year before waits for its new amount.
    amount = models.DecimalField(
        "importo annuo", max_digits=11, decimal_places=2, null=True, validators=[NOT_NEGATIVE]
    )
    updated = models.BooleanField("aggiornato per l'ISEE corrente", default=False, editable=False)
    source = models.CharField(max_length=5, choices=Source, default=Source.TYPED, editable=False)
    look_up = models.ForeignKey(
        "partners.LookUp", null=True, on_delete=models.PROTECT, related_name="incomes", editable=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="income_not_negative", condition=not_negative("amount")),
            models.CheckConstraint(
                name="income_said",
                condition=models.Q(to_confirm=True) | models.Q(amount__isnull=False),
            ),
            models.UniqueConstraint(name="one_income_a_look_up", fields=["member", "look_up", "kind"]),
        ]

    def __str__(self) -> str:
        return self.kind_label

    @property
    def is_typed(self) -> bool:
        return self.source == self.Source.TYPED

    @property
    def kind_label(self) -> str:
        return str(self.get_kind_display())
