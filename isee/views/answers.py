"""What the views of a dossier answer: a form in the dialog or on a page, and the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from isee.dossier.revisions import Conflict
from isee.dossier.sections import page_of
from sportello.access import Request
from sportello.ids import id_of
from sportello.permission import NotAllowed
from sportello.views.desk import go, shown_in_dialog
from sportello.views.drafts import draft_key

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
    """A form that writes into a dossier, posted to its own address unless `action` says another.

    409 where a colleague changed meanwhile what it shows: the page says what, beside what was typed.
    """
    context = {
        "form": form,
        "title": title,
        "dossier_pk": dossier,
        "action": request.path,
        "draft_key": draft_key(request),
        "back": page_of(getattr(form, "section", "")),
        **more,
    }
    response = shown_in_dialog(request, template, context)
    if getattr(form, "conflict", None):
        response.status_code = 409
    return response


def confirmation(
    request: Request,
    dossier: int,
    *,
    title: str,
    text: str,
    button: str,
    version: int | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """Ask before an act that takes something away; the act is a POST to the same address.

    `version` is that of the row on the screen; where a colleague changed it meanwhile `conflict` says what, and the
    answer is 409.
    """
    context = {
        "title": title,
        "text": text,
        "button": button,
        "dossier_pk": dossier,
        "action": request.path,
        "version": conflict.version if conflict else version,
        "conflict": conflict,
    }
    response = shown_in_dialog(request, "isee/confirm.html", context)
    if conflict:
        response.status_code = 409
    return response


def seen_version(request: Request) -> int | None:
    """The version of the row that was on the screen; None where the form says none."""
    return id_of(request.POST.get("version", ""))


def back_to_dossier(request: Request, dossier: int, section: str = "") -> HttpResponse:
    """The page of the dossier that shows a section, the focus where the work goes on."""
    address = reverse(page_of(section), args=[dossier])
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
