"""The amount of a rule over the ISEE: the stretches between its edges, as numbers and as points of a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from isee.benefits import Facts, Rule
from isee.benefits.dues import Amount, ByIsee, ShareOf
from isee.benefits.methods import band_of
from isee.benefits.words import of
from isee.calculation.amounts import CENT, ZERO, number

# The drawing, in its own units: room on the left for euro, below for the ISEE.
WIDTH, HEIGHT = 400, 240
LEFT, RIGHT, TOP, BOTTOM = 50, 16, 14, 34
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
    def where(self) -> str:
        """The ISEE of the stretch: «fino a 5.000», «5.000 – 20.000», «oltre 20.000»."""
        if self.upto is None:
            return f"oltre {short(self.over)}" if self.over else "qualunque"
        return f"{short(self.over)} – {short(self.upto)}" if self.over else f"fino a {short(self.upto)}"

    @property
    def words(self) -> str:
        """What is paid or given."""
        return between(self.first, self.last)

    @property
    def second_words(self) -> str:
        """The same for the second child."""
        return between(self.second_first, self.second_last)


def short(amount: Decimal) -> str:
    """Write a number, without cents where there are none."""
    return number(amount).removesuffix(",00")


def between(first: Decimal | None, last: Decimal | None) -> str:
    """Write one number, or two with a dash; «nessuno» where nothing is due or known."""
    if first is None or last is None:
        return "nessuno"
    return number(first) if first == last else f"{number(first)} – {number(last)}"


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
    unit: str
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
    unit = unit_words(rule.amounts[0].amount)
    scale = _Scale(end, top)
    tariff = next((band.amount.tariff for band in rule.amounts if isinstance(band.amount, ByIsee)), None)
    return Chart(
        title=f"{rule.name}: {unit} secondo l'ISEE",
        description=" ".join(f"ISEE {each.where}: {each.words}." for each in stretches),
        unit=unit,
        stretches=stretches,
        lines=tuple(scale.lines((each.over, each.upto, each.first, each.last) for each in stretches)),
        second_lines=tuple(
            scale.lines((each.over, each.upto, each.second_first, each.second_last) for each in stretches)
        ),
        across=tuple(Tick(scale.x(at), short(at)) for at in _grid(end)),
        up=tuple(Tick(scale.y(at), short(at)) for at in _grid(top)),
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
    if isinstance(band.amount, ShareOf):
        return band.amount.percent
    due = band.amount.due(Facts(resident=True, child=child), isee, rule.valid_from)
    return due.total if due.total is not None else due.amount


def unit_words(amount: Amount) -> str:
    """Say what the numbers are: euro for a unit, or a percentage of a sum."""
    if isinstance(amount, ShareOf):
        return f"percentuale {of(amount.label)}"
    return f"euro {amount.unit.label}"


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
