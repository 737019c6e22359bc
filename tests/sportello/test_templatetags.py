"""The tags and filters of the screens: icons, tax codes, amounts, minutes, years."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from sportello.models import Citizen
from sportello.templatetags.sportello import age, euro, icon, minutes_since, sprite, tax_code
from tests import make


def render(text: str, **context: object) -> str:
    return engines["django"].from_string(f"{{% load sportello %}}{text}").render(context)


# Icons


def test_an_icon_is_written_into_the_page_and_has_no_name_of_its_own() -> None:
    drawn = render('{% icon "search" %}Cerca')
    assert drawn.startswith('<svg class="glyph" viewBox="')
    assert 'aria-hidden="true"' in drawn
    assert drawn.endswith("</svg>Cerca")
    assert sprite()["search"][1] in drawn


def test_an_unknown_icon_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(LookupError, match="'unicorn'"):
        icon("unicorn")


# Tax codes


def test_a_tax_code_is_read_in_three_groups_and_copied_whole() -> None:
    assert (
        tax_code("NRELNE48E57H501T")
        == '<span class="tax-code"><span>NRELNE</span><span>48E57</span><span>H501T</span></span>'
    )


@pytest.mark.parametrize("code", ["12345678903", ""])
def test_another_code_stays_whole(code: str) -> None:
    assert tax_code(code) == f'<span class="tax-code"><span>{code}</span></span>'


def test_signs_in_a_code_are_only_text() -> None:
    assert "<script>" not in tax_code("<script>alert(1)")


# Amounts


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("8912.4", "8.912,40 €"),
        ("1234567", "1.234.567,00 €"),
        ("0", "0,00 €"),
        ("-12.5", "-12,50 €"),
        ("0.005", "0,01 €"),
        ("1.004", "1,00 €"),
        ("999.995", "1.000,00 €"),
    ],
)
def test_an_amount_is_written_as_in_italy_with_cents_rounded_half_up(amount: str, written: str) -> None:
    assert euro(Decimal(amount)) == written.replace(" ", "\N{NO-BREAK SPACE}")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_an_amount_is_read_back_as_it_was(amount: Decimal) -> None:
    figures = euro(amount).removesuffix("\N{NO-BREAK SPACE}€")
    assert Decimal(figures.replace(".", "").replace(",", ".")) == amount


@pytest.mark.parametrize("amount", [8912.4, 8912, "8912.40", None, ""])
def test_money_is_a_decimal_and_nothing_else(amount: object) -> None:
    with pytest.raises(TypeError, match="is a Decimal"):
        euro(amount)  # type: ignore[arg-type]


# Minutes and years


def test_minutes_are_whole_and_never_fewer_than_none() -> None:
    assert minutes_since(make.moment(9, 46), make.moment(10, 0)) == 14
    assert minutes_since(make.moment(9, 46), make.moment(9, 46).replace(second=59)) == 0
    assert minutes_since(make.moment(10, 1), make.moment(10, 0)) == 0


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 5, 16), 77), (date(2026, 5, 17), 78), (date(1948, 5, 17), 0)],
)
def test_age_counts_completed_years(on: date, years: int) -> None:
    assert age(Citizen(birth_date=date(1948, 5, 17)), on) == years


def test_who_was_born_on_the_29th_of_february_completes_a_year_on_the_first_of_march() -> None:
    citizen = Citizen(birth_date=date(1948, 2, 29))
    assert age(citizen, date(2026, 2, 28)) == 77
    assert age(citizen, date(2026, 3, 1)) == 78


def test_without_a_birth_date_there_is_no_age() -> None:
    assert age(Citizen(), date(2026, 3, 4)) is None


def test_they_stand_in_a_template() -> None:
    written = render(
        "{{ code|tax_code }} {{ amount|euro }} {{ arrived|minutes_since:now }} {{ citizen|age:today }}",
        code="12345678903",
        amount=Decimal("12"),
        arrived=make.moment(9, 46),
        now=make.moment(10, 0),
        citizen=Citizen(birth_date=date(1948, 5, 17)),
        today=date(2026, 3, 4),
    )
    assert written == '<span class="tax-code"><span>12345678903</span></span> 12,00\N{NO-BREAK SPACE}€ 14 77'
