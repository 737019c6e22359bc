"""What the sheet is made of: modules, each with its sheets, panels, groups and fields, in the order of INPS's form."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from isee.calculation import whole_euros
from isee.models import Correction

# What stands where there is no value: nobody wrote it yet, or there is nothing to write.
NOT_SAID, NONE, NOTHING = "non compilato", "nessuno", "nulla"
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One box of the form.

    `value` is what is typed into it, and what the copy button copies; empty where there is nothing to type, and
    then `empty` says so. `shown` is the value as it is read, where that is not the same. `note` goes beside it.
    """

    label: str
    value: str = ""
    shown: str = ""
    note: str = ""
    empty: str = NOT_SAID

    @property
    def text(self) -> str:
        """What stands on the sheet."""
        return self.shown or self.value or self.empty


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that belong together: a person, an account, a property."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A quadro, or a section of one; without groups `empty` says that there is nothing."""

    code: str
    title: str
    groups: tuple[Group, ...] = ()
    empty: str = NONE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One copy of a module: those of a person are as many as the persons."""

    title: str
    panels: tuple[Panel, ...]


class Need(Enum):
    """Whether this DSU needs a module."""

    YES = "serve"
    PERHAPS = "solo se"
    NO = "non serve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module of the DSU: whether it is needed and why, and what goes into it."""

    code: str
    title: str
    need: Need
    why: str
    sheets: tuple[Sheet, ...] = ()

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return self.code.lower().replace(".", "")

    @property
    def is_left_out(self) -> bool:
        return self.need is Need.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Foglio:
    """The whole sheet: the modules in the order of the form, which DSU it is, who has no sheet and why."""

    modules: tuple[Module, ...]
    is_integrale: bool
    why: str
    left_out: tuple[str, ...] = ()
    problem: str = ""

    @property
    def name(self) -> str:
        return "DSU integrale" if self.is_integrale else "DSU mini"


def text(label: str, value: str, *, shown: str = "", note: str = "", empty: str = NOT_SAID) -> Field:
    """A box for words, numbers or a code."""
    return Field(label=label, value=value, shown=shown, note=note, empty=empty)


def code(label: str, value: str, meaning: str, *, note: str = "") -> Field:
    """A box for a code of the form, read together with what it means; one that is not known is chosen by hand."""
    if not value:
        unknown = f"È «{meaning}»: scegli il codice dall'elenco del modulo."
        return Field(label=label, note=f"{unknown} {note}".strip())
    return Field(label=label, value=value, shown=f"{value} · {meaning}", note=note)


def day(label: str, value: date | None, *, note: str = "", empty: str = NOT_SAID) -> Field:
    """A box for a day."""
    return Field(label=label, value=f"{value:%d/%m/%Y}" if value else "", note=note, empty=empty)


def yes_or_no(label: str, value: bool | None, *, note: str = "") -> Field:
    """A box that is ticked or not; None where nobody knows."""
    return Field(label=label, value="" if value is None else "sì" if value else "no", note=note)


def count(label: str, value: int | None, *, note: str = "", empty: str = NOT_SAID) -> Field:
    """A box for a number of persons or months."""
    return Field(label=label, value="" if value is None else str(value), note=note, empty=empty)


def euros(
    label: str,
    declared: Decimal | None,
    *,
    correction: Correction | None = None,
    note: str = "",
    empty: str = NOT_SAID,
) -> Field:
    """A box for an amount, declared in whole euro, half up; the exact one and a correction of ours go beside it."""
    if declared is None:
        return Field(label=label, note=note, empty=empty)
    whole = whole_euros(declared)
    exact = "" if whole == declared else f"esatto {italian(declared)} €"
    return Field(
        label=label,
        value=f"{whole:f}",
        shown=f"{italian(whole)} €",
        note="; ".join(part for part in (exact, corrected(correction), note) if part),
    )


def exact_euros(label: str, declared: Decimal | None, *, note: str = "", empty: str = NOT_SAID) -> Field:
    """A box for an amount that keeps its cents."""
    if declared is None:
        return Field(label=label, note=note, empty=empty)
    cents = declared.quantize(CENT)
    return Field(label=label, value=f"{cents:f}".replace(".", ","), shown=f"{italian(cents)} €", note=note)


def corrected(correction: Correction | None) -> str:
    """That our simulation takes another amount than the declared one."""
    if correction is None:
        return ""
    return f"nella simulazione conta {italian(correction.amount)} € ({correction.reason})"


def italian(number: Decimal) -> str:
    """A number as it is written in Italy, with the decimals it has: 1.234,50."""
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))
