"""The rules that the Comune published: which versions count, and from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from isee.benefits import Rule, national_rules
from isee.models import RuleVersion

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A published version, and the days on which it counts: `ends_on` None is until it is followed.

    `replaced` is one whose every day another took; it counts no more.
    """

    version: RuleVersion
    ends_on: date | None
    replaced: bool = False

    def covers(self, day: date) -> bool:
        begun = self.version.valid_from <= day and not self.replaced
        return begun and (self.ends_on is None or day <= self.ends_on)

    @property
    def rule(self) -> Rule:
        """The rule, closed where the next version begins."""
        return replace(self.version.rule, valid_to=self.ends_on)


def standings(versions: Iterable[RuleVersion]) -> list[Standing]:
    """Tell of each version when it counts, benefit by benefit in the order of publication.

    A version ends the day before the next one begins; one that begins on the same day takes its place.
    """
    found: list[Standing] = []
    ordered = sorted(versions, key=lambda version: (version.code, version.number))
    for _, group in groupby(ordered, key=lambda version: version.code):
        of_code: list[Standing] = []
        for version in group:
            of_code = [_followed(one, version) for one in of_code]
            of_code.append(Standing(version, version.valid_to))
        found += of_code
    return found


def _followed(one: Standing, by: RuleVersion) -> Standing:
    last = one.ends_on or date.max
    if by.valid_from == one.version.valid_from:
        return replace(one, replaced=True)
    if one.version.valid_from < by.valid_from <= last:
        return replace(one, ends_on=by.valid_from - ONE_DAY)
    return one


def published_rules(known_on: date | None = None) -> tuple[Rule, ...]:
    """The rules of the Comune, as they were known on a day (None: today's knowledge). One query."""
    versions = RuleVersion.objects.all()
    if known_on is not None:
        versions = versions.filter(published_on__lte=known_on)
    return _counting(versions)


def versions_of(code: str) -> tuple[Rule, ...]:
    """The versions of one benefit that count on some day, of the State or of the Comune. One query at most."""
    national = tuple(rule for rule in national_rules() if rule.code == code)
    return national or _counting(RuleVersion.objects.filter(code=code))


def every_rule(known_on: date | None = None) -> tuple[Rule, ...]:
    """The national rules and those of the Comune: what a household is asked about. One query."""
    return (*national_rules(), *published_rules(known_on))


def _counting(versions: Iterable[RuleVersion]) -> tuple[Rule, ...]:
    return tuple(one.rule for one in standings(versions) if not one.replaced)


def known_benefits() -> dict[str, str]:
    """The names of the benefits there are, by code: of the State, then of the Comune. One query."""
    local = RuleVersion.objects.order_by("code", "number").values_list("code", "name")
    return {**{rule.code: rule.name for rule in national_rules()}, **dict(local)}
