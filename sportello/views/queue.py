from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sportello import tickets, visits
from sportello.access import Request, allow
from sportello.acts import services_by_owner
from sportello.forms.visit import TicketForm
from sportello.ids import id_of
from sportello.middleware import polled
from sportello.models import Citizen, User, Visit
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, told_at_home

# How many of those who wait are shown; the number beside the heading counts them all.
SHOWN = 12


@allow("operator")
@polled
@require_GET
def queue(request: Request) -> HttpResponse:
    """The waiting list and the numbers of the day, as the first page asks for them again and again."""
    return render(request, "sportello/home.html#queue", queue_context(request.user, timezone.now()))


def queue_context(operator: User, now: datetime) -> dict[str, Any]:
    """Who waits, and how the operator's day goes; three queries."""
    waiting = Visit.objects.waiting(timezone.localdate(now))
    return {
        "now": now,
        "waiting": list(waiting.select_related("citizen", "service")[:SHOWN]),
        "waiting_count": waiting.count(),
        "numbers": numbers_of_the_day(operator, now),
    }


def numbers_of_the_day(operator: User, now: datetime) -> dict[str, Any]:
    """Visits that the operator closed and suspended today, and the minutes waited by those called from the list."""
    own = Visit.objects.filter(operator=operator, day=timezone.localdate(now))
    called = Q(started_at__gt=F("arrived_at"))
    numbers = own.order_by().aggregate(
        closed=Count("pk", filter=Q(state=Visit.State.CLOSED)),
        suspended=Count("pk", filter=Q(state=Visit.State.SUSPENDED)),
        average_wait=Avg(F("started_at") - F("arrived_at"), filter=called),
    )
    wait = numbers["average_wait"]
    return {**numbers, "average_wait": round(wait.total_seconds() / 60) if wait else None}


@allow("operator")
@require_POST
@told_at_home
def call_next(request: Request) -> HttpResponse:
    """Call the first of the waiting list to the free desk."""
    visit = visits.call_next(operator=request.user, at=timezone.now())
    return go(request, "visit", visit.pk)


@allow("operator")
@require_POST
@told_at_home
def take_visit(request: Request, pk: int) -> HttpResponse:
    """Call one of those who wait, whatever the order."""
    visit = get_object_or_404(Visit, pk=pk)
    visits.take_visit(visit=visit, operator=request.user, at=timezone.now())
    return go(request, "visit", visit.pk)


@allow("operator")
@require_POST
@told_at_home
def gone_visit(request: Request, pk: int) -> HttpResponse:
    """Note that a person left without being served."""
    visit = get_object_or_404(Visit, pk=pk)
    visits.mark_gone(visit=visit, operator=request.user, at=timezone.now())
    return go(request, "home")


@allow("operator")
def new_visit(request: Request) -> HttpResponse:
    """The welcome desk: give a ticket, or serve the person at once."""
    services = list(services_by_owner().filter(is_active=True))
    chosen = id_of(request.GET.get("cittadino", ""))
    citizen = Citizen.objects.filter(pk=chosen).first() if chosen else None
    form = TicketForm(posted(request), services=services, initial={"citizen": citizen})
    if form.is_valid():
        try:
            visit = _welcome(form, at_once="serve" in request.POST, operator=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("visit" if visit.is_in_service else "ticket", visit.pk)
    context = {"form": form, "citizen": citizen}
    return render(request, "sportello/welcome.html", context, status=422 if form.is_bound else 200)


def _welcome(form: TicketForm, *, at_once: bool, operator: User) -> Visit:
    typed = {name: form.cleaned_data[name] for name in ("service", "citizen", "priority", "channel")}
    receive = visits.start_visit if at_once else tickets.issue_ticket
    return receive(operator=operator, at=timezone.now(), **typed)


@allow("operator")
@require_GET
def ticket(request: Request, pk: int) -> HttpResponse:
    """The ticket to print, and how many are called before it."""
    visit = get_object_or_404(Visit.objects.select_related("citizen", "service", "operator"), pk=pk)
    if visit.operator:
        return redirect("visit", visit.pk)
    before = Visit.objects.before(visit).count()
    return render(request, "sportello/welcome_ticket.html", {"visit": visit, "before": before})
