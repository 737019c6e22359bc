"""What the views of a dossier answer: a form in the dialog or on a page, and the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from sportello.access import Request
from sportello.permission import NotAllowed
from sportello.views.desk import go, shown_in_dialog

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Request, Parameters], HttpResponse]


def form_page(
    request: Request,
    form: forms.BaseForm,
    *,
    dossier: int,
    title: str,
    template: str = "isee/form.html",
    **more: Any,
) -> HttpResponse:
    """A form that writes into a dossier, posted to its own address unless `action` says another."""
    context = {"form": form, "title": title, "dossier_pk": dossier, "action": request.path, **more}
    return shown_in_dialog(request, template, context)


def confirmation(request: Request, dossier: int, *, title: str, text: str, button: str) -> HttpResponse:
    """Ask before an act that takes something away; the act is a POST to the same address."""
    context = {"title": title, "text": text, "button": button, "dossier_pk": dossier, "action": request.path}
    return shown_in_dialog(request, "isee/confirm.html", context)


def back_to_dossier(request: Request, dossier: int, section: str = "") -> HttpResponse:
    """The page of the dossier, the focus in the section where the work goes on."""
    address = reverse("dossier", args=[dossier])
    if section:
        address += f"?sezione={section}"
    return go(request, address)


def tell_refusals(view: View[Parameters]) -> View[Parameters]:
    """Tell why an act on the dossier of this address may not be done, on the page of the dossier."""

    @wraps(view)
    def told(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return back_to_dossier(request, int(str(kwargs["dossier"])))

    return told
