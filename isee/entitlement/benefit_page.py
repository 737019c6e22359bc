"""Every benefit for a household on a day, in the order in which an operator tells them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from isee.benefits import (
    Answer,
    Channel,
    Facts,
    IseeValue,
    Kind,
    Nature,
    Origin,
    Outcome,
    Rule,
    evaluate_all,
)
from isee.benefits.electricity import ECONOMIC, shows_from
from isee.calculation.amounts import euro
from isee.dossier.benefit_facts import Known, known_of
from isee.entitlement.benefit_questions import (
    CITIZENSHIPS,
    Question,
    benefits_asked_of,
    questions_of,
    words_of,
)
from isee.entitlement.said import NOTHING, SHOWN, Said, people, with_said
from isee.rules.local_rules import every_rule
from sportello.models import Citizen

GROUPS = {
    Outcome.SPETTA: "Spetta",
    Outcome.MANCA_UN_DATO: "Manca un dato",
    Outcome.NON_SPETTA: "Non spetta",
    Outcome.SOLO_INFORMAZIONE: "Solo informazione",
}
CHANNELS = {
    Channel.AUTOMATIC: "Arriva da solo: non serve una domanda",
    Channel.COMUNE: "Domanda al Comune",
    Channel.ELSEWHERE: "Si chiede altrove",
}
# What is asked of the ISEE in a what-if: a value stands for each kind.
SUPPOSED_KINDS = tuple(kind for kind in Kind if kind is not Kind.CORRENTE)


@dataclass(frozen=True)
class Line:
    """One benefit as the page shows it; `before` is what it was, where what-if changed it."""

    answer: Answer
    questions: tuple[Question, ...] = ()
    before: str = ""

    @property
    def code(self) -> str:
        return self.answer.rule.code

    @property
    def channel(self) -> str:
        """How one comes to have it, with where."""
        where = self.answer.rule.where
        words = CHANNELS[self.answer.rule.channel]
        return f"{words}: {where}" if where else words

    @property
    def headline(self) -> str:
        """The outcome in a word or two."""
        answer = self.answer
        tells = answer.outcome in (Outcome.SPETTA, Outcome.NON_SPETTA)
        return f"probabilmente {answer.outcome.label}" if answer.probable and tells else answer.outcome.label

    @property
    def amount(self) -> str:
        """How much, where something is known of it."""
        due = self.answer.due
        return str(due) if due and (due.amount is not None or due.at_most is not None) else ""

    @property
    def distance(self) -> str:
        """How far the value is from the threshold."""
        gap = self.answer.distance
        if gap is None:
            return ""
        return f"{euro(abs(gap))} {'sotto' if gap >= 0 else 'sopra'} la soglia"

    @property
    def would_change(self) -> tuple[str, ...]:
        """The papers, or the values, that would change the answer."""
        answer = self.answer
        papers = dict.fromkeys(missing.document or missing.sentence for missing in answer.missing)
        if answer.outcome is Outcome.NON_SPETTA and answer.distance is not None and answer.distance < 0:
            limit = answer.value.value + answer.distance if answer.value else Decimal(0)
            return (f"un ISEE fino a {euro(limit)}: per esempio un ISEE corrente, se il reddito è sceso",)
        return tuple(papers) if answer.outcome is not Outcome.NON_SPETTA else ()

    @property
    def by_when(self) -> str:
        """Until when to apply, or from when it shows."""
        if self.code == ECONOMIC and self.answer.value and self.answer.value.issued_on:
            return f"in bolletta dal {shows_from(self.answer.value.issued_on):%d/%m/%Y} circa"
        deadlines = [
            step.sentence.removeprefix("La domanda si presenta ").rstrip(".")
            for step in self.answer.steps
            if step.holds and step.sentence.startswith("La domanda si presenta entro")
        ]
        return deadlines[0] if deadlines else ""


@dataclass(frozen=True)
class Group:
    """The benefits with one outcome."""

    outcome: Outcome
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Overview:
    """The household of a person on a day: what is known, what was said, every benefit."""

    known: Known
    facts: Facts
    on: date
    said: Said
    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    def line(self, code: str) -> Line | None:
        """The line of a benefit, by its code."""
        return next((line for line in self.lines if line.code == code), None)

    @property
    def due(self) -> tuple[Line, ...]:
        """What is due, or probably is."""
        return self.groups[0].lines

    @property
    def values(self) -> tuple[IseeValue, ...]:
        """The values of ISEE that are known, those in force first."""
        return tuple(sorted(self.facts.isee, key=lambda value: not value.in_force(self.on)))

    @property
    def is_probable(self) -> bool:
        return any(value.origin is not Origin.ATTESTATION for value in self.facts.isee)

    @property
    def answered(self) -> list[tuple[str, str]]:
        """What was said in this visit, in words; a paper that was shown is one thing."""
        held = benefits_asked_of(self.rules)
        told = [
            (words_of(fact, self.rules), _told(fact, value, held))
            for fact, value in self.said.items()
            if not fact.startswith(SHOWN)
        ]
        paper = self.said.get(f"{SHOWN}isee")
        return [("Attestazione mostrata", euro(Decimal(paper))), *told] if paper else told


def overview(citizen: Citizen, on: date, said: Said = NOTHING) -> Overview:
    """Every benefit for the household of a person, what is due first. A fixed number of queries."""
    known = known_of(citizen, on)
    facts = with_said(known.facts, said, citizen.birth_date)
    rules = every_rule()
    return Overview(known, facts, on, said, rules, grouped(_lines(rules, facts, on)))


def what_if(seen: Overview, isee: Decimal | None, adults: int | None, children: int | None) -> Overview:
    """The same household with another ISEE or other members: each line says what it was before."""
    facts = seen.facts
    if isee is not None:
        values = tuple(IseeValue(kind, isee, Origin.SUPPOSED) for kind in SUPPOSED_KINDS)
        facts = replace(facts, isee=values)
    if adults:
        facts = replace(facts, members=people(adults, children or 0, seen.known.citizen.birth_date))
    before = {line.answer.rule.id: line for line in seen.lines}
    lines = [
        replace(line, before=_before(before.get(line.answer.rule.id), line), questions=())
        for line in _lines(seen.rules, facts, seen.on)
    ]
    return replace(seen, facts=facts, groups=grouped(lines))


def grouped(lines: Sequence[Line]) -> tuple[Group, ...]:
    """The lines by outcome, in the order of the page; in each the largest amount first, prices last."""
    return tuple(
        Group(
            outcome,
            title,
            tuple(sorted((line for line in lines if line.answer.outcome is outcome), key=_order)),
        )
        for outcome, title in GROUPS.items()
    )


def _order(line: Line) -> tuple[bool, Decimal, str]:
    rule, amount = line.answer.rule, line.answer.amount or Decimal(0)
    return (rule.nature is Nature.TARIFF, -amount, rule.name)


def _lines(rules: Sequence[Rule], facts: Facts, on: date) -> list[Line]:
    answers = evaluate_all(rules, facts, on)
    return [Line(answer, tuple(questions_of(answer, facts))) for answer in answers]


def _before(was: Line | None, now: Line) -> str:
    if was is None or (was.headline == now.headline and was.amount == now.amount):
        return ""
    return f"{was.headline}, {was.amount}" if was.amount else was.headline


def _told(fact: str, value: str, held: dict[str, str]) -> str:
    citizenships = {each.value: words for each, words in CITIZENSHIPS.items()}
    words = {"yes": "sì", "no": "no", **citizenships}
    if fact == "holds":
        return ", ".join(held.get(code, code) for code in value.split()) or "nessuna"
    if fact == "event_on":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if fact.startswith("figures."):
        return euro(Decimal(value))
    return words.get(value, value)
