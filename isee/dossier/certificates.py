"""Incomes that INPS certifies: from the answer of a look-up into the dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from isee.calculation import IncomeKind
from isee.calculation.amounts import euro
from isee.dossier import checklist, dossiers, progress
from isee.models import Dossier, Income, Member
from isee.needs import Code
from partners.answers import HeldCertificazione, answers_of
from sportello.models import User
from sportello.permission import NotAllowed
from sportello.tax_code import plain


class CannotTake(NotAllowed):
    """The certificate cannot go into the dossier."""


@dataclass(frozen=True)
class Certificate:
    """A Certificazione Unica in hand, seen from a dossier: whose income it is, whether it is there already.

    `alike` are the incomes of its kinds that the member has from elsewhere: perhaps the same money twice.
    """

    held: HeldCertificazione
    member: Member | None
    is_taken: bool
    is_of_year: bool
    alike: tuple[Income, ...]

    @property
    def can_be_taken(self) -> bool:
        return self.member is not None and self.is_of_year and not self.is_taken


def certificates_of(dossier: Dossier) -> list[Certificate]:
    """The certificates in hand for a dossier, the newest first; incomes of its members are prefetched."""
    members = list(dossier.members.all())
    return [_certificate(dossier, members, held) for held in answers_of(dossier.case)]


@transaction.atomic
def take_certificate(
    *, dossier: Dossier, look_up: int, replace: bool | None = None, operator: User, at: datetime
) -> Member:
    """Copy pension and pay of a certificate, by the id of its look-up, into the incomes of its member.

    `replace` says what becomes of the incomes alike: they go, or they stay beside. The member's paper is then
    acquired: nobody asks the citizen for it. Raises CannotTake, also while that is not said; NotEditable.
    """
    progress.lock_for_change(dossier)
    certificate = next((one for one in certificates_of(dossier) if one.held.look_up.pk == look_up), None)
    if certificate is None:
        raise CannotTake(
            "La risposta non c'è più: si tiene solo finché dura la visita. Se serve ancora, chiedila di nuovo."
        )
    member = _member_to_give(certificate, dossier)
    incomes = _incomes(certificate.held, member)
    if certificate.alike and replace is None:
        raise CannotTake(
            f"Tra i redditi di {member} c'è già {words_of_incomes(certificate.alike)}: "
            "scegli se la certificazione lo sostituisce o si aggiunge."
        )
    if replace:
        Income.objects.filter(pk__in=[income.pk for income in certificate.alike]).delete()
    Income.objects.bulk_create(incomes)
    checklist.refresh(dossier)
    checklist.acquire(member=member, code=Code.INCOMES, partner="INPS", operator=operator, at=at)
    dossiers.data_changed(
        dossier, "isee.income.acquired", "redditi acquisiti da INPS", operator=operator, at=at
    )
    return member


def words_of_incomes(incomes: Iterable[Income]) -> str:
    """Name incomes in a sentence: "Pensione di 11.500,00 euro"."""
    return " e ".join(
        f"«{income}» ancora senza importo"
        if income.amount is None
        else f"«{income}» di {euro(income.amount)}"
        for income in incomes
    )


def _incomes(held: HeldCertificazione, member: Member) -> list[Income]:
    """Pension and pay of a certificate as incomes of a member, not yet stored; raises CannotTake where none can be."""
    incomes = [
        Income(member=member, kind=kind, amount=amount, source=Income.Source.INPS, look_up=held.look_up)
        for kind, amount in _amounts(held).items()
    ]
    if not incomes:
        raise CannotTake(
            "La certificazione non riporta né pensione né lavoro dipendente: leggila e scrivi a mano."
        )
    try:
        for income in incomes:
            income.clean_fields()
    except ValidationError as error:
        raise CannotTake(
            "La certificazione riporta un importo sotto zero, o troppo grande: leggila e scrivi a mano."
        ) from error
    return incomes


def _amounts(held: HeldCertificazione) -> dict[IncomeKind, Decimal]:
    """Pension and pay of a certificate in euro, only those there are."""
    paper = held.paper
    amounts = {IncomeKind.PENSION: paper.pension_income, IncomeKind.EMPLOYMENT: paper.employment_income}
    return {kind: amount for kind, amount in amounts.items() if amount}


def _certificate(dossier: Dossier, members: list[Member], held: HeldCertificazione) -> Certificate:
    code = plain(held.paper.recipient_tax_code)
    member = next(
        (one for one in members if one.citizen_id == held.subject.pk or plain(one.tax_code) == code), None
    )
    incomes = [one for one in member.incomes.all() if not one.updated] if member else []
    taken = any(one.look_up_id == held.look_up.pk for one in incomes)
    kinds = _amounts(held)
    alike = tuple(one for one in incomes if one.kind in kinds)
    return Certificate(held, member, taken, held.paper.tax_year == dossier.reference_year, alike)


def _member_to_give(certificate: Certificate, dossier: Dossier) -> Member:
    if certificate.member is None:
        raise CannotTake("La certificazione è di una persona che non è nel nucleo: aggiungila, poi riprova.")
    if not certificate.is_of_year:
        raise CannotTake(
            f"La certificazione è dei redditi {certificate.held.paper.tax_year}: "
            f"per la DSU {dossier.year} servono quelli del {dossier.reference_year}."
        )
    if certificate.is_taken:
        raise CannotTake(f"Questa certificazione è già nel fascicolo, tra i redditi di {certificate.member}.")
    return certificate.member
