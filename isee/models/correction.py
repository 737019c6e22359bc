from django.db import models
from django.db.models import Q

from isee.models.asset import Account, Instrument, Property
from isee.models.dossier import Dossier
from isee.models.income import Income
from isee.models.row import NOT_NEGATIVE

# The rows whose amounts our simulation may correct, by the field that names each here.
CORRECTED: dict[str, type[Income | Account | Instrument | Property]] = {
    "income": Income,
    "account": Account,
    "instrument": Instrument,
    "estate": Property,
}


def _part(model: type[models.Model]) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    return models.ForeignKey(
        model, null=True, on_delete=models.CASCADE, related_name="corrections", editable=False
    )


class Correction(models.Model):
    """An amount that our simulation takes instead of the declared one, which stays; with its reason and author.

    Never deleted by hand: it is withdrawn. What INPS attested is never corrected.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.CASCADE, related_name="corrections", editable=False
    )  # a part of it
    income = _part(Income)
    account = _part(Account)
    instrument = _part(Instrument)
    estate = _part(Property)
    # The name of the amount in its row.
    field = models.CharField(max_length=10, editable=False)
    declared = models.DecimalField(max_digits=12, decimal_places=2, editable=False)
    amount = models.DecimalField(
        "importo corretto", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    reason = models.CharField("perché", max_length=200)
    by = models.ForeignKey("sportello.User", on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)
    withdrawn_by = models.ForeignKey(
        "sportello.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="corrects_one_row",
                condition=Q(income__isnull=False, account=None, instrument=None, estate=None)
                | Q(income=None, account__isnull=False, instrument=None, estate=None)
                | Q(income=None, account=None, instrument__isnull=False, estate=None)
                | Q(income=None, account=None, instrument=None, estate__isnull=False),
            ),
            models.CheckConstraint(name="correction_not_negative", condition=Q(amount__gte=0)),
            *(
                models.UniqueConstraint(
                    name=f"one_correction_of_{part}",
                    fields=[part, "field"],
                    condition=Q(withdrawn_at=None),
                    violation_error_message="C'è già una correzione: ritirala prima di farne un'altra.",
                )
                for part in CORRECTED
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def part(self) -> tuple[str, int]:
        """The row that it corrects: the name of the field here, and its id."""
        for name in CORRECTED:
            if pk := getattr(self, f"{name}_id"):
                return name, pk
        raise LookupError("A correction without a row.")
