"""What the views of the counter share: whose visit it is, why something may not be done, where to go next."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from sportello import visits
from sportello.access import Request
from sportello.models import Visit
from sportello.permission import NotAllowed

# What the screen offers; the act itself leaves some seconds more for the answer (visits.UNDO_TIME).
UNDO_SECONDS = 10

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Request, Parameters], HttpResponse]
VisitView = Callable[Concatenate[Request, Visit, Parameters], HttpResponse]
# The visit comes as `pk`, the name it has in the addresses.
VisitPage = Callable[..., HttpResponse]


def go(request: Request, to: str, *args: int) -> HttpResponse:
    """Lead the whole page to another one: a plain redirect htmx would paint where the button was."""
    address = resolve_url(to, *args)
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def posted(request: Request) -> QueryDict | None:
    """What a form was sent with, even when that is nothing; None where the form is only asked for."""
    return request.POST if request.method == "POST" else None


def offer_undo(request: Request, visit: Visit) -> None:
    """Let the next pages offer to take back the closing of a visit, as long as the screen counts down."""
    request.session["undo"] = {
        "url": reverse("undo_close", args=[visit.pk]),
        "text": f"Visita {visit} conclusa.",
        "until": time.time() + UNDO_SECONDS,
    }


def shown_in_dialog(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """A form in the dialog of the page, or on a page of its own without htmx; 422 where it was refused."""
    part = f"{template}#dialog" if request.htmx else template
    refused = any(form.errors for form in context.values() if isinstance(form, BaseForm))
    return render(request, part, context, status=422 if refused else 200)


def own_visit(view: VisitView[Parameters]) -> VisitPage:
    """Give the view the visit of its address, if it is this operator's own.

    A colleague's answers 403 and says who has it; one that still waits leads to its ticket. What the view may not do
    is told on the visit's page.
    """

    @wraps(view)
    def checked(
        request: Request, pk: int, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        visit = get_object_or_404(Visit.objects.with_people(), pk=pk)
        if visit.operator is None:
            return redirect("ticket", visit.pk)
        if visit.operator != request.user:
            return render(request, "sportello/visit_of_colleague.html", {"visit": visit}, status=403)
        try:
            return view(request, visit, *args, **kwargs)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return go(request, "visit", visit.pk)

    return checked


def desk_visit(view: VisitView[Parameters]) -> VisitPage:
    """Give the view the visit of its address, if it is in service at this operator's desk; see own_visit."""

    @own_visit
    @wraps(view)
    def checked(
        request: Request, visit: Visit, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        if not visit.is_in_service:
            raise visits.NotAtDesk(visits.where(visit, request.user))
        return view(request, visit, *args, **kwargs)

    return checked


def told_at_home(view: View[Parameters]) -> View[Parameters]:
    """What the view may not do is told on the first page of the counter."""

    @wraps(view)
    def checked(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return go(request, "home")

    return checked
