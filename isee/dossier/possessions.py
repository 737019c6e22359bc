"""Acts on what a dossier holds line by line: incomes and assets of the members, and the panels that some kinds ask."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction

from isee.dossier import dossiers, progress, revisions
from isee.models import (
    Account,
    ChildOutside,
    Corrente,
    Donation,
    Dossier,
    Income,
    Instrument,
    Member,
    Property,
    Student,
    Variation,
    Vehicle,
)
from isee.models.asset import HUNDRED
from sportello.models import User
from sportello.permission import NotAllowed

# What a member earns or owns.
Possession: TypeAlias = Income | Account | Instrument | Property | Vehicle
# What hangs on the dossier itself.
Panel: TypeAlias = Student | ChildOutside | Donation | Corrente | Variation
Entry: TypeAlias = Possession | Panel

# The kind of the line in the daily log, and the thing in its sentence.
NAMES: dict[type[Entry], tuple[str, str]] = {
    Income: ("isee.income", "un reddito"),
    Account: ("isee.account", "un conto"),
    Instrument: ("isee.instrument", "un titolo"),
    Property: ("isee.property", "un immobile"),
    Vehicle: ("isee.vehicle", "un veicolo"),
    Student: ("isee.student", "il quadro dello studente"),
    ChildOutside: ("isee.child_outside", "un figlio fuori dal nucleo"),
    Donation: ("isee.donation", "una donazione"),
    Corrente: ("isee.corrente", "la richiesta di ISEE corrente"),
    Variation: ("isee.variation", "una variazione"),
}


class TooMuch(NotAllowed):
    """The shares of one property would be more than the whole."""


class NotComplete(NotAllowed):
    """A line cannot be confirmed before its amounts are written."""


def is_of_corrente(entry: Entry | Member) -> bool:
    """Whether it belongs to the form MS, which comes when the DSU is attested already."""
    return isinstance(entry, Corrente | Variation) or bool(getattr(entry, "updated", False))


def share_left(estate: Property, dossier: Dossier) -> Decimal:
    """How much of a property the others of the household leave, in percent."""
    others = Property.objects.filter(member__dossier=dossier, updated=estate.updated).exclude(pk=estate.pk)
    same = [other for other in others if other.same_as == estate.same_as]
    return HUNDRED - sum((other.share for other in same), Decimal(0))


def too_much(estate: Property, left: Decimal) -> str:
    """The sentence for a share that is more than what is left."""
    already = f"{(HUNDRED - left).normalize():f}".replace(".", ",")
    return (
        f"Di «{estate.label}» le quote del nucleo sono già il {already}%: insieme a questa superano il 100%."
    )


@transaction.atomic
def save_possession(
    *,
    possession: Entry,
    operator: User,
    at: datetime,
    seen: int | None = None,
    fields: Collection[str] | None = None,
) -> None:
    """Add or change a line, which is then no longer to be confirmed; raises NotEditable, Conflict, TooMuch."""
    dossier = possession.dossier
    progress.lock_for_change(dossier, for_corrente=is_of_corrente(possession))
    if isinstance(possession, Possession):
        progress.require_kept(possession.member)
    progress.require_kept(possession)
    if isinstance(possession, Property):
        left = share_left(possession, dossier)
        if possession.share > left:
            raise TooMuch(too_much(possession, left))
    kind, thing = NAMES[type(possession)]
    verb, act = ("cambiato", "changed") if possession.pk else ("aggiunto", "added")
    if isinstance(possession, Possession):
        possession.to_confirm = False
    revisions.keep(possession, dossier=dossier, operator=operator, at=at, seen=seen, fields=fields)
    dossiers.data_changed(dossier, f"{kind}.{act}", f"{verb} {thing}", operator=operator, at=at)


@transaction.atomic
def remove_possession(*, possession: Entry, operator: User, at: datetime, seen: int | None = None) -> None:
    """Take a line away; raises NotEditable, Conflict."""
    dossier = possession.dossier
    progress.lock_for_change(dossier, for_corrente=is_of_corrente(possession))
    progress.require_kept(possession)
    if seen is not None:
        revisions.require_unchanged(possession, seen=seen, operator=operator)
    kind, thing = NAMES[type(possession)]
    possession.delete()
    dossiers.data_changed(dossier, f"{kind}.removed", f"tolto {thing}", operator=operator, at=at)


@transaction.atomic
def confirm(*, line: Possession | Member, operator: User, at: datetime) -> None:
    """Say that a line copied from the year before is still so; raises NotComplete, NotEditable."""
    dossier = line.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(line)
    line.refresh_from_db()
    if not line.is_complete:
        raise NotComplete("Mancano gli importi del nuovo anno: scrivili, così la riga è confermata.")
    line.to_confirm = False
    revisions.keep(line, dossier=dossier, operator=operator, at=at, fields=())
    dossiers.data_changed(
        dossier, "isee.line.confirmed", "confermata una riga dell'anno prima", operator=operator, at=at
    )
