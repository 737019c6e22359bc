"""Which figure is in force on which day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import Figure, NotInForce, Regime, calculate, supported_years
from isee.calculation.law import Law, Parameter, in_force, parameters
from tests.isee.calculation.make import household

RENT = parameters()["redditi.canone_massimo"]


def series(*dates: tuple[date, date | None]) -> Parameter:
    """Make a parameter worth 0, 1, 2... from each date, ended where said."""
    values: list[Figure] = [
        replace(RENT.values[0], value=Decimal(number), since=since, ended=ended)
        for number, (since, ended) in enumerate(dates)
    ]
    return Parameter(RENT.name, RENT.description, RENT.unit, tuple(values))


def value_on(parameter: Parameter, day: date) -> object:
    figure = parameter.on(day)
    return figure and figure.value


def test_a_value_holds_from_its_day_until_the_next_one() -> None:
    parameter = series((date(2024, 1, 1), None), (date(2025, 4, 3), None))
    assert value_on(parameter, date(2023, 12, 31)) is None
    assert value_on(parameter, date(2024, 1, 1)) == 0
    assert value_on(parameter, date(2025, 4, 2)) == 0
    assert value_on(parameter, date(2025, 4, 3)) == 1
    assert value_on(parameter, date(2040, 1, 1)) == 1


def test_an_ended_value_holds_on_its_last_day_and_no_more() -> None:
    parameter = series((date(2024, 1, 1), date(2024, 12, 31)), (date(2026, 1, 1), None))
    assert value_on(parameter, date(2024, 12, 31)) == 0
    assert value_on(parameter, date(2025, 1, 1)) is None
    assert value_on(parameter, date(2026, 1, 1)) == 1


@pytest.mark.parametrize(("year", "covered"), [(2023, False), (2024, True), (2025, False), (2026, True)])
def test_a_year_is_covered_when_no_day_of_it_lacks_a_value(year: int, covered: bool) -> None:
    parameter = series((date(2024, 1, 1), date(2025, 6, 30)), (date(2025, 7, 2), None))
    assert parameter.covers(year) is covered


def test_a_value_of_a_later_year_changes_no_earlier_day() -> None:
    later = Parameter(
        RENT.name, RENT.description, RENT.unit, (*RENT.values, series((date(2027, 1, 1), None)).values[0])
    )
    assert later.on(date(2026, 12, 31)) == RENT.on(date(2026, 12, 31))


def test_the_ordinary_isee_is_known_whole_from_2020_to_2026() -> None:
    assert supported_years() == (2020, 2021, 2022, 2023, 2024, 2025, 2026)


def test_the_isee_for_families_and_inclusion_is_known_from_2026() -> None:
    assert supported_years(Regime.FAMILY) == (2026,)


@pytest.mark.parametrize("year", supported_years())
@pytest.mark.parametrize(("month", "day"), [(1, 1), (12, 31)])
def test_every_supported_year_is_computed_from_its_first_to_its_last_day(
    year: int, month: int, day: int
) -> None:
    rich = household({"instruments": [{"value": 100_000, "state_backed": True}]}, size=2)
    assert calculate(rich, date(year, month, day)).isee > 0


@pytest.mark.parametrize("on", [date(1999, 1, 1), date(2017, 12, 31), date(2027, 1, 1), date(2040, 1, 1)])
def test_any_other_year_is_refused(on: date) -> None:
    with pytest.raises(NotInForce):
        calculate(household({"birth_date": date(1950, 1, 1)}), on)


def test_the_refusal_tells_the_operator_what_is_missing_and_for_which_day() -> None:
    with pytest.raises(NotInForce) as refusal:
        calculate(household(), date(2027, 2, 1))
    assert str(refusal.value) == (
        "Il calcolo per una DSU del 01/02/2027 non si può fare: "
        "per quella data manca il valore di «Anno dei redditi»."
    )
    with pytest.raises(NotInForce) as too_early:
        calculate(household({"birth_date": date(1950, 1, 1)}), date(2017, 12, 31))
    assert str(too_early.value).endswith("manca il valore di «Anno dei redditi» (si conosce dal 01/01/2018).")
    assert refusal.value.name == "indicatore.anno_redditi"
    assert refusal.value.on == date(2027, 2, 1)


def test_in_2019_only_who_needs_the_missing_rate_is_refused() -> None:
    with pytest.raises(NotInForce, match="Tasso del reddito figurativo"):
        calculate(household({"instruments": [{"value": 1}]}), date(2019, 6, 30))
    assert calculate(household({"incomes": {"other_irpef": 9_000}}), date(2019, 6, 30)).isee == 9_000


def test_what_is_not_in_force_is_never_zero() -> None:
    assert "redditi.tasso_figurativo" not in in_force(date(2019, 6, 30))
    with pytest.raises(NotInForce):
        Law(date(2019, 6, 30)).amount("redditi.tasso_figurativo")


def test_a_figure_is_read_as_what_it_is() -> None:
    law = Law(date(2026, 1, 1))
    with pytest.raises(TypeError, match=r"scala\.base is not of type Decimal"):
        law.amount("scala.base")
    with pytest.raises(TypeError, match=r"patrimonio\.casa_soglia is not of type bool"):
        law.flag("patrimonio.casa_soglia")


def test_a_name_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Law(date(2026, 1, 1)).amount("redditi.inventato")


def test_the_law_remembers_what_was_read_once_each() -> None:
    law = Law(date(2026, 1, 1))
    for name in ("redditi.canone_massimo", "scala.minori", "redditi.canone_massimo"):
        law.amount(name)
    assert [figure.name for figure in law.read] == ["redditi.canone_massimo", "scala.minori"]
