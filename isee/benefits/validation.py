"""Whether a rule makes sense: the same questions for the files shipped and for what an administrator writes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from isee.benefits.amount_validation import check_bands, check_classes, check_tariff, check_uses
from isee.benefits.conditions import (
    AllOf,
    AnyOf,
    Condition,
    HasCitizenship,
)
from isee.benefits.dues import Between, ByIsee, ByMembers, ByUse, Fixed, ShareOf
from isee.benefits.methods import HUNDRED
from isee.benefits.people import Children, Members, SomebodyAged, SomebodyDisabled
from isee.benefits.reading import InvalidRule, Problem, places_of, problem, read
from isee.benefits.rule import BENEFIT_CODES, Channel, Nature, Rule, Start
from isee.calculation.law import Confidence
from isee.calculation.person import Disability

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
# What may be left blank: everything else that is text must say something.
OPTIONAL_TEXT = {
    "replaces",
    "doubt",
    "note",
    "benefit_code",
    "decision",
    "where",
    "todo_when_held",
    "document",
}
OPTIONAL_TEXT |= {"only_information", "why"}


def check(data: Mapping[str, Any]) -> list[Problem]:
    """Say all that is wrong with plain data meant as a rule; nothing wrong is an empty list."""
    try:
        rule = read(data)
    except InvalidRule as error:
        return list(error.problems)
    return validate(rule)


def validate(rule: Rule) -> list[Problem]:
    """Say all that is wrong with a rule, each at its place; nothing wrong is an empty list."""
    found = [*_texts(rule, ""), *_numbers(rule, ""), *_head(rule), *_conditions(rule)]
    found += [*_thresholds(rule), *_amounts(rule)]
    if rule.start:
        found += _start(rule.start)
    return list(dict.fromkeys(found))


def validate_all(rules: Sequence[Rule]) -> list[Problem]:
    """Say what is wrong among versions: one id twice, or two versions of a benefit on the same day.

    A version may cover days of another only if it says that it replaces it, directly or through others.
    """
    found = [
        Problem(rule_id, f"La versione «{rule_id}» c'è due volte: ogni versione ha un nome suo.")
        for rule_id, times in Counter(rule.id for rule in rules).items()
        if times > 1
    ]
    by_id = {rule.id: rule for rule in rules}
    found += [
        Problem(f"{rule.id}.replaces", f"La versione «{rule.replaces}» non esiste.")
        for rule in rules
        if rule.replaces and rule.replaces not in by_id
    ]
    for one, other in combinations(sorted(rules, key=lambda rule: rule.valid_from), 2):
        if one.code == other.code and one.id != other.id and _overlap(one, other):
            if one.id in _replaced(other, by_id) or other.id in _replaced(one, by_id):
                continue
            found.append(
                Problem(
                    f"{other.id}.valid_from",
                    f"«{other.name}»: le versioni «{one.id}» e «{other.id}» valgono tutte e due il "
                    f"{max(one.valid_from, other.valid_from):%d/%m/%Y}. "
                    "Chiudi la prima il giorno prima, o di' che la seconda la corregge.",
                )
            )
    return found


def _overlap(one: Rule, other: Rule) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


def _replaced(rule: Rule, by_id: Mapping[str, Rule]) -> set[str]:
    found: set[str] = set()
    while rule.replaces and rule.replaces not in found:
        found.add(rule.replaces)
        if rule.replaces not in by_id:
            break
        rule = by_id[rule.replaces]
    return found


def _walk(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Yield every plain field below a dataclass: path, name of the field, value."""
    for each in fields(value):
        here = f"{path}.{each.name}" if path else each.name
        inner = getattr(value, each.name)
        items = places_of(inner, here) if isinstance(inner, tuple) else [(here, inner)]
        for place, item in items:
            if is_dataclass(item):
                yield from _walk(item, place)
            else:
                yield place, each.name, item


def _texts(rule: Rule, path: str) -> Iterator[Problem]:
    for place, name, value in _walk(rule, path):
        if type(value) is str and not value.strip() and name not in OPTIONAL_TEXT:
            yield problem(place, "scrivi qualcosa.")


def _numbers(rule: Rule, path: str) -> Iterator[Problem]:
    for place, name, value in _walk(rule, path):
        if not isinstance(value, Decimal | int) or isinstance(value, bool):
            continue
        if value < 0:
            yield problem(place, "non può essere negativo.")
        elif name in ("days", "times", "months", "from_child", "reference") and value == 0:
            yield problem(place, "non può essere zero.")
        elif name in ("share", "percent") and value > HUNDRED:
            yield problem(place, "non può superare 100.")


def _head(rule: Rule) -> Iterator[Problem]:
    for name, value in (("code", rule.code), ("id", rule.id)):
        if value and not CODE.fullmatch(value):
            yield problem(name, "usa lettere minuscole, cifre, trattini, senza spazi.")
    if not rule.source:
        yield problem("source", "scrivi da dove vengono i valori.")
    if rule.valid_to and rule.valid_to < rule.valid_from:
        yield problem("valid_to", "la fine viene prima dell'inizio.")
    if rule.confidence is not Confidence.HIGH and not rule.doubt:
        yield problem("doubt", "di' che cosa non è certo, o segna l'affidabilità come alta.")
    if rule.channel is Channel.ELSEWHERE and not rule.where:
        yield problem("where", "di' dove si presenta la domanda.")
    if rule.benefit_code and rule.benefit_code not in BENEFIT_CODES:
        yield problem("benefit_code", f"«{rule.benefit_code}» non è fra i codici di INPS.")
    for place, exclusion in places_of(rule.not_with, "not_with"):
        if exclusion.code == rule.code:
            yield problem(place, "una prestazione non si esclude da sé.")
    if rule.nature is Nature.BENEFIT and not (rule.only_information or rule.thresholds or rule.conditions):
        yield problem(
            "only_information", "senza soglie né requisiti si può dare solo un'informazione: scrivila."
        )
    if rule.nature is Nature.TARIFF and not rule.amounts:
        yield problem("amounts", "una tariffa ha un prezzo: scegli un metodo.")


def _conditions(rule: Rule) -> Iterator[Problem]:
    for place, condition in _all_conditions(rule.conditions, "conditions"):
        yield from _condition(condition, place)
    for place, threshold in places_of(rule.thresholds, "thresholds"):
        for inner, condition in _all_conditions(threshold.when, f"{place}.when"):
            yield from _condition(condition, inner)


def _all_conditions(conditions: tuple[Condition, ...], path: str) -> Iterator[tuple[str, Condition]]:
    for place, condition in places_of(conditions, path):
        yield place, condition
        if isinstance(condition, AllOf | AnyOf):
            yield from _all_conditions(condition.conditions, f"{place}.conditions")


def _condition(condition: Condition, place: str) -> Iterator[Problem]:
    match condition:
        case Children(at_most=int(most)) | Members(at_most=int(most)) if most < condition.at_least:
            yield problem(f"{place}.at_most", "è meno di quanto si chiede almeno.")
        case SomebodyAged(under=int(under)) if under <= condition.at_least:
            yield problem(f"{place}.under", "nessuno ha meno di questi anni e almeno gli altri.")
        case AllOf(conditions=()) | AnyOf(conditions=()):
            yield problem(f"{place}.conditions", "scrivi almeno un requisito.")
        case SomebodyDisabled(at_least=Disability.NONE):
            yield problem(f"{place}.at_least", "scegli una classe di disabilità.")
        case HasCitizenship(one_of=()):
            yield problem(f"{place}.one_of", "scegli almeno una cittadinanza o un titolo.")
        case _:
            return


def _thresholds(rule: Rule) -> Iterator[Problem]:
    if rule.thresholds and not rule.isee:
        yield problem("isee", "c'è una soglia: scegli di quale ISEE.")
    if sum(not threshold.when for threshold in rule.thresholds) > 1:
        yield problem("thresholds", "due soglie valgono per tutti: lasciane una, o di' per chi vale l'altra.")
    general = max((each.upto for each in rule.thresholds if not each.when), default=None)
    for place, threshold in places_of(rule.thresholds, "thresholds"):
        if threshold.when and general is not None and threshold.upto <= general:
            yield problem(f"{place}.upto", "non supera la soglia di tutti: così non serve a nulla.")


def _amounts(rule: Rule) -> Iterator[Problem]:
    last = max((threshold.upto for threshold in rule.thresholds), default=None)
    if rule.amounts:
        yield from check_bands(rule.amounts, "amounts", last)
    if len(rule.amounts) > 1 and not rule.isee:
        yield problem("isee", "gli importi cambiano con l'ISEE: scegli quale.")
    for place, band in places_of(rule.amounts, "amounts"):
        path, amount = f"{place}.amount", band.amount
        match amount:
            case ByIsee():
                if not rule.isee:
                    yield problem("isee", "la tariffa segue l'ISEE: scegli quale.")
                yield from check_tariff(amount.tariff, f"{path}.tariff", rule.nature)
            case ByMembers():
                yield from check_classes(amount, path)
            case ByUse():
                yield from check_uses(amount, path)
            case Between() if amount.at_least is not None and amount.at_least > amount.at_most:
                yield problem(f"{path}.at_most", "il massimo è più basso del minimo.")
            case Fixed() | ShareOf() if rule.nature is Nature.TARIFF and len(rule.amounts) > 1:
                yield problem(path, "una tariffa a fasce si scrive con un metodo.")


def _start(start: Start) -> Iterator[Problem]:
    days = [("start.by_day", start.by_day)]
    for place, end in places_of(start.except_in, "start.except_in"):
        days.append((f"{place}.by_day", end.by_day))
        if not 1 <= end.month <= 12:
            yield problem(f"{place}.month", "scrivi un mese, da 1 a 12.")
    for place, day in days:
        if not 1 <= day <= 31:
            yield problem(place, "scrivi un giorno, da 1 a 31.")
