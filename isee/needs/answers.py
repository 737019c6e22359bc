from dataclasses import dataclass

from isee.models import Dossier, Member

OWNED = ("incomes", "accounts", "instruments", "properties")


@dataclass(frozen=True)
class Answers:
    """What a dossier says now, read once for all the rules."""

    dossier: Dossier
    members: tuple[Member, ...]

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

    def age(self, member: Member) -> int:
        """Years completed on the day of the DSU."""
        return member.age(self.dossier.dsu_date)


def answers_of(dossier: Dossier) -> Answers:
    """Read what the dossier says, from the database and not from what was fetched before an act."""
    return Answers(dossier, tuple(dossier.members.prefetch_related(*OWNED)))
