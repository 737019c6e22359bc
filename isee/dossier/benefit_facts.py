"""From a dossier to the facts that benefit rules judge: the one place that knows both."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import prefetch_related_objects

from isee.benefits import Disability, Facts, IseeValue, Kind, Origin, Person, Relation
from isee.calculation import InvalidHousehold, NotInForce, nucleo
from isee.dossier import fetching
from isee.dossier.attestations import PARENT_AWAY, isee_in_force
from isee.dossier.households import asked_kinds, declaration_of, simulate
from isee.models import Attestation, AttestedValue, Dossier, Member
from isee.models.member import ADULT_AGE
from sportello.models import Citizen, Office

HELD = "attestations__values__member"
# What declaring a household needs of each member, for many dossiers at once.
DECLARED = (
    *(f"members__{thing}" for thing in fetching.OF_MEMBERS),
    *fetching.OF_DOSSIER,
    "corrections",
    HELD,
)


@dataclass(frozen=True)
class Known:
    """What the office knows of the household of a person: the dossier it was read from, if there is one."""

    citizen: Citizen
    dossier: Dossier | None
    facts: Facts


@dataclass(frozen=True)
class Attested:
    """A household whose ISEE INPS attested, with its dossier."""

    dossier: Dossier
    facts: Facts


def known_of(citizen: Citizen, on: date) -> Known:
    """What is known on a day of the household of a person, in a fixed number of queries.

    The dossier is that of the ISEE in force; without one, the latest in which the person was declared.
    """
    town = town_of_office()
    dossier = dossier_of(citizen, on)
    if dossier is None:
        return Known(citizen, None, Facts(resident=is_resident(citizen, town)))
    return Known(citizen, dossier, facts_of(dossier, town, on, person=citizen))


def dossier_of(citizen: Citizen, on: date) -> Dossier | None:
    """The dossier that speaks of a person on a day, with all it holds."""
    found = isee_in_force(citizen, on)
    pk = found.attestation.dossier_id if found else _latest_dossier(citizen, on)
    if pk is None:
        return None
    whole = fetching.whole_dossier(pk)
    prefetch_related_objects([whole], HELD)
    return whole


def facts_of(dossier: Dossier, town: str, on: date, *, person: Citizen | None = None) -> Facts:
    """What a dossier says of its household on a day; what it does not say stays unknown.

    Attested values go first. Where none of a kind is in force the simulation takes its place, in the year of its DSU
    alone: an answer on it is only probable. `person` is who asks, the declarant unless said: a value of one person
    alone counts for nobody else. `town` is that of the Comune. All that the dossier holds is fetched before.
    """
    person = person or dossier.case.citizen
    attested = tuple(_attested(dossier, person, on))
    held = {value.kind for value in attested if value.in_force(on)}
    simulated = tuple(_simulated(dossier, held)) if dossier.year == on.year else ()
    values = (*attested, *simulated)
    return Facts(
        members=tuple(_person(member, on) for member in members_of(dossier)),
        isee=(*values, *_equal_for_minors(values, dossier, on)),
        resident=is_resident(person, town),
    )


def attested_households(year: int, on: date | None = None) -> list[Attested]:
    """The households whose ISEE was attested in a year: of each declarant the last one. A fixed number of queries.

    They are asked as of a day of that year, the last one unless said.
    """
    return households_of(attested_dossiers(year), on or date(year, 12, 31))


def attested_dossiers(year: int) -> list[int]:
    """The ids of the dossiers whose ISEE was attested in a year: of each declarant the last one. One query."""
    last_of_each = (
        Dossier.objects.filter(attestations__issued_on__year=year, attestations__replaced_by__isnull=True)
        .order_by("case__citizen_id", "-attestations__issued_on", "-pk")
        .distinct("case__citizen_id")
    )
    return list(last_of_each.values_list("pk", flat=True))


def households_of(dossiers: Collection[int], on: date) -> list[Attested]:
    """The households of dossiers as they are asked on a day. A fixed number of queries."""
    whole = (
        Dossier.objects.filter(pk__in=dossiers)
        .order_by("case__citizen_id")
        .select_related("case__citizen", "student", "corrente", "beneficiary")
        .prefetch_related(*DECLARED)
    )
    town = town_of_office()
    return [Attested(dossier, facts_of(dossier, town, on)) for dossier in whole]


def attested_years() -> list[int]:
    """The years in which INPS attested something, the newest first. One query."""
    return [day.year for day in Attestation.objects.current().dates("issued_on", "year", order="DESC")]


def last_day_of(year: int, today: date) -> date:
    """The day on which a year's households are asked: today, or the last of a year that is past."""
    return min(today, date(year, 12, 31))


def members_of(dossier: Dossier) -> list[Member]:
    """The members of the household of the ordinary ISEE (DPCM 159/2013, art. 3).

    While the declaration contradicts itself: whoever is written in it, but for a parent who lives elsewhere.
    """
    members = list(dossier.members.all())
    try:
        belong = nucleo(declaration_of(dossier), Kind.ORDINARY).members
    except (InvalidHousehold, NotInForce):
        return [member for member in members if member.relation != PARENT_AWAY]
    return [members[place] for place in belong]


def town_of_office() -> str:
    """The town of this Comune; empty where the administrator has not written it. One query."""
    office = Office.objects.first()
    return (office.town or office.name) if office else ""


def is_resident(citizen: Citizen, town: str) -> bool | None:
    """Whether a person lives in this Comune; None where either town is not written."""
    home = _plain(citizen.town)
    return home == _plain(town) if home and town else None


def _plain(town: str) -> str:
    return town.casefold().removeprefix("comune di ").strip()


def _latest_dossier(citizen: Citizen, on: date) -> int | None:
    declared = Member.objects.filter(citizen=citizen, dossier__dsu_date__year__lte=on.year)
    of_household = declared.exclude(relation=PARENT_AWAY).exclude(dossier__state=Dossier.State.ABANDONED)
    latest = of_household.order_by("-dossier__dsu_date", "-dossier")
    return latest.values_list("dossier", flat=True).first()


def _person(member: Member, on: date) -> Person:
    return Person(
        birth_date=member.birth_date,
        relation=Relation(member.relation),
        name=member.full_name,
        disability=Disability(member.disability),
        dependent=member.dependent or member.age(on) < ADULT_AGE,
    )


def _attested(dossier: Dossier, person: Citizen, on: date) -> Iterator[IseeValue]:
    """The best value of each kind: one in force, of an ISEE corrente (art. 9), the latest issued."""
    every = list(dossier.attestations.all())
    replaced = {one.replaces_id for one in every}
    current = sorted(
        (one for one in every if one.pk not in replaced), key=lambda one: _rank(one, on), reverse=True
    )
    seen: set[Kind] = set()
    for attestation in current:
        for value in attestation.values.all():
            kind = _kind_of(value, attestation)
            if kind not in seen and (value.member is None or value.member.citizen_id == person.pk):
                seen.add(kind)
                yield IseeValue(
                    kind,
                    value.isee,
                    Origin.ATTESTATION,
                    attestation.issued_on,
                    attestation.valid_to,
                    attestation.has_omissions,
                )


def _rank(attestation: Attestation, on: date) -> tuple[bool, bool, date, int]:
    in_force = attestation.issued_on <= on <= attestation.valid_to
    return (in_force, attestation.corrente, attestation.issued_on, attestation.pk)


def _kind_of(value: AttestedValue, attestation: Attestation) -> Kind:
    return Kind.CORRENTE if attestation.corrente and value.kind == Kind.ORDINARY else Kind(value.kind)


def _simulated(dossier: Dossier, held: set[Kind]) -> Iterator[IseeValue]:
    for kind in asked_kinds(dossier):
        outcome = None if kind in held else simulate(dossier, kind).outcome
        if outcome and outcome.isee and outcome.is_granted:
            yield IseeValue(kind, outcome.isee.isee, Origin.SIMULATION)


def _equal_for_minors(values: Iterable[IseeValue], dossier: Dossier, on: date) -> list[IseeValue]:
    """The ISEE of the minors where it is the ordinary one: both parents are in the household (art. 7)."""
    values = list(values)
    if any(value.kind is Kind.MINORS for value in values):
        return []
    members = list(dossier.members.all())
    both_parents = any(member.relation == Relation.SPOUSE or member.other_parent for member in members)
    away = any(member.relation == PARENT_AWAY for member in members)
    if not both_parents or away or not any(member.is_minor_child(on) for member in members):
        return []
    return [replace(value, kind=Kind.MINORS) for value in values if value.kind is Kind.ORDINARY]
