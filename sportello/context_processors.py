import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from sportello.models import Citizen, Office, Service, User, Visit


@dataclass(frozen=True)
class Desk:
    """What the bar under the header shows of the visit in service."""

    pk: int
    ticket: str
    citizen: Citizen | None
    person_name: str
    represented_by: str
    service: Service | None
    minutes_now: int

    @property
    def citizen_id(self) -> int | None:
        return self.citizen.pk if self.citizen else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page of the frame shows: the office, the person at the desk, the undo still open.

    Read only when a page shows it: a fragment without the frame costs nothing.
    """
    office: Any = SimpleLazyObject(Office.objects.first)
    context: dict[str, Any] = {
        "office": office,
        "demo_loaded": SimpleLazyObject(lambda: bool(office and office.demo_loaded_on)),
        "idle_minutes": settings.IDLE_MINUTES,
        "today": timezone.localdate(),
    }
    user: Any = getattr(request, "user", None)
    if user and user.is_authenticated and user.is_operator:
        context["desk"] = SimpleLazyObject(lambda: desk_of(user, timezone.now()))
        context["undo"] = undo_of(request)
    return context


def desk_of(operator: User, now: datetime) -> Desk | None:
    """The visit in service of an operator, as the bar shows it; one query, and one more for the tax codes."""
    visit = Visit.objects.at_desk_of(operator).with_people().first()
    if visit is None:
        return None
    return Desk(
        pk=visit.pk,
        ticket=visit.ticket,
        citizen=visit.citizen,
        person_name=visit.person_name,
        represented_by=visit.represented_by,
        service=visit.service,
        minutes_now=visit.minutes(now),
    )


def undo_of(request: HttpRequest) -> dict[str, Any] | None:
    """The undo offered after closing a visit, as long as its time runs."""
    undo: dict[str, Any] | None = request.session.get("undo")
    return undo if undo and time.time() < undo["until"] else None
