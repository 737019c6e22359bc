from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sportello import daily_log as log
from sportello.access import Request, allow
from sportello.forms.daily_log import DailyLogFilter
from sportello.paging import page_after


@allow("operator", "supervisor")
def daily_log(request: Request) -> HttpResponse:
    """The lines of a day, newest first: the own ones for an operator, everybody's for a supervisor."""
    today = timezone.localdate()
    asked = {"giorno": today.isoformat(), **request.GET.dict()}
    form = DailyLogFilter(asked, reader=request.user, today=today)
    form.is_valid()  # what cannot be read is said beside its field, and the rest of the page stands
    day = form.day
    lines = form.narrow(log.lines_of(day, request.user))
    context = {
        "form": form,
        "day": day,
        "previous_day": day - timedelta(days=1),
        "next_day": day + timedelta(days=1) if day < today else None,
        "totals": log.totals_of(lines),
        "page": page_after(lines, by=("-at", "-pk"), after=request.GET.get("after", "")),
    }
    return render(request, "sportello/daily_log.html", context)
