"""The rules as their list shows them: those of the Comune with their versions and draft, those of the State."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from isee.benefits import Rule, national_rules
from isee.calculation.law import Confidence
from isee.models import RuleDraft, RuleVersion
from isee.rules.local_rules import Standing, standings
from isee.rules.rule_drafts import first_day, problems_of


@dataclass(frozen=True)
class LocalRule:
    """A benefit of the Comune through time, the newest version first."""

    name: str
    standings: tuple[Standing, ...]
    draft: RuleDraft | None
    problems: int
    today: date

    @property
    def current(self) -> Standing | None:
        """The version that counts today."""
        return next((one for one in self.standings if one.covers(self.today)), None)

    @property
    def next(self) -> Standing | None:
        """The version that will count, where none does today."""
        to_come = [one for one in self.standings if not one.replaced and one.version.valid_from > self.today]
        return min(to_come, key=lambda one: one.version.valid_from, default=None)


def local_rules(today: date) -> list[LocalRule]:
    """Every rule of the Comune, published or being written, by name. Two queries."""
    found = standings(RuleVersion.objects.all())
    by_code = {code: tuple(group) for code, group in groupby(found, key=lambda one: one.version.code)}
    drafts = {draft.code: draft for draft in RuleDraft.objects.all()}
    rules = []
    for code in {*by_code, *drafts}:
        versions, draft = by_code.get(code, ()), drafts.get(code)
        name = versions[-1].version.name if versions else str(draft)
        problems = len(problems_of(draft.data, first_day(draft.data, today))) if draft else 0
        rules.append(LocalRule(name, versions[::-1], draft, problems, today))
    return sorted(rules, key=lambda rule: rule.name)


@dataclass(frozen=True)
class NationalBenefit:
    """A national benefit with its versions, the newest first."""

    name: str
    versions: tuple[Rule, ...]
    today: date

    @property
    def current(self) -> Rule | None:
        return next((rule for rule in self.versions if rule.covers(self.today)), None)

    @property
    def doubtful(self) -> int:
        """How many versions are not certain."""
        return sum(rule.confidence is not Confidence.HIGH for rule in self.versions)


def national_benefits(today: date) -> list[NationalBenefit]:
    """The benefits of the State, by name. No query."""
    by_name: dict[str, list[Rule]] = {}
    for rule in national_rules():
        by_name.setdefault(rule.code, []).append(rule)
    benefits = [_benefit(versions, today) for versions in by_name.values()]
    return sorted(benefits, key=lambda benefit: benefit.name)


def _benefit(versions: Sequence[Rule], today: date) -> NationalBenefit:
    newest_first = sorted(versions, key=lambda rule: rule.valid_from, reverse=True)
    return NationalBenefit(newest_first[0].name, tuple(newest_first), today)


def national_version(rule_id: str) -> Rule | None:
    """The national version of this name."""
    return next((rule for rule in national_rules() if rule.id == rule_id), None)


def former_national(rule: Rule) -> Rule | None:
    """What was believed of a benefit before this version: the one it corrects, or the one before it."""
    if rule.replaces:
        return national_version(rule.replaces)
    earlier = [one for one in national_rules() if one.code == rule.code and one.valid_from < rule.valid_from]
    return max(earlier, key=lambda one: one.valid_from, default=None)


def late_national_versions() -> list[Rule]:
    """The national versions published after the day from which they count, the newest first."""
    late = [rule for rule in national_rules() if rule.published_on and rule.published_on > rule.valid_from]
    return sorted(late, key=lambda rule: rule.valid_from, reverse=True)
