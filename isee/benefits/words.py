"""How a benefit is said in Italian: prepositions and articles that melt into the word that follows."""

import re
from decimal import Decimal

from isee.benefits.methods import HUNDRED
from isee.calculation.amounts import percent

WITH_ARTICLE = {
    "il ": "del ", "lo ": "dello ", "la ": "della ", "l'": "dell'", "i ": "dei ", "gli ": "degli ", "le ": "delle ",
}  # fmt: skip
# Uno, otto, undici: numbers whose name begins with a vowel.
BEGINS_WITH_VOWEL = re.compile(r"(1|11|8\d*)(?!\d)")


def of(name: str) -> str:
    """Say of what: «la TARI dovuta» is «della TARI dovuta»; without an article, «di TARI dovuta»."""
    article = next((each for each in WITH_ARTICLE if name.startswith(each)), "")
    return WITH_ARTICLE[article] + name.removeprefix(article) if article else f"di {name}"


def share(hundredths: Decimal, name: str) -> str:
    """Say a share of a sum, with its article: 25 of «la TARI» is «il 25% della TARI», 80 «l'80% della TARI»."""
    written = percent(hundredths / HUNDRED)
    article = "l'" if BEGINS_WITH_VOWEL.match(written) else "il "
    return f"{article}{written} {of(name)}"
