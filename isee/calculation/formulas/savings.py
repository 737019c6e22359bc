"""State-backed savings, left out before anything else is computed on financial assets."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from isee.calculation.amounts import ZERO, euro
from isee.calculation.assets import Account, Instrument
from isee.calculation.instruments import InstrumentKind
from isee.calculation.law import Law
from isee.calculation.member import Member
from isee.calculation.steps import DPCM, Level, Step


@dataclass
class Allowance:
    """What is left of the exclusion while it is consumed; euro, for the whole household."""

    left: Decimal

    def take(self, value: Decimal) -> Decimal:
        """Consume as much of the value as is left, and return that much: art. 5, c. 4-bis."""
        taken = min(value, self.left)
        self.left -= taken
        return taken


def exclude_state_backed(members: tuple[Member, ...], law: Law) -> tuple[tuple[Member, ...], Step | None]:
    """Leave State-backed savings out up to the household's limit: art. 5, c. 4-bis.

    The order is that of INPS: the declarant, then the members from the oldest, last a parent who lives
    elsewhere. Returns the members in
    their given order, holding what still counts, and the line of what was left out; no line when the
    household has no such savings.
    """
    if not any(_state_backed(member) for member in members):
        return members, None
    limit = law.amount("patrimonio.esclusione_titoli_stato")
    allowance = Allowance(limit)
    order = sorted(range(len(members)), key=lambda i: _turn(members[i]))
    reduced = {i: exclude_of_member(members[i], allowance, law) for i in order}
    excluded = limit - allowance.left
    step = Step(
        "titoli_stato_esclusi",
        "Titoli di Stato e risparmio postale esclusi",
        f"{DPCM}, art. 5, c. 4-bis",
        excluded,
        _exclusion_sentence(limit, excluded, law),
        Level.DETAIL,
        figures=law.take(),
    )
    return tuple(reduced[i] for i in range(len(members))), step


def exclude_of_member(member: Member, allowance: Allowance, law: Law) -> Member:
    """Consume the exclusion on one member: securities, then postal bonds, then booklets: art. 5, c. 4-bis."""
    if not _state_backed(member):
        return member
    held = member.instruments
    order = sorted(range(len(held)), key=lambda i: held[i].kind is InstrumentKind.POSTAL_BOND)
    reduced = {i: _reduce_instrument(held[i], allowance) for i in order}
    accounts = tuple(reduce_account(account, allowance, law) for account in member.accounts)
    return replace(member, instruments=tuple(reduced[i] for i in range(len(held))), accounts=accounts)


def reduce_account(account: Account, allowance: Allowance, law: Law) -> Account:
    """Reduce a booklet in both its values, saldo and giacenza: art. 5, c. 4-bis."""
    if not account.state_backed or not allowance.left:
        return account
    # The greater value consumes the limit, so that never more than the limit is left out whichever of the
    # two comes to count.
    greater, lower = max(account.saldo, account.giacenza), min(account.saldo, account.giacenza)
    if greater == lower or law.flag("patrimonio.libretti_valore_maggiore"):
        taken = allowance.take(greater)
    else:
        taken = allowance.take(lower)
    return replace(
        account, saldo=max(ZERO, account.saldo - taken), giacenza=max(ZERO, account.giacenza - taken)
    )


def _state_backed(member: Member) -> bool:
    bonds = any(instrument.state_backed for instrument in member.instruments)
    return bonds or any(account.state_backed for account in member.accounts)


def _reduce_instrument(instrument: Instrument, allowance: Allowance) -> Instrument:
    if not instrument.state_backed:
        return instrument
    return replace(instrument, value=instrument.value - allowance.take(instrument.value))


def _turn(member: Member) -> tuple[bool, bool, date]:
    return member.attracted, not member.declarant, member.birth_date


def _exclusion_sentence(limit: Decimal, excluded: Decimal, law: Law) -> str:
    if not limit:
        return f"Per una DSU del {law.on:%d/%m/%Y} titoli di Stato e risparmio postale contano per intero."
    return (
        f"Titoli di Stato, buoni e libretti postali non contano fino a {euro(limit)} per tutto il nucleo: "
        f"sono esclusi {euro(excluded)}."
    )
