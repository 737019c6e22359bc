"""The ISEE corrente: its conditions one by one, what is replaced, how long it holds; art. 9."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from isee.calculation import (
    Account,
    AssetsUpdate,
    Cause,
    ChildOutside,
    Declaration,
    Disability,
    Income,
    IncomeKind,
    InvalidHousehold,
    Kind,
    Outcome,
    PersonVariation,
    Property,
    Variation,
    outcome,
)
from isee.calculation.formulas.corrente import income_trigger
from isee.calculation.law import Law
from tests.isee.calculation.make import amounts, declaration, exactly, person

DSU = date(2026, 2, 10)
FORM = date(2026, 5, 20)


def couple(**about_second: Any) -> Declaration:
    return declaration(
        person(
            incomes={"employment": 20_000, "other_irpef": 1_000}, accounts=[{"saldo": 20_000, "giacenza": 0}]
        ),
        person(1, "C", **{"incomes": {"employment": 10_000}, **about_second}),
        on=DSU,
    )


def lost(
    wage: int, *, person: int = 0, cause: Cause | None = Cause.EMPLOYEE, **facts: Any
) -> PersonVariation:
    incomes = (Income(IncomeKind.EMPLOYMENT, Decimal(wage)),)
    return PersonVariation(person=person, cause=cause, incomes=incomes, **facts)


def corrente(*changes: PersonVariation, declared: Declaration | None = None, **facts: Any) -> Outcome:
    facts.setdefault("on", FORM)
    form = Variation(persons=changes, **facts)
    return outcome(replace(declared or couple(), variation=form), Kind.CORRENTE)


def holding(found: Outcome) -> list[str]:
    return [trigger.key for trigger in found.triggers if trigger.holds]


def test_all_the_incomes_of_who_varied_are_replaced_and_nobody_elses() -> None:
    found = corrente(lost(6_000))
    lines = amounts(found.isee)
    # 6,000 x 0.8, and 10,000 x 0.8 as before.
    assert (lines["redditi_componente_1"], lines["redditi_componente_2"]) == exactly(4_800, 8_000)
    assert lines["patrimonio_mobiliare"] == 20_000


def test_the_ordinary_isee_stands_beside_it() -> None:
    found = corrente(lost(6_000))
    assert [alternative.label for alternative in found.alternatives] == ["Corrente", "Ordinario"]
    assert found.alternatives[1].isee == outcome(couple(), Kind.ORDINARY).isee


@pytest.mark.parametrize("cause", [Cause.EMPLOYEE, Cause.FIXED_TERM, Cause.SELF_EMPLOYED])
def test_a_change_of_work_is_enough(cause: Cause) -> None:
    found = corrente(lost(17_000, cause=cause, happened_on=date(2026, 4, 1)))
    assert holding(found) == ["lavoro"]
    assert found.is_granted
    assert found.triggers[0].why == f"Anna: {cause.label} dal 01/04/2026."
    assert found.isee.isr < found.alternatives[1].isee.isr


def test_the_end_of_a_treatment_is_enough() -> None:
    declared = couple(incomes={"treatment": 4_000})
    found = corrente(PersonVariation(person=1, cause=Cause.TREATMENT), declared=declared)
    assert holding(found) == ["trattamento"]
    assert found.triggers[1].why == "Bruno: trattamento pubblico non soggetto a IRPEF interrotto."
    assert amounts(found.isee)["redditi_componente_2"] == 0


@pytest.mark.parametrize(("wage", "holds"), [(14_374, True), (14_375, False), (30_000, False)])
def test_an_isr_that_falls_by_more_than_a_quarter_is_enough(wage: int, holds: bool) -> None:
    # 18,000 + 8,000 = 26,000, a quarter less is 19,500: 14,375 x 0.8 + 8,000.
    found = corrente(lost(wage, cause=None))
    assert found.triggers[2].holds is holds
    assert found.triggers[2].why.startswith("L'ISR passa da 26.000,00 euro a ")
    assert found.triggers[2].why.endswith("scende di oltre il 25%.")
    assert ("non scende" in found.triggers[2].why) is not holds


def test_a_change_without_a_cause_counts_only_if_the_isr_falls_enough() -> None:
    little, much = (corrente(lost(wage, cause=None)) for wage in (19_000, 6_000))
    assert not little.is_granted
    assert little.isee.isee == little.alternatives[1].isee.isee
    assert "Nessuna condizione dell'ISEE corrente è vera: resta quello della DSU." in little.notes
    assert holding(much) == ["redditi"]
    assert much.isee.isr == 4_800 + 8_000


def test_with_a_cause_of_one_a_small_change_of_another_is_left_as_it_was() -> None:
    found = corrente(lost(19_000), lost(9_900, person=1, cause=None))
    lines = amounts(found.isee)
    assert (lines["redditi_componente_1"], lines["redditi_componente_2"]) == exactly(16_000, 8_000)


def test_two_months_are_multiplied_by_six() -> None:
    found = corrente(lost(800, two_months=True))
    assert amounts(found.isee)["redditi_componente_1"] == Decimal("3840.00")  # 4,800 x 0.8


@pytest.mark.parametrize("cause", [None, Cause.FIXED_TERM, Cause.SELF_EMPLOYED])
def test_two_months_are_for_employees_and_treatments_alone(cause: Cause | None) -> None:
    with pytest.raises(
        InvalidHousehold, match="i redditi di due mesi valgono solo per il lavoro a tempo indeterm"
    ):
        corrente(lost(800, cause=cause, two_months=True))


@pytest.mark.parametrize(
    ("form", "saldo", "holds", "why"),
    [
        (date(2026, 4, 1), 8_000, True, "L'ISP passa da 12.000,00 euro a 0,00 euro: cambia di oltre il 20%."),
        (
            date(2026, 3, 31),
            8_000,
            False,
            "L'ISP passa da 12.000,00 euro a 0,00 euro, ma il patrimonio si aggiorna solo dal 01/04/2026.",
        ),
        (
            FORM,
            17_600,
            False,
            "L'ISP passa da 12.000,00 euro a 9.600,00 euro: non cambia di oltre il 20%.",
        ),
        (FORM, 17_599, True, "L'ISP passa da 12.000,00 euro a 9.599,00 euro: cambia di oltre il 20%."),
        (FORM, 22_401, True, "L'ISP passa da 12.000,00 euro a 14.401,00 euro: cambia di oltre il 20%."),
    ],
)
def test_assets_are_updated_from_april_if_they_changed_by_more_than_a_fifth(
    form: date, saldo: int, holds: bool, why: str
) -> None:
    update = AssetsUpdate(person=0, accounts=(Account(Decimal(saldo), Decimal(0)),))
    found = corrente(on=form, assets=(update,))
    assert found.triggers[3].holds is holds
    assert found.triggers[3].why == why
    assert found.isee.isp == (max(0, saldo - 8_000) if holds else 12_000)
    assert found.isee.assets_year == (2025 if holds else 2024)


def test_assets_that_nobody_updates_are_said_so() -> None:
    assert corrente(lost(6_000)).triggers[3].why == "Il patrimonio non è aggiornato."


def test_an_update_replaces_all_that_a_person_owned() -> None:
    update = AssetsUpdate(person=0, properties=(Property(Decimal(30_000)),))
    found = corrente(assets=(update,))
    lines = amounts(found.isee)
    assert (lines["patrimonio_mobiliare"], lines["patrimonio_immobiliare"]) == exactly(0, 30_000)
    assert lines["redditi_componente_1"] == 18_000


@pytest.mark.parametrize(
    ("form", "until"),
    [
        (FORM, date(2026, 11, 20)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_incomes_hold_for_six_months(form: date, until: date) -> None:
    assert corrente(lost(6_000), on=form).valid_to == until


def test_assets_updated_alone_or_with_incomes_hold_to_the_end_of_the_year() -> None:
    update = AssetsUpdate(person=0)
    assert corrente(assets=(update,)).valid_to == date(2026, 12, 31)
    assert corrente(lost(6_000), assets=(update,)).valid_to == date(2026, 12, 31)


def test_who_found_work_updates_it_within_two_months() -> None:
    assert corrente(lost(6_000)).update_by is None
    assert corrente(lost(6_000), resumed_on=date(2026, 6, 30)).update_by == date(2026, 8, 30)


def test_with_incomes_as_they_were_the_result_is_the_ordinary_one() -> None:
    same = PersonVariation(
        person=0,
        cause=Cause.EMPLOYEE,
        incomes=(
            Income(IncomeKind.EMPLOYMENT, Decimal(20_000)),
            Income(IncomeKind.OTHER_IRPEF, Decimal(1_000)),
        ),
    )
    found = corrente(same)
    assert found.isee.steps == found.alternatives[1].isee.steps
    assert holding(found) == ["lavoro"]
    assert found.notes == ("L'ISEE corrente non è più basso di quello della DSU: non conviene chiederlo.",)


def test_no_isr_can_fall_from_nothing() -> None:
    assert not income_trigger(Decimal(0), Decimal(0), Law(FORM)).holds


def test_it_updates_other_kinds_too() -> None:
    declared = declaration(
        person(disability=Disability.SEVERE, incomes={"pension": 15_600}),
        person(1, "P", incomes={"employment": 30_000}),
        on=DSU,
        children_outside=(ChildOutside(name="Zoe", ise=Decimal(50_000), scale=Decimal(1)),),
    )
    change = PersonVariation(person=0, cause=Cause.TREATMENT, incomes=())
    found = corrente(change, declared=declared, base=Kind.RESIDENTIAL)
    assert found.nucleo.restricted
    assert [a.label for a in found.alternatives] == ["Corrente", "Nucleo ristretto", "Nucleo ordinario"]
    # 41,000 / 5 / 1.50
    assert found.isee.isee == Decimal("5466.67")


def test_a_change_of_who_does_not_belong_is_pointed_out() -> None:
    declared = declaration(person(), person(1, "GNC", incomes={"employment": 30_000}), on=DSU)
    found = corrente(lost(0, person=1), declared=declared)
    assert "Una persona del modulo MS non fa parte del nucleo: i suoi redditi non contano." in found.notes
    assert not found.is_granted


@pytest.mark.parametrize(
    ("changes", "facts", "sentence"),
    [
        ((), {"on": date(2026, 2, 9)}, "va presentato mentre vale la DSU, cioè dal 10/02/2026 al 31/12/2026"),
        ((), {"on": date(2027, 1, 1)}, "va presentato mentre vale la DSU"),
        ((lost(1, person=2),), {}, "scegli una persona della dichiarazione"),
        ((lost(1, person=-1),), {}, "scegli una persona della dichiarazione"),
        ((lost(1), lost(2)), {}, "una persona è scritta due volte"),
        ((lost(1, happened_on=date(2026, 5, 21)),), {}, "Anna: la variazione non può essere dopo il modulo"),
        ((), {"resumed_on": date(2026, 5, 19)}, "comincia dopo il modulo"),
        ((), {"base": Kind.CORRENTE}, "non può essere un altro corrente"),
    ],
)
def test_a_form_that_cannot_be_is_refused(
    changes: tuple[PersonVariation, ...], facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidHousehold, match=sentence):
        corrente(*changes, **facts)


def test_without_a_form_there_is_no_corrente() -> None:
    with pytest.raises(InvalidHousehold, match="mancano i fatti del modulo MS"):
        outcome(couple(), Kind.CORRENTE)


def test_every_condition_has_an_article_and_a_sentence() -> None:
    found = corrente(lost(6_000))
    assert [trigger.key for trigger in found.triggers] == ["lavoro", "trattamento", "redditi", "patrimonio"]
    for trigger in found.triggers:
        assert "art. 9" in trigger.article
        assert trigger.why.endswith(".")


def test_the_wording_of_art_9_after_2025_is_told_as_doubtful() -> None:
    doubtful = {figure.name for figure in corrente(lost(6_000)).isee.doubtful}
    assert {"corrente.variazione_isr", "corrente.validita_mesi"} <= doubtful
    early = replace(couple(), on=date(2024, 2, 10), variation=Variation(on=date(2024, 5, 20)))
    assert outcome(early, Kind.CORRENTE).isee.doubtful == ()
