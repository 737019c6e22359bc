"""«E se…?»: a declaration with some of its facts changed, and the lines of its ISEE that move."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeAlias

from isee.calculation import Declaration, Isee, Level, Step, Unit, Variation

# Where a fact stands, from the declaration down: ("persons", 0, "member", "accounts", 1, "saldo"). Among several things
# a position after the last one adds a thing; None in the place of a thing takes it away.
Path: TypeAlias = tuple[str | int, ...]
Changes: TypeAlias = Mapping[Path, object]
Line: TypeAlias = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Move:
    """A line whose amount is not the same: in euro, or in points of the scale; None where the line is not there."""

    label: str
    article: str
    unit: Unit
    level: Level
    explanation: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal:
        """By how much it moves: below zero where it becomes less."""
        return (self.after or Decimal(0)) - (self.before or Decimal(0))


def changed(declaration: Declaration, changes: Changes) -> Declaration:
    """Return the declaration as if these facts were others; who is taken away goes out of everything that names him.

    Raises InvalidHousehold where the facts cannot be, AttributeError or IndexError where a path leads nowhere.
    """
    tree = _tree(changes)
    facts: dict[str, Any] = {name: _with(getattr(declaration, name), below) for name, below in tree.items()}
    persons: dict[int, Any] = tree.get("persons", {})
    gone = {position for position, below in persons.items() if below is None}
    if gone:
        count = max(len(declaration.persons), *(position + 1 for position in persons))
        left = [position for position in range(count) if position not in gone]
        places = {old: new for new, old in enumerate(left)}
        beneficiary = facts.get("beneficiary", declaration.beneficiary)
        facts["beneficiary"] = None if beneficiary is None else places.get(beneficiary)
        facts["variation"] = _renumbered(facts.get("variation", declaration.variation), places)
    return replace(declaration, **facts)


def moved(before: Isee, after: Isee) -> tuple[Move, ...]:
    """Return the lines that differ between two results, in the order of the calculation; none where nothing moves."""
    old, new = _lines(before), _lines(after)
    return tuple(
        _move(old.get(line), new.get(line))
        for line in _in_order(list(old), list(new))
        if line not in old or line not in new or old[line].amount != new[line].amount
    )


def _tree(changes: Changes) -> dict[Any, Any]:
    """The changes as branches: what is below each name or position."""
    tree: dict[Any, Any] = {}
    for path, value in changes.items():
        *way, last = path
        branch = tree
        for step in way:
            branch = branch.setdefault(step, {})
        branch[last] = value
    return tree


def _with(thing: Any, below: Any) -> Any:
    """A thing with what is below it changed at once: half of the changes alone might make no sense."""
    if not isinstance(below, dict):
        return below
    if not isinstance(thing, tuple):
        return replace(thing, **{name: _with(getattr(thing, name), branch) for name, branch in below.items()})
    items = list(thing)
    for position, branch in sorted(below.items()):
        if position < len(items) or isinstance(branch, dict):
            items[position] = _with(items[position], branch)
        else:
            items.append(branch)
    return tuple(item for item in items if item is not None)


def _renumbered(variation: Variation | None, places: Mapping[int, int]) -> Variation | None:
    """The form MS, its persons at their new places."""
    if variation is None:
        return None
    return replace(
        variation,
        persons=tuple(
            replace(one, person=places[one.person]) for one in variation.persons if one.person in places
        ),
        assets=tuple(
            replace(one, person=places[one.person]) for one in variation.assets if one.person in places
        ),
    )


def _lines(isee: Isee) -> dict[Line, Step]:
    """The steps by what they say, and whose: the position at the end of a key moves when somebody goes."""
    seen: Counter[tuple[str, str]] = Counter()
    lines = {}
    for step in isee.steps:
        name = (step.key.rstrip("0123456789"), step.label)
        lines[*name, seen[name]] = step
        seen[name] += 1
    return lines


def _in_order(old: list[Line], new: list[Line]) -> Iterator[Line]:
    """Every line once: those of both in their order, the others beside their neighbours."""
    told: set[Line] = set()
    left = iter(new)
    for line in old:
        if line in told:
            continue
        if line in new:
            for other in left:
                if other == line:
                    break
                told.add(other)
                yield other
        told.add(line)
        yield line
    yield from (line for line in left if line not in told)


def _move(old: Step | None, new: Step | None) -> Move:
    step = new or old
    assert step is not None  # noqa: S101 - a line is at least on one side
    return Move(
        label=step.label,
        article=step.article,
        unit=step.unit,
        level=step.level,
        explanation=step.explanation if new else "La riga non c'è più.",
        before=old.amount if old else None,
        after=new.amount if new else None,
    )
