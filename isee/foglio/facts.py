"""What a dossier says, read once for all the modules of the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from isee import calculation
from isee.calculation import Declaration, InvalidHousehold, Kind, NotInForce, Nucleo, ParentAway
from isee.dossier.corrections import Corrections
from isee.dossier.households import asked_kinds, declaration_of
from isee.models import ChildOutside, Dossier, Member

# The kinds for which the restricted household may be chosen.
WITH_RESTRICTED = (Kind.SOCIO_HEALTH, Kind.RESIDENTIAL, Kind.DOCTORATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A dossier and what follows from it: who is in which household, and who brings a component.

    `nucleo` is the ordinary household, `restricted` that of art. 6, c. 2, where one is asked for; both are None
    where the declaration contradicts itself, and `problem` says how.
    """

    dossier: Dossier
    kinds: tuple[Kind, ...]
    members: tuple[Member, ...]
    corrections: Corrections
    nucleo: Nucleo | None
    restricted: Nucleo | None
    with_sheet: tuple[Member, ...]
    left_out: tuple[tuple[Member, str], ...]
    problem: str

    @property
    def year(self) -> int:
        """The year of incomes and assets."""
        return self.dossier.reference_year

    @property
    def parents_away(self) -> tuple[Member, ...]:
        """The other parents, who neither live here nor are married to who declares."""
        return tuple(one for one in self.members if one.relation == Member.Relation.PARENT_AWAY)

    @property
    def component_parents(self) -> tuple[Member, ...]:
        """Those of them whose condition is added as a component (art. 7, c. 1, lett. a and b)."""
        return tuple(
            one for one in self.parents_away if one.parent_away and ParentAway(one.parent_away).adds_component
        )

    @property
    def component_children(self) -> tuple[ChildOutside, ...]:
        """The children outside the household who bring a component to residential care (annex 2, c. 1)."""
        if Kind.RESIDENTIAL not in self.kinds:
            return ()
        children = self.dossier.children_outside.all()
        return tuple(one for one in children if not (one.disabled_in_household or one.extraneous))

    def members_of(self, nucleo: Nucleo | None) -> tuple[Member, ...]:
        """The members of a household; all but the parents away where it could not be decided."""
        if nucleo is None:
            return tuple(one for one in self.members if one not in self.parents_away)
        return tuple(self.members[place] for place in nucleo.members)


def facts_of(dossier: Dossier) -> Facts:
    """Read a dossier whose members, with all they have, are prefetched; no query more."""
    members, kinds = tuple(dossier.members.all()), asked_kinds(dossier)
    ordinary, restricted, problem = None, None, ""
    belong: set[int] = set()
    whys: dict[int, str] = {}
    try:
        declaration = declaration_of(dossier)
        for nucleo in _households(declaration, kinds):
            ordinary = ordinary or nucleo
            belong.update(nucleo.members)
            whys |= {verdict.person: verdict.why for verdict in nucleo.verdicts if not verdict.belongs}
        restricted = _restricted(declaration, kinds)
    except (InvalidHousehold, NotInForce) as error:
        problem = str(error)
    if ordinary is None:
        belong = {place for place, one in enumerate(members) if one.parent_away in ("", ParentAway.JOINS)}
    return Facts(
        dossier=dossier,
        kinds=kinds,
        members=members,
        corrections=Corrections.of(dossier.corrections.all()),
        nucleo=ordinary,
        restricted=restricted,
        with_sheet=tuple(one for place, one in enumerate(members) if place in belong),
        left_out=tuple(
            (one, whys.get(place, "")) for place, one in enumerate(members) if place not in belong
        ),
        problem=problem,
    )


def _households(declaration: Declaration, kinds: tuple[Kind, ...]) -> Iterator[Nucleo]:
    """The ordinary household, then those that take in others: the parents away, the student."""
    yield calculation.nucleo(declaration)
    yield calculation.nucleo(declaration, Kind.MINORS)
    if Kind.UNIVERSITY in kinds:
        yield calculation.nucleo(declaration, Kind.UNIVERSITY)


def _restricted(declaration: Declaration, kinds: tuple[Kind, ...]) -> Nucleo | None:
    """The restricted household, where a kind is asked for that lets it be chosen, and the law lets this person."""
    for kind in WITH_RESTRICTED:
        if kind in kinds:
            for one in calculation.outcome(declaration, kind).alternatives:
                if one.nucleo.restricted:
                    return one.nucleo
    return None
