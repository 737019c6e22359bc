"""The form of a tax code, what it says of a person, and what is found of it in a card."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sportello import tax_code
from sportello.tax_code import DIGIT_PLACES, OMOCODIA, Reading

NAMES = st.text("ABCDEFGHILMNOPQRSTUVZ' ", min_size=1, max_size=20)
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PLACES = st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True)
CODES = st.builds(tax_code.compose, NAMES, NAMES, BIRTHS, st.sampled_from("FM"), PLACES)


def spelling(code: str, which: int) -> str:
    """One of the 128 spellings of a code: the digits whose bit is set become letters, the last letter follows."""
    letters = {digit: letter for letter, digit in OMOCODIA.items()}
    signs = list(code[:15])
    for bit, place in enumerate(DIGIT_PLACES):
        signs[place] = letters[signs[place]] if which & 1 << bit else signs[place]
    first = "".join(signs)
    return first + tax_code.check_letter(first)


@pytest.mark.parametrize(
    "code", ["RSSMRA80A01H501U", "RSSMRA85T10A562S", "NRELNE48E57H501T", "12345678903", "07643520567"]
)
def test_right_codes(code: str) -> None:
    assert tax_code.is_valid(code)
    assert tax_code.complaints(code) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("RSSMRA80A01H501X", "L'ultima lettera non torna con le altre: rileggi il codice dalla tessera."),
        ("12345678901", "L'ultima cifra non torna con le altre: rileggi il codice dalla tessera."),
        (
            "RSSMRA8OA01H501U",
            "Il codice fiscale ha 16 caratteri ma non è scritto bene: "
            "controlla le lettere O e I, che non sono zero e uno.",
        ),
        ("RSSMRA80A", "Un codice fiscale ha 16 caratteri, o 11 cifre se è provvisorio: questo ne ha 9."),
        ("RSSMRA80A01", "Un codice fiscale ha 16 caratteri, o 11 cifre se è provvisorio: questo ne ha 11."),
        (
            "RSSMRA80B30H501X",
            "Il giorno di nascita nel codice fiscale non esiste: rileggi il codice dalla tessera.",
        ),
    ],
)
def test_what_is_wrong_with_a_code_is_said_in_a_sentence(code: str, sentence: str) -> None:
    assert tax_code.complaints(code) == [sentence]


def test_no_code_no_complaint() -> None:
    assert tax_code.complaints("") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rssmra 80a01 h501u", "RSSMRA80A01H501U"),
        (" RSSMRA-80A01-H501U\n", "RSSMRA80A01H501U"),
        ("123.456.789-03", "12345678903"),
        ("è à", ""),
    ],
)
def test_blanks_signs_and_small_letters_are_no_part_of_a_code(typed: str, code: str) -> None:
    assert tax_code.clean(typed) == code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RSSMRA80A01H501U", "ordinary"),
        ("RSSMRAULALMH5L1Q", "ordinary"),
        ("12345678903", "provisional"),
        ("1234567890", None),
        ("RSSMRA80A01H501", None),
        ("", None),
    ],
)
def test_the_kind_follows_from_the_form(code: str, kind: str | None) -> None:
    assert tax_code.kind_of(code) == kind


# Omocodia


def test_all_128_spellings_of_a_code_are_valid_and_have_one_plain_form() -> None:
    spellings = {spelling("RSSMRA80A01H501U", which) for which in range(128)}
    assert len(spellings) == 128
    assert all(tax_code.is_valid(code) for code in spellings)
    assert {tax_code.plain(code) for code in spellings} == {"RSSMRA80A01H501U"}


@given(CODES, st.integers(0, 127))
def test_every_spelling_says_the_same_of_the_person(code: str, which: int) -> None:
    assert tax_code.plain(spelling(code, which)) == code
    assert tax_code.read(spelling(code, which)) == tax_code.read(code)


@given(CODES, st.integers(4, 15), st.integers(0, 127))
def test_the_beginning_of_a_spelling_is_the_beginning_of_the_plain_form(
    code: str, length: int, which: int
) -> None:
    assert tax_code.plain_start(spelling(code, which)[:length]) == code[:length]


@pytest.mark.parametrize("start", ["RSS", "ROSSI1", "RSSMRA8O", "RSSMRA80A01H501U", "1234", ""])
def test_what_begins_no_code_has_no_plain_form(start: str) -> None:
    assert tax_code.plain_start(start) is None


def test_the_plain_form_of_a_provisional_code_is_itself() -> None:
    assert tax_code.plain("12345678903") == "12345678903"


# What a code says


@given(NAMES, NAMES, BIRTHS, st.sampled_from("FM"), PLACES)
def test_a_code_says_what_it_was_made_from(
    surname: str, given_name: str, birth: date, sex: str, place: str
) -> None:
    code = tax_code.compose(surname, given_name, birth, "F" if sex == "F" else "M", place)
    assert tax_code.is_valid(code)
    assert tax_code.read(code) == Reading(birth.year % 100, birth.month, birth.day, sex, place)  # type: ignore[arg-type]  # drawn from the two letters
    assert tax_code.mismatches(code, surname, given_name, birth, sex) == []


@given(CODES, st.integers(0, 14), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
def test_one_sign_read_wrong_is_always_noticed(code: str, place: int, sign: str) -> None:
    wrong = code[:place] + sign + code[place + 1 :]
    assert (wrong == code) == tax_code.is_valid(wrong)


@given(st.from_regex(r"[0-9]{10}", fullmatch=True), st.integers(0, 9), st.integers(0, 9))
def test_one_digit_read_wrong_in_a_provisional_code_is_always_noticed(
    first_ten: str, place: int, digit: int
) -> None:
    code = first_ten + tax_code.check_digit(first_ten)
    wrong = code[:place] + str(digit) + code[place + 1 :]
    assert (wrong == code) == tax_code.is_valid(wrong)


@pytest.mark.parametrize(
    ("surname", "given_name", "letters"),
    [
        ("Rossi", "Maria", "RSSMRA"),
        ("Rossi", "Gianfranco", "RSSGFR"),
        ("Fo", "Dario", "FOXDRA"),
        ("D'Alò", "Íris", "DLARSI"),
        ("De Luca", "Anna Maria", "DLCNMR"),
        ("Wałęsa", "Æsa", "WLSSAE"),
    ],
)
def test_the_letters_of_a_name(surname: str, given_name: str, letters: str) -> None:
    assert tax_code.name_letters(surname, given_name) == letters


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"surname": "Verdi"}, "Il codice comincia con RSS, ma dal cognome ci si aspetta VRD."),
        ({"given_name": "Luca"}, "Per il nome il codice ha MRA, ma dal nome ci si aspetta LCU."),
        (
            {"birth": date(1981, 1, 1)},
            "Per la nascita il codice dice 01/01/'80, la data scritta è 01/01/1981.",
        ),
        ({"sex": "F"}, "Il codice è di una persona di sesso maschile."),
    ],
)
def test_what_does_not_match_is_said_in_a_sentence(fields: dict[str, object], sentence: str) -> None:
    person: dict[str, object] = {
        "surname": "Rossi",
        "given_name": "Mario",
        "birth": date(1980, 1, 1),
        "sex": "M",
    }
    assert tax_code.mismatches("RSSMRA80A01H501U", **(person | fields)) == [sentence]  # type: ignore[arg-type]  # a table


def test_what_is_not_known_cannot_mismatch() -> None:
    assert tax_code.mismatches("RSSMRA80A01H501U", "Rossi", "Mario", None, "") == []
    assert tax_code.mismatches("12345678903", "Verdi", "Luca", date(1981, 1, 1), "F") == []


@pytest.mark.parametrize(
    ("code", "birth"),
    [
        ("NRELNE48E57H501T", date(1948, 5, 17)),
        ("RSSMRA08A01H501K", None),  # 1908 or 2008
        ("RSSMRA26A01H501M", None),  # 1926, or this year
        ("12345678903", None),
    ],
)
def test_a_code_gives_the_birth_date_only_where_the_century_is_sure(code: str, birth: date | None) -> None:
    assert tax_code.birth_date(code, date(2026, 3, 4)) == birth


# Cards


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("RSSMRA80A01H501U", "RSSMRA80A01H501U"),
        ("rssmra80a01h501u", "RSSMRA80A01H501U"),
        ("*RSSMRA80A01H501U*", "RSSMRA80A01H501U"),
        ("%RSSMRA80A01H501UROSSI  MARIO?;80380001234567890123?", "RSSMRA80A01H501U"),
        ("%B80380001234567890123^RSSMRA80A01H501U ROSSI  MARIO^?", "RSSMRA80A01H501U"),
        ("ù5RSSMRA80A01H501U_ò80380001234567890123_", "RSSMRA80A01H501U"),
        ("12345678903", "12345678903"),
        (";12345678903?", "12345678903"),
        ("RSSMRA80A01H501X", None),
        (";80380001234567890123?", None),
        ("%E?;E?+E?", None),
        ("", None),
    ],
)
def test_the_code_is_found_in_what_a_reader_types(raw: str, code: str | None) -> None:
    assert tax_code.find_in_scan(raw) == code


@given(CODES, st.text("%;?+^_= àèé*", max_size=8), st.text("%;?+^_= àèé*0123456789", max_size=30))
def test_signs_around_a_code_never_hide_it(code: str, before: str, behind: str) -> None:
    assert tax_code.find_in_scan(f"{before}{code}?{behind}") == code


@given(st.text(max_size=200))
def test_whatever_is_read_gives_a_valid_code_or_none(raw: str) -> None:
    code = tax_code.find_in_scan(raw)
    assert code is None or tax_code.is_valid(code)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("%RSSMRA80A01H501UROSSI  MARIO?", ("ROSSI", "MARIO")),
        ("%RSSMRA80A01H501U ROSSI  MARIO ANDREA      ?", ("ROSSI", "MARIO ANDREA")),
        ("%rssmra80a01h501ud'alo de luca  mario?", ("D'ALO DE LUCA", "MARIO")),
        ("%RSSMRA80A01H501UROSSI  MARIO  ANDREA?", ("ROSSI", "MARIO  ANDREA")),
        ("%RSSMRA80A01H501UROSSI MARIO?", None),
        ("RSSMRA80A01H501U", None),
    ],
)
def test_the_names_follow_the_code_on_the_first_track(raw: str, names: tuple[str, str] | None) -> None:
    assert tax_code.names_in_scan(raw, "RSSMRA80A01H501U") == names
