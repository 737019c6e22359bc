from django.db import models
from django.db.models import Q

from isee.models.member import NOT_NEGATIVE, Member


class Account(models.Model):
    """A deposit or current account of a member, own share, in euro."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="accounts"
    )  # a part of the member
    label = models.CharField("banca o posta", max_length=80)
    balance = models.DecimalField(
        "saldo al 31 dicembre", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    average = models.DecimalField(
        "giacenza media", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    state_backed = models.BooleanField("libretto postale", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="account_not_negative", condition=Q(balance__gte=0) & Q(average__gte=0)
            )
        ]

    def __str__(self) -> str:
        return self.label


class Instrument(models.Model):
    """Any other financial asset of a member (DSU, FC2 section II), in euro."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="instruments"
    )  # a part of the member
    label = models.CharField("che cos'è", max_length=80)
    value = models.DecimalField(
        "valore al 31 dicembre", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    state_backed = models.BooleanField("titolo di Stato o buono postale", default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="instrument_not_negative", condition=Q(value__gte=0))]

    def __str__(self) -> str:
        return self.label


class Property(models.Model):
    """A building or land of a member: IMU value and mortgage of the share owned, in euro."""

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="properties"
    )  # a part of the member
    label = models.CharField("dove", max_length=120)
    value = models.DecimalField(
        "valore IMU della quota", max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )
    mortgage = models.DecimalField(
        "mutuo residuo della quota", max_digits=12, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )
    is_home = models.BooleanField("è la casa dove abita la famiglia", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "properties"
        constraints = [
            models.CheckConstraint(
                name="property_not_negative", condition=Q(value__gte=0) & Q(mortgage__gte=0)
            )
        ]

    def __str__(self) -> str:
        return self.label
