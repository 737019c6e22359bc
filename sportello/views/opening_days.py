from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sportello import office
from sportello.access import Request, allow
from sportello.forms.office import ClosureForm, WeekHours, hours_of, week_initial
from sportello.models import Closure


@allow("administrator")
def opening_days(request: Request) -> HttpResponse:
    """The hours of each weekday, and the days on which the office stays closed."""
    if request.method != "POST":
        return _page(request)
    week = WeekHours(request.POST)
    if not week.is_valid():
        return _page(request, hours=week, status=422)
    office.set_opening_hours(hours=hours_of(week), by=request.user, at=timezone.now())
    messages.success(request, "Orari salvati.")
    return redirect("opening_days")


@allow("administrator")
@require_POST
def add_closure(request: Request) -> HttpResponse:
    """Mark a day as closed."""
    form = ClosureForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, form=form, status=422)
    closure = form.save(commit=False)
    office.add_closure(closure=closure, by=request.user, at=timezone.now())
    messages.success(request, f"Segnata la chiusura del {closure.day:%d/%m/%Y}.")
    return redirect("opening_days")


@allow("administrator")
@require_POST
def remove_closure(request: Request, pk: int) -> HttpResponse:
    """Take away a closure that has not come yet; past ones stay."""
    closure = get_object_or_404(Closure, pk=pk, day__gte=timezone.localdate())
    office.remove_closure(closure=closure, by=request.user, at=timezone.now())
    messages.success(request, f"Tolta la chiusura del {closure.day:%d/%m/%Y}.")
    return redirect("opening_days")


def _page(request: Request, status: int = 200, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    calendar = office.calendar()
    context = {
        "hours": WeekHours(initial=week_initial(calendar.hours)),
        "form": ClosureForm(today=today),
        "closures": Closure.objects.filter(day__gte=today),
        "holidays": office.coming_holidays(calendar, today),
        **forms,
    }
    return render(request, "sportello/opening_days.html", context, status=status)
