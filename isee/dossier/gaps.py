"""What a dossier does not say: what is missing stops the calculation, what is doubtful goes beside the result."""

from collections.abc import Iterator
from dataclasses import dataclass

from isee.calculation import Kind, ParentAway
from isee.dossier.corrections import Corrections
from isee.dossier.possessions import Possession
from isee.dossier.sections import Section, page_of
from isee.models import ChecklistItem, Dossier, Member, Property
from isee.needs import Code

Relation, Dwelling = Member.Relation, Dossier.Dwelling
KINDS_WITH_BENEFICIARY = (Kind.UNIVERSITY, Kind.SOCIO_HEALTH, Kind.RESIDENTIAL, Kind.DOCTORATE)


@dataclass(frozen=True)
class Gap:
    """Something that the dossier does not say, in words, and the section where it is said."""

    text: str
    section: Section

    @property
    def page(self) -> str:
        """The name of the page of its section."""
        return page_of(self.section)


def gaps_of(dossier: Dossier, kind: Kind = Kind.ORDINARY) -> Iterator[Gap]:
    """What must be said before this kind of ISEE can be calculated."""
    yield from _of_dwelling(dossier)
    yield from _of_members(dossier, kind)
    yield from _of_lines(dossier)
    if (
        kind in KINDS_WITH_BENEFICIARY
        and dossier.beneficiary_id is None
        and not _is_plain_for_whom(dossier, kind)
    ):
        yield Gap(f"ISEE {kind.label.lower()}: manca per chi è la prestazione.", "kinds")
    if kind is Kind.RESIDENTIAL and dossier.donations.all() and dossier.admission_asked_on is None:
        yield Gap(
            "Manca il giorno della prima richiesta di ricovero: da lì dipendono le donazioni.", "residence"
        )
    if kind is Kind.CORRENTE:
        yield from _of_corrente(dossier)


def doubts_of(dossier: Dossier, kind: Kind = Kind.ORDINARY) -> Iterator[Gap]:
    """What does not stop the calculation, but may make it wrong."""
    members = list(dossier.members.all())
    papers = {item.member_id: item for item in dossier.checklist.all() if item.code == Code.INCOMES.code}
    for member in members:
        paper = papers.get(member.pk)
        if paper and paper.state != ChecklistItem.State.NOT_NEEDED and not _declared(member, "incomes"):
            yield Gap(
                f"Il documento dei redditi di {member} c'è, ma nessun reddito è scritto."
                if paper.is_settled
                else f"Nessun reddito di {member}: se ne ha, scrivili; se non ne ha, segna «Non serve» nei documenti.",
                "incomes",
            )
    if not any(_declared(member, "accounts") for member in members) and not _has_no_accounts(dossier):
        yield Gap(
            "Nessun conto o libretto scritto: chiedi saldo e giacenza media; "
            "se nessuno ne ha, segna «Non serve» nei documenti.",
            "accounts",
        )
    if dossier.dwelling == Dwelling.OWNED and not _homes(members):
        yield Gap(
            "La casa è di proprietà, ma nessun immobile è segnato come casa della famiglia.", "properties"
        )
    yield from _of_confirmations(dossier)
    yield from _of_corrections(dossier)
    yield from _of_kind(dossier, kind)


def _has_no_accounts(dossier: Dossier) -> bool:
    """Whether it is said of each line that asks for accounts that there are none."""
    papers = [item.state for item in dossier.checklist.all() if item.code == Code.ACCOUNTS.code]
    return bool(papers) and all(state == ChecklistItem.State.NOT_NEEDED for state in papers)


def _is_plain_for_whom(dossier: Dossier, kind: Kind) -> bool:
    """Whether there is only one person for whom it can be."""
    disabled = [member for member in dossier.members.all() if member.is_disabled]
    return kind in (Kind.SOCIO_HEALTH, Kind.RESIDENTIAL) and len(disabled) == 1


def _of_dwelling(dossier: Dossier) -> Iterator[Gap]:
    if not dossier.dwelling:
        yield Gap("Manca l'abitazione: di proprietà, in affitto o altro.", "dwelling")
    if dossier.dwelling == Dwelling.RENTED and dossier.yearly_rent is None:
        yield Gap("Manca il canone annuo della casa in affitto.", "dwelling")
    if _homes(list(dossier.members.all())) and dossier.dwelling and dossier.dwelling != Dwelling.OWNED:
        yield Gap(
            "Un immobile è segnato come casa della famiglia, ma l'abitazione non è di proprietà: correggi uno dei due.",
            "properties",
        )


def _of_members(dossier: Dossier, kind: Kind) -> Iterator[Gap]:
    members, on = list(dossier.members.all()), dossier.dsu_date
    away = [member for member in members if member.relation == Relation.PARENT_AWAY]
    if kind in (Kind.MINORS, Kind.UNIVERSITY):
        for parent in away:
            if not parent.parent_away:
                yield Gap(f"Manca il caso dell'articolo 7 di {parent}.", "members")
    if any(member.is_minor_child(on) for member in members):
        joins = [parent for parent in away if kind is Kind.MINORS and parent.parent_away == ParentAway.JOINS]
        for parent in members:
            if parent.is_parent and parent.work_months is None and (parent not in away or parent in joins):
                yield Gap(f"Manca quanti mesi {parent} ha lavorato nel {dossier.reference_year}.", "members")


def _of_lines(dossier: Dossier) -> Iterator[Gap]:
    """Lines copied from the year before that still have no amount."""
    for member, section, line in _lines(dossier):
        if not line.is_complete:
            yield Gap(f"Manca l'importo di «{line}», di {member}.", section)


def _of_corrente(dossier: Dossier) -> Iterator[Gap]:
    varied = {variation.member_id for variation in dossier.variations.all()}
    if not varied and not dossier.corrente.assets_updated:
        yield Gap("Per l'ISEE corrente manca che cosa è cambiato, e di chi.", "variations")


def _of_confirmations(dossier: Dossier) -> Iterator[Gap]:
    members = [member for member in dossier.members.all() if member.to_confirm]
    lines = [line for _, _, line in _lines(dossier) if line.to_confirm]
    count = len(members) + len(lines) + dossier.dwelling_to_confirm
    if count:
        section: Section = "members" if members or dossier.dwelling_to_confirm else "accounts"
        what = "Una riga ripresa" if count == 1 else f"{count} righe riprese"
        yield Gap(f"{what} dall'anno prima e ancora da confermare.", section)


def _of_corrections(dossier: Dossier) -> Iterator[Gap]:
    corrections = Corrections.of(dossier.corrections.all())
    for member, section, line in _lines(dossier):
        for correction in [] if section == "vehicles" else corrections.of_row(line):  # type: ignore[arg-type]  # the others all may be corrected
            if getattr(line, correction.field) != correction.declared:
                yield Gap(
                    f"«{line}», di {member}: il dichiarato è cambiato dopo la correzione. Guardala di nuovo.",
                    section,
                )


def _of_kind(dossier: Dossier, kind: Kind) -> Iterator[Gap]:
    away = [member for member in dossier.members.all() if member.relation == Relation.PARENT_AWAY]
    adds = [member for member in away if member.parent_away and ParentAway(member.parent_away).adds_component]
    if kind in (Kind.MINORS, Kind.UNIVERSITY) and adds and dossier.additional_component is None:
        yield Gap(
            f"La condizione di {adds[0]} si somma come componente aggiuntiva: scrivila dal quadro FC9 "
            "dell'attestazione.",
            "component",
        )
    if kind is Kind.UNIVERSITY and not hasattr(dossier, "student"):
        yield Gap("Manca se lo studente abita da solo e quanto guadagna (quadro C).", "student")
    if kind is Kind.RESIDENTIAL and not dossier.children_outside.all():
        yield Gap("Nessun figlio fuori dal nucleo è scritto: chiedi se ce ne sono.", "residence")


def _lines(dossier: Dossier) -> Iterator[tuple[Member, Section, Possession]]:
    sections: tuple[Section, ...] = ("incomes", "accounts", "instruments", "properties", "vehicles")
    for member in dossier.members.all():
        for section in sections:
            for line in getattr(member, section).all():
                yield member, "updates" if getattr(line, "updated", False) else section, line


def _declared(member: Member, kind: str) -> list[Possession]:
    """What of a kind a member has in the DSU itself, without what only the ISEE corrente updates."""
    return [line for line in getattr(member, kind).all() if not line.updated]


def _homes(members: list[Member]) -> list[Property]:
    return [
        estate
        for member in members
        for estate in member.properties.all()
        if estate.is_home and not estate.updated
    ]
