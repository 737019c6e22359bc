"""The questions that would settle the answer of a benefit, as an operator asks them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from isee.benefits import Answer, Citizenship, Facts, Missing, Rule, Service
from isee.benefits.conditions import Without
from isee.benefits.dues import ByUse, PerMember, ShareOf

SUPPLY_QUESTIONS = {
    "holder_is_member": "La {} è intestata a una persona del nucleo?",
    "domestic": "La {} è per uso domestico?",
    "second": "Un'altra {} del nucleo ha già il bonus?",
    "power": "Che potenza ha la {}, in kW?",
}

CITIZENSHIPS = {
    Citizenship.ITALIAN: "italiana",
    Citizenship.EU: "di un altro Stato dell'Unione europea",
    Citizenship.LONG_TERM: "permesso UE per soggiornanti di lungo periodo",
    Citizenship.PERMIT: "altro permesso di soggiorno valido",
    Citizenship.WITHOUT_TITLE: "nessun titolo di soggiorno",
}


class Asked(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CITIZENSHIP = "citizenship"
    CONSUMPTION = "consumption"
    DAY = "day"
    EURO = "euro"
    NUMBER = "number"
    HELD = "held"


@dataclass(frozen=True)
class Question:
    """One question: the fact that it settles, the words, how it is answered, which paper shows it."""

    fact: str
    words: str
    asked: Asked
    document: str = ""


def questions_of(answer: Answer, facts: Facts) -> list[Question]:
    """What may be asked at the counter to settle an answer, or to know its amount.

    What only a paper settles, such as the ISEE or a birth date, is no question.
    """
    found = [question for missing in answer.missing if (question := _question(missing))]
    return list({each.fact: each for each in (*found, *_of_amounts(answer, facts))}.values())


def benefits_asked_of(rules: Iterable[Rule]) -> dict[str, str]:
    """The benefits with which another one is not had together, by code: «quali di queste hai già?»."""
    found: dict[str, str] = {}
    for rule in rules:
        found.update((each.code, each.name) for each in rule.not_with)
        found.update((each.code, each.name) for each in rule.conditions if isinstance(each, Without))
    return found


def words_of(fact: str, rules: Iterable[Rule]) -> str:
    """How a fact is called where its answer is shown again."""
    if fact.startswith("supplies."):
        return _supply_words(fact)
    return FIXED[fact][0] if fact in FIXED else _named(rules).get(fact, fact)


FIXED = {
    "resident": ("Il nucleo risiede in questo Comune?", Asked.YES_NO),
    "citizenship": ("Che cittadinanza o titolo di soggiorno ha chi chiede?", Asked.CITIZENSHIP),
    "event_on": ("Quando è nato, o è entrato in famiglia, il bambino?", Asked.DAY),
    "holds": ("Quali di queste cose il nucleo ha già?", Asked.HELD),
    "consumption": ("Che classe di consumo ha dato SGAte agli apparecchi?", Asked.CONSUMPTION),
}


def _question(missing: Missing) -> Question | None:
    fact = missing.fact
    if fact in FIXED:
        return Question(fact, *FIXED[fact], missing.document)
    if fact.startswith("supplies."):
        return Question(fact, _supply_words(fact), Asked.YES_NO, missing.document)
    if fact.startswith("answers."):
        return Question(fact, missing.sentence, Asked.YES_NO, missing.document)
    if fact.startswith("figures."):
        return Question(
            fact, missing.sentence.removeprefix("Manca: ").rstrip("."), Asked.EURO, missing.document
        )
    return None


def _of_amounts(answer: Answer, facts: Facts) -> Iterator[Question]:
    if answer.due is None or answer.amount is not None or len(answer.rule.amounts) != 1:
        return
    match answer.rule.amounts[0].amount:
        case ShareOf() | PerMember() as amount:
            yield Question(
                f"figures.{amount.figure}", _as_label(amount.label), Asked.EURO, "bolletta o avviso"
            )
        case ByUse():
            if facts.consumption is None:
                yield Question("consumption", *FIXED["consumption"])
            if facts.supply(Service.ELECTRICITY).power is None:
                fact = "supplies.electricity.power"
                yield Question(fact, _supply_words(fact), Asked.NUMBER, "bolletta")


def _supply_words(fact: str) -> str:
    _, service, field = fact.split(".")
    return SUPPLY_QUESTIONS[field].format(Service(service).label)


def _named(rules: Iterable[Rule]) -> dict[str, str]:
    """What the rules ask by a name of their own."""
    found: dict[str, str] = {}
    for rule in rules:
        for condition in rule.conditions:
            found.update(_names_in(condition))
        for band in rule.amounts:
            if isinstance(band.amount, ShareOf | PerMember):
                found[f"figures.{band.amount.figure}"] = _as_label(band.amount.label)
    return found


def _as_label(name: str) -> str:
    """«la TARI dovuta» as the label of a field: «La TARI dovuta»."""
    return name[:1].upper() + name[1:]


def _names_in(condition: object) -> Iterator[tuple[str, str]]:
    for inner in getattr(condition, "conditions", ()):
        yield from _names_in(inner)
    if fact := getattr(condition, "fact", ""):
        yield f"answers.{fact}", getattr(condition, "question", "")
    if figure := getattr(condition, "figure", ""):
        yield f"figures.{figure}", getattr(condition, "label", "")
