"""What a household must be, one small question each: yes, no, or not known, always with a sentence.

A condition is data: its name in a rule file is its `kind`, its fields are the keys.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from isee.benefits.facts import Citizenship, Facts, Service
from isee.benefits.findings import Finding, Missing, all_of, missing_of, sentences_of, unknown
from isee.benefits.people import Children, Members, SomebodyAged, SomebodyDisabled
from isee.calculation.amounts import euro
from isee.calculation.days import add_months


@dataclass(frozen=True, slots=True)
class Resident:
    """The household lives in this Comune."""

    kind: ClassVar = "resident"

    def test(self, facts: Facts, on: date) -> Finding:
        """Read the register."""
        if facts.resident is None:
            return unknown(
                Missing("resident", "Non si sa se il nucleo risiede nel Comune: guarda l'anagrafe.")
            )
        return Finding(
            facts.resident,
            "Il nucleo risiede nel Comune." if facts.resident else "Il nucleo non risiede nel Comune.",
        )


@dataclass(frozen=True, slots=True)
class HasCitizenship:
    """The applicant is a citizen of one of these, or stays with one of these titles."""

    kind: ClassVar = "citizenship"
    one_of: tuple[Citizenship, ...]

    def test(self, facts: Facts, on: date) -> Finding:
        """Compare the title."""
        if facts.citizenship is None:
            return unknown(
                Missing(
                    "citizenship",
                    "Non si sa la cittadinanza di chi chiede, o il titolo di soggiorno.",
                    "documento d'identità o titolo di soggiorno",
                )
            )
        if facts.citizenship in self.one_of:
            return Finding(True, "La cittadinanza, o il titolo di soggiorno, è fra quelli ammessi.")
        return Finding(False, "La cittadinanza, o il titolo di soggiorno, non è fra quelli ammessi.")


@dataclass(frozen=True, slots=True)
class SupplyHolder:
    """The supply is in the name of a member of the household."""

    kind: ClassVar = "supply_holder"
    service: Service

    def test(self, facts: Facts, on: date) -> Finding:
        """Compare the holder."""
        what = self.service.label
        return _of_supply(
            facts.supply(self.service).holder_is_member,
            self.service,
            "holder_is_member",
            f"La {what} è intestata a un componente del nucleo.",
            f"La {what} è intestata a una persona fuori dal nucleo.",
            f"Non si sa a chi è intestata la {what}.",
        )


@dataclass(frozen=True, slots=True)
class DomesticUse:
    """The supply is for domestic use."""

    kind: ClassVar = "domestic_use"
    service: Service

    def test(self, facts: Facts, on: date) -> Finding:
        """Read the use of the contract."""
        what = self.service.label
        return _of_supply(
            facts.supply(self.service).domestic,
            self.service,
            "domestic",
            f"La {what} è per uso domestico.",
            f"La {what} non è per uso domestico.",
            f"Non si sa se la {what} è per uso domestico.",
        )


@dataclass(frozen=True, slots=True)
class OnlySupply:
    """No other supply of this kind already bears the bonus: one for each household."""

    kind: ClassVar = "only_supply"
    service: Service

    def test(self, facts: Facts, on: date) -> Finding:
        """Look for a second one."""
        second, what = facts.supply(self.service).second, self.service.label
        return _of_supply(
            None if second is None else not second,
            self.service,
            "second",
            f"Nessun'altra {what} del nucleo ha già il bonus.",
            f"Un'altra {what} del nucleo ha già il bonus: ne spetta uno solo.",
            f"Non si sa se un'altra {what} del nucleo ha già il bonus.",
        )


@dataclass(frozen=True, slots=True)
class Declared:
    """Any other question, asked by its name, to which the household or a register answers yes or no.

    `question` ends with a question mark; `expected` is the answer that opens the benefit.
    """

    kind: ClassVar = "declared"
    fact: str
    question: str
    expected: bool = True
    document: str = ""

    def test(self, facts: Facts, on: date) -> Finding:
        """Read the answer."""
        answer = facts.answers.get(self.fact)
        if answer is None:
            return unknown(Missing(f"answers.{self.fact}", self.question, self.document))
        return Finding(answer is self.expected, f"{self.question} {'Sì' if answer else 'No'}.")


@dataclass(frozen=True, slots=True)
class FigureUpTo:
    """An amount asked by its name that must not pass a limit, in euro."""

    kind: ClassVar = "figure_up_to"
    figure: str
    label: str
    upto: Decimal
    document: str = ""

    def test(self, facts: Facts, on: date) -> Finding:
        """Compare the amount."""
        amount = facts.figures.get(self.figure)
        if amount is None:
            sentence = f"Manca: {self.label} (limite {euro(self.upto)})."
            return unknown(Missing(f"figures.{self.figure}", sentence, self.document))
        fits = amount <= self.upto
        how = "non supera" if fits else "supera"
        return Finding(fits, f"{self.label.capitalize()}: {euro(amount)}, {how} {euro(self.upto)}.")


@dataclass(frozen=True, slots=True)
class WithinMonthsOfEvent:
    """The application comes within so many months of the birth, or of the child's entry in the family."""

    kind: ClassVar = "within_months_of_event"
    months: int

    def test(self, facts: Facts, on: date) -> Finding:
        """Count the months."""
        event = facts.event(on)
        if event is None and facts.members is not None:
            return Finding(
                False, "Nel nucleo non c'è un figlio: se un bambino è nato o entrato, scrivi la data."
            )
        if event is None:
            return unknown(
                Missing(
                    "event_on",
                    "Manca la data della nascita, o dell'ingresso in famiglia, del bambino.",
                    "certificato di nascita o provvedimento del tribunale",
                )
            )
        last = add_months(event, self.months)
        if event > on:
            return Finding(False, f"La nascita o l'ingresso è del {event:%d/%m/%Y}, dopo questo giorno.")
        if on > last:
            return Finding(False, f"Il termine per la domanda è scaduto il {last:%d/%m/%Y}.")
        return Finding(True, f"La domanda si presenta entro il {last:%d/%m/%Y}.")


@dataclass(frozen=True, slots=True)
class Without:
    """The household does not have another benefit, by its code: the two cannot be had together."""

    kind: ClassVar = "without"
    code: str
    name: str

    def test(self, facts: Facts, on: date) -> Finding:
        """Look among what it has."""
        if facts.holds is None:
            return unknown(Missing("holds", f"Non si sa se il nucleo ha già: {self.name}."))
        if self.code in facts.holds:
            return Finding(False, f"Il nucleo ha già «{self.name}»: le due cose non si sommano.")
        return Finding(True, f"Il nucleo non ha «{self.name}».")


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these."""

    kind: ClassVar = "all_of"
    conditions: "tuple[Condition, ...]"

    def test(self, facts: Facts, on: date) -> Finding:
        """No when one is no; yes when all are yes."""
        return all_of([condition.test(facts, on) for condition in self.conditions])


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    kind: ClassVar = "any_of"
    conditions: "tuple[Condition, ...]"

    def test(self, facts: Facts, on: date) -> Finding:
        """Yes when one is yes; no when all are no."""
        findings = [condition.test(facts, on) for condition in self.conditions]
        for finding in findings:
            if finding.holds:
                return finding
        open_ones = [finding for finding in findings if finding.holds is None]
        if open_ones:
            return Finding(None, sentences_of(open_ones), missing_of(open_ones))
        return Finding(False, sentences_of(findings))


Condition = (
    Children
    | Members
    | SomebodyAged
    | SomebodyDisabled
    | Resident
    | HasCitizenship
    | SupplyHolder
    | DomesticUse
    | OnlySupply
    | Declared
    | FigureUpTo
    | WithinMonthsOfEvent
    | Without
    | AllOf
    | AnyOf
)


def _of_supply(
    answer: bool | None, service: Service, field: str, yes: str, no: str, not_known: str
) -> Finding:
    if answer is None:
        paper = "avviso TARI" if service is Service.WASTE else "bolletta"
        return unknown(Missing(f"supplies.{service}.{field}", not_known, paper))
    return Finding(answer, yes if answer else no)
