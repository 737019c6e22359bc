"""What is known of a household, for the rules to judge: nothing more than the rules ask.

None always means *not known*, never *no*: a rule that needs it answers that it is missing. Amounts are euro.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from isee.calculation.amounts import euro
from isee.calculation.days import age
from isee.calculation.kinds import Kind
from isee.calculation.person import Disability, Relation


class Citizenship(StrEnum):
    """Whose citizen the applicant is, or with what title a person from elsewhere stays."""

    ITALIAN = "italian"
    EU = "eu"
    LONG_TERM = "long_term"  # permesso UE per soggiornanti di lungo periodo
    PERMIT = "permit"  # any other valid residence title
    WITHOUT_TITLE = "without_title"


class Origin(StrEnum):
    """Where an ISEE value comes from: only an attestation has legal effect."""

    ATTESTATION = "attestation"
    SIMULATION = "simulation"
    SUPPOSED = "supposed"  # typed to see what would change

    @property
    def label(self) -> str:
        """Return the name as it stands in a sentence."""
        return ORIGIN_LABELS[self]


ORIGIN_LABELS = {
    Origin.ATTESTATION: "attestazione INPS",
    Origin.SIMULATION: "simulazione",
    Origin.SUPPOSED: "valore ipotizzato",
}


class Service(StrEnum):
    """The supplies on which a bonus is paid."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    WATER = "water"
    WASTE = "waste"

    @property
    def label(self) -> str:
        """Return the name as it stands after «la»."""
        return SERVICE_LABELS[self]


SERVICE_LABELS = {
    Service.ELECTRICITY: "fornitura di luce",
    Service.GAS: "fornitura di gas",
    Service.WATER: "fornitura d'acqua",
    Service.WASTE: "posizione TARI",
}


class Consumption(StrEnum):
    """The class of extra consumption of life-supporting devices, which SGAte finds from devices and hours."""

    MINIMA = "minima"
    MEDIA = "media"
    MASSIMA = "massima"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the household.

    `dependent` is *a carico*: where not known, a minor child is taken to be. `disabled` says that there is a
    disability whose class is not known; where the class is, it goes into `disability`.
    """

    birth_date: date | None
    relation: Relation = Relation.OTHER
    name: str = ""
    disability: Disability | None = None
    disabled: bool | None = None
    dependent: bool | None = None

    def age(self, on: date) -> int | None:
        """Count the years completed on a day, if the birth date is known."""
        return None if self.birth_date is None else age(self.birth_date, on)


@dataclass(frozen=True, slots=True)
class Supply:
    """A supply of the home. `second` says that another one of the same kind already bears the bonus.

    `power` is the kW of the contract, for electricity.
    """

    holder_is_member: bool | None = None
    domestic: bool | None = None
    second: bool | None = None
    power: Decimal | None = None


NO_SUPPLY = Supply()


@dataclass(frozen=True, slots=True)
class IseeValue:
    """One indicator of the household. An attestation has its two dates; a simulation has neither."""

    kind: Kind
    value: Decimal
    origin: Origin
    issued_on: date | None = None
    valid_to: date | None = None
    omissions: bool | None = False

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite() or self.value < 0:
            raise ValueError("L'ISEE è un importo in euro, zero o più.")

    def in_force(self, on: date) -> bool:
        """Tell whether the value may be used on that day."""
        begun = self.issued_on is None or self.issued_on <= on
        return begun and (self.valid_to is None or on <= self.valid_to)

    def __str__(self) -> str:
        return f"{isee_words(self.kind)} {euro(self.value)} ({self.origin.label})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A household and what it said at the counter.

    `members` is None when only the ISEE is known. `isee` holds every indicator the Comune may use: where the
    parents are married or live together, the *minorenni* equals the *ordinario* and is given here too.
    `resident` says that the household lives in this Comune; `citizenship` is the applicant's. `event_on` is
    the birth of a child, or its entry in the family; left out, the youngest child's birth.
    `holds` are the codes of the benefits it already has. `answers` are yes or no to the questions that rules
    ask by name, `figures` the amounts they ask by name. `consumption` is the class of life-supporting devices.
    `child` is the place of the child for whom a service is asked among those who use it: the second is 2.
    """

    members: tuple[Person, ...] | None = None
    isee: tuple[IseeValue, ...] = ()
    resident: bool | None = None
    citizenship: Citizenship | None = None
    event_on: date | None = None
    supplies: Mapping[Service, Supply] = field(default_factory=lambda: MappingProxyType({}))
    consumption: Consumption | None = None
    holds: frozenset[str] | None = None
    answers: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    figures: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    child: int = 1

    def supply(self, service: Service) -> Supply:
        """Return what is known of a supply; nothing is known of one that is not there."""
        return self.supplies.get(service, NO_SUPPLY)

    def event(self, on: date) -> date | None:
        """Return the day of the event: as said, or the latest birth of a child until that day."""
        if self.event_on is not None:
            return self.event_on
        births = [
            member.birth_date
            for member in self.members or ()
            if member.relation.is_child and member.birth_date and member.birth_date <= on
        ]
        return max(births, default=None)

    def isee_for(self, kinds: tuple[Kind, ...], on: date) -> IseeValue | None:
        """Choose the value for a rule that asks one of these kinds: DPCM 159/2013, art. 9 and 10.

        The *corrente* stands for the *ordinario*, and comes first while it is in force. An attestation comes
        before a simulation. When none is good, return the nearest one, for the answer to say why it is not.
        """
        accepted = accepted_kinds(kinds)

        def rank(value: IseeValue) -> tuple[bool, bool, bool, bool, date]:
            return (
                value.kind in accepted,
                value.in_force(on),
                value.origin is not Origin.SIMULATION,
                value.kind is Kind.CORRENTE,
                value.valid_to or date.max,
            )

        return max(self.isee, key=rank, default=None)


def isee_words(kind: Kind) -> str:
    """Write a kind in a sentence: ISEE ordinario."""
    return f"ISEE {kind.label[0].lower()}{kind.label[1:]}"


def accepted_kinds(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Return the kinds a rule takes: whoever asks the *ordinario* takes the *corrente*."""
    if Kind.ORDINARY in kinds and Kind.CORRENTE not in kinds:
        return (*kinds, Kind.CORRENTE)
    return kinds
