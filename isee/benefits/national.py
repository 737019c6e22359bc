"""The national rules shipped with the product, read from `rules/*.toml`.

A file holds one benefit: what its versions share stands at the top, each `[[versions]]` adds or changes.
"""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from isee.benefits.reading import InvalidRule, Problem, read
from isee.benefits.rule import Rule
from isee.benefits.validation import validate, validate_all

FOLDER = Path(__file__).parent / "rules"


@cache
def national_rules() -> tuple[Rule, ...]:
    """Read every national rule once, by file and date. Raise InvalidRule when one is wrong."""
    rules = [
        rule for path in sorted(FOLDER.glob("*.toml")) for rule in read_toml(path.read_text(), path.name)
    ]
    problems = validate_all(rules)
    if problems:
        raise InvalidRule(problems)
    return tuple(rules)


def read_toml(text: str, name: str) -> list[Rule]:
    """Read the versions of one file; `name` is how problems call it.

    Raise InvalidRule with every problem, each with the file and the version: also for a key written twice.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        sentence = f"{name}: il file non si legge, forse una voce è scritta due volte ({error})."
        raise InvalidRule([Problem(name, sentence)]) from error
    versions = data.pop("versions", [{}])
    rules, problems = [], []
    for version in versions:
        found, rule = _read(data | version)
        where = f"{name}, versione {version.get('id', data.get('id', '?'))}"
        problems += [Problem(f"{name}:{each.path}", f"{where}: {each.sentence}") for each in found]
        if rule is not None:
            rules.append(rule)
    if problems:
        raise InvalidRule(problems)
    return rules


def _read(data: dict[str, Any]) -> tuple[list[Problem], Rule | None]:
    try:
        rule = read(data)
    except InvalidRule as error:
        return list(error.problems), None
    return validate(rule), rule
