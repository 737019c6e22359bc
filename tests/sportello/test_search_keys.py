import pytest
from hypothesis import given
from hypothesis import strategies as st

from sportello.search_keys import name_key, phone_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Rossi", "ROSSI"),
        ("  De   Luca ", "DE LUCA"),
        ("D'Alò", "D ALO"),
        ("D’Alò", "D ALO"),
        ("Íris-Zoë", "IRIS ZOE"),
        ("Müßig", "MUSSIG"),
        ("Wałęsa", "WALESA"),
        ("Brønsted", "BRONSTED"),
        ("Nicolo`", "NICOLO"),
        ("'-.", ""),
        ("", ""),
    ],
)
def test_a_name_is_compared_in_capitals_without_accents_and_apostrophes(name: str, key: str) -> None:
    assert name_key(name) == key


def test_surname_and_given_name_make_one_line() -> None:
    assert name_key("De Luca", "Anna Maria") == "DE LUCA ANNA MARIA"


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_itself(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(max_size=60))
def test_small_and_capital_letters_are_the_same(name: str) -> None:
    assert name_key(name.upper()) == name_key(name)


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("0541 123456", "0541123456"),
        ("+39 0541 12.34.56", "0541123456"),
        ("0039 0541/123456", "0541123456"),
        ("39 333 1234567", "3331234567"),
        ("391 1234567", "3911234567"),  # a mobile number of Italy, not its prefix
        ("+41 91 123456", "4191123456"),
        ("interno 12", "12"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_compared_by_its_digits(phone: str, key: str) -> None:
    assert phone_key(phone) == key


@given(st.from_regex(r"0[1-9][0-9]{7,9}", fullmatch=True))
def test_italys_prefix_makes_no_difference(number: str) -> None:
    assert phone_key(f"+39 {number}") == phone_key(f"0039{number}") == phone_key(number) == number
