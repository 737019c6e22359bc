"""What INPS attested, from the answer of a look-up into the dossier: nobody types it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from isee.calculation import Kind
from isee.dossier import attestations
from isee.dossier.attestations import Typed
from isee.dossier.certificates import CannotTake
from isee.models import Attestation, AttestedLine, Dossier, Member, Omission
from partners.adapters import isee as inps
from partners.answer_words import OMISSIONS
from partners.answers import HeldAnswer, held_attestations
from sportello.models import User
from sportello.tax_code import plain

Line = AttestedLine.Line
KINDS = {
    inps.Kind.ORDINARY: Kind.ORDINARY,
    inps.Kind.MINOR: Kind.MINORS,
    inps.Kind.UNIVERSITY: Kind.UNIVERSITY,
    inps.Kind.SOCIO_HEALTH: Kind.SOCIO_HEALTH,
    inps.Kind.DOCTORATE: Kind.DOCTORATE,
    inps.Kind.RESIDENTIAL: Kind.RESIDENTIAL,
}
LINES = {
    inps.Line.INCOMES: Line.INCOMES,
    inps.Line.INCOMES_CORRENTE: Line.INCOMES,
    inps.Line.FIGURATIVE_INCOME: Line.FIGURATIVE,
    inps.Line.DEDUCTIONS: Line.DEDUCTIONS,
    inps.Line.ISR: Line.ISR,
    inps.Line.SAVINGS: Line.SAVINGS,
    inps.Line.SAVINGS_DEDUCTION: Line.SAVINGS_DEDUCTION,
    inps.Line.REAL_ESTATE: Line.REAL_ESTATE,
    inps.Line.REAL_ESTATE_DEDUCTION: Line.REAL_ESTATE_DEDUCTION,
    inps.Line.ISP: Line.ISP,
    inps.Line.ISE: Line.ISE,
    inps.Line.SCALE_BASE: Line.BASE,
    inps.Line.SCALE_ADDITIONS: Line.ADDITIONS,
    inps.Line.SCALE: Line.SCALE,
}
OMISSION_KINDS = {
    inps.OmissionKind.SAVINGS: Omission.Kind.SAVINGS,
    inps.OmissionKind.SAVINGS_BELOW_THRESHOLD: Omission.Kind.SAVINGS,
    inps.OmissionKind.SAVINGS_ABOVE_THRESHOLD: Omission.Kind.SAVINGS,
    inps.OmissionKind.INCOME: Omission.Kind.INCOME,
    inps.OmissionKind.UNKNOWN: Omission.Kind.OTHER,
}


@dataclass(frozen=True, repr=False)
class Acquirable:
    """An attestation in hand, seen from a dossier: whether it is there already, or why it cannot go there."""

    held: HeldAnswer
    is_taken: bool
    problem: str

    @property
    def can_be_taken(self) -> bool:
        return not self.is_taken and not self.problem


def acquirable_of(dossier: Dossier) -> list[Acquirable]:
    """The attestations in hand for a dossier, the newest first; two queries, the members are prefetched."""
    taken = set(dossier.attestations.filter(look_up__isnull=False).values_list("look_up", flat=True))
    return [
        Acquirable(held, held.look_up.pk in taken, _problem(dossier, held.paper))
        for held in held_attestations(dossier.case)
    ]


@transaction.atomic
def take_attestation(*, dossier: Dossier, look_up: int, operator: User, at: datetime) -> Attestation:
    """Write the attestation that INPS answered, by the id of its look-up, with its values, lines and omissions.

    Where INPS tells no day of issue, the day on which the DSU was presented stands for it. Raises CannotTake, and
    CannotMove as typing an attestation does.
    """
    one = next((each for each in acquirable_of(dossier) if each.held.look_up.pk == look_up), None)
    if one is None:
        raise CannotTake(
            "La risposta non c'è più: si tiene solo finché dura la visita. Se serve ancora, chiedila di nuovo."
        )
    if one.is_taken:
        raise CannotTake("Questa attestazione è già nel fascicolo.")
    if one.problem:
        raise CannotTake(one.problem)
    paper: inps.Attestation = one.held.paper
    attestation = Attestation(
        dossier=dossier,
        protocol=paper.dsu_protocol,
        corrente=paper.is_corrente,
        issued_on=paper.issued_on or paper.presented_on,
        valid_to=paper.ends_on,
        has_omissions=paper.has_omissions,
        source=Attestation.Source.INPS,
        look_up=one.held.look_up,
    )
    values = _values(paper, list(dossier.members.all()))
    attestations.save_attestation(attestation=attestation, values=values, operator=operator, at=at)
    for omission in paper.omissions:
        noted = Omission(
            attestation=attestation,
            kind=OMISSION_KINDS[omission.kind],
            text=f"{OMISSIONS[omission.kind].capitalize()}, di {omission.tax_code}.",
        )
        attestations.note_omission(omission=noted, operator=operator, at=at)
    return attestation


def _problem(dossier: Dossier, paper: inps.Attestation) -> str:
    members = list(dossier.members.all())
    if not any(paper.names(member.tax_code) for member in members if member.tax_code):
        return "È di un altro nucleo: nessuno di questo fascicolo vi è scritto."
    if paper.presented_on.year != dossier.year:
        return f"È di una DSU del {paper.presented_on.year}: questo fascicolo è della DSU {dossier.year}."
    if not _values(paper, members):
        return "Non riporta nessun ISEE che questo fascicolo conosce: leggila e scrivila a mano."
    return ""


def _values(paper: inps.Attestation, members: Sequence[Member]) -> list[Typed]:
    """The values of an attestation as a dossier holds them; what is of nobody in it is left out."""
    found: list[Typed] = []
    if paper.ordinary:
        lines = {LINES[line]: amount for line, amount in paper.lines}
        found.append(Typed(Kind.ORDINARY, paper.ordinary.isee, lines=lines))
    for value in paper.personal:
        isee = value.isee
        if isee is None and value.way == inps.Way.AS_ORDINARY and paper.ordinary:
            isee = paper.ordinary.isee
        member = _member(members, value.person.tax_code)
        if isee is None or (member is None and value.kind != inps.Kind.MINOR):
            continue
        of_one = value.kind not in (inps.Kind.MINOR, inps.Kind.ORDINARY)
        found.append(Typed(KINDS[value.kind], isee, member=member if of_one else None))
    for restricted in paper.restricted:
        member = _member(members, restricted.beneficiary_tax_code)
        if restricted.values and member:
            found.append(Typed(Kind.SOCIO_HEALTH, restricted.values.isee, member=member))
    return _once(found)


def _once(values: Sequence[Typed]) -> list[Typed]:
    """The first value of each kind and person: a dossier has one for the minors of a household together."""
    first: dict[tuple[Kind, int | None], Typed] = {}
    for value in values:
        first.setdefault((value.kind, value.member.pk if value.member else None), value)
    return list(first.values())


def _member(members: Sequence[Member], tax_code: str) -> Member | None:
    return next((one for one in members if plain(one.tax_code) == plain(tax_code)), None)
