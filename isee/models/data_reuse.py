from django.db import models
from django.db.models import Q


class DataReuse(models.Model):
    """Whether what was fetched for one benefit may be looked at for another, and by which law: one row.

    Off until the administrator says the legal basis (GDPR, art. 5, c. 1, b and 6).
    """

    is_allowed = models.BooleanField(
        "usa i dati di una pratica per trovare altre agevolazioni", default=False
    )
    legal_basis = models.CharField(
        "base giuridica",
        max_length=300,
        blank=True,
        help_text="L'atto che lo permette: per esempio la delibera, con numero, data e articolo di legge.",
    )
    changed_by = models.ForeignKey(
        "sportello.User", on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_data_reuse", condition=Q(pk=1)),
            models.CheckConstraint(
                name="reuse_with_basis",
                condition=Q(is_allowed=False) | ~Q(legal_basis=""),
                violation_error_message="Scrivi la base giuridica: senza, i dati non si riusano.",
            ),
        ]
        verbose_name_plural = "data reuse"

    def __str__(self) -> str:
        return self.legal_basis or "nessun riuso"

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
