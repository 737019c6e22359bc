"""Whether a partner may be asked for a kind of document just now: what all processes know of it, and remember.

Three things close a gate: the partner's own wish ("not before", the limit of the day), our own count of the day, and
questions that failed one after the other. After the latter one question at a time is let through, to see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from partners.models import Gate, LookUp
from sportello.models import Partner

Reason = Gate.Reason
# Failures in a row after which nobody asks for a while.
FAILURES = 3
# How long nobody asks then: longer with each further failure, up to the last.
PAUSES = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10))
# The one question that is let through to see has this long before another may.
PROBE = timedelta(minutes=2)
# A partner that asks to be left alone for longer is asked again after this.
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Closed:
    """Why nobody asks, until when."""

    reason: Gate.Reason
    until: datetime

    def sentence(self, partner: Partner) -> str:
        """What the operator reads."""
        at = timezone.localtime(self.until)
        if self.reason == Reason.QUOTA:
            return (
                f"Il limite di domande di oggi a {partner} è raggiunto: da {_day(at)} si può chiedere di nuovo. "
                "Intanto chiedi il documento alla persona."
            )
        if self.reason == Reason.ASKED_TO_WAIT:
            return f"{partner} ha chiesto di aspettare fino alle {at:%H:%M}: riprova dopo."
        return f"{partner} non ha risposto alle ultime domande: si riprova dopo le {at:%H:%M}. Intanto vai avanti senza."


def enter(partner: Partner, document: LookUp.Document, *, at: datetime) -> Closed | None:
    """Count one more question of today and let it through; or say why it may not be put, and count nothing."""
    with _locked(partner, document) as gate:
        if gate.closed_until and gate.closed_until > at:
            return Closed(Reason(gate.reason), gate.closed_until)
        today = timezone.localdate(at)
        if gate.counted_on != today:
            gate.counted_on, gate.count = today, 0
        limit = daily_limit(partner)
        if limit and gate.count >= limit:
            _close(gate, Reason.QUOTA, tomorrow(at))
            return Closed(Reason.QUOTA, tomorrow(at))
        gate.count += 1
        if gate.reason == Reason.TROUBLE:
            _close(gate, Reason.TROUBLE, at + PROBE)
        else:
            _open(gate)
    return None


def answered(partner: Partner, document: LookUp.Document, *, repeated: int = 0) -> None:
    """Note that the partner answered, be it with a refusal; `repeated`: calls beside the one that was counted."""
    with _locked(partner, document) as gate:
        gate.failures = 0
        gate.count += repeated
        _open(gate)


def failed(
    partner: Partner,
    document: LookUp.Document,
    *,
    at: datetime,
    wait: int | None = None,
    repeated: int = 0,
) -> None:
    """Note that the partner did not answer; `wait`: seconds for which it asked to be left alone."""
    with _locked(partner, document) as gate:
        gate.failures += 1
        gate.count += repeated
        if wait:
            _close(gate, Reason.ASKED_TO_WAIT, at + min(timedelta(seconds=wait), LONGEST_WAIT))
        elif gate.failures >= FAILURES:
            pause = PAUSES[min(gate.failures - FAILURES, len(PAUSES) - 1)]
            _close(gate, Reason.TROUBLE, at + pause)


def limit_reached(partner: Partner, document: LookUp.Document, *, at: datetime) -> None:
    """Note that the partner takes no more questions today."""
    with _locked(partner, document) as gate:
        gate.failures = 0
        _close(gate, Reason.QUOTA, tomorrow(at))


def daily_limit(partner: Partner) -> int:
    """How many questions of a document a day may have; 0 where no limit is known."""
    return int(settings.PARTNERS.get(partner.code, {}).get("DAILY_LIMIT", 0))


def tomorrow(at: datetime) -> datetime:
    """The first moment of the next day here."""
    local = timezone.localtime(at)
    return datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)


@contextmanager
def _locked(partner: Partner, document: LookUp.Document) -> Iterator[Gate]:
    """The gate, which nobody else changes meanwhile; saved at the end."""
    with transaction.atomic():
        gate, _ = Gate.objects.get_or_create(partner=partner, document=document)
        gate = Gate.objects.select_for_update().get(pk=gate.pk)
        yield gate
        gate.save()


def _close(gate: Gate, reason: Gate.Reason, until: datetime) -> None:
    gate.reason, gate.closed_until = reason, until


def _open(gate: Gate) -> None:
    gate.reason, gate.closed_until = "", None


def _day(at: datetime) -> str:
    return "domani" if at.date() == timezone.localdate() + timedelta(days=1) else f"{at:%d/%m}"
