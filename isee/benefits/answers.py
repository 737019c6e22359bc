"""What a rule answers for a household on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from isee.benefits.dues import UNKNOWN, Due, Unit
from isee.benefits.facts import IseeValue
from isee.benefits.findings import Missing
from isee.benefits.rule import Rule, Threshold
from isee.calculation.law import Confidence


class Outcome(StrEnum):
    """What can be said."""

    SPETTA = "spetta"
    NON_SPETTA = "non_spetta"
    MANCA_UN_DATO = "manca_un_dato"
    SOLO_INFORMAZIONE = "solo_informazione"

    @property
    def label(self) -> str:
        """Return the Italian words."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.SPETTA: "spetta",
    Outcome.NON_SPETTA: "non spetta",
    Outcome.MANCA_UN_DATO: "manca un dato",
    Outcome.SOLO_INFORMAZIONE: "solo informazione",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation: what was looked at, how it went (None: not known, or not a test)."""

    label: str
    sentence: str
    holds: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a rule says for a household on a day.

    `threshold` is the one used, which counts from `rule.valid_from`; `distance` is in euro, positive under it
    and negative over it. `value` is the ISEE used, None when there was none good. `due` is what is due, or
    would be when something is missing; None when it is not due. `missing` is what would settle the answer.
    """

    rule: Rule
    on: date
    outcome: Outcome
    probable: bool
    threshold: Threshold | None
    value: IseeValue | None
    distance: Decimal | None
    due: Due | None
    missing: tuple[Missing, ...]
    todo: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def amount(self) -> Decimal | None:
        """Return the euro for one unit; None when nothing is due, or it is not known."""
        return self.due.amount if self.due else None

    @property
    def unit(self) -> Unit | None:
        """Return what the amount is for."""
        return self.due.unit if self.due else None

    @property
    def article(self) -> str:
        """Return the act."""
        return self.rule.act

    @property
    def doubt(self) -> str:
        """Return what is not certain in the rule, or nothing."""
        sure = self.rule.confidence is Confidence.HIGH and not self.rule.doubt
        return "" if sure else self.rule.doubt or "I valori di questa regola sono da verificare."

    @property
    def sentence(self) -> str:
        """Say the outcome in one line."""
        words = self.outcome.label.capitalize()
        if self.outcome in (Outcome.SPETTA, Outcome.NON_SPETTA) and self.probable:
            words = f"Probabilmente {self.outcome.label}"
        if self.outcome is Outcome.SPETTA:
            return f"{words}: {self.due or UNKNOWN.lower()}."
        return f"{words}."
