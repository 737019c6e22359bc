"""The chart of a rule: its stretches are the numbers of the table, its points those of the drawing."""

from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from isee.benefits import Rule
from isee.rules.tariff_chart import chart_of, short, stretches_of
from tests.isee.benefits.make import local

D = Decimal


def tariff(method: dict[str, Any], **around: Any) -> Rule:
    return local({"method": method, **around})


FLAT = {"kind": "flat_bands", "bands": [{"over": 0, "upto": 5000, "price": 1}, {"over": 5000, "price": 3}]}
LINE = {"kind": "linear", "isee_min": 5000, "isee_max": 20000, "tariff_min": 1, "tariff_max": 5}


def numbers(rule: Rule) -> list[tuple[str, str]]:
    return [(each.where, each.words) for each in stretches_of(rule)]


def test_bands_are_flat_stretches() -> None:
    assert numbers(tariff(FLAT)) == [("fino a 5.000", "1,00"), ("oltre 5.000", "3,00")]


def test_a_line_has_a_beginning_and_an_end() -> None:
    assert numbers(tariff(LINE)) == [
        ("fino a 5.000", "1,00"),
        ("5.000 – 20.000", "1,00 – 5,00"),
        ("oltre 20.000", "5,00"),
    ]


def test_a_jump_is_a_gap_between_two_lines() -> None:
    chart = chart_of(tariff(FLAT))
    assert chart
    (_, end), (begin, _) = (line.split() for line in chart.lines)
    assert end.split(",")[0] == begin.split(",")[0]
    assert float(end.split(",")[1]) > float(begin.split(",")[1])


def test_the_second_child_has_a_line_of_its_own() -> None:
    chart = chart_of(tariff(FLAT, discounts=[{"from_child": 2, "percent": 30}], no_isee=5, non_resident=6))
    assert chart
    assert [each.second_words for each in chart.stretches] == ["0,70", "2,10"]
    assert len(chart.second_lines) == 2
    assert (chart.no_isee, chart.non_resident) == (D(5), D(6))


def test_above_the_threshold_there_is_nothing() -> None:
    rule = local(
        nature="benefit",
        thresholds=[{"upto": 9000}],
        amounts=[{"amount": {"kind": "fixed", "unit": "month", "amount": 80, "times": 12}}],
    )
    assert numbers(rule) == [("fino a 9.000", "960,00"), ("oltre 9.000", "nessuno")]


def test_a_share_is_drawn_as_a_percentage() -> None:
    share = {"kind": "share_of", "unit": "year", "percent": 25, "label": "TARI", "figure": "tari"}
    rule = local(nature="benefit", thresholds=[{"upto": 9000}], amounts=[{"amount": share}])
    chart = chart_of(rule)
    assert chart
    assert (chart.unit, chart.stretches[0].words) == ("percentuale di TARI", "25,00")


def test_an_amount_by_members_is_not_drawn() -> None:
    by_members = {"kind": "by_members", "unit": "once", "classes": [{"members": 1, "amount": 100}]}
    assert (
        chart_of(local(nature="benefit", thresholds=[{"upto": 9000}], amounts=[{"amount": by_members}]))
        is None
    )


def test_a_tariff_of_zero_can_be_drawn() -> None:
    chart = chart_of(tariff({"kind": "flat_bands", "bands": [{"over": 0, "price": 0}]}))
    assert chart
    assert chart.stretches[0].where == "qualunque"


@pytest.mark.parametrize("method", [FLAT, LINE])
def test_every_point_is_inside_the_drawing(method: dict[str, Any]) -> None:
    chart = chart_of(tariff(method))
    assert chart
    points = [point.split(",") for line in chart.lines for point in line.split()]
    assert all(
        chart.left <= float(x) <= chart.right and chart.top <= float(y) <= chart.floor for x, y in points
    )


def test_the_drawing_is_well_formed_named_and_without_commas_in_numbers() -> None:
    page = render_to_string("isee/rules/chart.html", {"chart": chart_of(tariff(LINE))})
    svg = ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314 # our own
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    assert "style" not in page
    for line in svg.iter("line"):
        assert [float(line.attrib[name]) for name in ("x1", "x2", "y1", "y2")]


def test_cents_are_written_where_there_are_some() -> None:
    assert [short(D("5000")), short(D("5500.5"))] == ["5.000", "5.500,50"]
