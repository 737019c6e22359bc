"""The keys under which persons are found: what is typed and what is stored pass through the same functions."""

import re
import unicodedata

# Capitals that Unicode does not take apart into a letter and its accent.
PLAIN_LETTERS = str.maketrans(
    {"Ł": "L", "Ø": "O", "Đ": "D", "Ð": "D", "Ħ": "H", "Æ": "AE", "Œ": "OE", "Þ": "TH"}
)


def name_key(*names: str) -> str:
    """Names as one line of capitals without accents, apostrophes or doubled blanks: «D'Alò Íris» → «D ALO IRIS»."""
    decomposed = unicodedata.normalize("NFKD", " ".join(names))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", plain.upper().translate(PLAIN_LETTERS)).split())


def phone_key(phone: str) -> str:
    """The digits of a telephone number without Italy's prefix: «+39 0541 12 34» → «05411234»."""
    digits = re.sub(r"[^0-9]", "", re.sub(r"^\s*\+\s*39", "", phone))
    return re.sub(r"^(0039|39(?=[0-9]{9,}))", "", digits)
