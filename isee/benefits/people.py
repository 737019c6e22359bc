"""Conditions on who the members are: how many, of what age, with what disability."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from isee.benefits.facts import Facts, Person
from isee.benefits.findings import Finding, Missing, unknown
from isee.calculation.person import Disability

ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Children:
    """So many children, of some age, *a carico* or not."""

    kind: ClassVar = "children"
    at_least: int = 1
    at_most: int | None = None
    under_age: int | None = None
    dependent: bool = False

    def test(self, facts: Facts, on: date) -> Finding:
        """Count the children."""
        what = "figli a carico" if self.dependent else "figli"
        if self.under_age is not None:
            what += " minorenni" if self.under_age == ADULT_AGE else f" sotto i {self.under_age} anni"
        return count(facts, lambda person: self._is_one(person, on), what, self.at_least, self.at_most)

    def _is_one(self, person: Person, on: date) -> bool | Missing:
        if not person.relation.is_child:
            return False
        years = person.age(on)
        if self.under_age is not None:
            if years is None:
                return no_birth_date(person)
            if years >= self.under_age:
                return False
        if not self.dependent:
            return True
        if person.dependent is not None:
            return person.dependent
        if years is None:
            return no_birth_date(person)
        if years < ADULT_AGE:
            return True
        return Missing("members.dependent", f"Non si sa se {_called(person)} è a carico.")


@dataclass(frozen=True, slots=True)
class Members:
    """So many members."""

    kind: ClassVar = "members"
    at_least: int = 1
    at_most: int | None = None

    def test(self, facts: Facts, on: date) -> Finding:
        """Count the members."""
        return count(facts, lambda _: True, "componenti", self.at_least, self.at_most)


@dataclass(frozen=True, slots=True)
class SomebodyAged:
    """A member of at least one age, and under another."""

    kind: ClassVar = "somebody_aged"
    at_least: int = 0
    under: int | None = None

    def test(self, facts: Facts, on: date) -> Finding:
        """Look for one such member."""
        what = f"componenti di almeno {self.at_least} anni" if self.at_least else "componenti"
        if self.under is not None:
            what += f" e meno di {self.under}" if self.at_least else f" sotto i {self.under} anni"
        return count(facts, lambda person: self._is_one(person, on), what, 1, None)

    def _is_one(self, person: Person, on: date) -> bool | Missing:
        years = person.age(on)
        if years is None:
            return no_birth_date(person)
        return self.at_least <= years and (self.under is None or years < self.under)


DEGREES = (Disability.NONE, Disability.MEDIUM, Disability.SEVERE, Disability.NOT_SELF_SUFFICIENT)
DEGREE_LABELS = {
    Disability.MEDIUM: "con disabilità",
    Disability.SEVERE: "con disabilità grave",
    Disability.NOT_SELF_SUFFICIENT: "non autosufficienti",
}


@dataclass(frozen=True, slots=True)
class SomebodyDisabled:
    """A member with a disability of at least this class (annex 3 of DPCM 159/2013)."""

    kind: ClassVar = "somebody_disabled"
    at_least: Disability = Disability.MEDIUM

    def test(self, facts: Facts, on: date) -> Finding:
        """Look for one such member."""
        what = f"componenti {DEGREE_LABELS.get(self.at_least, 'con disabilità')}"
        return count(facts, self._is_one, what, 1, None)

    def _is_one(self, person: Person) -> bool | Missing:
        if person.disability is not None:
            return DEGREES.index(person.disability) >= DEGREES.index(self.at_least)
        if person.disabled is False:
            return False
        if person.disabled and self.at_least is Disability.MEDIUM:
            return True
        return Missing(
            "members.disability",
            f"Non si sa se {_called(person)} ha una disabilità, e di quale classe.",
            "verbale di invalidità o di handicap",
        )


def count(
    facts: Facts,
    is_one: Callable[[Person], bool | Missing],
    what: str,
    at_least: int,
    at_most: int | None,
) -> Finding:
    """Count the members who are one, leaving open those of whom it is not known."""
    if facts.members is None:
        return unknown(Missing("members", "Non si sa chi compone il nucleo.", "attestazione ISEE o DSU"))
    tests = [is_one(member) for member in facts.members]
    sure = sum(test is True for test in tests)
    open_ones = [test for test in tests if isinstance(test, Missing)]
    possible = sure + len(open_ones)
    asked = f"almeno {at_least}" if at_most is None else f"da {at_least} a {at_most}"
    found = f"{sure}" if sure == possible else f"da {sure} a {possible}"
    sentence = f"Nel nucleo: {what}, {found}; la regola ne chiede {asked}."
    if possible < at_least or (at_most is not None and sure > at_most):
        return Finding(False, sentence)
    if sure >= at_least and (at_most is None or possible <= at_most):
        return Finding(True, sentence)
    return Finding(None, sentence, tuple(open_ones))


def no_birth_date(person: Person) -> Missing:
    """Say whose birth date is missing."""
    return Missing(
        "members.birth_date", f"Manca la data di nascita di {_called(person)}.", "documento d'identità"
    )


def _called(person: Person) -> str:
    return person.name or "un componente"
