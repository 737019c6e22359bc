from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from isee.dossier import dossiers, fetching, reminders
from isee.dossier.revisions import Conflict
from isee.forms.transmission import PresentationForm, TransmissionForm
from isee.models import Transmission
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from sportello.access import Request, allow
from sportello.views.drafts import keeps_draft, open_form


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def transmission(request: Request, dossier: int) -> HttpResponse:
    """Say who will send the DSU, before it is sent."""
    whole = fetching.dossier_of_form(dossier)
    row = getattr(whole, "transmission", None) or Transmission(dossier=whole)

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> TransmissionForm:
        return TransmissionForm(data, instance=row, initial=initial)

    form = open_form(request, build)
    if form.is_valid():
        try:
            dossiers.plan_transmission(
                transmission=form.instance, operator=request.user, at=timezone.now(), seen=form.seen
            )
            return back_to_dossier(request, dossier, "attestation")
        except Conflict as conflict:
            form.show_conflict(conflict)
    return form_page(request, form, dossier=dossier, title="Chi trasmette la DSU")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
@keeps_draft
def present_dsu(request: Request, dossier: int) -> HttpResponse:
    """Type the protocol of the DSU from its receipt, and who sent it."""
    whole, today = fetching.dossier_of_form(dossier), timezone.localdate()
    row = getattr(whole, "transmission", None) or Transmission(dossier=whole)
    known = {"protocol": whole.dsu_protocol, "on": whole.dsu_date if whole.dsu_protocol else today}

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> PresentationForm:
        first = {**known, **(initial or {})}
        return PresentationForm(data, instance=row, initial=first, dossier=whole, today=today)

    form = open_form(request, build)
    if form.is_valid():
        try:
            dossiers.present_dsu(
                dossier=whole,
                protocol=form.cleaned_data["protocol"],
                on=form.cleaned_data["on"],
                transmission=form.instance,
                operator=request.user,
                at=timezone.now(),
                seen=form.seen,
            )
            return back_to_dossier(request, dossier, "attestation")
        except Conflict as conflict:
            form.show_conflict(conflict)
    return form_page(request, form, dossier=dossier, title="DSU presentata")


@allow("operator")
@require_GET
def overdue_attestations(request: Request) -> HttpResponse:
    """The part of the first page that says which attestations should be there by now."""
    late = reminders.overdue_attestations(request.user, timezone.localdate())
    return render(request, "isee/overdue.html", {"overdue": late})
