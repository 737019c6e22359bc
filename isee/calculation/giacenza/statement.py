"""A bank statement: daily balances, or movements from which they follow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from isee.calculation.amounts import ZERO, euro
from isee.calculation.giacenza.average import ONE_DAY, Giacenza, giacenza, periods
from isee.calculation.giacenza.cells import Unclear, decimal_mark, parse_amount, parse_date
from isee.calculation.giacenza.table import BadStatement, Row, Table, read_table

FIRST_BALANCE = ("saldo iniziale", "saldo precedente", "opening balance")
LAST_BALANCE = ("saldo finale", "saldo di chiusura", "closing balance")
# A statement of movements that stops earlier was perhaps asked too soon.
QUIET_DAYS = 31


@dataclass(frozen=True, slots=True)
class Entry:
    """One line understood: its day, what moved, the balance after it; None what it does not say."""

    line: int
    day: date
    moved: Decimal | None
    balance: Decimal | None


@dataclass
class Statement:
    """The lines in order of time, and the balances before the first and after the last."""

    entries: list[Entry]
    opening: Decimal | None
    closing: Decimal | None
    has_movements: bool
    warnings: list[str]


def read(
    content: bytes,
    year: int,
    on: date,
    *,
    opening: Decimal | None = None,
    closing: Decimal | None = None,
) -> Giacenza:
    """Read an account's CSV and return saldo and giacenza media of a year, for a DSU of a day.

    The file holds a balance for each day, or movements: then `opening` is the balance before the first of them,
    `closing` the one after the last, in euro; one is needed when the file says neither. Raises BadStatement
    with an Italian sentence for each thing wrong, NotInForce when the divisor is not known for that day.
    """
    statement = _statement(read_table(content), opening, closing)
    points, before = _points(statement)
    if not any(day.year == year for day, _ in points):
        raise BadStatement(
            f"Il file va dal {points[0][0]:%d/%m/%Y} al {points[-1][0]:%d/%m/%Y}: non ha nessun giorno del {year}."
        )
    warnings = [*statement.warnings, *_gaps(statement, points, before, year)]
    return giacenza(list(periods(points, before, year)), year, on, warnings)


def _statement(table: Table, opening: Decimal | None, closing: Decimal | None) -> Statement:
    numbers = [cell for row in table.rows for cell in (row.balance, row.amount, row.debit, row.credit)]
    try:
        mark = decimal_mark(numbers)
    except Unclear as error:
        raise BadStatement(f"Nel file {error}") from error
    statement = Statement([], opening, closing, table.has_movements, [])
    wrong: list[str] = []
    for row in table.rows:
        try:
            _add(statement, row, lambda cell: parse_amount(cell, mark))
        except Unclear as error:
            wrong.append(f"Riga {row.line}: {error}")
    if wrong:
        raise BadStatement(*wrong)
    if not statement.entries:
        raise BadStatement("Il file non ha nessuna riga con una data e un importo.")
    _put_in_order(statement.entries)
    return statement


def _add(statement: Statement, row: Row, amount: Callable[[str], Decimal]) -> None:
    told = " ".join(row.description.lower().split())
    value = row.balance.strip() or row.amount.strip() or row.credit.strip() or row.debit.strip()
    # What the operator typed wins over what the file says.
    if told.startswith(FIRST_BALANCE) and value:
        statement.opening = amount(value) if statement.opening is None else statement.opening
    elif told.startswith(LAST_BALANCE) and value:
        statement.closing = amount(value) if statement.closing is None else statement.closing
    elif row.date.strip():
        entry = _entry(row, amount)
        if entry is not None:
            statement.entries.append(entry)
    elif not told.startswith(("totale", "totali", "total")):
        raise Unclear("manca la data.")


def _entry(row: Row, amount: Callable[[str], Decimal]) -> Entry | None:
    day = parse_date(row.date)
    balance = amount(row.balance) if row.balance.strip() else None
    moved = amount(row.amount) if row.amount.strip() else None
    if row.credit.strip() or row.debit.strip():
        # Some banks write what goes out with its sign, some without.
        moved = (amount(row.credit) if row.credit.strip() else ZERO) - (
            abs(amount(row.debit)) if row.debit.strip() else ZERO
        )
    if balance is None and moved is None:
        raise Unclear("manca l'importo.")
    return Entry(row.line, day, moved, balance)


def _put_in_order(entries: list[Entry]) -> None:
    """Order by day; within a day the file's own order, backwards when the newest line is the first."""
    if entries[0].day > entries[-1].day:
        entries.reverse()
    entries.sort(key=lambda entry: entry.day)


def _points(statement: Statement) -> tuple[list[tuple[date, Decimal]], Decimal | None]:
    """Return the balance at the end of each day told, and the one before the first, when it is known."""
    if all(entry.balance is not None for entry in statement.entries):
        return _from_balances(statement)
    return _from_movements(statement)


def _from_balances(statement: Statement) -> tuple[list[tuple[date, Decimal]], Decimal | None]:
    last_of_day: dict[date, Decimal] = {}
    for entry in statement.entries:
        balance = entry.balance or ZERO
        if not statement.has_movements and last_of_day.get(entry.day, balance) != balance:
            statement.warnings.append(f"Riga {entry.line}: il {_day(entry.day)} ha più saldi, vale l'ultimo.")
        last_of_day[entry.day] = balance
    for earlier, later in pairwise(statement.entries):
        expected = (earlier.balance or ZERO) + (later.moved or ZERO)
        if later.moved is not None and later.balance != expected:
            statement.warnings.append(
                f"Riga {later.line}: il saldo non torna con la riga prima, forse manca qualche movimento."
            )
    first = statement.entries[0]
    before = statement.opening
    if before is None and first.moved is not None and first.balance is not None:
        before = first.balance - first.moved
    return list(last_of_day.items()), before


def _from_movements(statement: Statement) -> tuple[list[tuple[date, Decimal]], Decimal]:
    moved = sum((entry.moved or ZERO for entry in statement.entries), ZERO)
    opening, closing = statement.opening, statement.closing
    if opening is None and closing is None:
        opening = _before_first_balance(statement.entries)
    if opening is None and closing is None:
        raise BadStatement("Il file ha solo movimenti: scrivi il saldo iniziale o quello finale.")
    if opening is None:
        opening = (closing or ZERO) - moved
    elif closing is not None and opening + moved != closing:
        raise BadStatement(
            f"Il saldo iniziale con i movimenti fa {euro(opening + moved)}, ma quello finale è {euro(closing)}: "
            "manca qualche movimento, o uno dei due saldi è sbagliato."
        )
    points: dict[date, Decimal] = {}
    balance = opening
    for entry in statement.entries:
        balance += entry.moved or ZERO
        points[entry.day] = balance
    return list(points.items()), opening


def _before_first_balance(entries: list[Entry]) -> Decimal | None:
    """Go back from the first balance told, over what moved until then; None when no line tells one."""
    moved = ZERO
    for entry in entries:
        moved += entry.moved or ZERO
        if entry.balance is not None:
            return entry.balance - moved
    return None


def _gaps(
    statement: Statement, points: list[tuple[date, Decimal]], before: Decimal | None, year: int
) -> list[str]:
    """Say which days of the year have no balance of their own."""
    first = next(day for day, _ in points if day.year >= year)
    begin, last = date(year, 1, 1), points[-1][0]
    told = []
    if before is None and points[0][0] > begin:
        told.append(
            f"Fino al {_day(first - ONE_DAY)} il saldo non si sa e vale zero: va bene solo se il conto è nuovo."
        )
    end = date(year, 12, 31)
    if statement.has_movements:
        if (end - last).days > QUIET_DAYS:
            told.append(f"L'ultima riga è del {_day(last)}: controlla che il file arrivi al {_day(end)}.")
        return told
    days = [day for day, _ in points if begin <= day <= end]
    missing = sum((later - earlier).days - 1 for earlier, later in pairwise(days))
    if missing:
        told.append(f"Mancano {missing} giorni in mezzo: vale il saldo del giorno prima.")
    if last < end:
        told.append(f"L'ultimo saldo è del {_day(last)}: vale fino al {_day(end)}.")
    return told


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
