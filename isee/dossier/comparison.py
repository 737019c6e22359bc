"""Where a simulation and an attestation differ, line by line, and what usually is the cause."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from isee.calculation import Isee
from isee.models import AttestedLine, AttestedValue

Line = AttestedLine.Line
CENT = Decimal("0.01")
ROUNDING = "Un centesimo: è l'arrotondamento."
FOLLOWS = "Segue dalle righe diverse qui sopra."
# The lines that each sum is made of.
MADE_OF = {
    Line.ISR: (Line.INCOMES, Line.FIGURATIVE, Line.DEDUCTIONS),
    Line.ISP: (Line.SAVINGS, Line.SAVINGS_DEDUCTION, Line.REAL_ESTATE, Line.REAL_ESTATE_DEDUCTION),
    Line.ISE: (Line.ISR, Line.ISP),
    Line.SCALE: (Line.BASE, Line.ADDITIONS),
}


@dataclass(frozen=True)
class Compared:
    """One line on both sides, in euro or points of the scale; `attested` is None where nobody typed it."""

    label: str
    article: str
    simulated: Decimal
    attested: Decimal | None
    causes: tuple[str, ...] = ()
    in_points: bool = False
    is_total: bool = False

    @property
    def difference(self) -> Decimal | None:
        """What the attestation has more than the simulation."""
        return None if self.attested is None else self.attested - self.simulated

    @property
    def differs(self) -> bool:
        return bool(self.difference)


@dataclass(frozen=True)
class Comparison:
    """A value of an attestation beside the simulation of the same kind."""

    value: AttestedValue
    lines: tuple[Compared, ...]

    @property
    def result(self) -> Compared:
        return self.lines[-1]

    @property
    def has_lines(self) -> bool:
        """Whether any line of the paper was typed beside the ISEE itself."""
        return any(line.attested is not None for line in self.lines[:-1])


def compare(isee: Isee, value: AttestedValue) -> Comparison:
    """Put the lines of a simulation beside those of an attestation, with the usual causes of what differs."""
    attested = {Line(line.line): line.amount for line in value.lines.all()}
    gaps = {line: attested[line] - isee.step(line).amount for line in attested}
    lines = [_line(isee, line, attested.get(line), gaps) for line in Line]
    step, gap = isee.step("isee"), value.isee - isee.isee
    causes = tuple(_of_result(gap, gaps)) if gap else ()
    lines.append(Compared(step.label, step.article, isee.isee, value.isee, causes, is_total=True))
    return Comparison(value, tuple(lines))


def _line(
    isee: Isee, line: AttestedLine.Line, attested: Decimal | None, gaps: dict[AttestedLine.Line, Decimal]
) -> Compared:
    step, gap = isee.step(line), gaps.get(line, Decimal(0))
    causes: tuple[str, ...] = ()
    if gap:
        causes = tuple(_of_sum(line, gap, gaps) if line in MADE_OF else _of_line(isee, line, gap))
    return Compared(
        step.label,
        step.article,
        step.amount,
        attested,
        causes,
        in_points=line in AttestedLine.IN_POINTS,
        is_total=line in MADE_OF,
    )


def _of_result(gap: Decimal, gaps: dict[AttestedLine.Line, Decimal]) -> Iterator[str]:
    if any(gaps.get(line) for line in (Line.ISE, Line.SCALE)):
        yield FOLLOWS
    elif abs(gap) <= CENT:
        yield ROUNDING
    elif not gaps:
        yield "Trascrivi le righe del foglio: dicono da dove nasce la differenza."
    else:
        yield "Le righe sono uguali, il risultato no: può esserci una componente aggiuntiva (quadro FC9)."


def _of_sum(line: AttestedLine.Line, gap: Decimal, gaps: dict[AttestedLine.Line, Decimal]) -> Iterator[str]:
    if any(gaps.get(part) for part in MADE_OF[line]):
        yield FOLLOWS
    elif abs(gap) <= CENT:
        yield ROUNDING
    elif all(part in gaps for part in MADE_OF[line]):
        yield "Le righe di cui è fatta sono uguali: rileggi il foglio."
    else:
        yield "Non tutte le righe di cui è fatta sono trascritte: scrivile per vedere da dove viene."


def _of_line(isee: Isee, line: AttestedLine.Line, gap: Decimal) -> Iterator[str]:
    if abs(gap) <= CENT:
        yield ROUNDING
        return
    yield from CAUSES[line](isee, gap)


def _incomes(isee: Isee, gap: Decimal) -> Iterator[str]:
    year = isee.income_year
    if gap > 0:
        yield f"INPS conta redditi {year} che qui non sono scritti: chiedi CU, 730 e redditi esenti di tutti."
    else:
        yield f"Qui ci sono redditi {year} che INPS non conta, o una quota del 20% calcolata su un altro tipo."


def _figurative(isee: Isee, gap: Decimal) -> Iterator[str]:
    yield (
        "Il tasso usato da INPS può essere un altro, o i titoli sono diversi: il nostro tasso è quello della legge, "
        "non sempre già pubblicato da INPS."
    )


def _deductions(isee: Isee, gap: Decimal) -> Iterator[str]:
    if gap < 0:
        yield "INPS toglie meno canone: guarda se nella DSU c'è il contratto registrato, e la residenza."
    else:
        yield "INPS toglie più canone: guarda l'importo del contratto e quanti figli convivono."


def _savings(isee: Isee, gap: Decimal) -> Iterator[str]:
    if gap > 0:
        yield "INPS conta rapporti che qui non sono scritti: spesso è ciò che il foglio segnala come omissione."
    else:
        yield "Qui ci sono conti o titoli in più, oppure titoli di Stato e buoni già esclusi (art. 5, c. 4-bis)."
    yield f"Controlla saldo e giacenza del {isee.assets_year}: conta il più alto, persona per persona."


def _savings_deduction(isee: Isee, gap: Decimal) -> Iterator[str]:
    yield (
        "Non supera il patrimonio, quindi può seguire dalla riga sopra; altrimenti il nucleo della DSU è diverso, "
        "perché dipende da quanti sono i componenti e i figli."
    )


def _real_estate(isee: Isee, gap: Decimal) -> Iterator[str]:
    yield "Valore IMU o quota diversi, oppure un immobile in più o in meno: confronta con la visura."


def _real_estate_deduction(isee: Isee, gap: Decimal) -> Iterator[str]:
    if gap < 0:
        yield "Nella DSU la casa può non essere segnata come abitazione, o mancare il mutuo residuo."
    else:
        yield "Nella DSU c'è un mutuo, o una casa di abitazione, che qui non sono scritti."


def _base(isee: Isee, gap: Decimal) -> Iterator[str]:
    yield f"Il nucleo della DSU ha {'più' if gap > 0 else 'meno'} componenti: confronta il quadro A."


def _additions(isee: Isee, gap: Decimal) -> Iterator[str]:
    yield (
        f"La DSU dà {'più' if gap > 0 else 'meno'} maggiorazioni: figli, lavoro dei genitori di minorenni, disabilità. "
        "Spesso è una casella non spuntata."
    )


CAUSES: dict[AttestedLine.Line, Callable[[Isee, Decimal], Iterator[str]]] = {
    Line.INCOMES: _incomes,
    Line.FIGURATIVE: _figurative,
    Line.DEDUCTIONS: _deductions,
    Line.SAVINGS: _savings,
    Line.SAVINGS_DEDUCTION: _savings_deduction,
    Line.REAL_ESTATE: _real_estate,
    Line.REAL_ESTATE_DEDUCTION: _real_estate_deduction,
    Line.BASE: _base,
    Line.ADDITIONS: _additions,
}
