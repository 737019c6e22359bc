"""Who saw, printed or took away what a partner answered: a row each time, and nothing of the answer in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from partners.models import LookUp, LookUpAccess
from sportello.models import User

# A page that shows its panels anew is still one look.
ONE_LOOK = timedelta(minutes=2)


def viewed(look_ups: Sequence[LookUp], *, operator: User, at: datetime, client_ip: str | None) -> None:
    """Record that answers were on the operator's screen; two queries however many, and none for none."""
    if not look_ups:
        return
    just_seen = LookUpAccess.objects.filter(
        look_up__in=look_ups, operator=operator, kind=LookUpAccess.Kind.VIEW, at__gt=at - ONE_LOOK
    )
    seen = set(just_seen.values_list("look_up", flat=True))
    rows = [
        _row(look_up, LookUpAccess.Kind.VIEW, operator, at, client_ip)
        for look_up in look_ups
        if look_up.pk not in seen
    ]
    LookUpAccess.objects.bulk_create(rows)


def record(
    look_up: LookUp, kind: LookUpAccess.Kind, *, operator: User, at: datetime, client_ip: str | None
) -> None:
    """Record that an answer was printed or taken away."""
    _row(look_up, kind, operator, at, client_ip).save(force_insert=True)


def _row(
    look_up: LookUp, kind: LookUpAccess.Kind, operator: User, at: datetime, client_ip: str | None
) -> LookUpAccess:
    return LookUpAccess(
        look_up=look_up,
        operator=operator,
        kind=kind,
        at=at,
        workstation=operator.counter.name if operator.counter else "",
        client_ip=client_ip,
    )
