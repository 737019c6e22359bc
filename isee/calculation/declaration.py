"""A whole DSU: the persons it speaks of and what the kinds of ISEE ask besides."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import ZERO
from isee.calculation.invalid import InvalidHousehold, check_amount
from isee.calculation.person import Person, Relation
from isee.calculation.variation import Variation


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentAutonomy:
    """The facts of art. 8, c. 2 about a student who does not live with the parents.

    `left_home_on`: since when he lives elsewhere; `enrolled_on`: when he first applied for enrolment;
    `dwelling_of_family`: somebody of the family owns the dwelling; `work_incomes`: own work income of each of
    the last years, the latest first, in euro, the spouse's included when `married`.
    """

    left_home_on: date | None = None
    enrolled_on: date | None = None
    dwelling_of_family: bool = False
    work_incomes: tuple[Decimal, ...] = ()
    married: bool = False

    def __post_init__(self) -> None:
        for income in self.work_incomes:
            check_amount("Reddito da lavoro dello studente", income)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOutside:
    """A child of who is in residential care, outside the household: annex 2, c. 1.

    `ise` is that of the child alone, without what the parent gave; `scale` that of the child's own household.
    """

    name: str
    ise: Decimal
    scale: Decimal
    disabled_in_household: bool = False
    extraneous: bool = False

    def __post_init__(self) -> None:
        check_amount(f"ISE di {self.name}", self.ise)
        check_amount(f"Scala di {self.name}", self.scale)
        if self.scale < 1:
            raise InvalidHousehold(f"Scala di {self.name}: non può essere inferiore a 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a DSU of one day says.

    `rent` is the yearly rent, in the registered contract, of the home; zero when it is not rented.
    `beneficiary` is the position in `persons` of who asks for the benefit (socio-health, residential care,
    doctorate, university). `donated_properties` and `donated_savings` are what the beneficiary in residential
    care gave away and still counts (art. 6, c. 3). `additional_component` is the amount typed from the FC9
    attestation of a parent away (annex 2, c. 2). Amounts are euro.
    """

    on: date
    persons: tuple[Person, ...]
    rent: Decimal = ZERO
    metropolitan_capital: bool = False
    beneficiary: int | None = None
    student_autonomous: StudentAutonomy | None = None
    children_outside: tuple[ChildOutside, ...] = ()
    donated_properties: Decimal = ZERO
    donated_savings: Decimal = ZERO
    additional_component: Decimal | None = None
    variation: Variation | None = None

    def __post_init__(self) -> None:
        check_amount("Canone annuo", self.rent)
        check_amount("Immobili donati", self.donated_properties)
        check_amount("Risparmi donati", self.donated_savings)
        if self.additional_component is not None:
            check_amount("Componente aggiuntiva", self.additional_component)
        relations = [person.relation for person in self.persons]
        if relations.count(Relation.DECLARANT) != 1:
            raise InvalidHousehold("Nucleo: chi presenta la dichiarazione deve essere uno, e uno solo.")
        if relations.count(Relation.SPOUSE) > 1:
            raise InvalidHousehold("Nucleo: il coniuge di chi dichiara può essere uno solo.")
        if self.beneficiary is not None and not 0 <= self.beneficiary < len(self.persons):
            raise InvalidHousehold("Beneficiario: scegli una persona della dichiarazione.")
        if any(person.member.birth_date > self.on for person in self.persons):
            raise InvalidHousehold("Nucleo: una persona risulta nata dopo la data della dichiarazione.")
