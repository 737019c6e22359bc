"""The Italian tax code (codice fiscale): its form, its check letter, and what it says of a person.

Source: DM 23/12/1976; provisional codes of 11 digits as in DPR 784/1976. Only form is judged here: whether a code
is a person's is known to the tax agency alone, so nothing of this module forbids anything.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sportello.search_keys import name_key

OMOCODIA = dict(zip("LMNPQRSTUV", "0123456789", strict=True))
DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
MONTHS = "ABCDEHLMPRST"
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# The form of each character of an ordinary code.
LETTER, DIGIT, MONTH = "[A-Z]", "[0-9LMNPQRSTUV]", f"[{MONTHS}]"
FORM = [LETTER] * 6 + [DIGIT] * 2 + [MONTH] + [DIGIT] * 2 + [LETTER] + [DIGIT] * 3 + [LETTER]
ORDINARY = re.compile("".join(FORM))
PROVISIONAL = re.compile(r"[0-9]{11}")
FIRST_ODD_VALUES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]  # of 0 to 9, and again of A to J
ODD_VALUES = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [*FIRST_ODD_VALUES, *FIRST_ODD_VALUES, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23],
        strict=True,
    )
)
EVEN_VALUES = {
    letter: int(letter) if letter.isdigit() else ord(letter) - ord("A")
    for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}


@dataclass(frozen=True)
class Reading:
    """What a code of 16 characters says; the century of birth it does not say."""

    year_in_century: int
    month: int
    day: int
    sex: Literal["F", "M"]
    place: str


def clean(typed: str) -> str:
    """What was typed or scanned, in capitals, without blanks and punctuation."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def kind_of(code: str) -> Literal["ordinary", "provisional"] | None:
    """The kind of a cleaned code by its form alone, or None where it has the form of no code."""
    if ORDINARY.fullmatch(code):
        return "ordinary"
    return "provisional" if PROVISIONAL.fullmatch(code) else None


def check_letter(first_fifteen: str) -> str:
    """The sixteenth letter that belongs to the first fifteen characters."""
    total = sum(
        (EVEN_VALUES if place % 2 else ODD_VALUES)[letter] for place, letter in enumerate(first_fifteen)
    )
    return chr(ord("A") + total % 26)


def check_digit(first_ten: str) -> str:
    """The eleventh digit of a provisional code (Luhn)."""
    doubled = (
        sum(divmod(int(digit) * 2, 10)) if place % 2 else int(digit) for place, digit in enumerate(first_ten)
    )
    return str(-sum(doubled) % 10)


def is_valid(code: str) -> bool:
    """Whether a cleaned code has the form of a tax code and ends as it must."""
    kind = kind_of(code)
    if kind == "ordinary":
        return check_letter(code[:15]) == code[15]
    return kind == "provisional" and check_digit(code[:10]) == code[10]


def plain(code: str) -> str:
    """The code without omocodia (letters back to digits, check letter anew): the same for all its 128 spellings."""
    if kind_of(code) != "ordinary":
        return code
    letters = list(code)
    for place in DIGIT_PLACES:
        letters[place] = OMOCODIA.get(letters[place], letters[place])
    first_fifteen = "".join(letters[:15])
    return first_fifteen + check_letter(first_fifteen)


def plain_start(start: str) -> str | None:
    """The first characters of a code, four at least, without omocodia; None where no code begins so."""
    if not 4 <= len(start) <= 15 or not re.fullmatch("".join(FORM[: len(start)]), start):
        return None
    return "".join(
        OMOCODIA.get(letter, letter) if place in DIGIT_PLACES else letter
        for place, letter in enumerate(start)
    )


def read(code: str) -> Reading | None:
    """What a code of 16 characters says of birth, sex and place; None for any other code or an impossible day."""
    if kind_of(code) != "ordinary":
        return None
    digits = plain(code)
    day = int(digits[9:11])
    sex: Literal["F", "M"] = "F" if day > 40 else "M"
    day -= 40 if sex == "F" else 0
    month = MONTHS.index(digits[8])
    if not 1 <= day <= DAYS_IN_MONTH[month]:
        return None
    return Reading(int(digits[6:8]), month + 1, day, sex, digits[11:15])


def name_letters(surname: str, given_name: str) -> str:
    """The first six letters of the code of a person with these names."""
    return _three(surname, skip_second=False) + _three(given_name, skip_second=True)


def compose(surname: str, given_name: str, birth: date, sex: Literal["F", "M"], place: str) -> str:
    """The code of a person, the place of birth given by its cadastral code (letter and three digits)."""
    day = birth.day + (40 if sex == "F" else 0)
    first = f"{name_letters(surname, given_name)}{birth:%y}{MONTHS[birth.month - 1]}{day:02}{place}"
    return first + check_letter(first)


def complaints(code: str) -> list[str]:
    """Why a cleaned code may be wrong by its form, in sentences for the operator; empty where its form is right."""
    if not code:
        return []
    if not has_whole_length(code):
        return [f"Un codice fiscale ha 16 caratteri, o 11 cifre se è provvisorio: questo ne ha {len(code)}."]
    if kind_of(code) is None:
        return [
            "Il codice fiscale ha 16 caratteri ma non è scritto bene: "
            "controlla le lettere O e I, che non sono zero e uno."
        ]
    if not is_valid(code):
        last = "L'ultima lettera" if len(code) == 16 else "L'ultima cifra"
        return [f"{last} non torna con le altre: rileggi il codice dalla tessera."]
    if kind_of(code) == "ordinary" and read(code) is None:
        return ["Il giorno di nascita nel codice fiscale non esiste: rileggi il codice dalla tessera."]
    return []


def has_whole_length(code: str) -> bool:
    """Whether a cleaned code is entire, right or wrong as it may be: 16 characters, or 11 digits."""
    return len(code) == 16 or bool(PROVISIONAL.fullmatch(code))


def mismatches(code: str, surname: str, given_name: str, birth: date | None, sex: str) -> list[str]:
    """What a code and a person's data say differently, one sentence each. True exceptions exist: these are warnings."""
    reading = read(code)
    if reading is None:
        return []
    sentences = []
    expected = name_letters(surname, given_name)
    if code[:3] != expected[:3]:
        sentences.append(f"Il codice comincia con {code[:3]}, ma dal cognome ci si aspetta {expected[:3]}.")
    if code[3:6] != expected[3:]:
        sentences.append(f"Per il nome il codice ha {code[3:6]}, ma dal nome ci si aspetta {expected[3:]}.")
    said = (reading.day, reading.month, reading.year_in_century)
    if birth and said != (birth.day, birth.month, birth.year % 100):
        sentences.append(
            f"Per la nascita il codice dice {reading.day:02}/{reading.month:02}/'{reading.year_in_century:02}, "
            f"la data scritta è {birth:%d/%m/%Y}."
        )
    if sex and sex != reading.sex:
        sentences.append(
            f"Il codice è di una persona di sesso {'femminile' if reading.sex == 'F' else 'maschile'}."
        )
    return sentences


def birth_date(code: str, on: date) -> date | None:
    """The birth date that a code leaves no doubt about on a day; None where the century may be either.

    A code gives two figures of the year: «48» read in 2026 can only be 1948, «08» may be 1908 or 2008.
    """
    reading = read(code)
    if reading is None or reading.year_in_century <= on.year % 100:
        return None
    try:
        return date(on.year // 100 * 100 - 100 + reading.year_in_century, reading.month, reading.day)
    except ValueError:  # 29 February of a year that had none
        return None


def find_in_scan(raw: str) -> str | None:
    """The tax code in what a card reader typed: the first run of 16 characters, else of 11, with a valid end.

    Readers of magnetic tracks put signs before and after and the names behind, and a keyboard of another layout
    changes the signs, so no sign is relied on.
    """
    found = re.finditer(rf"(?=({ORDINARY.pattern}))", raw.upper(), re.ASCII)
    ordinary = (match[1] for match in found if is_valid(match[1]))
    provisional = (run for run in re.findall(r"[A-Z0-9]+", raw.upper()) if PROVISIONAL.fullmatch(run))
    return next(ordinary, None) or next(filter(is_valid, provisional), None)


def names_in_scan(raw: str, code: str) -> tuple[str, str] | None:
    """Surname and given name from a magnetic track, where they follow the code with two blanks in between."""
    # The code may stand there more than once: each place is looked at, and each sign once.
    for track in re.findall(rf"(?={code}[^A-Z]*([A-Z' ]*))", raw.upper()):
        surname, _, given_name = (name.strip() for name in track.partition("  "))
        if surname and given_name:
            return surname, given_name
    return None


def _three(name: str, *, skip_second: bool) -> str:
    letters = name_key(name).replace(" ", "")
    consonants = [letter for letter in letters if letter not in "AEIOU"]
    if skip_second and len(consonants) > 3:
        consonants = [consonants[0], *consonants[2:]]
    vowels = [letter for letter in letters if letter in "AEIOU"]
    return ("".join(consonants + vowels) + "XXX")[:3]
