"""The checklist of a dossier: which papers its answers ask for, and where each stands."""

from datetime import datetime

from django.db import transaction

from isee.dossier import progress
from isee.dossier.progress import NotEditable
from isee.models import ChecklistItem, ChecklistStep, Dossier, Income, Member
from isee.needs import Code, Need, needs
from isee.needs.need import KINDS, PLACES
from sportello import attachment_files, attachments, daily_log
from sportello.attachment_files import Paper
from sportello.models import Attachment, User

State = ChecklistItem.State
SAID_BY_RULE = ("title", "help", "why", "where", "year", "is_required")
Key = tuple[str, int | None, int | None]


class Conflict(Exception):
    """Somebody else changed the line meanwhile; nothing was saved. `item` holds what they chose."""

    def __init__(self, item: ChecklistItem) -> None:
        self.item = item
        super().__init__(f"item {item.pk}")


def items_of(dossier: Dossier) -> list[ChecklistItem]:
    """The lines of the checklist in the order of the screen."""
    return sorted(
        dossier.checklist.all(),
        key=lambda item: (PLACES[item.code], item.member_id or 0, item.about or 0),
    )


def refresh(dossier: Dossier) -> None:
    """Make the checklist follow from the answers; what an operator decided stays while the paper is needed."""
    items: dict[Key, ChecklistItem] = {
        (item.code, item.member_id, item.about): item for item in dossier.checklist.select_for_update()
    }
    for need in needs(dossier):
        key = (need.code.code, need.member.pk if need.member else None, need.about)
        _keep(items.pop(key) if key in items else ChecklistItem(dossier=dossier), need)
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
    _lock(dossier)
    progress.require_kept(item)
    _read_again(item)
    # One's own fast clicks overtake each other: that is no conflict.
    if (item.version != version and item.changed_by != operator) or state not in item.choices:
        raise Conflict(item)
    _change(item, state, partner=item.acquired_from, operator=operator, at=at)
    _settle(dossier)
    daily_log.record(
        "isee.document.chosen",
        f"Fascicolo {dossier}: un documento è «{item.get_state_display()}».",
        operator=operator,
        at=at,
        case=dossier.case,
        outcome=state,
    )


def bring(
    *,
    item: ChecklistItem,
    paper: Paper | None,
    attachment: Attachment | None,
    year: int | None,
    operator: User,
    at: datetime,
) -> None:
    """Hang on a line the file that was brought for it, new or already in the case, and the year that it speaks of.

    A paper that was still to bring is then brought. Raises NotEditable, and what attachments.attach raises.
    """
    if paper is None:
        with transaction.atomic():
            _bring(item, attachment, year, operator, at)
        return
    with attachment_files.kept(paper):
        new = attachments.add(
            case=item.dossier.case, paper=paper, kind=KINDS[item.code], operator=operator, at=at, year=year
        )
        _bring(item, new, year, operator, at)


@transaction.atomic
def ask_for_papers(*, dossier: Dossier, asks: bool, operator: User, at: datetime) -> None:
    """Note that the papers to bring were printed for the citizen; with `asks`, those that are needed are now asked."""
    progress.lock(dossier)
    missing = dossier.checklist.select_for_update().filter(state=State.MISSING, is_required=True)
    for item in missing if asks and dossier.takes_papers else []:
        _change(item, State.ASKED, operator=operator, at=at)
    daily_log.record(
        "isee.reminder.printed",
        f"Fascicolo {dossier}: stampato il promemoria dei documenti da portare.",
        operator=operator,
        at=at,
        case=dossier.case,
    )


def acquire(*, member: Member, code: Code, partner: str, operator: User, at: datetime) -> None:
    """Note that the Comune got a member's paper from a partner itself, within the act that got it."""
    item = ChecklistItem.objects.get(dossier=member.dossier, member=member, code=code.code, about=None)
    _change(item, State.ACQUIRED, partner=partner, operator=operator, at=at)


def _bring(
    item: ChecklistItem, attachment: Attachment | None, year: int | None, operator: User, at: datetime
) -> None:
    _lock(item.dossier)
    progress.require_kept(item)
    _read_again(item)
    if attachment:
        item.attachments.add(attachment)
        year = year or attachment.year
    item.year_of_paper = year
    state = item.state if item.state in (State.ACQUIRED, State.CHECKED) else State.BROUGHT
    _change(item, State(state), partner=item.acquired_from, operator=operator, at=at)
    _settle(item.dossier)
    daily_log.record(
        "isee.document.brought",
        f"Fascicolo {item.dossier}: portato un documento.",
        operator=operator,
        at=at,
        case=item.dossier.case,
        outcome=state,
    )


def _lock(dossier: Dossier) -> None:
    """Hold a dossier whose papers may change; raises NotEditable."""
    progress.lock(dossier)
    if not dossier.takes_papers:
        raise NotEditable(progress.why_not_editable(dossier))


def _settle(dossier: Dossier) -> None:
    """An attested dossier stays so: what is brought for its ISEE corrente moves no state."""
    if dossier.is_editable:
        progress.settle(dossier, data_changed=False)


def _read_again(item: ChecklistItem) -> None:
    item.refresh_from_db(from_queryset=ChecklistItem.objects.select_related("changed_by"))


def _keep(item: ChecklistItem, need: Need) -> None:
    item.code, item.member, item.about = need.code.code, need.member, need.about
    said = (need.title, need.help, need.why, need.where, need.year, need.required)
    is_said = item.pk and said == tuple(getattr(item, name) for name in SAID_BY_RULE)
    for name, value in zip(SAID_BY_RULE, said, strict=True):
        setattr(item, name, value)
    not_needed_by_rule = item.state == State.NOT_NEEDED and item.changed_by_id is None
    given_back = bool(item.acquired_from) and not _has_income_of_partner(item)
    if not_needed_by_rule or given_back:
        _change(item, State.MISSING)
    elif not is_said:
        item.save()


def _drop(item: ChecklistItem) -> None:
    """Take away a line that nobody touched; one that somebody did stays, and says that it is not needed."""
    if item.changed_by_id is None and item.state == State.MISSING:
        item.delete()
    elif item.state in ChecklistItem.TO_BRING:
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
    if operator and at:
        ChecklistStep.objects.create(item=item, state=state, by=operator, at=at)
