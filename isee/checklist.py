"""The checklist of a dossier: which papers its answers ask for, and where each stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from isee import progress
from isee.models import ChecklistItem, Dossier, Income, Member
from sportello import daily_log
from sportello.models import User

State = ChecklistItem.State
ADULT_AGE = 18
# The order of the screen.
CODES = (
    "identity",
    "tax-codes",
    "incomes",
    "accounts",
    "instruments",
    "rent-contract",
    "real-estate",
    "vehicles",
    "disability",
)


class Conflict(Exception):
    """Somebody else changed the line meanwhile; nothing was saved. `item` holds what they chose."""

    def __init__(self, item: ChecklistItem) -> None:
        self.item = item
        super().__init__(f"item {item.pk}")


@dataclass(frozen=True)
class Need:
    """A paper that the answers ask for, in words; of one member or of the whole household."""

    code: str
    title: str
    help: str
    member: Member | None = None


def needs(dossier: Dossier) -> list[Need]:
    """The papers that the dossier needs by what it says now, in the order of the screen."""
    return [*_of_persons(dossier), *_of_assets(dossier), *_of_disabilities(dossier)]


def items_of(dossier: Dossier) -> list[ChecklistItem]:
    """The lines of the checklist in the order of the screen."""
    return sorted(dossier.checklist.all(), key=lambda item: (CODES.index(item.code), item.member_id or 0))


def refresh(dossier: Dossier) -> None:
    """Make the checklist follow from the answers; what an operator decided stays while the paper is needed."""
    items = {(item.code, item.member_id): item for item in dossier.checklist.select_for_update()}
    for need in needs(dossier):
        key = (need.code, need.member.pk if need.member else None)
        item = items.pop(key) if key in items else ChecklistItem(dossier=dossier)
        _keep(item, need)
    for item in items.values():
        _drop(item)


@transaction.atomic
def choose(
    *, item: ChecklistItem, state: ChecklistItem.State, version: int, operator: User, at: datetime
) -> None:
    """Say where a paper stands; `version` is that of the line on the operator's screen.

    Raises Conflict where another operator changed the line meanwhile, NotEditable after the DSU.
    """
    dossier = item.dossier
    progress.lock_for_change(dossier)
    progress.require_kept(item)
    item.refresh_from_db(from_queryset=ChecklistItem.objects.select_related("changed_by"))
    # One's own fast clicks overtake each other: that is no conflict.
    if item.version != version and item.changed_by != operator:
        raise Conflict(item)
    _change(item, state, operator=operator, at=at)
    progress.settle(dossier, data_changed=False)
    daily_log.record(
        "isee.document.chosen",
        f"Fascicolo {dossier}: un documento è «{item.get_state_display()}».",
        operator=operator,
        at=at,
        case=dossier.case,
        outcome=state,
    )


def acquire(*, member: Member, code: str, partner: str, operator: User, at: datetime) -> None:
    """Note that the Comune got a member's paper from a partner itself, within the act that got it."""
    item = ChecklistItem.objects.get(dossier=member.dossier, member=member, code=code)
    _change(item, State.ACQUIRED, partner=partner, operator=operator, at=at)


def _of_persons(dossier: Dossier) -> Iterator[Need]:
    year, members = dossier.year, list(dossier.members.prefetch_related("incomes"))
    yield Need(
        "identity", "Documento d'identità di chi dichiara", "Carta d'identità, patente o passaporto valido"
    )
    without_code = [member for member in members if not member.tax_code]
    if without_code:
        missing = f"Nel fascicolo ne mancano {len(without_code)} su {len(members)}"
        yield Need("tax-codes", "Codice fiscale di tutto il nucleo", missing)
    papers = f"CU o dichiarazione {year - 1}, per la DSU {year}"
    for member in members:
        if member.age(dossier.dsu_date) >= ADULT_AGE or member.incomes.all():
            yield Need("incomes", f"Redditi {year - 2}: {member.full_name}", papers, member)


def _of_assets(dossier: Dossier) -> Iterator[Need]:
    day = f"31/12/{dossier.reference_year}"
    yield Need("accounts", f"Saldo e giacenza media al {day}", "Conti, libretti e carte con IBAN del nucleo")
    if dossier.members.filter(instruments__isnull=False).exists():
        yield Need(
            "instruments", f"Titoli, fondi e polizze al {day}", "Estratto della banca, o ultimo prospetto"
        )
    if dossier.dwelling == Dossier.Dwelling.RENTED:
        yield Need(
            "rent-contract", "Contratto di locazione registrato", "Estremi di registrazione e canone annuo"
        )
    owns = dossier.members.filter(properties__isnull=False).exists()
    if owns or dossier.dwelling == Dossier.Dwelling.OWNED:
        yield Need(
            "real-estate", "Immobili e mutuo residuo", f"Rendita catastale e capitale residuo al {day}"
        )
    yield Need("vehicles", "Targa di auto e moto", "Anche intestate a un solo componente")


def _of_disabilities(dossier: Dossier) -> Iterator[Need]:
    for member in dossier.members.exclude(disability="none"):
        title = f"Certificazione di disabilità: {member.full_name}"
        yield Need("disability", title, "Verbale che dice la classe della disabilità", member)


def _keep(item: ChecklistItem, need: Need) -> None:
    item.code, item.member, item.title, item.help = need.code, need.member, need.title, need.help
    not_needed_by_rule = item.state == State.NOT_NEEDED and item.changed_by_id is None
    given_back = item.state == State.ACQUIRED and not _has_income_of_partner(item)
    if not_needed_by_rule or given_back:
        _change(item, State.TO_ASK)
    else:
        item.save()


def _drop(item: ChecklistItem) -> None:
    """Take away a line that nobody touched; one that somebody did stays, and says that it is not needed."""
    if item.changed_by_id is None and item.state == State.TO_ASK:
        item.delete()
    elif item.state in (State.TO_ASK, State.MISSING):
        _change(item, State.NOT_NEEDED)


def _has_income_of_partner(item: ChecklistItem) -> bool:
    return Income.objects.filter(member__documents=item).exclude(source=Income.Source.TYPED).exists()


def _change(
    item: ChecklistItem,
    state: ChecklistItem.State,
    *,
    partner: str = "",
    operator: User | None = None,
    at: datetime | None = None,
) -> None:
    item.state, item.acquired_from = state, partner
    item.changed_by, item.changed_at = operator, at
    item.version += 1
    item.save()
