"""What the calculation answers about a declaration."""

from dataclasses import dataclass
from datetime import date

from isee.calculation.household import Household
from isee.calculation.kinds import Kind
from isee.calculation.law import Figure
from isee.calculation.steps import Isee


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person belongs to the household, and why: an article and an Italian sentence.

    `person` is the position in the declaration.
    """

    person: int
    name: str
    belongs: bool
    article: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nucleo:
    """The household of a declaration for one kind of ISEE.

    `household` holds the members in the order of the declaration and the counters, kept distinct. `notes` are
    Italian sentences on what the operator should look at. `figures` are the parameters read to get here.
    """

    kind: Kind
    restricted: bool
    verdicts: tuple[Verdict, ...]
    household: Household
    notes: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """Return the positions in the declaration of who belongs."""
        return tuple(verdict.person for verdict in self.verdicts if verdict.belongs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way of computing a kind of ISEE that leaves a choice: a label, its household and its ISEE."""

    label: str
    nucleo: Nucleo
    isee: Isee


@dataclass(frozen=True, slots=True)
class Trigger:
    """One of the conditions that give right to an ISEE corrente: whether it holds, and why in Italian."""

    key: str
    label: str
    article: str
    holds: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The ISEE of one kind, with what it was made from: a simulation, never the attestation.

    `alternatives` are all the ways there are, the one shown first: one alone when there is no choice.
    `triggers`, `update_by` are of the corrente alone: the conditions tested one by one, and the last day to
    update it once somebody found work. `valid_to` is the last day of validity.
    """

    kind: Kind
    alternatives: tuple[Alternative, ...]
    valid_to: date
    notes: tuple[str, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    update_by: date | None = None

    @property
    def isee(self) -> Isee:
        """Return the ISEE shown: that of the first alternative."""
        return self.alternatives[0].isee

    @property
    def nucleo(self) -> Nucleo:
        """Return the household of the ISEE shown."""
        return self.alternatives[0].nucleo

    @property
    def is_granted(self) -> bool:
        """Tell whether there is right to it: for a corrente, some condition holds."""
        return self.kind is not Kind.CORRENTE or any(trigger.holds for trigger in self.triggers)
