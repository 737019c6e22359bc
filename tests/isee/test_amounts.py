from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from isee.forms.amount import EuroField

FIELD = EuroField(max_digits=11, decimal_places=2)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1.234,56", "1234.56"),
        ("1.234.567,89", "1234567.89"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        (" 1.234,56 € ", "1234.56"),
        ("999999999,99", "999999999.99"),
    ],
)
def test_amounts_are_read_as_they_are_written_in_italy(typed: str, amount: str) -> None:
    assert FIELD.clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.234,5x", "«1.234,5x» non è un importo: scrivilo come 1.234,56."),
        ("12.34,5", "«12.34,5» non è un importo: scrivilo come 1.234,56."),
        ("1,234.56", "«1,234.56» non è un importo: scrivilo come 1.234,56."),
        ("mille", "«mille» non è un importo: scrivilo come 1.234,56."),
        ("NaN", "«NaN» non è un importo: scrivilo come 1.234,56."),
        ("1e5", "«1e5» non è un importo: scrivilo come 1.234,56."),
        ("١٢", "«١٢» non è un importo: scrivilo come 1.234,56."),
        ("-5", "L'importo non può essere negativo. Se non c'è nulla, scrivi 0."),
        ("1,234", "«1,234» ha più di due decimali: scrivi gli euro e i centesimi, come 1.234,56."),
        ("1.000.000.000", "L'importo è troppo grande: controlla le cifre."),
    ],
)
def test_anything_else_is_told_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FIELD.clean(typed)
    assert refused.value.messages == [sentence]


@given(st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2))
def test_what_is_shown_is_read_back_to_the_cent(amount: Decimal) -> None:
    assert FIELD.clean(FIELD.prepare_value(amount)) == amount


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_amount_or_a_sentence(typed: str) -> None:
    amount, sentences = None, []
    try:
        amount = FIELD.clean(typed)
    except ValidationError as refused:
        sentences = refused.messages
    assert len(sentences) == 1 if amount is None else 0 <= amount < 10**9
