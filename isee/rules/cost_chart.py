"""Two rules side by side over the bands of ISEE: the bars of the money before and after."""

from dataclasses import dataclass
from decimal import Decimal

from isee.calculation.amounts import number
from isee.rules.rule_effects import BandCost, Comparison
from isee.rules.tariff_chart import short

WIDTH, LEFT, TOP, ROW, BAR = 640, 190, 8, 46, 15
# Room at the end of the longest bar for its figure.
END, GAP = 130, 8


@dataclass(frozen=True)
class Bar:
    """One band: its name, where it stands, how long its bars are, what they say."""

    label: str
    y: int
    before: float
    after: float
    before_words: str
    after_words: str

    @property
    def after_y(self) -> int:
        return self.y + BAR + 2

    @property
    def before_text(self) -> float:
        """Where the figure of the first bar stands: after its end."""
        return self.before + GAP

    @property
    def after_text(self) -> float:
        return self.after + GAP


@dataclass(frozen=True)
class CostChart:
    """The drawing; its numbers stand in the table under it."""

    bars: tuple[Bar, ...]
    description: str
    height: int
    width: int = WIDTH
    left: int = LEFT
    thickness: int = BAR


def chart_of(comparison: Comparison) -> CostChart | None:
    """Draw the money of each band; None where there is none to draw."""
    most = max(max(band.before.total, band.after.total) for band in comparison.bands)
    if not most:
        return None
    bars = tuple(_bar(band, place, most) for place, band in enumerate(comparison.bands))
    words = [f"{bar.label}: prima {bar.before_words}, dopo {bar.after_words} euro." for bar in bars]
    return CostChart(bars, " ".join(words), TOP + ROW * len(bars))


def _bar(band: BandCost, place: int, most: Decimal) -> Bar:
    before, after = band.before.total, band.after.total
    room = WIDTH - LEFT - END
    return Bar(
        label=f"oltre {short(band.over)}"
        if band.upto is None
        else f"{short(band.over)} – {short(band.upto)}",
        y=TOP + ROW * place,
        before=round(float(before / most) * room, 1),
        after=round(float(after / most) * room, 1),
        before_words=number(before),
        after_words=number(after),
    )
