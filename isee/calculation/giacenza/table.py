"""From the bytes of a CSV to its rows: encoding, separator, columns."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from isee.calculation.giacenza.cells import is_date

LARGEST_FILE = 5_000_000
MOST_SENTENCES = 10

# By column, the headings that banks use; the first one found wins.
HEADINGS = {
    "date": (
        "data contabile",
        "data operazione",
        "data registrazione",
        "data movimento",
        "data",
        "giorno",
        "date",
        "booking date",
        "data valuta",
        "valuta",
    ),
    "balance": (
        "saldo contabile",
        "saldo giornaliero",
        "saldo progressivo",
        "saldo",
        "balance",
        "running balance",
    ),
    "amount": ("importo", "importo movimento", "movimento", "amount"),
    "debit": ("dare", "addebiti", "addebito", "uscite", "uscita", "debit"),
    "credit": ("avere", "accrediti", "accredito", "entrate", "entrata", "credit"),
    "description": ("descrizione", "descrizione operazione", "causale", "operazione", "description"),
}


class BadStatement(ValueError):
    """The file cannot be used: one Italian sentence for each thing that is wrong, with its row where it has one."""

    def __init__(self, *sentences: str) -> None:
        more = len(sentences) - MOST_SENTENCES
        shown = sentences[:MOST_SENTENCES]
        self.sentences = (*shown, f"Altre {more} righe hanno errori.") if more > 0 else shown
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its number in the file and its cells by column; an absent one is blank."""

    line: int
    date: str
    balance: str
    amount: str
    debit: str
    credit: str
    description: str

    @property
    def is_blank(self) -> bool:
        """Tell whether it holds neither a day nor any amount."""
        return not any(
            cell.strip() for cell in (self.date, self.balance, self.amount, self.debit, self.credit)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a statement, and whether it has a column of balances and one of movements."""

    rows: tuple[Row, ...]
    has_balances: bool
    has_movements: bool


def read_table(content: bytes) -> Table:
    """Read the table in a CSV. Raise BadStatement."""
    if not content.strip():
        raise BadStatement("Il file è vuoto.")
    if len(content) > LARGEST_FILE:
        raise BadStatement("Il file è troppo grande per essere l'estratto di un conto.")
    lines = list(_lines(decode(content)))
    columns, start, width = _columns(lines)
    too_wide = [number for number, cells in lines[start:] if any(cell.strip() for cell in cells[width:])]
    if too_wide:
        # Most often Italian numbers, with their commas, in a file whose columns commas separate.
        raise BadStatement(
            *(
                f"Riga {number}: ha più colonne dell'intestazione. Salva il file con il «;»."
                for number in too_wide
            )
        )
    rows = [_row(number, cells, columns) for number, cells in lines[start:]]
    return Table(
        rows=tuple(row for row in rows if not row.is_blank),
        has_balances="balance" in columns,
        has_movements="amount" in columns or "debit" in columns or "credit" in columns,
    )


def decode(content: bytes) -> str:
    """Turn the bytes into text: UTF-8, with or without its mark, or Windows-1252. Raise BadStatement."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(letter) == "Cc" and letter not in "\t\r\n" for letter in text):
            return text
    raise BadStatement(
        "Il file non è un testo che si riesce a leggere: salvalo come CSV in UTF-8 e caricalo di nuovo."
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise BadStatement(f"Riga {reader.line_num}: non si riesce a leggere come CSV.") from error


def _delimiter(text: str) -> str:
    """Choose the separator that makes the most lines tables: semicolon, tab, then comma."""
    lines = [line for line in text.splitlines() if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in ";\t,"}
    # Commas are also in Italian numbers: they separate columns only when nothing else does.
    return next((mark for mark in ";\t" if counts[mark] * 2 > len(lines)), ",")


def _columns(lines: list[tuple[int, list[str]]]) -> tuple[dict[str, int], int, int]:
    """Find the columns by their headings, where the rows begin, and how many cells they have."""
    for position, (_, cells) in enumerate(lines):
        columns = _headings(cells)
        if "date" in columns and columns.keys() & {"balance", "amount", "debit", "credit"}:
            return columns, position + 1, len(cells)
        # Without headings, two columns can only be a day and its balance.
        begins = not any(cell.strip() for _, earlier in lines[:position] for cell in earlier)
        if begins and len(cells) == len(("date", "balance")) and is_date(cells[0]):
            return {"date": 0, "balance": 1}, position, len(cells)
    raise BadStatement(
        "Non si trovano le colonne: servono «data» e «saldo», oppure «data» e «importo» (o «dare» e «avere»)."
    )


def _headings(cells: list[str]) -> dict[str, int]:
    names = [_plain(cell) for cell in cells]
    return {
        column: names.index(heading)
        for column, headings in HEADINGS.items()
        if (heading := next((heading for heading in headings if heading in names), None))
    }


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.lower())
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    without_unit = re.sub(r"\(.*?\)|\beuro?\b|€|\bin\b", " ", ascii_only)
    return " ".join(re.sub(r"[^a-z ]", " ", without_unit).split())


def _row(number: int, cells: list[str], columns: dict[str, int]) -> Row:
    def cell(column: str) -> str:
        place = columns.get(column, len(cells))
        return cells[place] if place < len(cells) else ""

    return Row(
        line=number,
        date=cell("date"),
        balance=cell("balance"),
        amount=cell("amount"),
        debit=cell("debit"),
        credit=cell("credit"),
        description=cell("description"),
    )
