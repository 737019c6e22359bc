"""One case: its household and what is given, read from the document with every mistake told."""

from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import Decimal
from typing import Any

from isee.calculation.amounts import WHOLE, ZERO
from isee.calculation.cases.components import components
from isee.calculation.cases.document import Node
from isee.calculation.cases.members import read_members
from isee.calculation.declaration import ChildOutside
from isee.calculation.given import LINES, Given
from isee.calculation.household import Household
from isee.calculation.invalid import InvalidHousehold
from isee.calculation.kinds import Regime

TYPES = (
    "ordinario",
    "minorenni",
    "universita",
    "sociosanitario",
    "sociosanitario_residenze",
    "dottorato",
    "corrente",
    "familiari_inclusione",
)
TOLD = ("title", "source", "source_kind", "note", "rule", "checks", "comment", "description", "tags")
CASE = frozenset(("id", "year", "date", "regime", "type", "check", "household", "inputs", "expected", *TOLD))
HOUSEHOLD = frozenset(
    (
        "n",
        "figli",
        "figli_conviventi",
        "minori",
        "figlio_sotto_3",
        "genitori_lavoro_6m",
        "solo_genitore_non_lav_e_minori",
        "disabili",
        "in_residenza",
        "capoluogo_metropolitano",
        "note",
    )
)
# Of these nothing is computed: they say where a value comes from, or what was left out.
INFORMATION = ("rendita_catastale", "moltiplicatore", "trattamenti_disabilita_esclusi")
ALIASES = {"somma_redditi_componenti": "somma_redditi"}
INPUTS = frozenset(
    (
        "note",
        "level",
        "persone",
        "canone_annuo",
        "tasso_figurativo",
        "componenti_aggiuntive_residenza",
        "componente_aggiuntiva",
        *INFORMATION,
        *LINES,
        *ALIASES,
    )
)
LARGEST_HOUSEHOLD = 99


@dataclass(frozen=True, slots=True)
class Case:
    """A household of a DSU of one day, to be computed in a regime with what is given by itself.

    `components` are added to the ISEE; None when the case does not speak of them.
    """

    id: str
    on: date
    regime: Regime
    household: Household
    given: Given
    children_outside: tuple[ChildOutside, ...] | None
    typed_component: Decimal | None
    is_of_lines: bool
    expected: dict[str, Any]
    path: str


def read_case(node: Node) -> Case | None:
    """Read a case; nothing when there are mistakes, which are in the node's list."""
    node.object(CASE, ("id", "year", "household", "inputs"))
    if not (node.has("household") and node.has("inputs")):
        return None
    name = node.get("id", "-").text()
    on = _day(node)
    regime = Regime(node.get("regime", Regime.ORDINARY).choice(*Regime))
    type_ = node.get("type", TYPES[0]).choice(*TYPES)
    if type_ == Regime.FAMILY:
        regime = Regime.FAMILY
    inputs = node.get("inputs", {}).object(INPUTS)
    given = _given(inputs)
    children, typed = components(inputs, needed=type_ == "sociosanitario_residenze")
    expected = node.get("expected", {}).object().value
    household = _household(node.get("household", {}), inputs)
    if household is None or node.mistakes:
        return None
    return Case(name, on, regime, household, given, children, typed, inputs.has("level"), expected, node.path)


def _day(node: Node) -> date:
    year_node = node.get("year", Decimal(1))
    year = year_node.count(MAXYEAR, lowest=1)
    last = date(year, 12, 31)
    if not node.has("date"):
        return last
    written = node.get("date", "")
    try:
        day = date.fromisoformat(written.text())
    except ValueError:
        written.wrong("qui serve una data come 2026-12-31.")
        return last
    if day.year != year:
        written.wrong(f"la data non è dell'anno {year}.")
    return day


def _given(inputs: Node) -> Given:
    if inputs.has("level"):
        inputs.get("level", "").choice("attestation_lines", "persone")
    for name in INFORMATION:
        if inputs.has(name):
            inputs.get(name, ZERO).money()
    rate = None
    if inputs.has("tasso_figurativo"):
        rate = inputs.get("tasso_figurativo", ZERO).number(highest=WHOLE)
    lines = {name: inputs.get(name, ZERO).money() for name in LINES if inputs.has(name)}
    for alias, name in ALIASES.items():
        if inputs.has(alias):
            lines[name] = inputs.get(alias, ZERO).money()
    if lines.get("scala", WHOLE) < WHOLE:
        inputs.get("scala", ZERO).wrong("la scala non può essere inferiore a 1.")
        lines.pop("scala")
    return Given(rate, lines)


def _household(node: Node, inputs: Node) -> Household | None:
    node.object(HOUSEHOLD, ("n",))
    before = len(node.mistakes)
    size = node.get("n", Decimal(1)).count(LARGEST_HOUSEHOLD, lowest=1)
    # Whether the persons are too many is not asked of a number of members that is itself wrong.
    known = node.has("n") and len(node.mistakes) == before
    children = _count(node, "figli")
    members = tuple(read_members(inputs.get("persone", []), size if known else LARGEST_HOUSEHOLD))
    try:
        return Household(
            members=members,
            children=children,
            cohabiting_children=_count(node, "figli_conviventi", children),
            minor_children=_count(node, "minori"),
            child_under_three=_flag(node, "figlio_sotto_3"),
            parents_worked=_flag(node, "genitori_lavoro_6m"),
            lone_non_working_parent=_flag(node, "solo_genitore_non_lav_e_minori"),
            disabled=_count(node, "disabili"),
            in_residential_care=_count(node, "in_residenza"),
            rent=inputs.get("canone_annuo", ZERO).money(),
            metropolitan_capital=_flag(node, "capoluogo_metropolitano"),
        )
    except InvalidHousehold as error:
        # A contradiction that follows from another mistake is not told again.
        if not node.mistakes:
            node.wrong(f"{error}")
        return None


def _count(node: Node, key: str, default: int = 0) -> int:
    return node.get(key, Decimal(default)).count(LARGEST_HOUSEHOLD)


def _flag(node: Node, key: str) -> bool:
    return node.get(key, False).flag()
