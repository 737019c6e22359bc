from dataclasses import dataclass
from typing import TypeVar

from isee.calculation import ParentAway
from isee.models import Account, Dossier, Income, Instrument, Member, Omission, Property
from isee.models.member import ADULT_AGE

OWNED = ("incomes", "accounts", "instruments", "properties", "vehicles")
Declared = TypeVar("Declared", Income, Account, Instrument, Property)


@dataclass(frozen=True)
class Answers:
    """What a dossier says now, read once for all the rules."""

    dossier: Dossier
    members: tuple[Member, ...]
    # Members whose incomes INPS noted as omitted on an attestation, or that changed for an ISEE corrente.
    is_rectified: bool
    varied: frozenset[int]

    @property
    def counted(self) -> tuple[Member, ...]:
        """Without those whose incomes and assets the DSU does not ask: a spouse apart, a parent who stays out."""
        return tuple(
            member
            for member in self.members
            if not member.apart and member.parent_away in ("", ParentAway.JOINS)
        )

    @property
    def year(self) -> int:
        """The year of the DSU."""
        return self.dossier.year

    @property
    def reference_year(self) -> int:
        """The year of incomes and assets."""
        return self.dossier.reference_year

    @property
    def last_day(self) -> str:
        """The day of which balances and values are, as it is written."""
        return f"31/12/{self.reference_year}"

    def last_day_of(self, line: Account | Instrument | Property) -> tuple[str, int]:
        """The day of a line's value as it is written, and its year: a later one where it is for the ISEE corrente."""
        day = self.dossier.updated_day
        return (f"{day:%d/%m/%Y}", day.year) if line.updated else (self.last_day, self.reference_year)

    def is_adult(self, member: Member) -> bool:
        return member.age(self.dossier.dsu_date) >= ADULT_AGE


def declared(lines: "list[Declared]") -> "list[Declared]":
    """Those of the DSU itself, without what only the ISEE corrente brings up to date."""
    return [line for line in lines if not line.updated]


def answers_of(dossier: Dossier) -> Answers:
    """Read what the dossier says, from the database and not from what was fetched before an act."""
    noted = Omission.objects.filter(attestation__dossier=dossier, kind=Omission.Kind.INCOME)
    return Answers(
        dossier,
        tuple(dossier.members.prefetch_related(*OWNED)),
        is_rectified=noted.exists(),
        varied=frozenset(dossier.variations.values_list("member", flat=True)),
    )
