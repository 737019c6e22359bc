"""The answer: outcome, reasons, distance, what is missing, what to do; and what if."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.benefits import (
    Facts,
    IseeValue,
    Kind,
    NotInForce,
    Origin,
    Outcome,
    Rule,
    Service,
    Supply,
    Threshold,
    evaluate,
    evaluate_all,
    in_force,
    national_rules,
)
from isee.benefits.rule import Exclusion, MonthEnd, Omissions, Start
from tests.isee.benefits.make import (
    CENT,
    fulfilling,
    household,
    isee,
    large_family,
    local,
    national,
    person,
)

ON = date(2026, 3, 4)
LIGHT = national("bse-2026")


def sentences(rule: Rule, facts: Facts, value: IseeValue | None, on: date = ON) -> list[str]:
    return [step.sentence for step in evaluate(rule, facts, value, on).steps]


def test_an_entitled_household_hears_all_of_it() -> None:
    answer = evaluate(LIGHT, household(4), isee("8912.40"), ON)
    assert answer.outcome is Outcome.SPETTA
    assert not answer.probable
    assert answer.sentence == "Spetta: 186,15 euro all'anno."
    assert (answer.threshold, answer.distance) == (LIGHT.thresholds[0], Decimal("883.60"))
    assert str(answer.value) == "ISEE ordinario 8.912,40 euro (attestazione INPS)"
    assert answer.article == LIGHT.act
    assert answer.missing == ()
    assert answer.todo == (LIGHT.todo,)
    assert [(step.label, step.sentence, step.holds) for step in answer.steps] == [
        ("ISEE", "Valore usato: ISEE ordinario 8.912,40 euro (attestazione INPS).", True),
        (
            "Soglia",
            "8.912,40 euro non supera la soglia di 9.796,00 euro (in vigore dal 01/01/2026), a 883,60 euro di distanza.",
            True,
        ),
        ("Requisito", "La fornitura di luce è intestata a un componente del nucleo.", True),
        ("Requisito", "La fornitura di luce è per uso domestico.", True),
        ("Requisito", "Nessun'altra fornitura di luce del nucleo ha già il bonus.", True),
        ("Importo", "Classe da 3 a 4 componenti.", None),
        ("Importo", "0,51 euro al giorno per 365 giorni.", None),
    ]


def test_over_the_threshold_nothing_is_due_and_the_isee_corrente_is_named() -> None:
    answer = evaluate(LIGHT, household(), isee(10_000), ON)
    assert (answer.outcome, answer.distance) == (Outcome.NON_SPETTA, Decimal(-204))
    assert (answer.due, answer.amount, answer.unit) == (None, None, None)
    assert answer.todo == ("Se il reddito è sceso da poco, guarda se si può chiedere l'ISEE corrente.",)
    assert "supera la soglia di 9.796,00 euro" in answer.steps[1].sentence


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Manca l'ISEE ordinario: si presenta una DSU."),
        (
            isee(5000, on=date(2025, 3, 4)),
            "L'ISEE ordinario è scaduto il 31/12/2025: serve una DSU nuova.",
        ),
        (isee(5000, Kind.MINORS), "Serve l'ISEE ordinario: quello che c'è è un ISEE minorenni."),
        (isee(5000, issued_on=date(2026, 5, 1)), "L'ISEE ordinario è del 01/05/2026, dopo il 04/03/2026."),
        (
            isee(5000, omissions=True),
            "L'attestazione riporta omissioni o difformità: si presenta una DSU corretta.",
        ),
        (
            isee(5000, omissions=None),
            "Non si sa se l'attestazione riporta omissioni o difformità: leggi le annotazioni.",
        ),
    ],
    ids=["none", "expired", "other kind", "later", "omissions", "omissions unknown"],
)
def test_an_isee_that_cannot_be_used_is_missing(value: IseeValue | None, said: str) -> None:
    answer = evaluate(LIGHT, household(), value, ON)
    assert answer.outcome is Outcome.MANCA_UN_DATO
    assert (answer.value, answer.distance) == (None, None)
    assert answer.missing[0].sentence == said
    assert said in [step.sentence for step in answer.steps]
    assert answer.todo[0] == "Fatti portare: attestazione ISEE ordinario."


def test_an_isee_good_on_its_last_day_is_not_good_the_day_after() -> None:
    value = isee(5000, on=date(2025, 3, 4))
    assert evaluate(national("bse-2025"), household(), value, date(2025, 12, 31)).outcome is Outcome.SPETTA
    assert evaluate(LIGHT, household(), value, date(2026, 1, 1)).outcome is Outcome.MANCA_UN_DATO


def test_a_rule_may_take_an_attestation_with_omissions() -> None:
    value = isee(5000, omissions=True)
    ignored = replace(LIGHT, omissions=Omissions.IGNORED)
    assert evaluate(ignored, household(), value, ON).outcome is Outcome.SPETTA
    documents = replace(LIGHT, omissions=Omissions.DOCUMENTS)
    assert "servono i documenti" in evaluate(documents, household(), value, ON).missing[0].sentence


def test_the_corrente_stands_for_the_ordinario() -> None:
    assert evaluate(LIGHT, household(), isee(5000, Kind.CORRENTE), ON).outcome is Outcome.SPETTA


def test_the_ordinario_does_not_stand_for_the_minorenni_but_the_hint_is_there() -> None:
    rule = national("maternita-2026")
    answer = evaluate(rule, fulfilling(rule, household()), isee(5000), ON)
    assert answer.outcome is Outcome.MANCA_UN_DATO
    assert "Se i genitori sono sposati o conviventi i due valori sono uguali" in answer.missing[0].sentence


@pytest.mark.parametrize("origin", [Origin.SIMULATION, Origin.SUPPOSED])
def test_on_a_simulation_it_is_only_probable_and_one_may_apply_all_the_same(origin: Origin) -> None:
    rule = national("maternita-2026")
    value = isee(5000, Kind.MINORS, origin=origin, issued_on=None, valid_to=None)
    answer = evaluate(rule, fulfilling(rule, household()), value, ON)
    assert (answer.outcome, answer.probable) == (Outcome.SPETTA, True)
    assert answer.sentence == "Probabilmente spetta: 413,10 euro al mese, 2.065,50 euro in tutto."
    assert answer.todo[-1] == (
        "Il valore non è di un'attestazione: la domanda si può presentare lo stesso, decide l'ISEE di INPS."
    )
    richer = replace(value, value=Decimal(30_000))
    assert evaluate(rule, fulfilling(rule, household()), richer, ON).sentence == "Probabilmente non spetta."


def test_what_a_simulation_has_no_part_in_is_certain() -> None:
    value = isee(5000, origin=Origin.SIMULATION, issued_on=None, valid_to=None)
    supplies = {Service.ELECTRICITY: Supply(holder_is_member=False)}
    assert evaluate(LIGHT, household(supplies=supplies), value, ON).sentence == "Non spetta."


def test_an_unknown_number_of_children_matters_only_between_the_two_thresholds() -> None:
    unknown = replace(household(), members=None)
    assert evaluate(LIGHT, unknown, isee(9796), ON).outcome is Outcome.SPETTA
    between = evaluate(LIGHT, unknown, isee("9796.01"), ON)
    assert between.outcome is Outcome.MANCA_UN_DATO
    assert between.steps[1].sentence == (
        "9.796,01 euro sta sotto la soglia di 20.000,00 euro, se vale per il nucleo. Non si sa chi compone il nucleo."
    )
    assert between.missing[0].fact == "members"
    assert evaluate(LIGHT, unknown, isee(20_000), ON).outcome is Outcome.MANCA_UN_DATO
    assert evaluate(LIGHT, unknown, isee("20000.01"), ON).outcome is Outcome.NON_SPETTA


def test_a_missing_birth_date_is_asked_by_name_where_it_matters() -> None:
    family = large_family(children=4)
    assert family.members
    members = (*family.members[:-1], person(4, None))
    answer = evaluate(LIGHT, replace(family, members=members), isee(15_000), ON)
    assert answer.outcome is Outcome.MANCA_UN_DATO
    assert answer.missing[0].sentence == "Manca la data di nascita di Elena."
    assert answer.todo == ("Fatti portare: documento d'identità.",)
    assert evaluate(LIGHT, replace(family, members=members), isee(9_000), ON).outcome is Outcome.SPETTA


def test_one_no_is_enough_whatever_is_missing() -> None:
    supplies = {Service.ELECTRICITY: Supply(holder_is_member=False)}
    answer = evaluate(LIGHT, household(supplies=supplies), None, ON)
    assert answer.outcome is Outcome.NON_SPETTA
    assert answer.missing == ()
    assert answer.todo == ()


def test_a_threshold_may_leave_its_own_value_out() -> None:
    rule = replace(LIGHT, thresholds=(Threshold(Decimal(9796), inclusive=False),))
    assert evaluate(rule, household(), isee(Decimal(9796) - CENT), ON).outcome is Outcome.SPETTA
    answer = evaluate(rule, household(), isee(9796), ON)
    assert answer.outcome is Outcome.NON_SPETTA
    assert "9.796,00 euro non è sotto la soglia di 9.796,00 euro" in answer.steps[1].sentence


def test_when_no_threshold_is_for_this_household_it_is_not_entitled() -> None:
    rule = replace(LIGHT, thresholds=LIGHT.thresholds[1:])
    assert "Nessuna soglia vale per questo nucleo." in sentences(rule, household(), isee(100))


def test_what_is_had_already_is_not_had_together() -> None:
    rule = replace(LIGHT, not_with=(Exclusion("bonus_comunale", "Bonus del Comune"),))
    held = household(holds=frozenset({"bonus_comunale"}))
    assert evaluate(rule, household(), isee(100), ON).outcome is Outcome.SPETTA
    assert evaluate(rule, held, isee(100), ON).outcome is Outcome.NON_SPETTA
    unknown = evaluate(rule, household(holds=None), isee(100), ON)
    assert [missing.fact for missing in unknown.missing] == ["holds"]


def test_who_already_has_it_hears_what_to_do_then() -> None:
    rule = national("bdf-2026")
    held = fulfilling(rule, household(holds=frozenset({"bonus_elettrico_fisico"})))
    answer = evaluate(rule, held, None, ON)
    assert answer.outcome is Outcome.SPETTA
    assert answer.todo == (rule.todo_when_held,)
    assert evaluate(rule, fulfilling(rule, household()), None, ON).todo == (rule.todo,)


def test_a_rule_is_not_asked_for_a_day_it_does_not_cover() -> None:
    with pytest.raises(NotInForce, match=r"non vale per il 04/03/2027"):
        evaluate(LIGHT, household(), isee(100), date(2027, 3, 4))


class TestTariff:
    def test_the_price_follows_the_isee(self) -> None:
        answer = evaluate(local(), household(), isee(12_500, Kind.MINORS), ON)
        assert answer.sentence == "Spetta: 3,00 euro a pasto."

    def test_the_second_child_pays_less(self) -> None:
        answer = evaluate(local(), household(child=2), isee(12_500, Kind.MINORS), ON)
        assert answer.amount == Decimal("2.10")

    def test_without_a_good_isee_one_pays_the_highest_until_it_comes(self) -> None:
        for value in (None, isee(1000, omissions=True), isee(1000, on=date(2025, 1, 1))):
            answer = evaluate(local(), household(), value, ON)
            assert (answer.outcome, answer.amount) == (Outcome.MANCA_UN_DATO, Decimal(5))
            assert "Senza un ISEE valido: 5,00 euro." in [step.sentence for step in answer.steps]

    def test_who_lives_elsewhere_pays_a_price_that_needs_no_isee(self) -> None:
        answer = evaluate(local(), household(resident=False), None, ON)
        assert (answer.outcome, answer.amount) == (Outcome.SPETTA, Decimal(6))

    def test_it_must_be_known_where_one_lives_when_the_price_depends_on_it(self) -> None:
        answer = evaluate(local(), household(resident=None), isee(1000), ON)
        assert [missing.fact for missing in answer.missing] == ["resident"]

    @pytest.mark.parametrize(
        ("asked", "starts"),
        [
            (date(2026, 3, 15), date(2026, 3, 1)),
            (date(2026, 3, 16), date(2026, 4, 1)),
            (date(2026, 12, 16), date(2027, 1, 1)),
            (date(2026, 9, 30), date(2026, 9, 1)),
            (date(2026, 10, 30), date(2026, 11, 1)),
        ],
    )
    def test_it_counts_from_the_month_of_a_request_made_in_time(self, asked: date, starts: date) -> None:
        assert Start(15, (MonthEnd(9, 30),)).starts_on(asked) == starts


class TestWhatIf:
    """Another ISEE or other members: the same call."""

    def test_another_isee(self) -> None:
        value = isee(10_000)
        supposed = replace(value, value=Decimal(9_500), origin=Origin.SUPPOSED)
        assert evaluate(LIGHT, household(), value, ON).outcome is Outcome.NON_SPETTA
        answer = evaluate(LIGHT, household(), supposed, ON)
        assert answer.sentence == "Probabilmente spetta: 186,15 euro all'anno."

    def test_one_member_more(self) -> None:
        now = household(4)
        assert now.members
        then = replace(now, members=(*now.members, person(4, date(2026, 3, 1))))
        amounts = [evaluate(LIGHT, facts, isee(5000), ON).amount for facts in (now, then)]
        assert amounts == [Decimal("186.15"), Decimal("204.40")]

    def test_a_fourth_child(self) -> None:
        outcomes = [
            evaluate(LIGHT, large_family(children=children), isee(15_000), ON).outcome for children in (3, 4)
        ]
        assert outcomes == [Outcome.NON_SPETTA, Outcome.SPETTA]


class TestVersions:
    """A threshold published on 23 January that counts from the 1st."""

    PROVISIONAL = replace(
        LIGHT,
        id="bse-2026-provvisorio",
        published_on=date(2025, 12, 30),
        thresholds=(Threshold(Decimal(9530)),),
    )
    CORRECTED = replace(LIGHT, replaces="bse-2026-provvisorio")

    def known(self, known_on: date | None) -> list[str]:
        found = in_force((self.PROVISIONAL, self.CORRECTED), date(2026, 1, 10), known_on)
        return [rule.id for rule in found]

    def test_before_it_was_published_the_old_one_answers_and_afterwards_the_new_one(self) -> None:
        assert self.known(date(2026, 1, 22)) == ["bse-2026-provvisorio"]
        assert self.known(date(2026, 1, 23)) == ["bse-2026"]
        assert self.known(None) == ["bse-2026"]
        assert self.known(date(2025, 12, 29)) == []

    def test_the_list_of_answers_uses_the_corrected_one(self) -> None:
        facts = replace(household(), isee=(isee(9_600),))
        answers = evaluate_all((self.PROVISIONAL, self.CORRECTED), facts, ON)
        assert [(answer.rule.id, answer.outcome) for answer in answers] == [("bse-2026", Outcome.SPETTA)]


def test_the_list_keeps_the_order_of_the_rules_and_one_answer_for_each_code() -> None:
    facts = replace(household(), isee=(isee(5000),))
    codes = [answer.rule.code for answer in evaluate_all(national_rules(), facts, ON)]
    assert len(codes) == len(set(codes))
    assert codes == [rule.code for rule in in_force(national_rules(), ON)]
