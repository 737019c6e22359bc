"""Reading a list that another body gave as CSV: its letters, its columns, its lines; what is wrong, by line number."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from django.core.exceptions import ValidationError

from isee.forms.amount import EuroField
from sportello import tax_code
from sportello.forms.citizen import DayField
from sportello.search_keys import name_key

MOST_LINES = 20_000
# The columns that the work needs, in the order of the screen, with the words by which a header is recognised.
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tax_code": ("Codice fiscale", ("CODICE FISCALE", "COD FISCALE", "CF", "CODFISC", "CODICEFISCALE")),
    "surname": ("Cognome", ("COGNOME",)),
    "given_name": ("Nome", ("NOME",)),
    "birth_date": ("Data di nascita", ("DATA NASCITA", "DATA DI NASCITA", "NASCITA", "DT NASCITA")),
    "reference": (
        "Riferimento",
        (
            "PROTOCOLLO",
            "PROTOCOLLO INPS ISEE",
            "PROTOCOLLO DSU",
            "RIFERIMENTO",
            "ID",
            "NUMERO",
            "CODICE UTENZA",
        ),
    ),
    "amount": ("Importo in euro", ("IMPORTO", "BONUS", "IMPORTO BONUS", "AGEVOLAZIONE")),
}
LENGTHS = {"surname": 80, "given_name": 80, "reference": 60}


class Unreadable(ValueError):
    """The file is not a list that can be read; the message is the sentence for the operator."""


@dataclass(frozen=True)
class Table:
    """A file as it is written: the names of the columns, and the lines with their numbers (the header is 1)."""

    header: Sequence[str]
    lines: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Line:
    """A line as the work needs it."""

    number: int
    tax_code: str = ""
    surname: str = ""
    given_name: str = ""
    birth_date: date | None = None
    reference: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line."""

    number: int
    sentence: str


def decode(content: bytes) -> str:
    """The text of a file in UTF-8 or, as older programs write, Windows-1252. Raises Unreadable for any other."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("Il file è in UTF-16: salvalo come «CSV UTF-8», poi caricalo di nuovo.")
    if content.startswith((b"PK", b"\xd0\xcf")):
        raise Unreadable("Questo è un foglio di calcolo: salvalo come «CSV UTF-8», poi caricalo di nuovo.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
            return text
    raise Unreadable(
        "Non si capisce con quali lettere è scritto il file: salvalo come «CSV UTF-8», poi caricalo di nuovo."
    )


def read(text: str) -> Table:
    """The columns and the lines of a text with `;` or `,` between cells. Raises Unreadable."""
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error:
        raise Unreadable(
            f"La riga {reader.line_num} ha virgolette non chiuse: correggila, poi ricarica."
        ) from None
    rows = [row for row in rows if any(row[1])]
    if not rows:
        raise Unreadable("Il file è vuoto.")
    if len(rows[0][1]) < 2:
        raise Unreadable(
            "C'è una sola colonna: fra una e l'altra serve un punto e virgola, oppure una virgola."
        )
    if len(rows) == 1:
        raise Unreadable("C'è solo la riga dei titoli: mancano le righe da lavorare.")
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable(f"Le righe sono {len(rows) - 1}, al massimo {MOST_LINES}: dividi il file.")
    return Table(rows[0][1], rows[1:])


def guess(header: Sequence[str]) -> dict[str, int]:
    """Which column is which, by the names in the header."""
    keys = [name_key(name) for name in header]
    found = {}
    for column, (_, names) in COLUMNS.items():
        place = next((keys.index(name) for name in names if name in keys), None)
        if place is not None:
            found[column] = place
    return found


def parse(table: Table, columns: Mapping[str, int]) -> tuple[list[Line], list[Problem]]:
    """The lines by the columns chosen, and what is wrong; a list with problems is not to be kept."""
    lines, problems, seen = [], [], dict[str, int]()
    for number, cells in table.lines:
        if len(cells) != len(table.header):
            problems.append(Problem(number, f"ha {len(cells)} celle, i titoli sono {len(table.header)}."))
            continue
        typed = {column: cells[place] for column, place in columns.items()}
        wrong = [Problem(number, sentence) for sentence in _complaints(typed)]
        line = _line(number, typed) if not wrong else None
        if line and line.tax_code:
            before = seen.setdefault(line.tax_code, number)
            if before != number:
                wrong = [Problem(number, f"ha lo stesso codice fiscale della riga {before}.")]
        problems += wrong
        if line and not wrong:
            lines.append(line)
    return lines, problems


def _complaints(typed: Mapping[str, str]) -> Iterator[str]:
    code = tax_code.clean(typed.get("tax_code", ""))
    if code and not tax_code.has_whole_length(code):
        yield f"«{typed['tax_code']}» non è un codice fiscale: i caratteri sono {len(code)}."
    elif not code and not (typed.get("surname") and typed.get("given_name")):
        yield "manca sia il codice fiscale sia cognome e nome."
    for column, most in LENGTHS.items():
        if len(typed.get(column, "")) > most:
            yield f"{COLUMNS[column][0].lower()} più lungo di {most} caratteri."
    if typed.get("birth_date") and _day(typed["birth_date"]) is None:
        yield f"«{typed['birth_date']}» non è un giorno: serve come 17/05/1948."
    if typed.get("amount") and _amount(typed["amount"]) is None:
        yield f"«{typed['amount']}» non è un importo: serve come 1.234,56."


def _line(number: int, typed: Mapping[str, str]) -> Line:
    return Line(
        number=number,
        tax_code=tax_code.clean(typed.get("tax_code", "")),
        surname=typed.get("surname", ""),
        given_name=typed.get("given_name", ""),
        birth_date=_day(typed.get("birth_date", "")),
        reference=typed.get("reference", ""),
        amount=_amount(typed.get("amount", "")),
    )


def _day(text: str) -> date | None:
    try:
        day: date | None = DayField(required=False).clean(text)
    except ValidationError:
        return None
    return day


def _amount(text: str) -> Decimal | None:
    try:
        amount: Decimal | None = EuroField(required=False, max_digits=10, decimal_places=2).clean(text)
    except ValidationError:
        return None
    return amount
