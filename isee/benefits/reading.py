"""From plain data (TOML, JSON, a form) to a rule: every field is read by the type it has in the dataclass.

Amounts are numbers or text with a point, never floats; dates are dates or text (2026-01-31). A choice among
dataclasses is made by the key `kind`.
"""

import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from isee.benefits.rule import Rule

T = TypeVar("T")

# The Italian names of the places, for the sentences; a list is numbered from one.
PLACES = {
    "code": "codice",
    "id": "versione",
    "name": "nome",
    "valid_from": "vale dal",
    "valid_to": "vale fino al",
    "published_on": "pubblicata il",
    "replaces": "versione corretta",
    "act": "atto",
    "source": "fonte",
    "confidence": "affidabilità",
    "doubt": "dubbio",
    "benefit_code": "codice INPS",
    "nature": "natura",
    "decider": "chi decide",
    "channel": "come si ottiene",
    "where": "dove si chiede",
    "documents": "documento",
    "todo": "che cosa fare",
    "isee": "tipo di ISEE",
    "omissions": "omissioni",
    "conditions": "requisito",
    "when": "requisito",
    "one_of": "scelta",
    "thresholds": "soglia",
    "amounts": "importo",
    "amount": "importo",
    "tariff": "tariffa",
    "method": "metodo",
    "bands": "fascia",
    "pieces": "fascia",
    "classes": "classe",
    "rows": "riga",
    "members": "componenti",
    "over": "oltre",
    "upto": "fino a",
    "price": "prezzo",
    "price_to": "prezzo finale",
    "share": "percentuale",
    "percent": "percentuale",
    "cost": "costo",
    "isee_min": "ISEE minimo",
    "isee_max": "ISEE massimo",
    "tariff_min": "tariffa minima",
    "tariff_max": "tariffa massima",
    "reference": "divisore",
    "below": "prezzo sotto",
    "above": "prezzo sopra",
    "rounding": "arrotondamento",
    "step": "passo",
    "mode": "verso",
    "minimum": "minimo",
    "maximum": "massimo",
    "no_isee": "prezzo senza ISEE",
    "non_resident": "prezzo per i non residenti",
    "discounts": "sconto",
    "from_child": "dal figlio",
    "not_with": "cumulo",
    "start": "decorrenza",
    "by_day": "entro il giorno",
    "except_in": "eccezione",
    "month": "mese",
    "unit": "unità",
    "days": "giorni",
    "months": "mesi",
    "times": "rate",
    "kind": "tipo",
    "fact": "nome del dato",
    "question": "domanda",
    "figure": "nome del dato",
    "label": "descrizione",
    "under": "meno di",
    "under_age": "sotto gli anni",
    "service": "fornitura",
    "at_least": "almeno",
    "at_most": "al massimo",
    "only_information": "solo informazione",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place: `path` as the data writes it, `sentence` in Italian, place included."""

    path: str
    sentence: str


class InvalidRule(ValueError):
    """The data are not a rule; `problems` say why, each at its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in problems))


def problem(path: str, sentence: str) -> Problem:
    """Write a problem with its place in words: «amounts[0].amount» is Importo 1, importo."""
    words = []
    for name, position in re.findall(r"(\w+)(?:\[(\d+)\])?", path):
        word = PLACES.get(name, name)
        words.append(f"{word} {int(position) + 1}" if position else word)
    place = ", ".join(words)
    return Problem(path, f"{place[:1].upper()}{place[1:]}: {sentence}" if place else sentence)


def read(data: Mapping[str, Any]) -> Rule:
    """Read a rule. Raise InvalidRule when its shape is wrong; whether it makes sense is for `validate`."""
    problems: list[Problem] = []
    rule = _read(Rule, data, "", problems)
    if problems:
        raise InvalidRule(problems)
    assert isinstance(rule, Rule)  # noqa: S101 # nothing else comes out without a problem
    return rule


class _Wrong(ValueError):
    """One value cannot be read; the message goes to its place."""


def _read(hint: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    """Read one value by its type; what is wrong goes to `problems`, and None comes out."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _read_list(arguments[0], value, path, problems)
    if origin in (types.UnionType, typing.Union):
        choices = [choice for choice in arguments if choice is not type(None)]
        if value is None and len(choices) < len(arguments):
            return None
        if len(choices) == 1:
            return _read(choices[0], value, path, problems)
        hint = _chosen(choices, value, path, problems)
        if hint is None:
            return None
        value = {key: each for key, each in value.items() if key != "kind"}
    if is_dataclass(hint):
        return _read_table(hint, value, path, problems)
    try:
        return _read_plain(hint, value)
    except _Wrong as error:
        problems.append(problem(path, str(error)))
        return None


def _read_list(hint: Any, value: Any, path: str, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        problems.append(problem(path, "qui serve un elenco."))
        return ()
    return tuple(_read(hint, each, f"{path}[{position}]", problems) for position, each in enumerate(value))


def _chosen(choices: list[Any], value: Any, path: str, problems: list[Problem]) -> Any:
    names = {choice.kind: choice for choice in choices}
    if isinstance(value, Mapping) and value.get("kind") in names:
        return names[value["kind"]]
    problems.append(problem(f"{path}.kind", f"scegli fra {', '.join(names)}."))
    return None


def _read_table(kind: Any, value: Any, path: str, problems: list[Problem]) -> Any:
    if not isinstance(value, Mapping):
        problems.append(problem(path, "qui serve una tabella di voci."))
        return None
    found_before, given = len(problems), {}
    hints = _hints(kind)
    strangers = [str(key) for key in value if key not in hints]
    problems.extend(problem(_at(path, key), "questa voce non esiste.") for key in strangers)
    for each in fields(kind):
        here = _at(path, each.name)
        if value.get(each.name) is not None:
            given[each.name] = _read(hints[each.name], value[each.name], here, problems)
        elif each.default is MISSING and each.default_factory is MISSING:
            problems.append(problem(here, "manca."))
    return kind(**given) if len(problems) == found_before else None


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _read_plain(hint: Any, value: Any) -> Any:
    if hint is Decimal:
        return _decimal(value)
    if hint is date:
        return _date(value)
    if issubclass(hint, StrEnum):
        if value in list(hint):
            return hint(value)
        raise _Wrong(f"scegli fra {', '.join(hint)}.")
    if hint is bool and not isinstance(value, bool):
        raise _Wrong("scrivi sì o no.")
    if hint is int and (not isinstance(value, int) or isinstance(value, bool)):
        raise _Wrong("scrivi un numero intero.")
    if hint is str:
        if not isinstance(value, str):
            raise _Wrong("scrivi un testo.")
        return value.strip()
    return value


def _decimal(value: Any) -> Decimal:
    if isinstance(value, float):
        raise _Wrong("un importo con decimali si scrive come testo, per esempio «1234.50».")
    try:
        amount = Decimal(value) if isinstance(value, int | str | Decimal) else None
    except InvalidOperation:
        amount = None
    if amount is None or isinstance(value, bool) or not amount.is_finite():
        raise _Wrong("scrivi un numero, per esempio 1234.50.")
    return amount


def _date(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong("scrivi una data, per esempio 2026-01-31.") from None


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def places_of(items: tuple[T, ...], path: str) -> Iterator[tuple[str, T]]:
    """Walk a list with the path of each item."""
    return ((f"{path}[{position}]", item) for position, item in enumerate(items))
