from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from sportello import unmet_requests as unmet
from sportello.access import Request, allow
from sportello.forms.unmet_request import SubjectForm, UnmetRequestForm
from sportello.models import UnmetRequest, Visit
from sportello.models.unmet_request import SUBJECTS
from sportello.paging import page_after
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog


@allow("supervisor", "administrator")
def unmet_requests(request: Request) -> HttpResponse:
    """The demand that the counter does not meet: by subject and month, then the requests themselves."""
    months = unmet.last_months(timezone.localdate())
    rows = UnmetRequest.objects.select_related("operator")
    context = {
        "months": months,
        "demand": unmet.demand(months),
        "page": page_after(rows, by=("-at", "-pk"), after=request.GET.get("after", "")),
    }
    return render(request, "sportello/unmet_requests.html", context)


@allow("operator")
def new_unmet_request(request: Request) -> HttpResponse:
    """Note what could not be given: one press says of what, and it is kept; the rest may be added after."""
    form = SubjectForm(posted(request))
    if not form.is_valid():
        return shown_in_dialog(
            request, "sportello/unmet_request_new.html", {"form": form, "subjects": SUBJECTS}
        )
    desk = Visit.objects.with_people().at_desk_of(request.user).first()
    noted = unmet.note(operator=request.user, at=timezone.now(), visit=desk, **form.cleaned_data)
    if not request.htmx:
        return redirect("unmet_request", noted.pk)
    details = UnmetRequestForm(initial=UnmetRequestForm.initial_of(noted.over_70))
    return shown_in_dialog(request, "sportello/unmet_request.html", {"noted": noted, "form": details})


@allow("operator")
def unmet_request(request: Request, pk: int) -> HttpResponse:
    """Add what was asked and where the person was sent; a dialog, or a page of its own."""
    noted = get_object_or_404(UnmetRequest, pk=pk, operator=request.user)
    form = UnmetRequestForm(posted(request), initial=UnmetRequestForm.initial_of(noted.over_70))
    if form.is_valid():
        try:
            unmet.detail(request=noted, operator=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, f"Segnata la richiesta non servita: {noted}.")
    return shown_in_dialog(request, "sportello/unmet_request.html", {"noted": noted, "form": form})


@allow("operator")
@require_POST
def take_back_unmet_request(request: Request, pk: int) -> HttpResponse:
    """Remove a note made by mistake."""
    noted = get_object_or_404(UnmetRequest, pk=pk, operator=request.user)
    try:
        unmet.take_back(request=noted, operator=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return go(request, "home")
    return _done(request, "Tolta: la richiesta non servita non conta più.")


def _done(request: Request, sentence: str) -> HttpResponse:
    """Close the dialog over the page, which keeps what was being typed in it; without htmx, the first page."""
    if not request.htmx:
        messages.success(request, sentence)
        return redirect("home")
    response = trigger_client_event(HttpResponse(status=204), "announce", {"text": sentence})
    return trigger_client_event(response, "close-dialog")
