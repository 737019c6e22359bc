"""Look-ups that somebody has to go on with: the outcome of a portal to be written, a document to be asked for again."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from partners import look_ups
from partners.models import LookUp, LookUpOutcome, Reachability
from partners.questions import Heard
from sportello.models import Case, User
from sportello.permission import NotAllowed

Result = LookUpOutcome.Result
# After this a document that nobody went on with is no longer offered.
KEPT = timedelta(days=30)
# Most rows that a list shows: an operator who has more works them off from the first.
MOST = 50
# The partner gave no answer that counts, through no fault of the question.
WITHOUT_ANSWER = (Result.UNREACHABLE, Result.QUOTA, Result.FAILED, Result.OTHER_MEANS)


class Means(models.TextChoices):
    """How a document is had while the partner does not answer; the last: it came, nothing is to be asked."""

    PERSON = "person", "lo porta la persona"
    WRITTEN = "written", "chiesto per PEC o per posta"
    PHONE = "phone", "chiesto per telefono"
    ELSEWHERE = "elsewhere", "la persona lo chiede a un'altra sede o a un patronato"
    ARRIVED = "arrived", "è arrivato: non serve più"


def on_portal(operator: User) -> list[LookUp]:
    """The look-ups that an operator began on a portal and whose outcome is not written, the oldest first."""
    pending = LookUp.objects.pending().filter(operator=operator, channel=LookUp.Channel.PORTAL)
    return list(pending.select_related("subject", "service__partner", "case").order_by("pk")[:MOST])


def to_ask_again(operator: User, *, at: datetime) -> list[LookUp]:
    """The documents that an operator wanted and no partner gave, the oldest first, each once; one query.

    Those of closed cases are left out, and those for which somebody asked again since or said that they came.
    """
    recent = LookUp.objects.filter(
        outcome__result__in=WITHOUT_ANSWER,
        outcome__at__gt=at - KEPT,
        operator=operator,
        case__state=Case.State.OPEN,
    ).exclude(outcome__message=Means.ARRIVED.label)
    newest = recent.filter(~Exists(_later()))
    rows = newest.select_related("subject", "service__partner", "case", "outcome")
    return list(rows.order_by("pk")[:MOST])


def partners_down() -> set[int]:
    """The partners that do not answer now, by their id."""
    return set(Reachability.objects.filter(down_since__isnull=False).values_list("partner", flat=True))


@transaction.atomic
def ask_by_other_means(*, look_up: LookUp, means: Means, operator: User, at: datetime) -> LookUp:
    """Record that a document which the partner did not give is had another way; a row of its own, as each asking is.

    Raises NotAllowed where the partner did answer.
    """
    outcome = getattr(look_up, "outcome", None)
    if outcome is None or outcome.result not in WITHOUT_ANSWER:
        raise NotAllowed("L'ente ha risposto: non c'è niente da chiedere per altra via.")
    same = {
        field.attname: getattr(look_up, field.attname)
        for field in LookUp._meta.concrete_fields
        if field.name not in ("id", "correlation_id", "asked_at", "operator", "workstation")
    }
    asked = LookUp.objects.create(
        **same,
        operator=operator,
        workstation=look_ups.workstation_of(operator),
        correlation_id=uuid4(),
        asked_at=at,
    )
    look_ups.conclude(asked, Heard(Result.OTHER_MEANS, message=means.label), at=at, by=operator)
    return asked


def _later() -> QuerySet[LookUp]:
    """Newer look-ups for the same document about the same person in the same case."""
    return (
        LookUp.objects.order_by()
        .annotate(of_year=Coalesce("tax_year", 0))
        .filter(
            case=OuterRef("case"),
            document=OuterRef("document"),
            subject=OuterRef("subject"),
            indicator=OuterRef("indicator"),
            threshold_code=OuterRef("threshold_code"),
            of_year=Coalesce(OuterRef("tax_year"), 0),
            pk__gt=OuterRef("pk"),
        )
    )
