"""A person of the declaration, whether or not art. 3 of DPCM 159/2013 puts him in the household."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from isee.calculation.days import MONTHS_OF_A_YEAR, age
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.member import Member


class Relation(StrEnum):
    """What a person is to the declarant: the codes of the DSU."""

    DECLARANT = "D"
    SPOUSE = "C"
    MINOR_CHILD = "F"
    FOSTER_CHILD = "MA"
    ADULT_CHILD = "FC"
    ADULT_CHILD_AWAY = "FNC"
    OTHER = "P"
    PARENT_AWAY = "GNC"

    @property
    def is_child(self) -> bool:
        """Tell whether it is a child of the declarant or of the spouse, of any age."""
        return self in CHILDREN


CHILDREN = (Relation.MINOR_CHILD, Relation.FOSTER_CHILD, Relation.ADULT_CHILD, Relation.ADULT_CHILD_AWAY)


class Disability(StrEnum):
    """The classes of annex 3 of DPCM 159/2013."""

    NONE = "none"
    MEDIUM = "media"
    SEVERE = "grave"
    NOT_SELF_SUFFICIENT = "non_autosufficiente"

    @property
    def label(self) -> str:
        """Return the Italian name shown to the operator."""
        return DISABILITIES[self]


DISABILITIES = {
    Disability.NONE: "nessuna",
    Disability.MEDIUM: "disabilità media",
    Disability.SEVERE: "disabilità grave",
    Disability.NOT_SELF_SUFFICIENT: "non autosufficienza",
}


class ParentAway(StrEnum):
    """Why a parent who neither lives with nor married the other does not join (or, JOINS, does): art. 7, c. 1."""

    JOINS = "joins"
    MARRIED_TO_ANOTHER = "a"
    CHILDREN_WITH_ANOTHER = "b"
    COURT_MAINTENANCE = "c"
    EXCLUDED = "d"
    EXTRANEOUS = "e"

    @property
    def label(self) -> str:
        """Return the Italian sentence that says the case, without its subject."""
        return PARENTS_AWAY[self]

    @property
    def adds_component(self) -> bool:
        """Tell whether his condition is added as a component instead: art. 7, c. 1, and annex 2, c. 2."""
        return self in (ParentAway.MARRIED_TO_ANOTHER, ParentAway.CHILDREN_WITH_ANOTHER)


PARENTS_AWAY = {
    ParentAway.JOINS: "non è in nessuno dei casi che lo tengono fuori",
    ParentAway.MARRIED_TO_ANOTHER: "è sposato con un'altra persona",
    ParentAway.CHILDREN_WITH_ANOTHER: "ha figli con un'altra persona",
    ParentAway.COURT_MAINTENANCE: "versa il mantenimento stabilito dal giudice",
    ParentAway.EXCLUDED: "è escluso dalla potestà o allontanato dalla casa familiare",
    ParentAway.EXTRANEOUS: "è estraneo per rapporti affettivi ed economici, come accertato",
}


class SpousesApart(StrEnum):
    """Why two spouses who live apart are two households: art. 3, c. 3."""

    SEPARATED = "a"
    PROVISIONAL_MEASURES = "b"
    EXCLUDED = "c"
    DIVORCE = "d"
    ABANDONED = "e"

    @property
    def label(self) -> str:
        """Return the Italian sentence that says the case."""
        return SPOUSES_APART[self]


SPOUSES_APART = {
    SpousesApart.SEPARATED: "c'è la separazione giudiziale o consensuale omologata",
    SpousesApart.PROVISIONAL_MEASURES: "il giudice ha autorizzato residenze diverse",
    SpousesApart.EXCLUDED: "uno dei due è escluso dalla potestà o allontanato dalla casa familiare",
    SpousesApart.DIVORCE: "c'è il divorzio, o la domanda di divorzio nei casi di legge",
    SpousesApart.ABANDONED: "l'abbandono è accertato dal giudice o dai servizi sociali",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the declaration speaks of.

    `cohabiting`: in the declarant's family by the registry. `dependent`: fiscally. `married`, `has_children`:
    what keeps an adult child who lives elsewhere out. `aire`: enrolled abroad (a spouse). `apart`: why a spouse
    who lives elsewhere is another household; None when no such reason is given. `residential_care`: in
    continuous care, the residence unchanged or not; `institution`: resident in a convivenza anagrafica, as a
    care home or a religious community. `work_months`: months worked, or of business, in the year of the
    incomes; None: not said. `other_parent`: lives here and, without being the spouse, is a parent of the
    minors. `parent_away` is only for a GNC, and None means that nobody asked yet.
    """

    member: Member
    relation: Relation
    cohabiting: bool = True
    dependent: bool = False
    married: bool = False
    has_children: bool = False
    aire: bool = False
    apart: SpousesApart | None = None
    disability: Disability = Disability.NONE
    residential_care: bool = False
    institution: bool = False
    work_months: int | None = None
    other_parent: bool = False
    parent_away: ParentAway | None = None

    def __post_init__(self) -> None:
        if self.member.declarant != (self.relation is Relation.DECLARANT):
            raise InvalidHousehold(f"{self.name}: dichiarante e rapporto non dicono la stessa cosa.")
        if self.work_months is not None and not 0 <= self.work_months <= MONTHS_OF_A_YEAR:
            raise InvalidHousehold(
                f"{self.name}: i mesi di lavoro in un anno vanno da 0 a {MONTHS_OF_A_YEAR}."
            )
        if self.apart is not None and self.relation is not Relation.SPOUSE:
            raise InvalidHousehold(f"{self.name}: solo il coniuge può essere separato da chi dichiara.")
        if self.parent_away is not None and self.relation is not Relation.PARENT_AWAY:
            raise InvalidHousehold(
                f"{self.name}: i casi dell'art. 7 valgono solo per il genitore non convivente."
            )
        if self.other_parent and self.relation is not Relation.OTHER:
            raise InvalidHousehold(
                f"{self.name}: «altro genitore» vale solo per chi convive senza essere coniuge."
            )

    @property
    def name(self) -> str:
        """Return the member's name."""
        return self.member.name

    @property
    def is_disabled(self) -> bool:
        """Tell whether the scale is raised for him: annex 3."""
        return self.disability is not Disability.NONE

    def age(self, on: date) -> int:
        """Return the years completed on a day."""
        return age(self.member.birth_date, on)
