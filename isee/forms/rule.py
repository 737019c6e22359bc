"""The whole of a rule as a form: rows that are added and taken away, and from the form to the data of the rule.

Everything is named by its place in the data, so what is wrong there is told beside its field.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from isee.benefits.conditions import Declared, FigureUpTo, Without
from isee.benefits.reading import Problem, problem
from isee.forms import rule_fields as fields
from isee.forms.rule_conditions import GROUPS, ConditionRow
from isee.forms.rule_fields import METHODS
from isee.forms.rule_inputs import Part
from isee.forms.rule_rows import (
    METHOD,
    ROWS,
    TARIFF,
    Typed,
    count_rows,
    key_of,
    name_of,
    nested,
    typed_kind,
    typed_of,
)

# The fields that a method has beside its rows.
AROUND_ROWS: dict[str, type[Part]] = {
    "flat_bands": fields.FlatEdge,
    "percent_bands": fields.PercentCost,
    "piecewise": fields.FlatEdge,
    "linear": fields.Linear,
    "proportional": fields.Proportional,
}


@dataclass
class Rows:
    """A list of rows at a place, with what is wrong with the list as a whole."""

    prefix: str
    rows: list[Any]
    notes: list[str] = field(default_factory=list)


@dataclass
class ConditionBox:
    """A condition, and those inside it where it is a group."""

    part: ConditionRow
    inside: Rows | None

    @property
    def prefix(self) -> str:
        return self.part.prefix or ""


@dataclass
class ThresholdBox:
    """A threshold, and the conditions of the households for whom it counts."""

    part: Part
    when: Rows

    @property
    def prefix(self) -> str:
        return self.part.prefix or ""


@dataclass(frozen=True)
class Line:
    """A line of the error summary: the field it leads to, if there is one."""

    sentence: str
    label: str = ""
    target: str = ""


class RuleForm:
    """The form of a rule; `benefits` are the names, by code, of those it may exclude."""

    def __init__(self, typed: Typed, benefits: Mapping[str, str]) -> None:
        self.typed, self.names = typed, dict(benefits)
        self.benefits = sorted(self.names.items(), key=lambda pair: pair[1])
        self.parts: list[Part] = []
        self.lists: dict[str, Rows] = {}
        self.general: list[str] = []
        self.focused_list = ""
        self.head, self.ground = self._part(fields.Head), self._part(fields.Ground)
        self.isee = self._part(fields.Isee)
        self.thresholds = self._rows(
            "thresholds",
            lambda prefix: ThresholdBox(
                self._part(fields.ThresholdRow, prefix), self._conditions(f"{prefix}-when", inside=True)
            ),
        )
        self.conditions = self._conditions("conditions", inside=False)
        self.not_with = self._rows(
            "not_with", lambda prefix: self._part(fields.NotWithRow, prefix, benefits=self.benefits)
        )
        self.start = self._part(fields.Start, "start")
        self.exceptions = self._parts("start-except_in", fields.ExceptionRow)
        self._build_amount()

    def _build_amount(self) -> None:
        self.amount = self._part(fields.AmountChoice)
        self.kind = typed_kind(self.typed)
        self.is_tariff = self.kind in METHODS
        self.has_edge = self.kind in ("fixed", "share_of")
        self.amount_rows = self._parts(*ROWS[self.kind], least=1) if self.kind in ROWS else None
        self.method = self._part(AROUND_ROWS[self.kind], METHOD) if self.kind in AROUND_ROWS else None
        self.around = self.rounding = self.discounts = None
        if self.is_tariff:
            self.around = self._part(fields.Around, TARIFF)
            self.rounding = self._part(fields.Rounding, f"{TARIFF}-rounding")
            self.discounts = self._parts(f"{TARIFF}-discounts", fields.DiscountRow)
        self.amounts = self.lists.setdefault("amounts", Rows("amounts", []))

    @classmethod
    def of(cls, data: Mapping[str, Any], benefits: Mapping[str, str]) -> "RuleForm":
        """The form of a rule as it is kept."""
        return cls(typed_of(data), benefits)

    def _part(self, kind: type[Part], prefix: str | None = None, **more: Any) -> Any:
        part = kind(self.typed, prefix=prefix, **more)
        self.parts.append(part)
        return part

    def _rows(self, prefix: str, make: Any, least: int = 0) -> Rows:
        count = max(count_rows(self.typed, prefix), least)
        self.lists[prefix] = Rows(prefix, [make(f"{prefix}-{position}") for position in range(count)])
        return self.lists[prefix]

    def _parts(self, prefix: str, kind: type[Part], least: int = 0) -> Rows:
        return self._rows(prefix, lambda row: self._part(kind, row), least)

    def _conditions(self, prefix: str, *, inside: bool) -> Rows:
        def make(row: str) -> ConditionBox:
            part = self._part(ConditionRow, row, inside=inside, benefits=self.benefits)
            inner = self._conditions(f"{row}-conditions", inside=True) if part.is_group else None
            return ConditionBox(part, inner)

        return self._rows(prefix, make)

    def is_valid(self) -> bool:
        """Whether everything typed can be read; whether it makes sense is another question."""
        return all(part.is_valid() for part in self.parts)

    @property
    def data(self) -> dict[str, Any]:
        """The data of the rule, once the form is valid."""
        flat: dict[str, Any] = {}
        for part in self.parts:
            flat |= part.plain
        data = nested(flat, {prefix: len(rows.rows) for prefix, rows in self.lists.items()})
        self._finish_amount(data)
        for conditions in (data["conditions"], *(each["when"] for each in data["thresholds"])):
            self._finish_conditions(conditions)
        for each in data["not_with"]:
            each["name"] = self.names.get(each.get("code", ""), "")
        if "by_day" not in data["start"] and not data["start"]["except_in"]:
            del data["start"]
        data["confidence"] = "medium" if data.get("doubt") else "high"
        return {key: value for key, value in data.items() if value not in ([], {})}

    def _finish_amount(self, data: dict[str, Any]) -> None:
        """Write what the engine asks of every amount: its kind and its unit."""
        screen = self.amount.cleaned_data
        bands: list[dict[str, Any]] = data["amounts"]
        if self.kind == "none":
            data["amounts"] = []
            return
        if self.amount_rows and self.amount_rows.rows and "over" in self.amount_rows.rows[0].fields:
            rows = bands if self.has_edge else bands[0]["amount"]["tariff"]["method"][self._list_name]
            rows[0].setdefault("over", "0")
        for band in bands:
            amount = band.setdefault("amount", {})
            amount["kind"] = "by_isee" if self.is_tariff else self.kind
            amount["unit"] = screen.get("amount_unit") or fields.UNITS[0][0]
            if self.kind == "share_of":
                amount["label"] = screen.get("amount_label") or ""
                amount["figure"] = key_of(amount["label"])
        if self.is_tariff:
            bands[0]["amount"]["tariff"].setdefault("method", {})["kind"] = self.kind

    @property
    def _list_name(self) -> str:
        return ROWS[self.kind][0].rpartition("-")[2]

    def _finish_conditions(self, conditions: list[dict[str, Any]]) -> None:
        """Write what the screen does not ask: the names by which answers are kept."""
        for each in conditions:
            match each.get("kind"):
                case Declared.kind:
                    each["fact"] = key_of(each.get("question", ""))
                case FigureUpTo.kind:
                    each["figure"] = key_of(each.get("label", ""))
                case Without.kind:
                    each["name"] = self.names.get(each.get("code", ""), "")
            if each.get("kind") in GROUPS:
                self._finish_conditions(each["conditions"])

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each sentence beside the field, the row or the list it is about."""
        at = {part.add_prefix(name): (part, name) for part in self.parts for name in part.fields}
        for each in problems:
            name = name_of(each.path)
            sentence = capfirst(each.sentence.removeprefix(problem(each.path, "").sentence))
            if name in at:
                part, own = at[name]
                part.is_valid()
                part.add_error(own, sentence)
            elif rows := self._nearest(name):
                rows.notes.append(sentence)
            else:
                self.general.append(each.sentence)

    def _nearest(self, name: str) -> Rows | None:
        found = [prefix for prefix in self.lists if name == prefix or name.startswith(f"{prefix}-")]
        return self.lists[max(found, key=len)] if found else None

    def focus(self, *, added: str | None, removed: str | None, chosen: str | None) -> None:
        """Say where the keyboard goes on: in the new row, at the button that adds, at the kind just chosen."""
        if added in self.lists:
            rows = self.lists[added].rows
            part = getattr(rows[-1], "part", rows[-1]) if rows else None
            if part is not None:
                next(iter(part.fields.values())).widget.attrs["data-focus"] = ""
        self.focused_list = removed.rpartition("-")[0] if removed else ""
        for part in self.parts:
            for name, each in part.fields.items():
                if chosen and part.add_prefix(name) == chosen:
                    each.widget.attrs["data-focus"] = ""

    @property
    def summary(self) -> list[Line]:
        """Every sentence of the form, in the order of the page, with the field to go to."""
        return list(self._summary())

    def _summary(self) -> Iterator[Line]:
        yield from (Line(sentence) for sentence in self.general)
        for part in self.parts:
            for name, errors in part.errors.items():
                bound = part[name]
                target = f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label
                row = (part.prefix or "").rpartition("-")[2]
                label = f"{bound.label}, riga {int(row) + 1}" if row.isdecimal() else str(bound.label)
                yield from (Line(str(error), label, str(target)) for error in errors)
        for rows in self.lists.values():
            yield from (Line(sentence) for sentence in rows.notes)
