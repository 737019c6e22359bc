"""The kinds of ISEE."""

from enum import StrEnum


class Regime(StrEnum):
    """Which figures hold for the home and the children: the ordinary ones, or those of L. 199/2025."""

    ORDINARY = "ordinario"
    FAMILY = "familiari_inclusione"


class Kind(StrEnum):
    """Which ISEE: it decides the household, what is added, and the figures."""

    ORDINARY = "ordinary"
    MINORS = "minors"
    UNIVERSITY = "university"
    SOCIO_HEALTH = "socio_health"
    RESIDENTIAL = "residential"
    DOCTORATE = "doctorate"
    CORRENTE = "corrente"
    FAMILY = "family"

    @property
    def label(self) -> str:
        """Return the Italian name shown to the operator."""
        return KINDS[self][0]

    @property
    def article(self) -> str:
        """Return the act and article that provide for it."""
        return KINDS[self][1]


KINDS = {
    Kind.ORDINARY: ("Ordinario", "DPCM 159/2013, art. 2 e 3"),
    Kind.MINORS: ("Minorenni", "DPCM 159/2013, art. 7"),
    Kind.UNIVERSITY: ("Università", "DPCM 159/2013, art. 8"),
    Kind.SOCIO_HEALTH: ("Sociosanitario", "DPCM 159/2013, art. 6"),
    Kind.RESIDENTIAL: ("Sociosanitario residenze", "DPCM 159/2013, art. 6, c. 3"),
    Kind.DOCTORATE: ("Dottorato di ricerca", "DPCM 159/2013, art. 8, c. 4"),
    Kind.CORRENTE: ("Corrente", "DPCM 159/2013, art. 9"),
    Kind.FAMILY: ("Prestazioni familiari e per l'inclusione", "L. 199/2025, art. 1, c. 208"),
}
