"""The worker's part of a look-up: it is put to the partner at most once, and whatever happens has its outcome."""

import time
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from partners import gates, look_ups, questions
from partners.models import LookUp, LookUpOutcome, LookUpStart
from partners.questions import Heard
from sportello.models import Partner

Result = LookUpOutcome.Result
LOST = (
    "La domanda era partita, ma il programma si è fermato prima della risposta: l'ente può averla ricevuta. "
    "Non cambia nulla: se serve, chiedi di nuovo."
)


def take(look_up_id: int) -> None:
    """Put a recorded question to its partner, unless it has an outcome, or somebody has begun to put it already."""
    look_up = look_ups.still_to_ask(look_up_id, at=timezone.now())
    if look_up is None:
        return
    if not _begin(look_up, at=timezone.now()):
        look_ups.conclude(look_up, Heard(Result.FAILED, message=LOST), at=timezone.now())
        return
    heard = _through_the_gate(look_up)
    look_ups.conclude(look_up, heard, at=timezone.now())


def _begin(look_up: LookUp, *, at: datetime) -> bool:
    """Record that the question may leave from now on; False where that was recorded before.

    So no question leaves twice: a worker that finds the row of another one knows that it was stopped on the way.
    """
    try:
        with transaction.atomic():
            LookUpStart.objects.create(look_up=look_up, at=at)
    except IntegrityError:
        return False
    return True


def _through_the_gate(look_up: LookUp) -> Heard:
    """Ask, unless nobody may just now; what came of it is noted for all processes."""
    partner, document = look_up.service.partner, LookUp.Document(look_up.document)
    if partner is None:
        return questions.put(look_up)
    if closed := gates.enter(partner, document, at=timezone.now()):
        result = Result.QUOTA if closed.reason == gates.Reason.QUOTA else Result.UNREACHABLE
        return Heard(result, message=closed.sentence(partner))
    began = time.monotonic()
    heard = questions.put(look_up)
    note(partner, document, heard, at=timezone.now())
    return questions.timed(heard, round((time.monotonic() - began) * 1000))


def note(partner: Partner, document: LookUp.Document, heard: Heard, *, at: datetime) -> None:
    """Tell the gate what came of a question."""
    repeated = max(0, sum(call.is_of_the_service for call in heard.trace.calls) - 1)
    if heard.result == Result.QUOTA:
        gates.limit_reached(partner, document, at=at)
    elif heard.answered is False:
        gates.failed(partner, document, at=at, wait=heard.wait, repeated=repeated)
    elif heard.answered:
        gates.answered(partner, document, repeated=repeated)
