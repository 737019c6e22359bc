from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from sportello import acts, visits
from sportello.access import Request, allow
from sportello.forms.act import ActForm
from sportello.forms.visit import CloseForm, SuspendForm
from sportello.models import User, Visit
from sportello.permission import NotAllowed
from sportello.views.desk import desk_visit, go, offer_undo, own_visit, posted, shown_in_dialog, told_at_home
from sportello.views.visits import act_form


@allow("operator")
@desk_visit
def suspend_visit(request: Request, visit: Visit) -> HttpResponse:
    """Put the visit aside for a reason; a dialog, or a page of its own."""
    form = SuspendForm(posted(request))
    if form.is_valid():
        visits.suspend_visit(visit=visit, operator=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"La visita {visit} è sospesa.")
        return go(request, "home")
    return shown_in_dialog(request, "sportello/visit_suspend.html", {"visit": visit, "form": form})


@allow("operator")
@require_POST
@told_at_home
def resume_visit(request: Request, pk: int) -> HttpResponse:
    """Go on with a suspended visit, the own one or one that a colleague handed over."""
    visit = get_object_or_404(Visit, pk=pk)
    visits.resume_visit(visit=visit, operator=request.user, at=timezone.now())
    return go(request, "visit", visit.pk)


@allow("operator")
@desk_visit
def close_visit(request: Request, visit: Visit) -> HttpResponse:
    """End the visit with the citizen's face; one without acts is first asked what it was for."""
    form = CloseForm(posted(request), initial={"call_next": "chiama" in request.GET})
    act = None if visit.acts.exists() else act_form(request, visit, timezone.now())
    if form.is_valid() and _closed(visit, form, act, request.user):
        offer_undo(request, visit)
        return _after_closing(request, call_next=form.cleaned_data["call_next"])
    context = {"visit": visit, "form": form, "act_form": act, "step": request.POST.get("step")}
    return shown_in_dialog(request, "sportello/visit_close.html", context)


def _closed(visit: Visit, form: CloseForm, act: ActForm | None, operator: User) -> bool:
    """Record the act that was still missing and close, both or neither; what may not be done is said in the form."""
    if act is not None and not act.is_valid():
        return False
    now = timezone.now()
    try:
        with transaction.atomic():
            if act is not None:
                acts.add_act(visit=visit, operator=operator, at=now, **act.cleaned_data)
            visits.close_visit(visit=visit, operator=operator, at=now, face=form.cleaned_data["face"])
    except NotAllowed as refusal:
        (act or form).add_error(None, str(refusal))
        return False
    return True


def _after_closing(request: Request, *, call_next: bool) -> HttpResponse:
    if not call_next:
        return go(request, "home")
    try:
        called = visits.call_next(operator=request.user, at=timezone.now())
    except visits.NobodyWaits as refusal:
        messages.info(request, str(refusal))
        return go(request, "home")
    return go(request, "visit", called.pk)


@allow("operator")
@require_POST
@own_visit
def undo_close(request: Request, visit: Visit) -> HttpResponse:
    """Bring the visit just closed back to the desk."""
    request.session.pop("undo", None)
    visits.undo_close(visit=visit, operator=request.user, at=timezone.now())
    messages.success(request, f"La visita {visit} è di nuovo al banco.")
    return go(request, "visit", visit.pk)
