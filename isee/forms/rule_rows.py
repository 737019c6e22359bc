"""What was typed of a rule, by the name of its place: rows that come and go, and from names to data and back.

Rows are moved before anything is read, so nothing typed is lost, whatever it says.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from isee.forms import rule_fields as fields
from isee.forms.rule_inputs import Part

Typed = MultiValueDict[str, Any]
AMOUNT, TARIFF = "amounts-0-amount", "amounts-0-amount-tariff"
METHOD = f"{TARIFF}-method"
LINES = ("documents", "source")
# The list of rows that each kind of amount has, and what its rows are.
ROWS: dict[str, tuple[str, type[Part]]] = {
    "flat_bands": (f"{METHOD}-bands", fields.PriceRow),
    "percent_bands": (f"{METHOD}-bands", fields.ShareRow),
    "piecewise": (f"{METHOD}-pieces", fields.PieceRow),
    "fixed": ("amounts", fields.FixedRow),
    "share_of": ("amounts", fields.ShareOfRow),
    "by_members": (f"{AMOUNT}-classes", fields.ClassRow),
}
MOST_ROWS = 60


def typed_kind(typed: Typed) -> str:
    """The kind of amount chosen; the first one where none of those on the screen is."""
    known = [kind for kind, _ in fields.AMOUNT_KINDS]
    chosen = typed.get("amount_kind")
    return chosen if chosen in known else known[0]


def count_rows(typed: Typed, prefix: str) -> int:
    """How many rows of a list are on the screen: each carries a mark."""
    marks = re.compile(rf"{re.escape(prefix)}-(\d{{1,3}})-row")
    positions = [int(found[1]) for name in typed if (found := marks.fullmatch(name))]
    return min(max(positions, default=-1) + 1, MOST_ROWS)


def with_row(typed: Typed, prefix: str) -> Typed:
    """What was typed, with one more row in a list; a band begins where the one before ends."""
    position, changed = count_rows(typed, prefix), typed.copy()
    if position >= MOST_ROWS or not re.fullmatch(r"[a-z_0-9-]+", prefix):
        return changed
    changed[f"{prefix}-{position}-row"] = "1"
    before = f"{prefix}-{position - 1}"
    if position and f"{before}-over" in typed:
        changed[f"{prefix}-{position}-over"] = typed.get(f"{before}-upto", "")
    return changed


def without_row(typed: Typed, row: str) -> Typed:
    """What was typed, without a row; those after it move up."""
    prefix, _, position = row.rpartition("-")
    if not position.isdecimal():
        return typed
    gone, changed = int(position), MultiValueDict[str, Any]()
    inside = re.compile(rf"{re.escape(prefix)}-(\d{{1,3}})(-.+)")
    for name, values in typed.lists():
        found = inside.fullmatch(name)
        if found and int(found[1]) == gone:
            continue
        if found and int(found[1]) > gone:
            name = f"{prefix}-{int(found[1]) - 1}{found[2]}"
        changed.setlist(name, values)
    return changed


def with_kind(typed: Typed) -> Typed:
    """What was typed, its bands kept when one kind of bands becomes another."""
    wanted = ROWS.get(typed_kind(typed))
    if wanted is None or count_rows(typed, wanted[0]):
        return typed
    others = [prefix for prefix, _ in ROWS.values() if prefix != wanted[0] and count_rows(typed, prefix)]
    if not others:
        return typed
    changed = MultiValueDict[str, Any]()
    for name, values in typed.lists():
        rest = name.removeprefix(f"{others[0]}-")
        changed.setlist(f"{wanted[0]}-{rest}" if rest != name and rest[0].isdecimal() else name, values)
    return changed


def typed_of(data: Mapping[str, Any]) -> Typed:
    """What the screen shows of a rule as it is kept."""
    typed = MultiValueDict[str, Any]()
    for name, value in _leaves(data, ""):
        if name in LINES:
            typed[name] = "\n".join(value)
        elif isinstance(value, list):
            typed.setlist(name, value)
        else:
            typed[name] = str(value)
    amounts = data.get("amounts")
    if not amounts:
        typed["amount_kind"] = "none"
        return typed
    amount = amounts[0].get("amount", {})
    method = amount.get("tariff", {}).get("method", {})
    typed["amount_kind"] = method.get("kind", amount.get("kind", ""))
    typed["amount_unit"], typed["amount_label"] = amount.get("unit", ""), amount.get("label", "")
    return typed


# What may be moved to see what it would cost: thresholds, bands, prices; never who or when.
NUMBERS = re.compile(r"thresholds-\d+-upto|amounts-\d+-(over|upto|amount-.+)")


def moved(typed: Typed, by: MultiValueDict[str, Any]) -> Typed:
    """What the screen shows of a rule, with the numbers that were moved."""
    changed = typed.copy()
    for name, values in by.lists():
        if NUMBERS.fullmatch(name):
            changed.setlist(name, values)
    return changed


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}-{key}" if path else key)
    elif isinstance(value, list) and all(isinstance(each, Mapping) for each in value):
        for position, inner in enumerate(value):
            yield f"{path}-{position}-row", "1"
            yield from _leaves(inner, f"{path}-{position}")
    else:
        yield path, value


def nested(flat: Mapping[str, Any], lists: Mapping[str, int]) -> dict[str, Any]:
    """Data from names: «a-0-b» is b of the first of the list a. Every list of the screen is there, even empty."""
    data: dict[str, Any] = {}
    for prefix, count in sorted(lists.items()):
        rows = _place(data, prefix, [])
        rows.extend({} for _ in range(count - len(rows)))
    for name, value in flat.items():
        above, _, own = name.rpartition("-")
        (_place(data, above, {}) if above else data)[own] = value
    data.setdefault("start", {})
    return data


def _place(data: dict[str, Any], name: str, empty: Any) -> Any:
    """Go to a place, making what is not there yet."""
    here: Any = data
    steps = name.split("-")
    for step, after in zip(steps, [*steps[1:], ""], strict=True):
        fresh: Any = ([] if after.isdecimal() else {}) if after else empty
        if step.isdecimal():
            while len(here) <= int(step):
                here.append({})
            here = here[int(step)]
        else:
            here = here.setdefault(step, fresh)
    return here


def key_of(words: str) -> str:
    """The name under which an answer is kept, from the words of its question."""
    return slugify(words)[:60].replace("-", "_")


# Fields of the engine that the screen asks under another name.
ALIASES = (
    (re.compile(r"amounts-\d+-amount-unit"), "amount_unit"),
    (re.compile(r"amounts-\d+-amount-(label|figure)"), "amount_label"),
    (re.compile(r"(.+)-fact"), r"\1-question"),
    (re.compile(r"(.*conditions-\d+|.*when-\d+)-figure"), r"\1-label"),
    (re.compile(r"(not_with-\d+|.*conditions-\d+|.*when-\d+)-name"), r"\1-code"),
    (re.compile(r"(not_with-\d+)"), r"\1-code"),
)


def name_of(path: str) -> str:
    """The name of the field for a place of the data: «thresholds[0].upto» is thresholds-0-upto."""
    name = re.sub(r"\[(\d+)\]", r"-\1", path).replace(".", "-")
    for pattern, alias in ALIASES:
        if found := pattern.fullmatch(name):
            return found.expand(alias)
    return name
