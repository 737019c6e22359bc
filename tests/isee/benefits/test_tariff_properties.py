"""What holds for every tariff, tried on many invented ones; the same ones each time."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from isee.benefits import Nature, Tariff, tariff
from isee.benefits.amount_validation import check_bands, check_tariff
from isee.benefits.methods import (
    FlatBands,
    Linear,
    Method,
    PercentBands,
    Piece,
    Piecewise,
    PriceBand,
    Proportional,
    ShareBand,
    ends,
)
from isee.benefits.tariffs import ChildDiscount, Rounding, RoundingMode
from tests.isee.benefits.make import CENT

many = settings(max_examples=150, deadline=None, database=None, derandomize=True)

isees = st.integers(0, 6_000_000).map(lambda value: Decimal(value) / 100)
edges = st.lists(st.integers(1, 5_000_000), min_size=1, max_size=6, unique=True).map(
    lambda values: [Decimal(0), *(Decimal(value) / 100 for value in sorted(values))]
)
prices = st.integers(0, 3_000).map(lambda value: Decimal(value) / 100)


def rising(draw: st.DrawFn, how_many: int) -> list[Decimal]:
    return sorted(draw(st.lists(prices, min_size=how_many, max_size=how_many)))


@st.composite
def flat(draw: st.DrawFn) -> Method:
    over = draw(edges)
    rows = zip(over, [*over[1:], None], rising(draw, len(over)), strict=True)
    return FlatBands(tuple(PriceBand(*row) for row in rows), draw(st.booleans()))


@st.composite
def percentages(draw: st.DrawFn) -> Method:
    over = draw(edges)
    shares = sorted(draw(st.lists(st.integers(0, 100), min_size=len(over), max_size=len(over))))
    rows = zip(over, shares, [*over[1:], None], strict=True)
    bands = tuple(ShareBand(start, Decimal(share), upto) for start, share, upto in rows)
    return PercentBands(bands, draw(prices), draw(st.booleans()))


@st.composite
def linear(draw: st.DrawFn) -> Method:
    low = draw(isees)
    high = low + draw(st.integers(1, 3_000_000)) * CENT
    return Linear(low, high, *rising(draw, 2))


@st.composite
def piecewise(draw: st.DrawFn) -> Method:
    over = draw(edges)
    levels = iter(rising(draw, 2 * len(over)))
    pieces = []
    for start, upto in zip(over, [*over[1:], None], strict=True):
        first, last = next(levels), next(levels)
        pieces.append(Piece(start, upto, first, last if upto is not None and draw(st.booleans()) else None))
    return Piecewise(tuple(pieces), draw(st.booleans()))


@st.composite
def proportional(draw: st.DrawFn) -> Method:
    low = draw(isees)
    high = low + draw(st.integers(1, 3_000_000)) * CENT
    price, reference = draw(prices), draw(st.integers(1, 60_000).map(Decimal))
    below = low * price / reference * draw(st.sampled_from([0, 1])) / 2
    above = high * price / reference + draw(prices)
    return Proportional(low, high, price, reference, below, above, draw(st.booleans()))


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    method = draw(st.one_of(flat(), percentages(), linear(), piecewise(), proportional()))
    step = draw(st.sampled_from([CENT, Decimal("0.05"), Decimal("0.50"), Decimal(1)]))
    low, high = rising(draw, 2)
    return Tariff(
        method,
        Rounding(step, draw(st.sampled_from(RoundingMode))),
        draw(st.sampled_from([None, low])),
        draw(st.sampled_from([None, high])),
        discounts=(ChildDiscount(2, Decimal(draw(st.integers(0, 100)))),),
    )


def paid(rule: Tariff, isee: Decimal, child: int = 1) -> Decimal:
    amount = tariff(rule, isee, child=child).amount
    assert amount is not None
    return amount


@many
@given(tariffs(), isees, isees, st.integers(1, 3))
def test_who_has_less_never_pays_more(rule: Tariff, one: Decimal, other: Decimal, child: int) -> None:
    assert paid(rule, min(one, other), child) <= paid(rule, max(one, other), child)


@many
@given(tariffs(), st.integers(1, 3))
def test_the_order_holds_at_every_edge_and_a_cent_around(rule: Tariff, child: int) -> None:
    around = [max(end + step, Decimal(0)) for end in ends(rule.method) for step in (-CENT, Decimal(0), CENT)]
    amounts = [paid(rule, isee, child) for isee in sorted(around)]
    assert amounts == sorted(amounts)


@many
@given(tariffs(), isees, st.integers(1, 3))
def test_a_price_is_never_negative_and_stays_on_its_step(rule: Tariff, isee: Decimal, child: int) -> None:
    amount = paid(rule, isee, child)
    assert amount >= 0
    assert amount % rule.rounding.step == 0
    assert amount == amount.quantize(CENT)


@many
@given(tariffs(), isees)
def test_a_second_child_never_pays_more_than_the_first(rule: Tariff, isee: Decimal) -> None:
    assert paid(rule, isee, 2) <= paid(rule, isee, 1)


@many
@given(tariffs())
def test_a_rising_tariff_has_nothing_to_correct(rule: Tariff) -> None:
    assert list(check_tariff(rule, "tariff", Nature.TARIFF)) == []


@many
@given(linear(), isees)
def test_the_linear_method_has_no_jump(method: Linear, isee: Decimal) -> None:
    slope = (method.tariff_max - method.tariff_min) / (method.isee_max - method.isee_min)
    before, after = method.price(isee)[0], method.price(isee + CENT)[0]
    assert before is not None
    assert after is not None
    assert 0 <= after - before <= slope * CENT + Decimal("1e-20")


@many
@given(edges, st.data())
def test_pieces_that_meet_have_no_jump(over: list[Decimal], draw: st.DataObject) -> None:
    levels = sorted(draw.draw(st.lists(prices, min_size=len(over), max_size=len(over))))
    lines = [
        Piece(start, upto, first, last)
        for start, upto, first, last in zip(over, over[1:], levels, levels[1:], strict=False)
    ]
    method = Piecewise((*lines, Piece(over[-1], None, levels[-1])))
    for end, level in zip(over[1:], levels[1:], strict=True):
        at_end, a_little_after = method.price(end)[0], method.price(end + Decimal("1e-12"))[0]
        assert at_end is not None
        assert a_little_after is not None
        assert at_end == level
        assert abs(a_little_after - level) < Decimal("1e-8")


@many
@given(edges, st.data())
def test_a_gap_or_an_overlap_is_always_refused(over: list[Decimal], draw: st.DataObject) -> None:
    bands = [PriceBand(start, upto, Decimal(1)) for start, upto in zip(over, [*over[1:], None], strict=True)]
    assert list(check_bands(bands, "bands")) == []
    position = draw.draw(st.integers(1, len(bands) - 1))
    moved = draw.draw(st.sampled_from([CENT, -CENT, Decimal(1), Decimal(-1)]))
    bands[position] = replace(bands[position], over=bands[position].over + moved)
    problems = list(check_bands(bands, "bands"))
    assert f"bands[{position}].over" in {each.path for each in problems}
    word = "un vuoto" if moved > 0 else "una sovrapposizione"
    assert any(word in each.sentence for each in problems)
