from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from partners import unfinished
from partners.forms.other_means import OtherMeansForm
from partners.models import LookUp
from sportello.access import Request, allow
from sportello.middleware import page_of
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog


@allow("operator")
@require_GET
@vary_on_headers("HX-Request")
def unfinished_look_ups(request: Request) -> HttpResponse:
    """What the operator has to go on with: a page, and the panel of the first page, empty where there is nothing."""
    context = {
        "on_portal": unfinished.on_portal(request.user),
        "to_ask_again": unfinished.to_ask_again(request.user, at=timezone.now()),
        "down": unfinished.partners_down(),
    }
    name = "partners/unfinished.html"
    return render(request, f"{name}#panels" if request.htmx else name, context)


@allow("operator")
@require_http_methods(["GET", "POST"])
def other_means(request: Request, pk: int) -> HttpResponse:
    """Mark that a document which the partner did not give is had another way."""
    found = get_object_or_404(LookUp.objects.with_everything(), pk=pk)
    form = OtherMeansForm(posted(request))
    if form.is_valid():
        try:
            unfinished.ask_by_other_means(
                look_up=found, means=form.cleaned_data["means"], operator=request.user, at=timezone.now()
            )
            messages.success(request, "Segnato nel registro.")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return go(request, page_of(request.htmx)) if request.htmx else go(request, "case", found.case_id)
    return shown_in_dialog(request, "partners/other_means.html", {"look_up": found, "form": form})
