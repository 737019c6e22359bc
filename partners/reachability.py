"""Whether the partners answer, and since when one does not.

Nobody asks a partner whether it is there: what is known comes from the questions and requests themselves.
"""

from datetime import datetime

from partners.models import Reachability
from sportello.models import Partner


def answered(partner: Partner, *, at: datetime) -> None:
    """Note that a partner answered, be it with a refusal."""
    Reachability.objects.update_or_create(partner=partner, defaults={"down_since": None, "last_tried_at": at})


def failed(partner: Partner, *, at: datetime) -> None:
    """Note that a partner did not answer; only the first failure after an answer sets since when."""
    seen, _ = Reachability.objects.get_or_create(
        partner=partner, defaults={"down_since": at, "last_tried_at": at}
    )
    Reachability.objects.filter(pk=seen.pk).update(last_tried_at=at)
    Reachability.objects.filter(pk=seen.pk, down_since__isnull=True).update(down_since=at)


def down_since(partner: Partner) -> datetime | None:
    """The moment of the first failure after the partner's last answer; None while it answers, or was never asked."""
    seen = Reachability.objects.filter(partner=partner).first()
    return seen.down_since if seen else None
