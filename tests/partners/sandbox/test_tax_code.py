"""The partners' own check of a tax code."""

import pytest

from partners.sandbox import reserved, tax_code

RESERVED = {
    name: code for name, code in vars(reserved).items() if isinstance(code, str) and code.startswith("XXX")
}


@pytest.mark.parametrize("code", ["RSSMRA80A01H501U", "RSSMRA80A01H50MM", "80078750587", *RESERVED.values()])
def test_a_right_code(code: str) -> None:
    assert tax_code.is_right(code)


@pytest.mark.parametrize(
    "code",
    ["", "RSSMRA80A01H501A", "rssmra80a01h501u", "RSSMRA80A01H501", "80078750588", "RSSMRA80A01H501U\n"],
)
def test_a_wrong_code(code: str) -> None:
    assert not tax_code.is_right(code)


def test_reserved_codes_differ_from_one_another() -> None:
    assert len(RESERVED) == 23
    assert len(set(RESERVED.values())) == 23


@pytest.mark.parametrize(
    ("code", "year", "age"),
    [
        ("RSSMRA80A01H501U", 2024, 44),
        ("RSSMRA24A01H501Z", 2024, 0),
        ("RSSMRA25A01H501Z", 2024, 99),
        ("RSSMRAULA01H501Z", 2024, 44),
        ("80078750587", 2024, None),
    ],
)
def test_the_age_is_of_the_most_recent_century(code: str, year: int, age: int | None) -> None:
    assert tax_code.age(code, year) == age
