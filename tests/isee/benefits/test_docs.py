"""The page on rules: its examples are real, and no doubt is left out."""

import re
import tomllib
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from isee.benefits import check, national_rules, read_toml
from isee.calculation import Confidence

PAGE = (settings.BASE_DIR / "docs/benefits-rules.md").read_text()
WHOLE, *METHODS = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)


def test_the_example_in_full_is_a_good_rule() -> None:
    assert [rule.id for rule in read_toml(WHOLE, "the page")] == ["mensa-2026-27"]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: re.findall('kind = "(.+)"', method)[0])
def test_each_other_method_is_good_in_its_place(method: str) -> None:
    data: dict[str, Any] = tomllib.loads(WHOLE, parse_float=Decimal)
    data["amounts"][0]["amount"]["tariff"]["method"] = tomllib.loads(method, parse_float=Decimal)
    assert check(data) == []


def test_all_five_methods_are_shown() -> None:
    kinds = set(re.findall(r'^kind = "(\w+)"$', "\n".join([WHOLE, *METHODS]), re.MULTILINE))
    assert kinds == {"by_isee", "flat_bands", "percent_bands", "linear", "piecewise", "proportional"}


def test_every_doubtful_version_stands_in_the_table_with_its_doubt() -> None:
    doubtful = [rule for rule in national_rules() if rule.confidence is not Confidence.HIGH]
    assert re.findall(r"^\| `(.+?)` \| (.+) \|$", PAGE.partition("## What is doubtful")[2], re.MULTILINE) == [
        (rule.id, rule.doubt) for rule in doubtful
    ]
