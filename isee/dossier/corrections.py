"""Our simulation may take another amount than the declared one, with a reason; what INPS attested is never altered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from isee.dossier import dossiers, progress
from isee.dossier.sections import Section, page_of
from isee.models import Account, Correction, Dossier, Income, Instrument, Property
from isee.models.correction import CORRECTED
from sportello.models import User
from sportello.permission import NotAllowed

Corrected = Income | Account | Instrument | Property


class CannotCorrect(NotAllowed):
    """There is nothing to correct, or it is corrected already."""


@dataclass(frozen=True)
class Corrections:
    """The corrections in force of a dossier, by row and amount."""

    by_amount: dict[tuple[str, int, str], Correction]

    @classmethod
    def of(cls, corrections: Iterable[Correction]) -> "Corrections":
        in_force = [correction for correction in corrections if not correction.is_withdrawn]
        return cls({(*correction.part, correction.field): correction for correction in in_force})

    def amount(self, row: Corrected, field: str) -> Decimal:
        """The amount that counts, in euro: the corrected one, or the declared one."""
        correction = self.by_amount.get((part_of(row), row.pk, field))
        declared: Decimal | None = getattr(row, field)
        return correction.amount if correction else declared or Decimal(0)

    def of_row(self, row: Corrected) -> list[Correction]:
        """The corrections of a row, in the order of its amounts."""
        found = (self.by_amount.get((part_of(row), row.pk, field)) for field in row.AMOUNTS)
        return [correction for correction in found if correction]


def part_of(row: Corrected) -> str:
    """The field of a correction that names this row."""
    return next(name for name, model in CORRECTED.items() if isinstance(row, model))


def declared_amount(row: Corrected, field: str) -> Decimal:
    """The amount that was declared, in euro; raises CannotCorrect where none is written yet."""
    declared: Decimal | None = getattr(row, field)
    if declared is None:
        raise CannotCorrect("L'importo dichiarato non è ancora scritto: scrivilo, non serve correggerlo.")
    return declared


@transaction.atomic
def correct(
    *, row: Corrected, field: str, amount: Decimal, reason: str, operator: User, at: datetime
) -> Correction:
    """Take another amount, in euro, than the declared one, which stays. Raises CannotCorrect, NotEditable."""
    dossier = row.dossier
    progress.lock_for_change(dossier, for_corrente=row.updated)
    progress.require_kept(row)
    row.refresh_from_db()
    declared = declared_amount(row, field)
    correction = Correction(
        dossier=dossier, field=field, declared=declared, amount=amount, reason=reason, by=operator, at=at
    )
    setattr(correction, part_of(row), row)
    try:
        correction.validate_constraints()
    except ValidationError as error:
        raise CannotCorrect(" ".join(error.messages)) from error
    correction.save()
    dossiers.data_changed(
        dossier, "isee.correction.made", "corretto un importo nella simulazione", operator=operator, at=at
    )
    return correction


@transaction.atomic
def withdraw(*, correction: Correction, operator: User, at: datetime) -> None:
    """Let the declared amount count again; the correction stays to be read. Raises CannotCorrect, NotEditable."""
    dossier: Dossier = correction.dossier
    part, _ = correction.part
    progress.lock_for_change(dossier, for_corrente=getattr(correction, part).updated)
    progress.require_kept(correction)
    correction.refresh_from_db()
    if correction.is_withdrawn:
        raise CannotCorrect("La correzione era già ritirata.")
    correction.withdrawn_by, correction.withdrawn_at = operator, at
    correction.save(update_fields=["withdrawn_by", "withdrawn_at"])
    dossiers.data_changed(
        dossier, "isee.correction.withdrawn", "ritirata una correzione", operator=operator, at=at
    )


@dataclass(frozen=True)
class Used:
    """A correction that the simulation counts with, the row whose amount it replaces and where that is written."""

    row: Corrected
    correction: Correction
    section: Section

    @property
    def page(self) -> str:
        """The name of the page of its section."""
        return page_of(self.section)


def used_corrections(dossier: Dossier) -> list[Used]:
    """The corrections that count in the simulation, in the order of the members; the dossier is fetched whole."""
    in_force = Corrections.of(dossier.corrections.all())
    sections: tuple[Section, ...] = ("incomes", "accounts", "instruments", "properties")
    return [
        Used(row, correction, "updates" if row.updated else section)
        for member in dossier.members.all()
        for section in sections
        for row in getattr(member, section).all()
        for correction in in_force.of_row(row)
    ]
