"""What the views of an application share: the row, the form in the dialog or on a page, the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from isee.models import Application
from sportello.access import Request
from sportello.permission import NotAllowed
from sportello.views.desk import go, shown_in_dialog

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Request, Parameters], HttpResponse]


def application_of(pk: int) -> Application:
    """An application with its case and people, or the page 404. Every operator works on all of the office."""
    found = Application.objects.select_related(
        "case__citizen", "case__service", "case__responsible", "beneficiary", "call", "ranking_row"
    ).prefetch_related("case__citizen__tax_codes", "beneficiary__tax_codes")
    return get_object_or_404(found, pk=pk)


def act_form(
    request: Request,
    form: forms.BaseForm,
    application: Application,
    title: str,
    *,
    template: str = "isee/act_form.html",
    **more: Any,
) -> HttpResponse:
    """A form that writes into an application, posted to its own address."""
    context = {
        "form": form,
        "title": title,
        "action": request.path,
        "back_url": reverse("application", args=[application.pk]),
        "back_text": "Torna alla domanda",
        "application": application,
        **more,
    }
    return shown_in_dialog(request, template, context)


def back(request: Request, application: int) -> HttpResponse:
    """The page of the application."""
    return go(request, "application", application)


def tell_refusals(view: View[Parameters]) -> View[Parameters]:
    """Tell why an act on the application of this address may not be done, on its page."""

    @wraps(view)
    def told(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return back(request, int(str(kwargs["application"])))

    return told
