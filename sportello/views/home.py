from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from sportello.access import Request, allow
from sportello.models import Visit
from sportello.paging import page_after
from sportello.views.queue import queue_context

# For how long the receipt of a closed visit is offered on the first page.
JUST_CLOSED = timedelta(minutes=10)


@allow("operator", "supervisor", "administrator")
@require_GET
def home(request: Request) -> HttpResponse:
    """The first page: the counter for an operator, their own first page for the others."""
    if request.user.is_operator:
        return _counter(request)
    return redirect("daily_log" if request.user.is_supervisor else "settings")


def _counter(request: Request) -> HttpResponse:
    now = timezone.now()
    own = Visit.objects.filter(operator=request.user, day=timezone.localdate(now))
    just_closed = own.filter(state=Visit.State.CLOSED, ended_at__gte=now - JUST_CLOSED)
    suspended = Visit.objects.suspended_for(request.user).select_related("citizen", "service", "operator")
    context = {
        "suspended": page_after(suspended, by="-pk", after=request.GET.get("after", "")),
        "just_closed": just_closed.select_related("citizen").order_by("-ended_at").first(),
        **queue_context(request.user, now),
    }
    return render(request, "sportello/home.html", context)
