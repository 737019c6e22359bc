"""Shares of a sum, said as one says them."""

from decimal import Decimal

import pytest

from isee.benefits.words import of, share


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("la TARI dovuta", "della TARI dovuta"),
        ("il canone", "del canone"),
        ("lo sconto", "dello sconto"),
        ("l'affitto dell'anno", "dell'affitto dell'anno"),
        ("i costi", "dei costi"),
        ("gli affitti", "degli affitti"),
        ("le spese", "delle spese"),
        ("TARI dovuta", "di TARI dovuta"),
        ("lavori di casa", "di lavori di casa"),
    ],
)
def test_the_preposition_takes_the_article_in(name: str, words: str) -> None:
    assert of(name) == words


@pytest.mark.parametrize(
    ("hundredths", "words"),
    [
        ("25", "il 25% della TARI"),
        ("12.5", "il 12,5% della TARI"),
        ("100", "il 100% della TARI"),
        ("18", "il 18% della TARI"),
        ("80", "l'80% della TARI"),
        ("8", "l'8% della TARI"),
        ("8.5", "l'8,5% della TARI"),
        ("11", "l'11% della TARI"),
        ("1", "l'1% della TARI"),
        ("10", "il 10% della TARI"),
        ("110", "il 110% della TARI"),
    ],
)
def test_a_number_has_its_article(hundredths: str, words: str) -> None:
    assert share(Decimal(hundredths), "la TARI") == words
