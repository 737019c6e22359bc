"""Incomes, accounts, instruments and properties: the address says which, by the form it brings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee import fetching, possessions
from isee.forms.possession import PossessionForm
from isee.models import Income
from isee.views.answers import back_to_dossier, confirmation, form_page, tell_refusals
from sportello.access import Request, allow

FormClass = type[PossessionForm[Any]]


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def new_possession(request: Request, dossier: int, form_class: FormClass) -> HttpResponse:
    """Write what a member earns or owns."""
    whole = fetching.whole_dossier(dossier)
    form = form_class(request.POST or None, initial={"member": request.GET.get("di")}, dossier=whole)
    if form.is_valid():
        return _save(request, form, dossier)
    return form_page(request, form, dossier=dossier, title=f"Aggiungi {_name(form_class)}")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def edit_possession(request: Request, dossier: int, pk: int, form_class: FormClass) -> HttpResponse:
    """Change what a member earns or owns; what a partner certified is taken away, never changed."""
    thing = fetching.possession_of(dossier, form_class._meta.model, pk)
    if isinstance(thing, Income) and thing.look_up_id:
        raise Http404
    form = form_class(request.POST or None, instance=thing, dossier=thing.member.dossier)
    if form.is_valid():
        return _save(request, form, dossier)
    return form_page(request, form, dossier=dossier, title=f"Modifica {_name(form_class)}")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def remove_possession(request: Request, dossier: int, pk: int, form_class: FormClass) -> HttpResponse:
    """Ask whether to take away what a member earns or owns, then do it."""
    thing = fetching.possession_of(dossier, form_class._meta.model, pk)
    if request.method == "POST":
        possessions.remove_possession(possession=thing, operator=request.user, at=timezone.now())
        messages.success(request, f"Tolto {_name(form_class)}.")
        return back_to_dossier(request, dossier, form_class.section)
    title = f"Togliere {_name(form_class)}?"
    return confirmation(request, dossier, title=title, text=f"{thing}, di {thing.member}.", button="Togli")


def _save(request: Request, form: PossessionForm[Any], dossier: int) -> HttpResponse:
    possessions.save_possession(possession=form.instance, operator=request.user, at=timezone.now())
    messages.success(request, f"Salvato {_name(type(form))}.")
    return back_to_dossier(request, dossier, form.section)


def _name(form_class: FormClass) -> str:
    return possessions.NAMES[form_class._meta.model][1]
