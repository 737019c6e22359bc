"""Acts on a call (bando): written, applications excluded, the ranking published once, then moved on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from isee.benefits import Unit
from isee.models import Application, Call, Ranking, RankingChange, RankingRow
from isee.procedures.decisions import REMEDY, decide_in_ranking
from isee.procedures.ranking import Criteria, Entry, Order, Outcome, Placed, Standing, Tie, rank, slide
from sportello import daily_log
from sportello.cases import close_case
from sportello.models import Case, User
from sportello.permission import NotAllowed

State = Application.State
Kind = RankingChange.Kind


class AlreadyPublished(NotAllowed):
    """The ranking is published, and stays as it is."""


class CannotPublish(NotAllowed):
    """The ranking is not ready to be published."""


@dataclass(frozen=True)
class Act:
    """The determina that publishes a ranking or moves it on."""

    act_number: str
    decided_on: date
    signer: str


def criteria_of(call: Call) -> Criteria:
    """What the call says, as the ranking needs it."""
    return Criteria(
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        order=Order(call.order),
        tie=Tie(call.tie),
        places=call.places,
        budget=call.budget,
        amount_each=call.amount_each,
        isee_limit=call.isee_limit,
    )


def rule_in_words(call: Call) -> str:
    """How the ranking is made, for whoever reads it."""
    enough = (
        f"{call.places} posti" if call.places else f"{_euro(call.budget or Decimal(0))} fino a esaurimento"
    )
    return f"In ordine {call.get_order_display()}; a parità viene prima {call.get_tie_display()}; {enough}."


def draft_ranking(call: Call) -> list[Placed]:
    """The ranking as it would be published now. One query; raises ValueError where something is missing."""
    submitted = Application.objects.filter(call=call, state=State.SUBMITTED)
    people = submitted.select_related("case__citizen", "beneficiary")
    return rank([_entry(application) for application in people], criteria_of(call))


@transaction.atomic
def save_call(*, call: Call, by: User, at: datetime) -> None:
    """Keep what a call says, until its ranking is published; raises AlreadyPublished then."""
    what = "Cambiato" if call.pk else "Aperto"
    if call.pk:
        _lock_draft(call)
    call.save()
    daily_log.record("isee.call.saved", f"{what} il bando «{call}».", operator=by, at=at)


@transaction.atomic
def exclude(*, application: Application, reason: str, by: User, at: datetime) -> None:
    """Leave an application out of the ranking, or in it again with an empty reason.

    The reason will be published. Raises AlreadyPublished.
    """
    if application.call is None:
        raise CannotPublish("Questa domanda non partecipa a un bando.")
    _lock_draft(application.call)
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())
    application.exclusion = reason
    application.save(update_fields=["exclusion"])
    what = "esclusa" if reason else "riammessa"
    daily_log.record(
        "isee.call.excluded",
        f"Bando «{application.call}»: {what} la domanda {application.case}.",
        operator=by,
        at=at,
        case=application.case,
    )


@transaction.atomic
def publish(*, call: Call, act: Act, by: User, at: datetime) -> Ranking:
    """Publish the ranking, once: who is in is granted, who is excluded refused, the others wait.

    Raises AlreadyPublished, and CannotPublish before the call is closed, without applications, or where the ranking
    cannot be made.
    """
    _lock_draft(call)
    if act.decided_on <= call.closes_on:
        raise CannotPublish(
            f"Il bando si chiude il {call.closes_on:%d/%m/%Y}: la graduatoria si approva dopo."
        )
    try:
        placed = draft_ranking(call)
    except ValueError as problem:
        raise CannotPublish(str(problem)) from None
    if not placed:
        raise CannotPublish("Nessuna domanda presentata: non c'è una graduatoria da pubblicare.")
    ranking = Ranking.objects.create(
        call=call,
        act_number=act.act_number,
        decided_on=act.decided_on,
        signer=act.signer,
        rule=rule_in_words(call),
        published_at=at,
        published_by=by,
    )
    RankingRow.objects.bulk_create(_row(ranking, each) for each in placed)
    _decide_all(call, placed, act, by, at)
    admitted = sum(each.outcome is Outcome.ADMITTED for each in placed)
    daily_log.record(
        "isee.call.published",
        f"Pubblicata la graduatoria del bando «{call}»: {len(placed)} domande, {admitted} ammesse.",
        operator=by,
        at=at,
    )
    return ranking


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


def already_published(ranking: Ranking) -> str:
    """Why nothing of a call is changed after the publication, in a sentence."""
    return (
        f"La graduatoria è già pubblicata (determina {ranking.act_number} del {ranking.decided_on:%d/%m/%Y}): "
        "non si pubblica due volte e non si cambia."
    )


def _entry(application: Application) -> Entry:
    if application.submitted_on is None:
        raise ValueError("In graduatoria ci sono solo domande presentate.")
    return Entry(
        pk=application.pk,
        number=str(application.case),
        submitted_on=application.submitted_on,
        protocol=application.case.protocol_number,
        isee=application.isee,
        isee_valid_to=application.isee_valid_to,
        isee_omissions=application.isee_omissions,
        points=application.points,
        born_on=application.receiver.birth_date,
        amount=application.amount,
        exclusion=application.exclusion,
    )


def _row(ranking: Ranking, placed: Placed) -> RankingRow:
    return RankingRow(
        ranking=ranking,
        application_id=placed.entry.pk,
        place=placed.place,
        outcome=RankingRow.Outcome(placed.outcome.value),
        points=placed.entry.points if ranking.call.order == Call.Order.POINTS else None,
        wanted=placed.wanted,
        amount=placed.amount,
        note=placed.note,
    )


def _decide_all(call: Call, placed: list[Placed], act: Act, by: User, at: datetime) -> None:
    found = Application.objects.filter(pk__in=[each.entry.pk for each in placed])
    applications = found.select_related("case__citizen", "case__service", "case__responsible").in_bulk()
    for each in placed:
        application = applications[each.entry.pk]
        if each.outcome is Outcome.ADMITTED:
            _grant(application, f"Posto {each.place} nella graduatoria.", each.amount, act, by, at)
        elif each.outcome is Outcome.EXCLUDED:
            fields = {**_act_fields(act), "reason": each.note}
            decide_in_ranking(application, State.REFUSED, fields, operator=by, at=at)


def _grant(
    application: Application, reason: str, amount: Decimal | None, act: Act, by: User, at: datetime
) -> None:
    unit = (application.unit or Unit.ONCE) if amount is not None else application.unit
    fields = {**_act_fields(act), "reason": reason, "amount": amount, "unit": unit}
    decide_in_ranking(application, State.GRANTED, fields, operator=by, at=at)


def _act_fields(act: Act) -> dict[str, object]:
    return {
        "act_number": act.act_number,
        "decided_on": act.decided_on,
        "signer": act.signer,
        "remedy": REMEDY,
    }


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
        _grant(row.application, reason, after.has, act, by, at)
    else:
        row.application.amount = after.has
        row.application.save(update_fields=["amount"])


def _end(application: Application, reason: str, by: User, at: datetime) -> None:
    application.state, application.end_reason = State.ENDED, reason
    application.ended_on = timezone.localdate(at)
    application.save(update_fields=["state", "ended_on", "end_reason"])
    if application.case.is_open:  # who waited
        close_case(case=application.case, state=Case.State.ABANDONED, operator=by, at=at)


def _lock_draft(call: Call) -> None:
    """Hold the call; raise AlreadyPublished where its ranking is."""
    Call.objects.select_for_update().get(pk=call.pk)
    ranking = Ranking.objects.filter(call=call).first()
    if ranking:
        raise AlreadyPublished(already_published(ranking))


def _euro(amount: Decimal) -> str:
    return f"{amount:,.2f} euro".translate(str.maketrans(",.", ".,"))


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}"
