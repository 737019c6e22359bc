"""From a dossier to the facts that benefit rules judge: the one place that knows both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from isee.benefits import Facts, IseeValue, Kind, Origin, Person
from isee.benefits import Relation as Kinship
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

    Members, attestation, case and citizen are best fetched before. `town` is the name of the Comune.
    """
    members = list(dossier.members.all())
    attestation = getattr(dossier, "attestation", None)
    return Facts(
        members=tuple(_person(member) for member in members),
        isee=tuple(_values(attestation, members)) if attestation else (),
        resident=is_resident(dossier.case.citizen, town),
    )


def attested_households(year: int) -> list[Attested]:
    """The households with an ISEE attested in a year: of each declarant the last one. Three queries."""
    office = Office.objects.first()
    last_of_each = (
        Dossier.objects.filter(attestation__issued_on__year=year)
        .order_by("case__citizen_id", "-attestation__issued_on", "-pk")
        .distinct("case__citizen_id")
        .select_related("attestation", "case__citizen")
        .prefetch_related("members")
    )
    town = office.name if office else ""
    return [Attested(dossier, facts_of(dossier, town)) for dossier in last_of_each]


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


def _person(member: Member) -> Person:
    return Person(
        birth_date=member.birth_date,
        relation=Kinship(member.relation),
        name=member.full_name,
        disabled=member.disabled,
        dependent=True if member.relation == Relation.ADULT_CHILD_AWAY else None,
    )


def _values(attestation: Attestation, members: list[Member]) -> Iterator[IseeValue]:
    """The value attested; for the minors too, where both parents are in the household (DPCM 159/2013, art. 7)."""
    both_parents = any(member.relation == Relation.SPOUSE or member.other_parent for member in members)
    kinds = [Kind.ORDINARY, *([Kind.MINORS] if both_parents else [])]
    for kind in kinds:
        yield IseeValue(
            kind,
            attestation.isee,
            Origin.ATTESTATION,
            attestation.issued_on,
            attestation.valid_to,
            attestation.has_omissions,
        )


def last_day_of(year: int, today: date) -> date:
    """The day on which a year's households are asked: today, or the last of a year that is past."""
    return min(today, date(year, 12, 31))
