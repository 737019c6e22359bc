"""From the dossier to the calculation: the household's counters, what is missing, the simulation."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from isee import calculation
from isee.calculation import Household, IncomeKind, InvalidHousehold, Isee
from isee.models import ChecklistItem, Dossier, Member

Relation, Dwelling = Member.Relation, Dossier.Dwelling
ADULT_AGE, SMALL_CHILD_AGE = 18, 3
Section = Literal["members", "incomes", "assets", "dwelling"]


@dataclass(frozen=True)
class Gap:
    """Something that the dossier does not say, in words, and the section of its page where it is said."""

    text: str
    section: Section


@dataclass(frozen=True)
class Simulation:
    """What can be said today of a dossier's ISEE: the result, or why there is none, and what to look at.

    `missing` stops the calculation; `doubts` do not.
    """

    isee: Isee | None
    missing: tuple[Gap, ...] = ()
    doubts: tuple[Gap, ...] = ()
    problem: str = ""


def simulate(dossier: Dossier) -> Simulation:
    """Calculate the ordinary ISEE of a dossier whose members, with all they have, are prefetched."""
    years = calculation.supported_years()
    if dossier.year not in years:
        return Simulation(
            None,
            problem=f"Per la DSU {dossier.year} non ci sono i valori della legge: "
            f"la simulazione si fa per le DSU dal {years[0]} al {years[-1]}.",
        )
    missing, doubts = tuple(gaps(dossier)), tuple(open_questions(dossier))
    if missing:
        return Simulation(None, missing, doubts)
    try:
        return Simulation(calculation.calculate(household_of(dossier), dossier.dsu_date), (), doubts)
    except InvalidHousehold as error:
        return Simulation(None, (), doubts, str(error))


def household_of(dossier: Dossier) -> Household:
    """The household as the calculation wants it: who counts for what follows from relations and ages.

    The ages are those of the DSU's day; source DPCM 159/2013, art. 3, 4, 5 and annex 1. Raises InvalidHousehold.
    """
    members, on = list(dossier.members.all()), dossier.dsu_date
    children = [member for member in members if member.relation in Member.CHILDREN]
    minors = [child for child in children if child.age(on) < ADULT_AGE]
    return Household(
        members=tuple(_member(member) for member in members),
        children=len(children),
        cohabiting_children=sum(child.relation in Member.COHABITING_CHILDREN for child in children),
        minor_children=len(minors),
        child_under_three=any(child.age(on) < SMALL_CHILD_AGE for child in minors),
        parents_worked=bool(minors) and all(parent.work == Member.Work.SIX for parent in parents(members)),
        lone_non_working_parent=is_lone_non_working_parent(members, len(minors)),
        disabled=sum(member.disabled for member in members),
        rent=dossier.yearly_rent or Decimal(0),
    )


def parents(members: list[Member]) -> list[Member]:
    """Those of the household who are parents of its minors: who declares, the spouse, or who is said to be one."""
    return [
        member
        for member in members
        if member.relation in (Relation.DECLARANT, Relation.SPOUSE) or member.other_parent
    ]


def is_lone_non_working_parent(members: list[Member], minors: int) -> bool:
    """Whether nobody lives here but one parent who did not work, and minor children: annex 1, lett. c)."""
    here = parents(members)
    alone = len(here) == 1 and len(members) == minors + 1
    return bool(minors) and alone and here[0].work == Member.Work.NONE


def gaps(dossier: Dossier) -> Iterator[Gap]:
    """What must be said before the ISEE can be calculated."""
    members = list(dossier.members.all())
    homes = [estate for member in members for estate in member.properties.all() if estate.is_home]
    if not dossier.dwelling:
        yield Gap("Manca l'abitazione: di proprietà, in affitto o altro.", "dwelling")
    if dossier.dwelling == Dwelling.RENTED and dossier.yearly_rent is None:
        yield Gap("Manca il canone annuo della casa in affitto.", "dwelling")
    if homes and dossier.dwelling and dossier.dwelling != Dwelling.OWNED:
        yield Gap(
            "Un immobile è segnato come casa della famiglia, ma l'abitazione non è di proprietà: correggi uno dei due.",
            "assets",
        )
    if any(_is_minor_child(member, dossier) for member in members):
        for parent in parents(members):
            if not parent.work:
                yield Gap(f"Manca se {parent} ha lavorato nel {dossier.reference_year}.", "members")


def open_questions(dossier: Dossier) -> Iterator[Gap]:
    """What does not stop the calculation, but may make it wrong."""
    members = list(dossier.members.all())
    papers = {item.member_id: item for item in dossier.checklist.all() if item.code == "incomes"}
    for member in members:
        paper = papers.get(member.pk)
        if paper and paper.state != ChecklistItem.State.NOT_NEEDED and not member.incomes.all():
            yield Gap(
                f"Il documento dei redditi di {member} c'è, ma nessun reddito è scritto."
                if paper.is_settled
                else f"Nessun reddito di {member}: se ne ha, scrivili; se non ne ha, segna «Non serve» nei documenti.",
                "incomes",
            )
    if not any(member.accounts.all() for member in members):
        yield Gap("Nessun conto o libretto scritto: chiedi saldo e giacenza media.", "assets")
    homes = [estate for member in members for estate in member.properties.all() if estate.is_home]
    if dossier.dwelling == Dwelling.OWNED and not homes:
        yield Gap("La casa è di proprietà, ma nessun immobile è segnato come casa della famiglia.", "assets")
    minors = sum(_is_minor_child(member, dossier) for member in members)
    if is_lone_non_working_parent(members, minors):
        yield Gap(
            "La maggiorazione per il genitore solo che non lavora vale se l'altro genitore non ha riconosciuto "
            "i figli, o è in uno dei casi dell'art. 7: chiedilo.",
            "members",
        )


def _is_minor_child(member: Member, dossier: Dossier) -> bool:
    return member.relation in Member.CHILDREN and member.age(dossier.dsu_date) < ADULT_AGE


def _member(member: Member) -> calculation.Member:
    return calculation.Member(
        name=member.full_name,
        birth_date=member.birth_date,
        declarant=member.relation == Relation.DECLARANT,
        incomes=tuple(
            calculation.Income(IncomeKind(income.kind), income.amount) for income in member.incomes.all()
        ),
        accounts=tuple(
            calculation.Account(account.balance, account.average, account.state_backed)
            for account in member.accounts.all()
        ),
        instruments=tuple(
            calculation.Instrument(instrument.value, instrument.state_backed)
            for instrument in member.instruments.all()
        ),
        properties=tuple(
            calculation.Property(estate.value, estate.mortgage, estate.is_home)
            for estate in member.properties.all()
        ),
    )
