"""The amount of a rule over the ISEE: the stretches between its edges, as numbers and as points of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from isee.benefits import Facts, Rule
from isee.benefits.dues import ByIsee, Unit
from isee.benefits.methods import band_of
from isee.calculation.amounts import CENT, ZERO, number

# The drawing, in its own units: room on the left for euro, below for the ISEE.
WIDTH, HEIGHT = 560, 260
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 14, 34
# Beyond the last edge the chart goes on by this share, for the open band to be seen.
BEYOND = Decimal("1.2")
ALONE = Decimal(20_000)
STEPS = 4


@dataclass(frozen=True)
class Stretch:
    """From one ISEE to another: what is paid or given at its beginning and at its end, in euro.

    None where it is not due, or not known. `upto` None is the open end.
    """

    over: Decimal
    upto: Decimal | None
    first: Decimal | None
    last: Decimal | None
    second_first: Decimal | None = None
    second_last: Decimal | None = None

    @property
    def is_flat(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Tick:
    """A line of the grid: where it stands, what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawing and its table. `lines` are the points of each stretch, as SVG takes them."""

    title: str
    description: str
    unit: Unit
    stretches: tuple[Stretch, ...]
    lines: tuple[str, ...]
    second_lines: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    no_isee: Decimal | None
    non_resident: Decimal | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM


def chart_of(rule: Rule) -> Chart | None:
    """Draw a rule over the ISEE, for a resident household; None where the amount does not follow the ISEE alone."""
    stretches = stretches_of(rule)
    known = [amount for each in stretches for amount in (each.first, each.last) if amount is not None]
    if not known:
        return None
    edges = rule.ends()
    end = (edges[-1] if edges else ALONE) * BEYOND or ALONE
    top = max(known) * Decimal("1.1") or Decimal(1)
    unit = rule.amounts[0].amount.unit
    scale = _Scale(end, top)
    tariff = next((band.amount.tariff for band in rule.amounts if isinstance(band.amount, ByIsee)), None)
    words = [_words(each) for each in stretches]
    return Chart(
        title=f"{rule.name}: importo {unit.label} secondo l'ISEE",
        description=" ".join(words),
        unit=unit,
        stretches=stretches,
        lines=tuple(scale.lines((each.over, each.upto, each.first, each.last) for each in stretches)),
        second_lines=tuple(
            scale.lines((each.over, each.upto, each.second_first, each.second_last) for each in stretches)
        ),
        across=tuple(Tick(scale.x(at), _thousands(at)) for at in _grid(end)),
        up=tuple(Tick(scale.y(at), number(at)) for at in _grid(top)),
        no_isee=tariff.no_isee if tariff else None,
        non_resident=tariff.non_resident if tariff else None,
    )


def stretches_of(rule: Rule) -> tuple[Stretch, ...]:
    """Cut the ISEE at every edge of the rule. The amounts are those just inside: the edge's own cent is its band's."""
    edges = [ZERO, *(each for each in rule.ends() if each > 0), None]
    has_second = any(
        isinstance(band.amount, ByIsee) and band.amount.tariff.discounts for band in rule.amounts
    )
    found = []
    for over, upto in pairwise(edges):
        assert over is not None  # noqa: S101 # only the last one is open
        begin = over + CENT if over else over
        end = upto if upto is not None else over + ALONE
        seconds = [amount_at(rule, isee, child=2) if has_second else None for isee in (begin, end)]
        found.append(Stretch(over, upto, amount_at(rule, begin), amount_at(rule, end), *seconds))
    return tuple(found)


def amount_at(rule: Rule, isee: Decimal, child: int = 1) -> Decimal | None:
    """The euro of a resident household with this ISEE; None where nothing is due, or it is not known."""
    thresholds = rule.thresholds
    if thresholds and not any(each.admits(isee) for each in thresholds):
        return None
    band = band_of(rule.amounts, isee, rule.upto_included)
    if band is None:
        return None
    due = band.amount.due(Facts(resident=True, child=child), isee, rule.valid_from)
    return due.total if due.total is not None else due.amount


def _words(each: Stretch) -> str:
    where = f"Da {number(each.over)} a {number(each.upto)}" if each.upto else f"Oltre {number(each.over)}"
    if each.first is None or each.last is None:
        return f"{where}: nessun importo."
    what = number(each.first) if each.is_flat else f"da {number(each.first)} a {number(each.last)}"
    return f"{where}: {what} euro."


@dataclass(frozen=True)
class _Scale:
    end: Decimal
    top: Decimal

    def x(self, isee: Decimal) -> float:
        return round(LEFT + float(min(isee, self.end) / self.end) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, amount: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float(amount / self.top) * (HEIGHT - TOP - BOTTOM), 1)

    def lines(
        self, pieces: Iterable[tuple[Decimal, Decimal | None, Decimal | None, Decimal | None]]
    ) -> Iterable[str]:
        for over, upto, first, last in pieces:
            if first is not None and last is not None:
                end = self.end if upto is None else upto
                yield f"{self.x(over)},{self.y(first)} {self.x(end)},{self.y(last)}"


def _grid(end: Decimal) -> list[Decimal]:
    """Round values from zero on, some four of them."""
    rough = end / STEPS
    power = Decimal(10) ** rough.adjusted()
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return [step * times for times in range(int(end / step) + 1)]


def _thousands(amount: Decimal) -> str:
    return f"{amount:,.0f}".replace(",", ".")
