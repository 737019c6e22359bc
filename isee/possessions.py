"""Acts on what the members earn and own: incomes, accounts, instruments, properties."""

from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from isee import dossiers, progress
from isee.models import Account, Income, Instrument, Property
from sportello.models import User

Possession: TypeAlias = Income | Account | Instrument | Property

# The kind of the line in the daily log, and the thing in its sentence.
NAMES: dict[type[Possession], tuple[str, str]] = {
    Income: ("isee.income", "un reddito"),
    Account: ("isee.account", "un conto"),
    Instrument: ("isee.instrument", "un titolo"),
    Property: ("isee.property", "un immobile"),
}


@transaction.atomic
def save_possession(*, possession: Possession, operator: User, at: datetime) -> None:
    """Add or change what a member earns or owns; raises NotEditable."""
    dossier = possession.member.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(possession.member, possession)
    kind, thing = NAMES[type(possession)]
    verb, act = ("cambiato", "changed") if possession.pk else ("aggiunto", "added")
    possession.save()
    dossiers.data_changed(dossier, f"{kind}.{act}", f"{verb} {thing}", operator=operator, at=at)


@transaction.atomic
def remove_possession(*, possession: Possession, operator: User, at: datetime) -> None:
    """Take away what a member earns or owns; raises NotEditable."""
    dossier = possession.member.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(possession)
    kind, thing = NAMES[type(possession)]
    possession.delete()
    dossiers.data_changed(dossier, f"{kind}.removed", f"tolto {thing}", operator=operator, at=at)
