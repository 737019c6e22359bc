"""Whether the partners answer, and since when one does not, or is slow.

Nobody asks a partner whether it is there: what is known comes from the questions and requests themselves.
"""

from datetime import datetime

from django.db import transaction

from partners.models import Reachability, ReachabilityChange
from sportello.models import Partner

State = ReachabilityChange.State
# An answer that took longer than this many milliseconds is slow: somebody stands at the counter.
SLOW = 8_000


def answered(partner: Partner, *, at: datetime, milliseconds: int | None = None, reference: str = "") -> None:
    """Note that a partner answered, be it with a refusal; `milliseconds`: how long it took, where that was measured."""
    is_slow = milliseconds is not None and milliseconds > SLOW
    with transaction.atomic():
        seen = _seen(partner, at)
        seen.down_since = None
        seen.slow_since = (seen.slow_since or at) if is_slow else None
        seen.save()
        _note(partner, State.SLOW if is_slow else State.LIVE, at, reference if is_slow else "")


def failed(partner: Partner, *, at: datetime, reference: str = "") -> None:
    """Note that a partner did not answer; only the first failure after an answer sets since when."""
    with transaction.atomic():
        seen = _seen(partner, at)
        seen.down_since = seen.down_since or at
        seen.slow_since = None
        seen.save()
        _note(partner, State.DOWN, at, reference)


def limit_reached(partner: Partner, *, at: datetime, reference: str = "") -> None:
    """Note that a partner answers, and takes no more questions today."""
    with transaction.atomic():
        seen = _seen(partner, at)
        seen.down_since = seen.slow_since = None
        seen.save()
        _note(partner, State.QUOTA, at, reference)


def down_since(partner: Partner) -> datetime | None:
    """The moment of the first failure after the partner's last answer; None while it answers, or was never asked."""
    seen = Reachability.objects.filter(partner=partner).first()
    return seen.down_since if seen else None


def _seen(partner: Partner, at: datetime) -> Reachability:
    """What is known of a partner, which nobody else changes until the end of the transaction."""
    seen, _ = Reachability.objects.get_or_create(partner=partner, defaults={"last_tried_at": at})
    seen = Reachability.objects.select_for_update().get(pk=seen.pk)
    seen.last_tried_at = at
    return seen


def _note(partner: Partner, state: ReachabilityChange.State, at: datetime, reference: str) -> None:
    """A row in the history, where the state is another one than before."""
    last = ReachabilityChange.objects.filter(partner=partner).first()
    if last is None or last.state != state:
        ReachabilityChange.objects.create(partner=partner, state=state, at=at, reference=reference[:80])
