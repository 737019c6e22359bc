"""What INPS attested: typed from its paper, corrected by another row, and which ISEE is in force on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from isee.calculation import Kind
from isee.dossier import checklist, dossiers, progress
from isee.dossier.dossiers import CannotMove
from isee.models import Attestation, AttestedLine, AttestedValue, Dossier, Member, Omission, Remedy
from isee.models.attestation import OF_ONE_PERSON
from sportello.models import Citizen, User

State = Dossier.State
Line = AttestedLine.Line
# In the household of these kinds alone a parent who lives elsewhere is counted (art. 7 and 8).
WITH_PARENT_AWAY = (Kind.MINORS, Kind.UNIVERSITY, Kind.FAMILY)
PARENT_AWAY = "GNC"


@dataclass(frozen=True)
class Typed:
    """One value of a paper, with whose it is where it is of one person alone, and the lines printed under it."""

    kind: Kind
    isee: Decimal
    member: Member | None = None
    lines: Mapping[AttestedLine.Line, Decimal] | None = None


@dataclass(frozen=True)
class InForce:
    """The ISEE that a benefit of a kind may use on a day, in euro, and the attestation that says it."""

    isee: Decimal
    kind: Kind
    attestation: Attestation


def isee_in_force(citizen: Citizen, on: date, kind: Kind = Kind.ORDINARY) -> InForce | None:
    """The ISEE of a kind that holds for a person on a day; None where INPS attested none that is valid then.

    Of the households that the person was declared in, the latest DSU counts; in it an ISEE corrente goes first while
    it is valid (art. 9), then the latest issued. A value of one person alone counts for that person. Omissions do
    not void an attestation. No kind stands in for another: a benefit asks for the one that its rule names.
    """
    values = AttestedValue.objects.filter(
        kind=kind,
        attestation__issued_on__lte=on,
        attestation__valid_to__gte=on,
        attestation__replaced_by__isnull=True,
    )
    if kind in OF_ONE_PERSON:
        values = values.filter(member__citizen=citizen)
    else:
        members = Member.objects.filter(citizen=citizen)
        if kind not in WITH_PARENT_AWAY:
            members = members.exclude(relation=PARENT_AWAY)
        values = values.filter(attestation__dossier__in=members.values("dossier"))
    value = (
        values.select_related("attestation__dossier__case")
        .order_by(
            "-attestation__dossier__dsu_date",
            "-attestation__dossier_id",
            "-attestation__corrente",
            "-attestation__issued_on",
            "-attestation_id",
        )
        .first()
    )
    return InForce(value.isee, Kind(value.kind), value.attestation) if value else None


@transaction.atomic
def save_attestation(
    *, attestation: Attestation, values: Sequence[Typed], operator: User, at: datetime
) -> None:
    """Write what INPS attested; with `replaces`, in place of a row that was mistyped. The dossier is then attested.

    Raises CannotMove for a dossier closed or given up, without any value, or where a colleague was quicker.
    """
    dossier = attestation.dossier
    progress.lock(dossier)
    if dossier.is_final or not dossier.case.is_open:
        raise CannotMove("Il fascicolo non è più aperto: riaprilo, poi trascrivi l'attestazione.")
    if not values:
        raise CannotMove("Un'attestazione riporta almeno un ISEE: scrivilo dal foglio.")
    _require_first(attestation)
    attestation.typed_by, attestation.typed_at = operator, at
    attestation.save(force_insert=True)
    for typed in values:
        _write(attestation, typed)
    kind, what = "isee.attestation.typed", "trascritta l'attestazione INPS"
    if attestation.replaces:
        attestation.replaces.omissions.update(attestation=attestation)
        kind, what = "isee.attestation.corrected", "corretta la trascrizione dell'attestazione"
    progress.set_state(dossier, State.ATTESTED)
    dossiers.record(dossier, kind, what, operator=operator, at=at)


@transaction.atomic
def note_omission(*, omission: Omission, operator: User, at: datetime) -> None:
    """Note an omission or discrepancy as the paper says it."""
    omission.noted_by, omission.noted_at = operator, at
    dossier = omission.attestation.dossier
    progress.lock(dossier)
    omission.save()
    checklist.refresh(dossier)
    dossiers.record(
        dossier, "isee.omission.noted", "annotata un'omissione dell'attestazione", operator=operator, at=at
    )


@transaction.atomic
def note_remedy(*, remedy: Remedy, operator: User, at: datetime) -> None:
    """Note what was done about an omission."""
    remedy.done_by, remedy.done_at = operator, at
    remedy.save()
    what = f"per un'omissione: {remedy.get_kind_display()}"
    dossiers.record(
        remedy.omission.attestation.dossier, "isee.omission.remedied", what, operator=operator, at=at
    )


def _require_first(attestation: Attestation) -> None:
    """Two who type the same paper, or correct the same row, write it once."""
    same = Attestation.objects.current().filter(dossier=attestation.dossier)
    if attestation.replaces_id:
        taken = not same.filter(pk=attestation.replaces_id).exists()
    else:
        taken = same.filter(
            protocol=attestation.protocol, corrente=attestation.corrente, issued_on=attestation.issued_on
        ).exists()
    if taken:
        raise CannotMove(
            "L'attestazione è stata appena trascritta da un collega: guardala, poi correggila se serve."
        )


def _write(attestation: Attestation, typed: Typed) -> None:
    value = AttestedValue.objects.create(
        attestation=attestation, kind=typed.kind, isee=typed.isee, member=typed.member
    )
    lines = typed.lines or {}
    AttestedLine.objects.bulk_create(
        AttestedLine(value=value, line=line, amount=lines[line]) for line in Line if line in lines
    )
