"""What may be mistyped on an attestation: it warns and never forbids, since the paper is INPS's."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from isee.calculation import Kind
from isee.models import Attestation, AttestedLine

PROTOCOL = re.compile(r"INPS-ISEE-(\d{4})-\d{8}[A-Z]-\d{2}")
Line = AttestedLine.Line
CENT = Decimal("0.01")
FIFTH = Decimal("0.2")  # art. 2, c. 3
LONGEST_CORRENTE = 184  # days of six months
FIRST_FAMILY_YEAR = 2026


def doubts_of(attestation: Attestation) -> list[str]:
    """Why an attestation with its values may be mistyped, in sentences."""
    year = attestation.dossier.year
    found = [*_of_protocol(attestation.protocol, year), *_of_validity(attestation)]
    for value in attestation.values.all():
        if value.kind == Kind.FAMILY and year < FIRST_FAMILY_YEAR:
            found.append(
                f"L'ISEE per le prestazioni familiari c'è dal {FIRST_FAMILY_YEAR}: rileggi il foglio."
            )
        lines = {Line(line.line): line.amount for line in value.lines.all()}
        found += [f"{sentence}: rileggi il foglio." for sentence in _of_lines(lines, value.isee)]
    return found


def _of_protocol(protocol: str, year: int) -> Iterator[str]:
    read = PROTOCOL.fullmatch(protocol)
    if read is None:
        yield (
            f"Il protocollo «{protocol}» non ha la forma solita, INPS-ISEE-{year}-12345678X-00: "
            "rileggilo dal foglio."
        )
    elif int(read[1]) != year:
        yield f"Il protocollo è di una DSU {read[1]}, il fascicolo è per la DSU {year}: controlla il foglio."


def _of_validity(attestation: Attestation) -> Iterator[str]:
    last_day = date(attestation.dossier.year, 12, 31)
    if attestation.corrente:
        days = (attestation.valid_to - attestation.issued_on).days
        if attestation.valid_to != last_day and days > LONGEST_CORRENTE:
            yield (
                "Un ISEE corrente vale sei mesi, o fino al 31 dicembre se aggiorna il patrimonio: "
                "controlla la scadenza."
            )
    elif attestation.valid_to != last_day:
        yield f"Un'attestazione della DSU {last_day.year} vale fino al 31/12/{last_day.year}: controlla la scadenza."


def _of_lines(lines: Mapping[AttestedLine.Line, Decimal], isee: Decimal) -> Iterator[str]:
    """The sums of the paper, each only where all that it needs was typed."""

    def has(*wanted: AttestedLine.Line) -> bool:
        return all(line in lines for line in wanted)

    if has(Line.INCOMES, Line.FIGURATIVE, Line.DEDUCTIONS, Line.ISR):
        total = lines[Line.INCOMES] + lines[Line.FIGURATIVE] - lines[Line.DEDUCTIONS]
        if _differ(max(total, Decimal(0)), lines[Line.ISR]):
            yield "L'ISR trascritto non è redditi più reddito figurativo meno detrazioni"
    if has(Line.SAVINGS, Line.SAVINGS_DEDUCTION, Line.REAL_ESTATE, Line.REAL_ESTATE_DEDUCTION, Line.ISP):
        savings = lines[Line.SAVINGS] - lines[Line.SAVINGS_DEDUCTION]
        estate = lines[Line.REAL_ESTATE] - lines[Line.REAL_ESTATE_DEDUCTION]
        if _differ(savings + estate, lines[Line.ISP]):
            yield "L'ISP trascritto non è la somma dei patrimoni meno le detrazioni"
    if has(Line.ISR, Line.ISP, Line.ISE) and _differ(
        lines[Line.ISR] + FIFTH * lines[Line.ISP], lines[Line.ISE]
    ):
        yield "L'ISE trascritto non è l'ISR più il 20% dell'ISP"
    if has(Line.BASE, Line.ADDITIONS, Line.SCALE) and (
        lines[Line.BASE] + lines[Line.ADDITIONS] != lines[Line.SCALE]
    ):
        yield "La scala trascritta non è parametro più maggiorazioni"
    if has(Line.ISE, Line.SCALE) and lines[Line.SCALE] and _differ(lines[Line.ISE] / lines[Line.SCALE], isee):
        yield "L'ISEE trascritto non è l'ISE diviso per la scala"


def _differ(computed: Decimal, typed: Decimal) -> bool:
    """By more than a cent, which rounding alone explains."""
    return abs(computed - typed) > CENT
