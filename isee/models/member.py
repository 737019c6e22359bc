from datetime import date
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from isee.calculation import Disability, ParentAway, SpousesApart
from isee.models.row import NOT_NEGATIVE, Line, not_negative

if TYPE_CHECKING:
    from isee.models.dossier import Dossier

ADULT_AGE = 18
# Until when a child who lives elsewhere may belong to the household: art. 3, c. 5.
LAST_AGE_AWAY = 25


def choices(words: type[Disability] | type[ParentAway] | type[SpousesApart]) -> list[tuple[str, str]]:
    """The words of the calculation as choices of a field."""
    return [(word.value, word.label) for word in words]


class Member(Line):
    """One person of the declaration (nucleo familiare, DPCM 159/2013 art. 3): the facts, not yet who belongs."""

    class Relation(models.TextChoices):
        """The codes of the DSU."""

        DECLARANT = "D", "dichiarante"
        SPOUSE = "C", "coniuge"
        MINOR_CHILD = "F", "figlio minore"
        FOSTER_CHILD = "MA", "minore in affidamento preadottivo"
        ADULT_CHILD = "FC", "figlio maggiorenne convivente"
        ADULT_CHILD_AWAY = "FNC", "figlio maggiorenne non convivente, a carico"
        OTHER = "P", "altra persona convivente"
        PARENT_AWAY = "GNC", "altro genitore, non convivente e non coniugato"

    CHILDREN = (Relation.MINOR_CHILD, Relation.FOSTER_CHILD, Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY)
    COHABITING_CHILDREN = (Relation.MINOR_CHILD, Relation.FOSTER_CHILD, Relation.ADULT_CHILD)
    # What a member pays, and what else of a year counts: FC5, FC7 and the exception of the saldo.
    EXPENSES = (
        "spouse_maintenance",
        "child_maintenance",
        "disability_expenses",
        "farming_income",
        "asset_increase",
    )

    dossier = models.ForeignKey(
        "isee.Dossier", on_delete=models.CASCADE, related_name="members", editable=False
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
    tax_code = models.CharField("codice fiscale", max_length=16, blank=True, db_index=True)
    relation = models.CharField("rapporto", max_length=3, choices=Relation)
    cohabiting = models.BooleanField("abita con chi dichiara", default=True)
    dependent = models.BooleanField("è a carico ai fini IRPEF", default=False)
    married = models.BooleanField("è sposato", default=False)
    has_children = models.BooleanField("ha figli suoi", default=False)
    aire = models.BooleanField("è iscritto all'AIRE", default=False)
    disability = models.CharField(
        "disabilità", max_length=20, choices=choices(Disability), default=Disability.NONE.value
    )
    apart = models.CharField(
        "perché i coniugi sono due nuclei", max_length=1, choices=choices(SpousesApart), blank=True
    )
    institution = models.BooleanField(
        "ha la residenza in una convivenza anagrafica (casa di riposo, comunità)", default=False
    )
    residential_care = models.BooleanField("è ricoverato in modo continuo in una struttura", default=False)
    work_months = models.PositiveSmallIntegerField(
        "mesi di lavoro o di impresa nell'anno dei redditi",
        null=True,
        blank=True,
        validators=[MaxValueValidator(12, "I mesi di un anno sono dodici.")],
    )
    other_parent = models.BooleanField("è l'altro genitore dei figli minorenni", default=False)
    parent_away = models.CharField(
        "caso dell'articolo 7", max_length=5, choices=choices(ParentAway), blank=True
    )
    spouse_maintenance = models.DecimalField(
        "assegni pagati al coniuge", max_digits=11, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )
    child_maintenance = models.DecimalField(
        "assegni pagati per i figli", max_digits=11, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )
    disability_expenses = models.DecimalField(
        "spese per la disabilità", max_digits=11, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )
    farming_income = models.DecimalField(
        "redditi agrari dell'imprenditore",
        max_digits=11,
        decimal_places=2,
        default=0,
        validators=[NOT_NEGATIVE],
    )
    asset_increase = models.DecimalField(
        "patrimonio comprato nell'anno", max_digits=12, decimal_places=2, default=0, validators=[NOT_NEGATIVE]
    )

    updated_asset_increase = models.DecimalField(
        "patrimonio comprato nell'anno dell'ISEE corrente",
        max_digits=12,
        decimal_places=2,
        default=0,
        validators=[NOT_NEGATIVE],
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_declarant",
                fields=["dossier"],
                condition=Q(relation="D"),
                violation_error_message="Il dichiarante c'è già: scegli un altro rapporto.",
            ),
            models.UniqueConstraint(
                name="member_once",
                fields=["dossier", "tax_code"],
                condition=~Q(tax_code=""),
                violation_error_message="Una persona con questo codice fiscale è già nel nucleo.",
            ),
            models.CheckConstraint(name="twelve_months", condition=Q(work_months__lte=12)),
            models.CheckConstraint(
                name="case_of_parent_away",
                condition=Q(parent_away="") | Q(relation="GNC"),
                violation_error_message="I casi dell'articolo 7 sono del genitore non convivente.",
            ),
            models.CheckConstraint(
                name="apart_of_spouse",
                condition=Q(apart="") | Q(relation="C"),
                violation_error_message="Solo il coniuge può essere separato da chi dichiara.",
            ),
            models.CheckConstraint(
                name="other_parent_lives_here",
                condition=Q(other_parent=False) | Q(relation="P"),
                violation_error_message="«Altro genitore» vale solo per chi convive senza essere coniuge.",
            ),
            models.CheckConstraint(
                name="expenses_not_negative",
                condition=not_negative(
                    "spouse_maintenance",
                    "child_maintenance",
                    "disability_expenses",
                    "farming_income",
                    "asset_increase",
                    "updated_asset_increase",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.surname} {self.given_name}"

    @property
    def is_disabled(self) -> bool:
        return self.disability != Disability.NONE

    @property
    def has_expenses(self) -> bool:
        return any(getattr(self, name) for name in self.EXPENSES)

    @property
    def facts(self) -> list[str]:
        """What is said of the person beside the relation, in a few words each."""
        months = self.work_months
        said = {
            "residenza diversa": self.relation == self.Relation.SPOUSE and not self.cohabiting,
            str(self.get_apart_display()): bool(self.apart),
            "AIRE": self.aire,
            "a carico": self.dependent,
            "sposato": self.married,
            "con figli suoi": self.has_children,
            str(self.get_parent_away_display()): bool(self.parent_away),
            str(self.get_disability_display()): self.is_disabled,
            "ricoverato": self.residential_care,
            "in convivenza anagrafica": self.institution,
            f"{months} {'mese' if months == 1 else 'mesi'} di lavoro": months is not None,
        }
        return [words for words, is_said in said.items() if is_said]

    def age(self, on: date) -> int:
        """Years completed on a day."""
        birthday_to_come = (on.month, on.day) < (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - birthday_to_come

    def is_minor_child(self, on: date) -> bool:
        return self.relation in self.CHILDREN and self.age(on) < ADULT_AGE

    @property
    def is_parent(self) -> bool:
        """Whether this is, by what is said, a parent of the minors: who declares, the spouse, or who is said to be."""
        relation = self.relation
        return (
            relation in (self.Relation.DECLARANT, self.Relation.SPOUSE, self.Relation.PARENT_AWAY)
            or self.other_parent
        )


class OfMember(Line):
    """What a member earns or owns: a part of the member, and so of the dossier."""

    class Meta:
        abstract = True

    @property
    def dossier(self) -> "Dossier":
        return self.member.dossier  # type: ignore[attr-defined,no-any-return]  # each names its member
