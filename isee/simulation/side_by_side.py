"""Every ISEE that makes sense for a dossier, side by side: what each is, and what it is used for."""

from collections.abc import Iterable
from dataclasses import dataclass

from isee import calculation
from isee.calculation import Alternative, InvalidHousehold, Isee, Kind, NotInForce
from isee.calculation.nuclei import CHOICE
from isee.dossier.households import Simulation, asked_kinds, declaration_of, simulate
from isee.models import Dossier

# What names a kind in an address, and for which benefits it is the one that counts: the act is that of the kind.
SLUGS_AND_USES: dict[Kind, tuple[str, str]] = {
    Kind.ORDINARY: (
        "ordinario",
        "Conta per tutto quello che non chiede un altro ISEE: tariffe del Comune, bonus sociali.",
    ),
    Kind.MINORS: (
        "minorenni",
        "Conta per le prestazioni ai figli minorenni, come nido e mensa.",
    ),
    Kind.UNIVERSITY: ("universita", "Conta per tasse, borse di studio e mense dell'università."),
    Kind.SOCIO_HEALTH: (
        "sociosanitario",
        "Conta per l'assistenza a casa e gli aiuti a una persona adulta con disabilità.",
    ),
    Kind.RESIDENTIAL: ("residenze", "Conta per la retta di una residenza assistita."),
    Kind.DOCTORATE: ("dottorato", "Conta per le prestazioni a chi fa un dottorato di ricerca."),
    Kind.CORRENTE: ("corrente", "Finché vale, conta al posto dell'ISEE che aggiorna."),
    Kind.FAMILY: (
        "famiglia",
        "Conta per assegno di inclusione, supporto formazione e lavoro, assegno unico, bonus nido e nuovi nati.",
    ),
}


@dataclass(frozen=True)
class Side:
    """One kind of ISEE of a dossier, beside the others; `alternative` is the way of computing it that is shown."""

    kind: Kind
    simulation: Simulation
    is_asked: bool
    chosen: int = 0

    @property
    def slug(self) -> str:
        """What names it in an address."""
        return SLUGS_AND_USES[self.kind][0]

    @property
    def use(self) -> str:
        """For which benefits it is the one that counts."""
        return SLUGS_AND_USES[self.kind][1]

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        return self.simulation.outcome.alternatives if self.simulation.outcome else ()

    @property
    def alternative(self) -> Alternative | None:
        """The way that is shown: the one chosen, or else the first."""
        if not self.alternatives:
            return None
        return self.alternatives[self.chosen if self.chosen < len(self.alternatives) else 0]

    @property
    def isee(self) -> Isee | None:
        return self.alternative.isee if self.alternative else None

    @property
    def is_choice(self) -> bool:
        """Whether who asks may choose among its ways: then the lowest, which comes first, is the better one."""
        return self.kind in CHOICE and len(self.alternatives) > 1

    @property
    def left_out(self) -> list[str]:
        """The names of whom the dossier speaks, and who are not in the household."""
        verdicts = self.alternative.nucleo.verdicts if self.alternative else ()
        return [verdict.name for verdict in verdicts if not verdict.belongs]


def sides_of(dossier: Dossier) -> tuple[Side, ...]:
    """Every kind that makes sense or is asked for, in the order of the decree; the dossier is fetched whole."""
    asked = asked_kinds(dossier)
    kinds = {*asked, *_applicable(dossier)}
    return tuple(Side(kind, simulate(dossier, kind), kind in asked) for kind in Kind if kind in kinds)


def side_named(sides: Iterable[Side], slug: str) -> Side:
    """The one that an address names; the ordinary one, always there, for any other word."""
    by_slug = {side.slug: side for side in sides}
    return by_slug.get(slug, by_slug[SLUGS_AND_USES[Kind.ORDINARY][0]])


def kind_named(slug: str) -> Kind:
    """The kind that an address names; the ordinary one for any other word."""
    return next((kind for kind, (name, _) in SLUGS_AND_USES.items() if name == slug), Kind.ORDINARY)


def _applicable(dossier: Dossier) -> tuple[Kind, ...]:
    """The kinds that make sense; none beside those asked for while the dossier makes no declaration."""
    if dossier.year not in calculation.supported_years():
        return ()
    try:
        return calculation.applicable_kinds(declaration_of(dossier))
    except (InvalidHousehold, NotInForce):
        return ()
