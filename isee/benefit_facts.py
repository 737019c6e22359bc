"""From a dossier to the facts that benefit rules judge: the one place that knows both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from isee.benefits import Facts, IseeValue, Kind, Origin, Person
from isee.benefits import Relation as Kinship
from isee.calculation import Disability, ParentAway
from isee.models import Attestation, Dossier, Member
from sportello.models import Citizen, Office

Relation = Member.Relation


@dataclass(frozen=True)
class Attested:
    """A household whose ISEE INPS attested, with its dossier."""

    dossier: Dossier
    facts: Facts


def facts_of(dossier: Dossier, town: str) -> Facts:
    """What a dossier says of its household; what it does not say stays unknown.

    Members, attestations with their values, case and citizen are best fetched before. `town` is the name of the
    Comune.
    """
    members = [member for member in dossier.members.all() if _counts(member)]
    return Facts(
        members=tuple(_person(member) for member in members),
        isee=tuple(_values(dossier.current_attestations, members)),
        resident=is_resident(dossier.case.citizen, town),
    )


def attested_households(year: int) -> list[Attested]:
    """The households with an ISEE attested in a year: of each declarant the last one. Five queries."""
    office = Office.objects.first()
    last_of_each = (
        Attestation.objects.current()
        .filter(issued_on__year=year)
        .order_by("dossier__case__citizen_id", "-issued_on", "-pk")
        .distinct("dossier__case__citizen_id")
        .values("dossier")
    )
    dossiers = (
        Dossier.objects.filter(pk__in=last_of_each)
        .select_related("case__citizen")
        .prefetch_related("members", "attestations__values")
    )
    town = office.name if office else ""
    return [Attested(dossier, facts_of(dossier, town)) for dossier in dossiers]


def attested_years() -> list[int]:
    """The years in which INPS attested something, the newest first. One query."""
    years = Attestation.objects.dates("issued_on", "year", order="DESC")
    return [day.year for day in years]


def is_resident(citizen: Citizen, town: str) -> bool | None:
    """Whether a citizen lives in this Comune; None where the town is not written."""
    home = _plain(citizen.town)
    return home == _plain(town) if home and town else None


def _plain(town: str) -> str:
    return town.casefold().removeprefix("comune di ").strip()


def _counts(member: Member) -> bool:
    """Whether a person of the DSU is of the household: a parent who lives elsewhere is only if he joins (art. 7)."""
    return member.relation != Relation.PARENT_AWAY or member.parent_away == ParentAway.JOINS


def _person(member: Member) -> Person:
    is_minor = member.relation in (Relation.MINOR_CHILD, Relation.FOSTER_CHILD)
    return Person(
        birth_date=member.birth_date,
        relation=Kinship(member.relation),
        name=member.full_name,
        disability=Disability(member.disability),
        dependent=None if is_minor else member.dependent or member.relation == Relation.ADULT_CHILD_AWAY,
    )


def _values(attestations: list[Attestation], members: list[Member]) -> Iterator[IseeValue]:
    """Every value attested; the ordinary one for the minors too, where both parents are here and no other is said.

    Source: DPCM 159/2013, art. 7 and 9.
    """
    both_parents = any(member.relation == Relation.SPOUSE or member.other_parent for member in members)
    for attestation in attestations:
        values = {Kind(value.kind): value.isee for value in attestation.values.all()}
        if both_parents and Kind.ORDINARY in values:
            values.setdefault(Kind.MINORS, values[Kind.ORDINARY])
        for kind, isee in values.items():
            is_corrente = attestation.corrente and kind is Kind.ORDINARY
            yield IseeValue(
                Kind.CORRENTE if is_corrente else kind,
                isee,
                Origin.ATTESTATION,
                attestation.issued_on,
                attestation.valid_to,
                attestation.has_omissions,
            )


def last_day_of(year: int, today: date) -> date:
    """The day on which a year's households are asked: today, or the last of a year that is past."""
    return min(today, date(year, 12, 31))
