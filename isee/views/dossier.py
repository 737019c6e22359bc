from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from isee import certificates, dossiers, fetching
from isee.forms.dossier import DwellingForm, PresentationForm
from isee.households import simulate
from isee.models import Dossier
from isee.views.answers import back_to_dossier, confirmation, form_page, tell_refusals
from isee.views.checklist import summary
from sportello.access import Request, allow
from sportello.models import Service, Visit
from sportello.views.desk import own_visit


@allow("operator")
@require_POST
@own_visit
def open_dossier(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Open the ISEE dossier of the citizen at the desk, or go to the one already open."""
    asked = get_object_or_404(Service, pk=service, kind=Service.Kind.DOSSIER)
    dossier, is_new = dossiers.open_dossier(
        visit=visit, service=asked, operator=request.user, at=timezone.now()
    )
    if not is_new:
        messages.info(request, f"Per la DSU {dossier.year} il fascicolo c'era già: eccolo.")
    return redirect("dossier", dossier.pk)


@allow("operator")
@require_GET
def dossier(request: Request, dossier: int) -> HttpResponse:
    """The dossier: documents, household, incomes, assets and dwelling; beside them what partners gave and the ISEE."""
    whole = fetching.with_papers(fetching.whole_dossier(dossier))
    context: dict[str, Any] = {
        **summary(whole),
        "simulation": simulate(whole),
        "certificates": certificates.certificates_of(whole),
        "section": request.GET.get("sezione", ""),
        "attestations": fetching.attestations_of(whole),
        **possessions_of(whole),
    }
    return render(request, "isee/dossier.html", context)


def possessions_of(dossier: Dossier) -> dict[str, list[Any]]:
    """What the members earn and own, kind by kind, in the order of the members."""
    kinds = ("incomes", "accounts", "instruments", "properties")
    members = dossier.members.all()
    return {kind: [thing for member in members for thing in getattr(member, kind).all()] for kind in kinds}


@allow("operator")
@require_GET
def case_dossier(request: Request, case: int) -> HttpResponse:
    """The panel of the case page: where the dossier is, and the ISEE that counts."""
    whole = fetching.dossier_of_case(case)
    return render(request, "isee/case_dossier.html", summary(whole))


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def dwelling(request: Request, dossier: int) -> HttpResponse:
    """Say where the household lives, and the rent where it rents."""
    whole = fetching.whole_dossier(dossier)
    form = DwellingForm(request.POST or None, instance=whole)
    if form.is_valid():
        dossiers.save_dwelling(
            dossier=fetching.whole_dossier(dossier),
            operator=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        return back_to_dossier(request, dossier, "dwelling")
    return form_page(request, form, dossier=dossier, title="Abitazione")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def present_dsu(request: Request, dossier: int) -> HttpResponse:
    """Type the protocol of the DSU from its receipt."""
    whole, today = fetching.whole_dossier(dossier), timezone.localdate()
    initial = {"protocol": whole.dsu_protocol, "on": whole.dsu_date if whole.dsu_protocol else today}
    form = PresentationForm(request.POST or None, initial=initial, dossier=whole, today=today)
    if form.is_valid():
        dossiers.present_dsu(dossier=whole, operator=request.user, at=timezone.now(), **form.cleaned_data)
        return back_to_dossier(request, dossier, "attestation")
    return form_page(request, form, dossier=dossier, title="DSU presentata")


@allow("operator")
@require_POST
@tell_refusals
def close_dossier(request: Request, dossier: int) -> HttpResponse:
    """Close an attested dossier, and its case."""
    whole = fetching.whole_dossier(dossier)
    dossiers.close_dossier(dossier=whole, operator=request.user, at=timezone.now())
    messages.success(request, "Fascicolo chiuso, e la pratica con lui.")
    return back_to_dossier(request, dossier)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def abandon_dossier(request: Request, dossier: int) -> HttpResponse:
    """Ask whether to give the dossier up, then do it."""
    whole = fetching.whole_dossier(dossier)
    if request.method == "POST":
        dossiers.abandon_dossier(dossier=whole, operator=request.user, at=timezone.now())
        messages.success(request, "Fascicolo abbandonato, e la pratica con lui.")
        return back_to_dossier(request, dossier)
    text = "Anche la pratica diventa abbandonata. Quello che c'è scritto resta, e si può riaprire."
    return confirmation(request, dossier, title="Abbandonare il fascicolo?", text=text, button="Abbandona")


@allow("operator")
@require_POST
@tell_refusals
def reopen_dossier(request: Request, dossier: int) -> HttpResponse:
    """Take up again a dossier that was closed or given up."""
    whole: Dossier = fetching.whole_dossier(dossier)
    dossiers.reopen_dossier(dossier=whole, operator=request.user, at=timezone.now())
    return back_to_dossier(request, dossier)
