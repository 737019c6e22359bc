"""The answer of a rule for a household and a day: entitled or not, why, how much, what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from isee.benefits.answers import Answer, Outcome, Step
from isee.benefits.conditions import Resident, Without
from isee.benefits.dues import Due
from isee.benefits.facts import Facts, IseeValue, Origin, accepted_kinds, isee_words
from isee.benefits.findings import Finding, Missing, all_of
from isee.benefits.methods import band_of
from isee.benefits.rule import Channel, NotInForce, Omissions, Rule, Threshold
from isee.calculation.amounts import euro
from isee.calculation.kinds import Kind

THRESHOLD = "Soglia"


def evaluate(rule: Rule, household: Facts, isee_value: IseeValue | None, on: date) -> Answer:
    """Answer for a household, an ISEE and a day. Raise NotInForce when the rule does not cover the day.

    A rule that is not about the ISEE leaves `isee_value` alone. What-if is another call with another value or
    other members. A value that is expired, of another kind or with omissions is not used: it is missing.
    """
    day = rule.reference_day(household, on)
    if not rule.covers(day):
        raise NotInForce(rule, day)
    isee_check = _check_isee(rule, household, isee_value, on)
    value = isee_value if isee_check and isee_check.holds else None
    threshold, threshold_check = _check_threshold(rule, household, value, on)
    checks = [
        *([("ISEE", isee_check)] if isee_check else []),
        *([(THRESHOLD, threshold_check)] if threshold_check else []),
        *(("Requisito", finding) for finding in _conditions(rule, household, on)),
        *(("Cumulo", Without(each.code, each.name).test(household, on)) for each in rule.not_with),
    ]
    whole = all_of([finding for _, finding in checks])
    outcome = _outcome(rule, whole)
    # A condition that is refused is no matter of the ISEE.
    certain = any(finding.holds is False for label, finding in checks if label != THRESHOLD)
    due = None if outcome is Outcome.NON_SPETTA else _due(rule, household, value, on)
    answer = Answer(
        rule=rule,
        on=on,
        outcome=outcome,
        probable=value is not None and value.origin is not Origin.ATTESTATION and not certain,
        threshold=threshold,
        value=value,
        distance=threshold.upto - value.value if threshold and value else None,
        due=due,
        missing=whole.missing,
        todo=(),
        steps=(
            *(Step(label, finding.sentence, finding.holds) for label, finding in checks),
            *(Step("Importo", sentence) for sentence in (due.sentences if due else ())),
        ),
    )
    return replace(answer, todo=tuple(_todo(answer, household)))


def _outcome(rule: Rule, whole: Finding) -> Outcome:
    if whole.holds is False:
        return Outcome.NON_SPETTA
    if rule.only_information:
        return Outcome.SOLO_INFORMAZIONE
    return Outcome.MANCA_UN_DATO if whole.holds is None else Outcome.SPETTA


def _conditions(rule: Rule, facts: Facts, on: date) -> Iterator[Finding]:
    """Test the conditions; where residents and others pay differently, it must be known which they are."""
    yield from (condition.test(facts, on) for condition in rule.conditions)
    if rule.has_price_for_others and facts.resident is None:
        yield Resident().test(facts, on)


def _check_isee(rule: Rule, facts: Facts, value: IseeValue | None, on: date) -> Finding | None:
    """Tell whether the value may be used for this rule, or what is wrong with it."""
    if not rule.isee or (rule.has_price_for_others and facts.resident is False):
        return None
    asked = isee_words(rule.isee[0])
    paper = f"attestazione {asked}"
    problem = ""
    if value is None:
        problem = f"Manca l'{asked}: si presenta una DSU."
    elif value.kind not in accepted_kinds(rule.isee):
        problem = f"Serve l'{asked}: quello che c'è è un {isee_words(value.kind)}."
        if Kind.MINORS in rule.isee and value.kind is Kind.ORDINARY:
            problem += " Se i genitori sono sposati o conviventi i due valori sono uguali: leggilo nell'attestazione."
    elif value.issued_on is not None and value.issued_on > on:
        problem = f"L'{asked} è del {value.issued_on:%d/%m/%Y}, dopo il {on:%d/%m/%Y}."
    elif value.valid_to is not None and value.valid_to < on:
        problem = f"L'{asked} è scaduto il {value.valid_to:%d/%m/%Y}: serve una DSU nuova."
    if problem:
        return Finding(None, problem, (Missing("isee", problem, paper),))
    return _check_omissions(rule, value, paper) if value is not None else None


def _check_omissions(rule: Rule, value: IseeValue, paper: str) -> Finding:
    if rule.omissions is Omissions.IGNORED or value.omissions is False:
        return Finding(True, f"Valore usato: {value}.")
    if value.omissions is None:
        problem = "Non si sa se l'attestazione riporta omissioni o difformità: leggi le annotazioni."
    elif rule.omissions is Omissions.DOCUMENTS:
        problem = "L'attestazione riporta omissioni o difformità: servono i documenti che provano i dati dichiarati."
    else:
        problem = "L'attestazione riporta omissioni o difformità: si presenta una DSU corretta."
    return Finding(None, problem, (Missing("isee.omissions", problem, paper),))


def _check_threshold(
    rule: Rule, facts: Facts, value: IseeValue | None, on: date
) -> tuple[Threshold | None, Finding | None]:
    """Choose the highest threshold that the household may use, and compare the value with it.

    A higher threshold whose condition is not known matters only when the value is between the two.
    """
    if not rule.thresholds:
        return None, None
    tests = [
        (threshold, all_of([condition.test(facts, on) for condition in threshold.when]))
        for threshold in sorted(rule.thresholds, key=lambda threshold: threshold.upto, reverse=True)
    ]
    usable = next((threshold for threshold, test in tests if test.holds), None)
    if value is None:
        return usable, None  # what is wrong with the ISEE is said already
    if usable and usable.admits(value.value):
        return usable, Finding(True, _threshold_words(usable, value, "non supera", rule))
    for threshold, test in reversed(tests):
        if test.holds is None and threshold.admits(value.value):
            words = (
                f"{euro(value.value)} sta sotto la soglia di {euro(threshold.upto)}, se vale per il nucleo."
            )
            return usable, Finding(None, f"{words} {test.sentence}", test.missing)
    if usable is None:
        return None, Finding(False, "Nessuna soglia vale per questo nucleo.")
    return usable, Finding(False, _threshold_words(usable, value, "supera", rule))


def _threshold_words(threshold: Threshold, value: IseeValue, how: str, rule: Rule) -> str:
    gap = abs(threshold.upto - value.value)
    away = f", a {euro(gap)} di distanza" if gap else ""
    if not gap and how == "supera":
        how = "non è sotto"  # a threshold that does not admit its own value
    since = f"in vigore dal {rule.valid_from:%d/%m/%Y}"
    return f"{euro(value.value)} {how} la soglia di {euro(threshold.upto)} ({since}){away}."


def _due(rule: Rule, facts: Facts, value: IseeValue | None, on: date) -> Due | None:
    """Find the amount: of the band of the ISEE; without an ISEE, of the only band there is."""
    isee = value.value if value else None
    if isee is not None:
        band = band_of(rule.amounts, isee, rule.upto_included)
    else:
        band = rule.amounts[0] if len(rule.amounts) == 1 else None
    if band is None:
        return None
    return band.amount.due(facts, isee, on)


def _todo(answer: Answer, facts: Facts) -> Iterator[str]:
    rule = answer.rule
    if answer.outcome is Outcome.NON_SPETTA:
        if answer.distance is not None and answer.distance < 0 and Kind.ORDINARY in rule.isee:
            yield "Se il reddito è sceso da poco, guarda se si può chiedere l'ISEE corrente."
        return
    if answer.outcome is Outcome.MANCA_UN_DATO:
        papers = dict.fromkeys(missing.document for missing in answer.missing if missing.document)
        if papers:
            yield f"Fatti portare: {', '.join(papers)}."
        if rule.channel is Channel.AUTOMATIC:
            return
    if answer.outcome is Outcome.SOLO_INFORMAZIONE:
        yield rule.only_information
    if rule.todo_when_held and facts.holds and rule.code in facts.holds:
        yield rule.todo_when_held
        return
    yield rule.todo
    if answer.probable and rule.channel is not Channel.AUTOMATIC:
        yield "Il valore non è di un'attestazione: la domanda si può presentare lo stesso, decide l'ISEE di INPS."


def in_force(rules: Iterable[Rule], day: date, known_on: date | None = None) -> tuple[Rule, ...]:
    """Return the versions that count on a day, as published until `known_on`: one for each code.

    A version that corrects another takes its place from the day it was published.
    """
    published = [
        rule
        for rule in rules
        if known_on is None or rule.published_on is None or rule.published_on <= known_on
    ]
    covering = [rule for rule in published if rule.covers(day)]
    replaced = {rule.replaces for rule in covering if rule.replaces}
    return tuple(rule for rule in covering if rule.id not in replaced)


def evaluate_all(rules: Iterable[Rule], household: Facts, on: date) -> tuple[Answer, ...]:
    """Answer for every benefit that has a version for this household on that day, with its best ISEE."""
    dated = [(rule, rule.reference_day(household, on)) for rule in rules]
    days = {day for _, day in dated}
    chosen = {day: {rule.id for rule in in_force([rule for rule, _ in dated], day)} for day in days}
    return tuple(
        evaluate(rule, household, household.isee_for(rule.isee, on), on)
        for rule, day in dated
        if rule.id in chosen[day]
    )
