"""How much a benefit is worth: the forms an amount may have in a rule, and what they give for a household."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from isee.benefits.facts import Consumption, Facts, Service
from isee.benefits.methods import HUNDRED
from isee.benefits.tariffs import Tariff, tariff
from isee.benefits.words import share
from isee.calculation.amounts import cents, euro, number

UNKNOWN = "Importo non noto"


class Unit(StrEnum):
    """What one amount is for."""

    ONCE = "once"
    YEAR = "year"
    QUARTER = "quarter"
    TWO_MONTHS = "two_months"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MEAL = "meal"
    TRIP = "trip"

    @property
    def label(self) -> str:
        """Return the words after an amount: 146,00 euro all'anno."""
        return UNIT_LABELS[self]


UNIT_LABELS = {
    Unit.ONCE: "una volta sola",
    Unit.YEAR: "all'anno",
    Unit.QUARTER: "al trimestre",
    Unit.TWO_MONTHS: "ogni due mesi",
    Unit.MONTH: "al mese",
    Unit.DAY: "al giorno",
    Unit.HOUR: "all'ora",
    Unit.MEAL: "a pasto",
    Unit.TRIP: "a corsa",
}


@dataclass(frozen=True, slots=True)
class Due:
    """An amount in euro for one unit; None when it is not known, with the sentence that says why.

    `total` is the sum of the instalments, where there are any. Where only limits are known, they are
    `at_least` and `at_most`. `sentences` tell how it was found.
    """

    unit: Unit
    amount: Decimal | None
    sentences: tuple[str, ...] = ()
    total: Decimal | None = None
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def __str__(self) -> str:
        if self.amount is not None:
            each = f"{euro(self.amount)} {self.unit.label}"
            return f"{each}, {euro(self.total)} in tutto" if self.total is not None else each
        if self.at_most is None:
            return UNKNOWN.lower()
        lowest = f"da {number(self.at_least)} a" if self.at_least is not None else "fino a"
        return f"{lowest} {euro(self.at_most)} {self.unit.label}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same for all: an amount, or a rate a day times `days`; `times` instalments make the total."""

    kind: ClassVar = "fixed"
    unit: Unit
    amount: Decimal | None = None
    days: int | None = None
    times: int = 1

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the amount."""
        if self.amount is None:
            return Due(self.unit, None, (f"{UNKNOWN}: la fonte non lo riporta.",))
        return replace(
            _by_days(self.unit, self.amount, self.days),
            total=cents(self.amount * self.times) if self.times > 1 else None,
        )


@dataclass(frozen=True, slots=True)
class MemberClass:
    """An amount for households of so many members; without `upto`, for all larger ones."""

    members: int
    upto: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ByMembers:
    """An amount by number of members, or a rate a day times `days`."""

    kind: ClassVar = "by_members"
    unit: Unit
    classes: tuple[MemberClass, ...]
    days: int | None = None

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the amount of the household's class."""
        if facts.members is None:
            known = [row.amount for row in self.classes if row.amount is not None]
            sentence = f"{UNKNOWN}: dipende da quanti sono i componenti."
            if len(known) < len(self.classes):
                return Due(self.unit, None, (sentence,))
            worth = [_by_days(self.unit, amount, self.days).amount for amount in (min(known), max(known))]
            return Due(self.unit, None, (sentence,), at_least=worth[0], at_most=worth[1])
        size = len(facts.members)
        for row in self.classes:
            if row.members <= size and (row.upto is None or size <= row.upto):
                if row.amount is None:
                    break
                due = _by_days(self.unit, row.amount, self.days)
                return replace(due, sentences=(f"Classe {_class_words(row)}.", *due.sentences))
        return Due(self.unit, None, (f"{UNKNOWN}: la fonte non lo riporta per {size} componenti.",))


@dataclass(frozen=True, slots=True)
class Between:
    """Only the limits are known."""

    kind: ClassVar = "between"
    unit: Unit
    at_most: Decimal
    at_least: Decimal | None = None
    why: str = ""

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the limits."""
        return Due(self.unit, None, (self.why,) if self.why else (), None, self.at_least, self.at_most)


@dataclass(frozen=True, slots=True)
class ShareOf:
    """A percentage of an amount asked by its name: 25 % of the TARI due."""

    kind: ClassVar = "share_of"
    unit: Unit
    percent: Decimal
    figure: str
    label: str

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the share."""
        words, whole = share(self.percent, self.label), facts.figures.get(self.figure)
        if whole is None:
            return Due(self.unit, None, (f"{UNKNOWN}: è {words}, e questa somma manca.",))
        sentence = f"È {words}, {euro(whole)}."
        return Due(self.unit, cents(whole * self.percent / HUNDRED), (sentence,))


@dataclass(frozen=True, slots=True)
class PerMember:
    """A quantity for each member, times a price asked by its name: 18,25 m³ of water."""

    kind: ClassVar = "per_member"
    unit: Unit
    quantity: Decimal
    measure: str
    figure: str
    label: str

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return quantity times price."""
        if facts.members is None:
            return Due(self.unit, None, (f"{UNKNOWN}: {number(self.quantity)} {self.measure} a persona.",))
        quantity = self.quantity * len(facts.members)
        price = facts.figures.get(self.figure)
        if price is None:
            words = f"sono {number(quantity)} {self.measure}, e manca {self.label}"
            return Due(self.unit, None, (f"{UNKNOWN}: {words}.",))
        return Due(
            self.unit, cents(quantity * price), (f"{number(quantity)} {self.measure} × {price} euro.",)
        )


@dataclass(frozen=True, slots=True)
class UseRow:
    """An amount for a class of extra consumption and a power up to so many kW; without `upto`, above."""

    consumption: Consumption
    upto: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ByUse:
    """An amount by class of extra consumption and power of the contract (physical hardship)."""

    kind: ClassVar = "by_use"
    unit: Unit
    rows: tuple[UseRow, ...]

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the amount for devices and power; the end of a power class belongs to it."""
        power = facts.supply(Service.ELECTRICITY).power
        if facts.consumption is None or power is None:
            missing = "la classe di consumo degli apparecchi" if power is not None else "la potenza (kW)"
            if facts.consumption is None and power is None:
                missing = "la classe di consumo degli apparecchi e la potenza (kW)"
            return Due(self.unit, None, (f"{UNKNOWN}: manca {missing}.",))
        for row in self.rows:
            if row.consumption is facts.consumption and (row.upto is None or power <= row.upto):
                sentence = f"Classe {facts.consumption}, potenza {number(power)} kW."
                if row.amount is None:
                    break
                return Due(self.unit, row.amount, (sentence,))
        return Due(self.unit, None, (f"{UNKNOWN}: la fonte non lo riporta per {number(power)} kW.",))


@dataclass(frozen=True, slots=True)
class ByIsee:
    """A tariff that follows the ISEE."""

    kind: ClassVar = "by_isee"
    unit: Unit
    tariff: Tariff

    def due(self, facts: Facts, isee: Decimal | None, on: date) -> Due:
        """Return the tariff of the household; whoever is not known to live elsewhere is a resident."""
        price = tariff(self.tariff, isee, resident=facts.resident is not False, child=facts.child)
        return Due(self.unit, price.amount, price.sentences)


Amount = Fixed | ByMembers | Between | ShareOf | PerMember | ByUse | ByIsee


def _by_days(unit: Unit, amount: Decimal, days: int | None) -> Due:
    if days is None:
        return Due(unit, amount)
    return Due(unit, cents(amount * days), (f"{number(amount)} euro al giorno per {days} giorni.",))


def _class_words(row: MemberClass) -> str:
    if row.upto is None:
        return f"da {row.members} componenti in su"
    if row.upto == row.members:
        return f"di {row.members} componenti"
    return f"da {row.members} a {row.upto} componenti"
