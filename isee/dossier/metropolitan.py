"""The Comuni that are the capital of a metropolitan city: there the home counts less for the families' benefits."""

from isee.models import Dossier

# L. 199/2025, art. 1, c. 208, as DSU and CAF list them; the capital alone, not the towns around it.
CAPITALS = frozenset(
    {
        "bari",
        "bologna",
        "cagliari",
        "catania",
        "firenze",
        "genova",
        "messina",
        "milano",
        "napoli",
        "palermo",
        "reggio calabria",
        "roma",
        "sassari",
        "torino",
        "venezia",
    }
)


def is_capital(town: str) -> bool:
    """Whether a Comune, by its name alone, is the capital of a metropolitan city."""
    return " ".join(town.casefold().split()) in CAPITALS


def in_capital(dossier: Dossier) -> bool:
    """Whether the home of a dossier stands in such a capital: what the operator said, else by the Comune's name."""
    said = dossier.in_metropolitan_capital
    return is_capital(dossier.home_town) if said is None else said
