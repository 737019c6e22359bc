from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from isee.calculation.incomes import IncomeKind

NOT_NEGATIVE = MinValueValidator(Decimal(0), "L'importo non può essere negativo.")


class Member(models.Model):
    """One person of the household (nucleo familiare, DPCM 159/2013 art. 3)."""

    class Relation(models.TextChoices):
        """The codes of the DSU."""

        DECLARANT = "D", "dichiarante"
        SPOUSE = "C", "coniuge"
        MINOR_CHILD = "F", "figlio minore"
        FOSTER_CHILD = "MA", "minore in affidamento preadottivo"
        ADULT_CHILD = "FC", "figlio maggiorenne convivente"
        ADULT_CHILD_AWAY = "FNC", "figlio maggiorenne non convivente, a carico"
        OTHER = "P", "altra persona convivente"

    class Work(models.TextChoices):
        """How long a person worked, or ran a business, in the year of the incomes."""

        NONE = "none", "non ha lavorato"
        LESS = "less", "meno di sei mesi"
        SIX = "six", "almeno sei mesi"

    CHILDREN = (Relation.MINOR_CHILD, Relation.FOSTER_CHILD, Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY)
    COHABITING_CHILDREN = (Relation.MINOR_CHILD, Relation.FOSTER_CHILD, Relation.ADULT_CHILD)

    dossier = models.ForeignKey(
        "isee.Dossier", on_delete=models.CASCADE, related_name="members"
    )  # a part of it
    citizen = models.ForeignKey(
        "sportello.Citizen",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        editable=False,
    )
    surname = models.CharField("cognome", max_length=80)
    given_name = models.CharField("nome", max_length=80)
    birth_date = models.DateField("data di nascita")
    tax_code = models.CharField("codice fiscale", max_length=16, blank=True)
    relation = models.CharField("rapporto", max_length=3, choices=Relation)
    disabled = models.BooleanField("disabilità media, grave o non autosufficienza", default=False)
    work = models.CharField(
        "lavoro nell'anno dei redditi",
        max_length=4,
        choices=Work,
        blank=True,
        help_text="Serve per i genitori di figli minorenni.",
    )
    other_parent = models.BooleanField(
        "è l'altro genitore dei figli minorenni",
        default=False,
        help_text="Solo per chi convive con chi dichiara senza esserne coniuge.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_declarant",
                fields=["dossier"],
                condition=models.Q(relation="D"),
                violation_error_message="Il dichiarante c'è già: scegli un altro rapporto.",
            ),
            models.UniqueConstraint(
                name="member_once",
                fields=["dossier", "tax_code"],
                condition=~models.Q(tax_code=""),
                violation_error_message="Una persona con questo codice fiscale è già nel nucleo.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given_name}"

    def age(self, on: date) -> int:
        """Years completed on a day."""
        birthday_to_come = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - birthday_to_come


class Income(models.Model):
    """One income of a member in the reference year, in euro."""

    class Source(models.TextChoices):
        TYPED = "typed", "dichiarato"
        INPS = "inps", "acquisito da INPS"

    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="incomes"
    )  # a part of the member
    kind = models.CharField("tipo", max_length=20, choices=[(kind.value, kind.label) for kind in IncomeKind])
    amount = models.DecimalField("importo annuo", max_digits=11, decimal_places=2, validators=[NOT_NEGATIVE])
    source = models.CharField(max_length=5, choices=Source, default=Source.TYPED, editable=False)
    look_up = models.ForeignKey(
        "partners.LookUp", null=True, on_delete=models.PROTECT, related_name="incomes", editable=False
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="income_not_negative", condition=models.Q(amount__gte=0)),
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
