"""What every rule owes: its article, no figure of the law, nothing but its arguments."""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isee.calculation import formulas, law

PACKAGE = Path(law.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
ENTRIES = {"ordinary.py", "nuclei.py", "steady.py", "current.py", "simulation.py"}
FORMULA_SOURCES = [path for path in SOURCES if path.parent.name == "formulas" or path.name in ENTRIES]


def rules() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for module_info in pkgutil.iter_modules(formulas.__path__, f"{formulas.__name__}."):
        module = importlib.import_module(module_info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                found[f"{module_info.name.rpartition('.')[2]}.{name}"] = function
    return found


RULES = rules()


def test_the_rules_are_found() -> None:
    assert {"isr.isr", "isp.isp", "ise.isee", "scale.scale", "savings.exclude_state_backed"} <= set(RULES)
    assert len(RULES) > 70


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_docstring_of_a_rule_names_its_article(rule: Callable[..., Any]) -> None:
    assert re.search(r"\bart\. \d|\bannex \d\b", rule.__doc__ or "")


@pytest.mark.parametrize("path", FORMULA_SOURCES, ids=lambda path: path.stem)
def test_a_rule_holds_no_figure_of_the_law(path: Path) -> None:
    numbers = {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    }
    assert numbers <= {0, 1}
    assert "Decimal(" not in path.read_text()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_calculation_needs_only_the_standard_library_and_no_clock(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    foreign = {name for name in imported if not name.startswith("isee.calculation")}
    assert {name.partition(".")[0] for name in foreign} <= set(sys.stdlib_module_names)
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert called.isdisjoint({"today", "now", "utcnow", "fromtimestamp"})
