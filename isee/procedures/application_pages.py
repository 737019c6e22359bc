"""What lists and panels show of applications: which ones, and how their terms stand on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from isee.models import Application
from isee.procedures.due_dates import is_holiday
from isee.procedures.procedure_terms import Urgency, is_paused, is_suspended, observations_until, urgency
from sportello.models import User
from sportello.paging import Page, page_after

State = Application.State
# Of the filter of the list: submitted, and in a published ranking.
WAITING = "waiting"
# How many applications the first page shows; the list has them all.
SHOWN_AT_HOME = 5
# No five working days last longer, whatever the holidays between them.
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """How the term of an application stands on a day."""

    urgency: Urgency | None  # none where nothing is to be decided
    days: int = 0  # left, negative when it is over
    suspended: str = ""  # why it stands still
    is_paused: bool = False
    observations_until: date | None = None
    needs_receipt: bool = False

    @property
    def sentence(self) -> str:
        """How long there is, in words."""
        if self.urgency is None:
            return ""
        if self.days < 0:
            return "scaduta ieri" if self.days == -1 else f"scaduta da {-self.days} giorni"
        if self.suspended:
            return f"sospesa: {self.suspended}"
        return {0: "scade oggi", 1: "scade domani"}.get(self.days, f"tra {self.days} giorni")


def standing_of(application: Application, on: date) -> Standing:
    """How the term stands; nothing is to be decided before the submission, nor after the decision.

    One that waits in a published ranking waits for somebody to give up, without a term.
    """
    is_ranked = hasattr(application, "ranking_row")
    if application.state != State.SUBMITTED or application.due_on is None or is_ranked:
        return Standing(None)
    received = application.notice_received_on
    return Standing(
        urgency=urgency(application.due_on, on, is_holiday),
        days=(application.due_on - on).days,
        suspended=_why_suspended(application, on),
        is_paused=is_paused(application.pause, on),
        observations_until=observations_until(received, is_holiday) if received else None,
        needs_receipt=application.notice_on is not None and received is None,
    )


def _why_suspended(application: Application, on: date) -> str:
    if is_suspended(application.notice, on, is_holiday):
        return "preavviso di rigetto"
    return "si aspettano documenti" if is_paused(application.pause, on) else ""


def page_of(
    asked: dict[str, Any], reader: User, on: date, after: str
) -> tuple[Page[Application], list[tuple[Application, Standing]]]:
    """A page of the list: to decide by their term, else the newest first. Two queries at most."""
    state = asked.get("stato") or State.SUBMITTED
    found = _with_people(Application.objects.filter(state=State.SUBMITTED if state == WAITING else state))
    if state in (State.SUBMITTED, WAITING):
        found = found.filter(ranking_row__isnull=state == State.SUBMITTED)
    if asked.get("di") != "tutte":
        found = found.filter(case__responsible=reader)
    by = ("due_on", "pk") if state == State.SUBMITTED else ("-pk",)
    page = page_after(found, by=by, after=after)
    return page, [(row, standing_of(row, on)) for row in page.rows]


def due_rows(reader: User, on: date) -> list[tuple[Application, Standing]]:
    """The own applications whose term is over or near, late ones first. One query."""
    rows = _with_people(_due(reader).filter(due_on__lte=on + SOON)).order_by("due_on", "pk")[:SHOWN_AT_HOME]
    standings = [(row, standing_of(row, on)) for row in rows]
    return [(row, standing) for row, standing in standings if standing.urgency is not Urgency.CALM]


def late_count(reader: User, on: date) -> int:
    """How many own applications should be decided already."""
    return _due(reader).filter(due_on__lt=on).count()


def _due(reader: User) -> QuerySet[Application]:
    return Application.objects.filter(
        state=State.SUBMITTED, ranking_row__isnull=True, case__responsible=reader
    )


def _with_people(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("case__citizen", "case__responsible", "call", "ranking_row")
