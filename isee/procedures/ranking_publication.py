"""A ranking, from draft to published: once, and with it the applications are decided."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from isee.benefits import Unit
from isee.models import Application, Call, Ranking, RankingRow
from isee.procedures.calls import CannotPublish, criteria_of, lock_draft, rule_in_words
from isee.procedures.decisions import REMEDY, decide_in_ranking
from isee.procedures.ranking import Entry, Outcome, Placed, rank
from sportello import daily_log
from sportello.models import User

State = Application.State


@dataclass(frozen=True)
class Act:
    """The determina that publishes a ranking or moves it on."""

    act_number: str
    decided_on: date
    signer: str


def draft_ranking(call: Call) -> list[Placed]:
    """The ranking as it would be published now. One query; raises ValueError where something is missing."""
    submitted = Application.objects.filter(call=call, state=State.SUBMITTED)
    people = submitted.select_related("case__citizen", "beneficiary")
    return rank([_entry(application) for application in people], criteria_of(call))


@transaction.atomic
def publish(*, call: Call, act: Act, by: User, at: datetime) -> Ranking:
    """Publish the ranking, once: who is in is granted, who is excluded refused, the others wait.

    Raises AlreadyPublished, and CannotPublish before the call is closed, without applications, or where the ranking
    cannot be made.
    """
    lock_draft(call)
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


def grant_place(
    application: Application, reason: str, amount: Decimal | None, act: Act, by: User, at: datetime
) -> None:
    """Grant an application that has its place in a ranking, in the transaction of the act that gives it the place.

    `amount` is in euro, None for a place that is no money.
    """
    unit = (application.unit or Unit.ONCE) if amount is not None else application.unit
    fields = {**_act_fields(act), "reason": reason, "amount": amount, "unit": unit}
    decide_in_ranking(application, State.GRANTED, fields, operator=by, at=at)


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
            grant_place(application, f"Posto {each.place} nella graduatoria.", each.amount, act, by, at)
        elif each.outcome is Outcome.EXCLUDED:
            fields = {**_act_fields(act), "reason": each.note}
            decide_in_ranking(application, State.REFUSED, fields, operator=by, at=at)


def _act_fields(act: Act) -> dict[str, object]:
    return {
        "act_number": act.act_number,
        "decided_on": act.decided_on,
        "signer": act.signer,
        "remedy": REMEDY,
    }
