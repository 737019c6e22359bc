"""Acts on a call (bando): written, and applications excluded, until its ranking is published."""

from datetime import datetime

from django.db import transaction

from isee.calculation.amounts import ZERO, euro
from isee.models import Application, Call, Ranking
from isee.procedures.ranking import Criteria, Order, Tie
from sportello import daily_log
from sportello.models import User
from sportello.permission import NotAllowed


class AlreadyPublished(NotAllowed):
    """The ranking is published, and stays as it is."""


class CannotPublish(NotAllowed):
    """The ranking is not ready to be published."""


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
    enough = f"{call.places} posti" if call.places else f"{euro(call.budget or ZERO)} fino a esaurimento"
    return f"In ordine {call.get_order_display()}; a parità viene prima {call.get_tie_display()}; {enough}."


@transaction.atomic
def save_call(*, call: Call, by: User, at: datetime) -> None:
    """Keep what a call says, until its ranking is published; raises AlreadyPublished then."""
    what = "Cambiato" if call.pk else "Aperto"
    if call.pk:
        lock_draft(call)
    call.save()
    daily_log.record("isee.call.saved", f"{what} il bando «{call}».", operator=by, at=at)


@transaction.atomic
def exclude(*, application: Application, reason: str, by: User, at: datetime) -> None:
    """Leave an application out of the ranking, or in it again with an empty reason.

    The reason will be published. Raises AlreadyPublished.
    """
    if application.call is None:
        raise CannotPublish("Questa domanda non partecipa a un bando.")
    lock_draft(application.call)
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


def already_published(ranking: Ranking) -> str:
    """Why nothing of a call is changed after the publication, in a sentence."""
    return (
        f"La graduatoria è già pubblicata (determina {ranking.act_number} del {ranking.decided_on:%d/%m/%Y}): "
        "non si pubblica due volte e non si cambia."
    )


def lock_draft(call: Call) -> None:
    """Hold the call; raise AlreadyPublished where its ranking is."""
    Call.objects.select_for_update().get(pk=call.pk)
    ranking = Ranking.objects.filter(call=call).first()
    if ranking:
        raise AlreadyPublished(already_published(ranking))
