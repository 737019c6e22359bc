"""Acts on the papers that an application needs: manca → chiesto → portato → controllato, or non serve."""

from datetime import datetime

from django.db import transaction

from isee.models import Application, NeededPaper
from isee.procedures.applications import lock_for_change, need_papers, record
from sportello.models import User
from sportello.permission import NotAllowed


class Conflict(Exception):
    """Somebody else changed the line meanwhile; it carries the line as it stands."""

    def __init__(self, paper: NeededPaper) -> None:
        super().__init__(str(paper))
        self.paper = paper


@transaction.atomic
def choose_state(
    *, paper: NeededPaper, state: NeededPaper.State, seen: str, operator: User, at: datetime
) -> None:
    """Say where a paper stands; `seen` is the state that was on the screen.

    Raises Conflict where a colleague changed it meanwhile, CannotMove once the application is decided.
    """
    lock_for_change(paper.application)
    application = paper.application
    paper.refresh_from_db(from_queryset=NeededPaper.objects.select_related("changed_by"))
    paper.application = application
    if paper.state not in (seen, state) and paper.changed_by_id != operator.pk:
        raise Conflict(paper)
    paper.state, paper.changed_at, paper.changed_by = state, at, operator
    paper.save()
    record(application, f"paper.{state}", f"«{paper.title}» {state.label.lower()}", operator=operator, at=at)


@transaction.atomic
def add_paper(*, application: Application, title: str, operator: User, at: datetime) -> None:
    """Ask for one paper more. Raises NotAllowed where it is there already, CannotMove once it is decided."""
    lock_for_change(application)
    if application.papers.filter(title__iexact=title).exists():
        raise NotAllowed(f"«{title}» è già nell'elenco.")
    need_papers(application, [title])
    record(application, "paper.added", f"chiesto anche «{title}»", operator=operator, at=at)
