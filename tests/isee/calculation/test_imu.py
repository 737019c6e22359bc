"""The IMU value of a building or land, from its rendita."""

from datetime import date
from decimal import Decimal

import pytest

from isee.calculation import InvalidHousehold, NotInForce, imu_value

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("category", "value"),
    [
        ("A/2", "16800.00"),  # 100 x 1.05 x 160
        ("A/11", "16800.00"),
        ("A/10", "8400.00"),
        ("B/4", "14700.00"),
        ("C/1", "5775.00"),
        ("C/2", "16800.00"),
        ("C/3", "14700.00"),
        ("C/6", "16800.00"),
        ("D/1", "6825.00"),
        ("D/5", "8400.00"),
        ("T", "16875.00"),  # 100 x 1.25 x 135
        (" a / 2 ", "16800.00"),
    ],
)
def test_the_value_follows_from_rendita_and_category(category: str, value: str) -> None:
    assert imu_value(Decimal(100), category, DAY).amount == Decimal(value)


def test_the_published_home() -> None:
    found = imu_value(Decimal(951), "A/3", DAY)
    assert found.amount == 159_768
    assert found.article == "DPCM 159/2013, art. 5, c. 2"
    assert found.explanation == "951,00 euro × 1,05 × 160 = 159.768,00 euro."
    assert found.doubtful == ()


def test_a_quota_is_a_part_of_the_whole() -> None:
    found = imu_value(Decimal("333.33"), "A/2", DAY, Decimal("0.5"))
    # 333.33 x 168 = 55,999.44
    assert found.amount == Decimal("27999.72")
    assert found.explanation.endswith("= 55.999,44 euro; la quota del 50% vale 27.999,72 euro.")


def test_multipliers_that_we_remember_are_told_as_doubtful() -> None:
    assert [figure.name for figure in imu_value(Decimal(1), "C/1", DAY).doubtful] == [
        "imu.moltiplicatori_altri"
    ]


def test_whether_a_halved_base_counts_whole_is_told_as_doubtful() -> None:
    found = imu_value(Decimal(100), "A/2", DAY, reduced=True)
    assert found.amount == 16_800
    assert [figure.name for figure in found.doubtful] == ["imu.base_ridotta"]
    assert "chiedi a un CAF" in found.doubtful[0].note


@pytest.mark.parametrize("category", ["", "A", "A/0", "A/12", "C/8", "D/11", "E/1", "F/2", "box", "A/2/3"])
def test_a_category_that_is_none_is_refused(category: str) -> None:
    with pytest.raises(InvalidHousehold, match="scrivila come A/2, C/6 o D/1"):
        imu_value(Decimal(100), category, DAY)


@pytest.mark.parametrize("share", ["0", "-0.5", "1.01"])
def test_a_quota_beyond_the_whole_is_refused(share: str) -> None:
    with pytest.raises(InvalidHousehold, match="non oltre il 100%"):
        imu_value(Decimal(100), "A/2", DAY, Decimal(share))


def test_a_negative_rendita_is_refused() -> None:
    with pytest.raises(InvalidHousehold, match=r"^Rendita: l'importo non può essere negativo"):
        imu_value(Decimal(-1), "A/2", DAY)


def test_before_the_figures_are_known_it_is_refused() -> None:
    with pytest.raises(NotInForce):
        imu_value(Decimal(100), "A/2", date(2017, 6, 1))
