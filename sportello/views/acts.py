from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sportello import acts
from sportello.access import Request, allow
from sportello.forms.act import ActForm, MinutesForm
from sportello.models import Act, User, Visit
from sportello.permission import NotAllowed
from sportello.views.desk import desk_visit, go, own_visit, shown_in_dialog
from sportello.views.visits import act_form, stepped


@allow("operator")
@desk_visit
def add_act(request: Request, visit: Visit) -> HttpResponse:
    """Record what was done; a dialog, or a page of its own. The buttons − and + of the minutes record nothing."""
    now = timezone.now()
    form = act_form(request, visit, now)
    if _recorded(form, visit, request.user, now):
        return go(request, "visit", visit.pk)
    context = {"visit": visit, "form": form, "step": request.POST.get("step")}
    return shown_in_dialog(request, "sportello/visit_act.html", context)


def _recorded(form: ActForm, visit: Visit, operator: User, now: datetime) -> bool:
    """Record the act of the form; what may not be done is said in it."""
    if not form.is_valid():
        return False
    try:
        acts.add_act(visit=visit, operator=operator, at=now, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@allow("operator")
@own_visit
def edit_act(request: Request, visit: Visit, act: int) -> HttpResponse:
    """Correct the minutes of an act of today; a dialog, or a page of its own."""
    found = get_object_or_404(visit.acts.select_related("service"), pk=act)
    if request.method != "POST":
        form = MinutesForm(initial={"minutes": found.minutes})
    elif "step" in request.POST:
        form = MinutesForm(initial=stepped(request.POST))
    else:
        form = MinutesForm(request.POST)
        if _corrected(form, found, request.user):
            return go(request, "visit", visit.pk)
    context = {"visit": visit, "act": found, "form": form, "step": request.POST.get("step")}
    return shown_in_dialog(request, "sportello/visit_act_minutes.html", context)


def _corrected(form: MinutesForm, act: Act, operator: User) -> bool:
    if not form.is_valid():
        return False
    try:
        acts.correct_minutes(act=act, operator=operator, at=timezone.now(), **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error("minutes", str(refusal))
        return False
    return True
