"""A published ranking as it stands today: who gave up since, who came in (scorrimento)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from isee.models import Application, Call, Ranking, RankingChange, RankingRow
from isee.procedures.calls import CannotPublish, criteria_of
from isee.procedures.ranking import Standing, slide
from isee.procedures.ranking_publication import Act, grant_place
from sportello import daily_log
from sportello.cases import close_case
from sportello.models import Case, User

State = Application.State
Kind = RankingChange.Kind


def rows_of(ranking: Ranking) -> list[RankingRow]:
    """Every row with its changes and its application. Two queries."""
    rows = ranking.rows.select_related("application__case__citizen", "application__case__service")
    return list(rows.prefetch_related("changes").order_by("pk"))


@dataclass(frozen=True)
class RowToday:
    """A published row as it stands after what happened since."""

    row: RankingRow
    outcome: str
    amount: Decimal | None
    note: str
    is_in: bool
    may_give_up: bool

    @property
    def standing(self) -> str:
        """Admitted, waiting or excluded, as the ranking says it, or `gave_up` since."""
        if self.is_in:
            return RankingRow.Outcome.ADMITTED
        is_left = not self.may_give_up and self.row.outcome != RankingRow.Outcome.EXCLUDED
        return Kind.GAVE_UP if is_left else self.row.outcome


def today_of(row: RankingRow) -> RowToday:
    """Where a row stands; its changes are read already."""
    changes = {change.kind: change for change in row.changes.all()}
    amounts = [change.amount for change in row.changes.all() if change.amount is not None]
    amount = amounts[-1] if amounts else row.amount
    outcome = str(row.get_outcome_display())
    is_in = row.outcome == RankingRow.Outcome.ADMITTED
    if Kind.CAME_IN in changes:
        outcome, is_in = f"ammessa per scorrimento il {_day(changes[Kind.CAME_IN].at)}", True
    if Kind.GAVE_UP in changes:
        outcome, is_in, amount = f"rinuncia del {_day(changes[Kind.GAVE_UP].at)}", False, None
    may_give_up = row.outcome != RankingRow.Outcome.EXCLUDED and Kind.GAVE_UP not in changes
    return RowToday(row, outcome, amount, row.note, is_in, may_give_up)


@transaction.atomic
def give_up(*, row: RankingRow, reason: str, act: Act, by: User, at: datetime) -> list[RankingRow]:
    """Note that somebody gives up, and let who waits come in (scorrimento); returns the rows that have more now.

    Raises CannotPublish for a row that gave up already or was excluded, or an act before the ranking's.
    """
    call = Call.objects.select_for_update().get(pk=row.ranking.call_id)
    if act.decided_on < row.ranking.decided_on:
        raise CannotPublish(
            f"La graduatoria è del {row.ranking.decided_on:%d/%m/%Y}: lo scorrimento viene dopo."
        )
    rows = {each.pk: each for each in rows_of(row.ranking)}
    standings = {each.pk: each for each in _standings(rows)}
    left = standings.pop(row.pk, None)
    if left is None:
        raise CannotPublish("Questa domanda non è in graduatoria, oppure ha già rinunciato.")
    RankingChange.objects.create(row=row, kind=Kind.GAVE_UP, reason=reason, at=at, by=by)
    _end(rows[row.pk].application, reason, by, at)
    changed = slide(list(standings.values()), left.has, criteria_of(call)) if left.is_in else []
    for standing in changed:
        _raise(rows[standing.pk], standings[standing.pk], standing, act, by, at)
    number = rows[row.pk].application.case
    came_in = ", ".join(str(rows[each.pk].application.case) for each in changed) or "nessuna"
    daily_log.record(
        "isee.call.moved_on",
        f"Bando «{call}»: rinuncia la domanda {number}; per scorrimento: {came_in}.",
        operator=by,
        at=at,
    )
    return [rows[each.pk] for each in changed]


def _standings(rows: dict[int, RankingRow]) -> Iterator[Standing]:
    """Where those stand today who have a place and did not give up."""
    for row in rows.values():
        today = today_of(row)
        if row.place and today.may_give_up:
            yield Standing(pk=row.pk, place=row.place, is_in=today.is_in, wanted=row.wanted, has=today.amount)


def _raise(row: RankingRow, before: Standing, after: Standing, act: Act, by: User, at: datetime) -> None:
    """Let a row in, or give it the rest of its amount."""
    kind = Kind.RAISED if before.is_in else Kind.CAME_IN
    RankingChange.objects.create(row=row, kind=kind, amount=after.has, at=at, by=by)
    if kind == Kind.CAME_IN:
        reason = f"Posto {row.place} nella graduatoria, per scorrimento."
        grant_place(row.application, reason, after.has, act, by, at)
    else:
        row.application.amount = after.has
        row.application.save(update_fields=["amount"])


def _end(application: Application, reason: str, by: User, at: datetime) -> None:
    application.state, application.end_reason = State.ENDED, reason
    application.ended_on = timezone.localdate(at)
    application.save(update_fields=["state", "ended_on", "end_reason"])
    if application.case.is_open:  # who waited
        close_case(case=application.case, state=Case.State.ABANDONED, operator=by, at=at)


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}"
