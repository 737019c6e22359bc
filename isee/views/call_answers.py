"""What the views of a call share: the row, the form in the dialog or on a page, the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from isee.models import Call
from sportello.access import Request
from sportello.permission import NotAllowed
from sportello.views.desk import go, shown_in_dialog

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Request, Parameters], HttpResponse]


def call_of(pk: int) -> Call:
    """A call with its ranking, or the page 404."""
    return get_object_or_404(Call.objects.select_related("ranking"), pk=pk)


def call_form(request: Request, form: forms.BaseForm, call: int, title: str, **more: Any) -> HttpResponse:
    """A form that writes into a call, posted to its own address."""
    context = {
        "form": form,
        "title": title,
        "action": request.path,
        "back_url": reverse("call", args=[call]),
        "back_text": "Torna al bando",
        **more,
    }
    return shown_in_dialog(request, "isee/act_form.html", context)


def back_to_call(request: Request, call: int) -> HttpResponse:
    """The page of the call."""
    return go(request, "call", call)


def tell_refusals(view: View[Parameters]) -> View[Parameters]:
    """Tell why an act on the call of this address may not be done, on its page."""

    @wraps(view)
    def told(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return back_to_call(request, int(str(kwargs["call"])))

    return told
