"""What a version changes for the households that INPS attested: whose answer, how many, how much money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from isee.benefits import Change, Cost, Facts, Rule, affected, cost
from isee.benefits.facts import accepted_kinds
from isee.calculation.amounts import ZERO
from isee.dossier.benefit_facts import Attested, attested_households
from isee.models import RuleVersion
from isee.rules.local_rules import standings
from isee.rules.suppositions import favourable

ALWAYS = date(1900, 1, 1)


def former_of(version: RuleVersion) -> Rule | None:
    """The version that counted on the first day of this one until this one was published; None for the first."""
    before = RuleVersion.objects.filter(code=version.code, number__lt=version.number)
    covering = [one for one in standings(before) if one.covers(version.valid_from)]
    return covering[0].version.rule if covering else None


def at_all_times(rule: Rule) -> Rule:
    """The rule as if it counted on any day."""
    return replace(rule, valid_from=ALWAYS, valid_to=None)


def changes(former: Rule, rule: Rule, today: date) -> list[Change[int]]:
    """The households of the year whose answer is another one under a rule that counts already.

    Each by the id of its dossier. None while the rule has not begun. Three queries.
    """
    if rule.valid_from > today:
        return []
    on = min(today, rule.valid_to or today)
    households = {one.dossier.pk: one.facts for one in attested_households(on.year)}
    return list(affected(at_all_times(former), rule, households, on))


@dataclass(frozen=True)
class BandCost:
    """The households in a band of ISEE, and what they cost or pay before and after."""

    over: Decimal
    upto: Decimal | None
    before: Cost
    after: Cost

    @property
    def households(self) -> int:
        return self.before.households

    @property
    def difference(self) -> Decimal:
        return self.after.total - self.before.total


@dataclass(frozen=True)
class Comparison:
    """Two rules over the same households, for one year, band by band; there is one band at least."""

    bands: tuple[BandCost, ...]
    unreadable: int

    @property
    def before(self) -> Cost:
        return _sum([band.before for band in self.bands])

    @property
    def after(self) -> Cost:
        return _sum([band.after for band in self.bands])

    @property
    def difference(self) -> Decimal:
        return self.after.total - self.before.total


@dataclass(frozen=True)
class Suppositions:
    """What is supposed to turn answers into money: the units of a year, the unknown, the sum of a share."""

    times: int = 1
    unknown_is_met: bool = True
    figure: Decimal | None = None


def compare(
    before: Rule, after: Rule, attested: Sequence[Attested], on: date, supposed: Suppositions
) -> Comparison:
    """Count households and money under two rules, band by band of both.

    Whoever has no ISEE that these rules take is left out, and counted in `unreadable`.
    """
    before, after = at_all_times(before), at_all_times(after)
    edges = sorted({*before.ends(), *after.ends()} - {ZERO})
    placed: dict[Decimal | None, list[Facts]] = {edge: [] for edge in [*edges, None]}
    unreadable = 0
    for one in attested:
        value = one.facts.isee_for(after.isee, on)
        if value is None or (after.isee and value.kind not in accepted_kinds(after.isee)):
            unreadable += 1
            continue
        placed[next((edge for edge in edges if value.value <= edge), None)].append(one.facts)
    bands = []
    for over, upto in pairwise([ZERO, *edges, None]):
        assert over is not None  # noqa: S101 # only the last one is open
        old = _cost(before, placed[upto], on, supposed)
        new = old if after == before else _cost(after, placed[upto], on, supposed)
        bands.append(BandCost(over, upto, old, new))
    return Comparison(tuple(bands), unreadable)


def added(one: Comparison, other: Comparison) -> Comparison:
    """Two comparisons of the same two rules, over households that are not the same, as one."""
    pairs = zip(one.bands, other.bands, strict=True)
    bands = (
        BandCost(a.over, a.upto, before=_sum([a.before, b.before]), after=_sum([a.after, b.after]))
        for a, b in pairs
    )
    return Comparison(tuple(bands), one.unreadable + other.unreadable)


def _cost(rule: Rule, households: Sequence[Facts], on: date, supposed: Suppositions) -> Cost:
    if supposed.unknown_is_met:
        households = [favourable(rule, facts, supposed.figure) for facts in households]
    return cost(rule, households, on, supposed.times)


def _sum(costs: Sequence[Cost]) -> Cost:
    return Cost(
        costs[0].nature,
        sum(each.households for each in costs),
        sum(each.entitled for each in costs),
        sum(each.undecided for each in costs),
        sum(each.unvalued for each in costs),
        sum((each.total for each in costs), ZERO),
    )


def assumptions(after: Rule, comparison: Comparison, year: int, supposed: Suppositions) -> list[str]:
    """The sentences without which the numbers say nothing."""
    unit = after.amounts[0].amount.unit.label if after.amounts else ""
    counted = comparison.after
    found = [
        f"Contati: {_nuclei(counted.households)}. Di ogni dichiarante vale l'ultimo ISEE attestato nel {year}; "
        "chi non ha chiesto l'ISEE qui non c'è.",
        "Si suppone che chi ha diritto chieda, e contano tutti i nuclei che la regola ammette: "
        "se il servizio è solo per chi ha figli, la regola deve dirlo nei requisiti.",
        f"Per ogni nucleo l'importo ({unit}) conta {supposed.times} {'volta' if supposed.times == 1 else 'volte'}, "
        "come per il primo figlio: gli sconti dal secondo figlio non sono contati.",
    ]
    if supposed.unknown_is_met:
        found.append(
            "Dove il fascicolo non dice un requisito (domande, cittadinanza, altri benefici), vale come soddisfatto."
        )
    if comparison.unreadable:
        found.append(
            f"Senza un ISEE del tipo che la regola chiede: {_nuclei(comparison.unreadable)}, fuori dal conto."
        )
    if counted.undecided:
        found.append(f"Con un dato che manca: {_nuclei(counted.undecided)}, fuori dai soldi.")
    if counted.unvalued:
        found.append(f"Con diritto a un importo non noto: {_nuclei(counted.unvalued)}, fuori dai soldi.")
    return found


def _nuclei(count: int) -> str:
    return "un nucleo" if count == 1 else f"{count} nuclei"
