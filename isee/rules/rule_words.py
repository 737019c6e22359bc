"""A rule in words, for whoever reads it on screen: conditions, thresholds, amounts, from when."""

from decimal import Decimal

from django.utils.dates import MONTHS

from isee.benefits import Rule, Threshold
from isee.benefits.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Declared,
    DomesticUse,
    FigureUpTo,
    HasCitizenship,
    OnlySupply,
    Resident,
    SupplyHolder,
    WithinMonthsOfEvent,
    Without,
)
from isee.benefits.dues import (
    Amount,
    Between,
    ByIsee,
    ByMembers,
    ByUse,
    Fixed,
    MemberClass,
    PerMember,
    ShareOf,
)
from isee.benefits.facts import Citizenship
from isee.benefits.methods import band_words
from isee.benefits.people import (
    ADULT_AGE,
    DEGREE_LABELS,
    Children,
    Members,
    SomebodyAged,
    SomebodyDisabled,
)
from isee.benefits.rule import Start
from isee.benefits.words import share
from isee.calculation.amounts import euro, number

CITIZENSHIPS = {
    Citizenship.ITALIAN: "italiana",
    Citizenship.EU: "dell'Unione europea",
    Citizenship.LONG_TERM: "permesso UE di lungo periodo",
    Citizenship.PERMIT: "altro titolo di soggiorno",
    Citizenship.WITHOUT_TITLE: "senza titolo",
}


def condition_words(condition: Condition) -> str:
    """Say what a condition asks."""
    match condition:
        case Resident():
            return "risiede nel Comune"
        case Children():
            age = condition.under_age
            whose = "figli a carico" if condition.dependent else "figli"
            ages = "" if age is None else " minorenni" if age == ADULT_AGE else f" sotto i {age} anni"
            return f"{whose}{ages}, {_how_many(condition.at_least, condition.at_most)}"
        case Members():
            return f"componenti, {_how_many(condition.at_least, condition.at_most)}"
        case SomebodyAged():
            from_age = f"di almeno {condition.at_least} anni" if condition.at_least else ""
            to_age = f"sotto i {condition.under} anni" if condition.under is not None else ""
            return "qualcuno " + " e ".join(each for each in (from_age, to_age) if each)
        case SomebodyDisabled():
            return f"qualcuno {DEGREE_LABELS.get(condition.at_least, 'con disabilità')}"
        case HasCitizenship():
            return f"cittadinanza o titolo: {', '.join(CITIZENSHIPS[each] for each in condition.one_of)}"
        case SupplyHolder():
            return f"{condition.service.label} intestata a un componente"
        case DomesticUse():
            return f"{condition.service.label} per uso domestico"
        case OnlySupply():
            return f"una sola {condition.service.label} con il bonus"
        case Declared():
            return f"{condition.question} {'Sì' if condition.expected else 'No'}"
        case FigureUpTo():
            return f"{condition.label}, al massimo {euro(condition.upto)}"
        case WithinMonthsOfEvent():
            return f"domanda entro {condition.months} mesi dalla nascita o dall'ingresso"
        case Without():
            return f"non ha «{condition.name}»"
        case AllOf():
            return f"tutti: {'; '.join(map(condition_words, condition.conditions))}"
        case AnyOf():
            return f"almeno uno: {'; '.join(map(condition_words, condition.conditions))}"


def _how_many(at_least: int, at_most: int | None) -> str:
    return f"almeno {at_least}" if at_most is None else f"da {at_least} a {at_most}"


def threshold_words(threshold: Threshold) -> str:
    """Say a threshold, and for whom it counts."""
    words = f"{euro(threshold.upto)}{'' if threshold.inclusive else ', esclusa'}"
    for_whom = "; ".join(map(condition_words, threshold.when))
    return f"{words} ({for_whom})" if for_whom else words


def amount_words(amount: Amount) -> str:
    """Say an amount; one that follows the ISEE stands in the chart."""
    unit = amount.unit.label
    match amount:
        case Fixed(amount=Decimal() as each):
            days = f" al giorno per {amount.days} giorni" if amount.days else ""
            times = f", per {amount.times} volte" if amount.times > 1 else ""
            return f"{euro(each)}{days} {unit}{times}"
        case Fixed():
            return "importo non noto"
        case ByMembers():
            days = f" al giorno per {amount.days} giorni" if amount.days else ""
            return f"{'; '.join(_class_words(row, days) for row in amount.classes)}, {unit}"
        case Between():
            lowest = f"da {number(amount.at_least)} a" if amount.at_least is not None else "fino a"
            return f"{lowest} {euro(amount.at_most)} {unit}"
        case ShareOf():
            return f"{share(amount.percent, amount.label)}, {unit}"
        case PerMember():
            return f"{number(amount.quantity)} {amount.measure} a persona {unit}"
        case ByUse():
            return f"secondo la classe di consumo e la potenza, {unit}"
        case ByIsee():
            return f"secondo l'ISEE, {unit}"


def _class_words(row: MemberClass, days: str) -> str:
    size = f"da {row.members}" if row.upto is None else f"{row.members}-{row.upto}"
    worth = "importo non noto" if row.amount is None else f"{euro(row.amount)}{days}"
    return f"{size} componenti: {worth}"


def amounts_words(rule: Rule) -> list[str]:
    """Say every amount, with its band where there is more than one."""
    if len(rule.amounts) == 1:
        return [amount_words(rule.amounts[0].amount)]
    return [f"ISEE {band_words(band)}: {amount_words(band.amount)}" for band in rule.amounts]


def start_words(start: Start) -> str:
    """Say from when a request counts."""
    sentence = f"chi chiede entro il giorno {start.by_day} parte da quel mese, dopo dal mese seguente"
    others = [f"{str(MONTHS[each.month]).lower()} entro il {each.by_day}" for each in start.except_in]
    return f"{sentence}; {', '.join(others)}" if others else sentence
