from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sportello import delegations as acts
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.forms.delegation import DelegationForm
from sportello.ids import id_of
from sportello.models import Citizen, Delegation
from sportello.views.citizens import chosen_address, look_for
from sportello.views.desk import go, posted


@allow("operator")
def new_delegation(request: Request, pk: int) -> HttpResponse:
    """Register a delegation: first who is delegated, then the rest; or print the form that is to be signed."""
    people = Citizen.objects.prefetch_related("tax_codes")
    principal = get_object_or_404(people, pk=pk)
    if principal.deceased_on:
        messages.error(request, f"{principal} non è più in vita: non può delegare nessuno.")
        return redirect("citizen", pk)
    chosen = id_of(request.GET.get("delegato", ""))
    if chosen is None:
        return _find_delegate(request, principal)
    delegate = get_object_or_404(people, pk=chosen)
    if delegate == principal:
        return _find_delegate(
            request, principal, refusal="Nessuno può delegare sé stesso: cerca un'altra persona."
        )
    if delegate.deceased_on:
        return _find_delegate(
            request, principal, refusal=f"{delegate} non è più in vita: cerca un'altra persona."
        )
    return _fill_in(request, Delegation(principal=principal, delegate=delegate))


@allow("operator")
@require_GET
def delegation_form(request: Request, pk: int) -> HttpResponse:
    """The form of a registered delegation, to be signed."""
    people = Delegation.objects.with_people().prefetch_related("principal__tax_codes", "delegate__tax_codes")
    delegation = get_object_or_404(people, pk=pk)
    return pdf_response(acts.printed_form(delegation), f"delega-{pk}.pdf")


@allow("operator")
@require_POST
def revoke_delegation(request: Request, pk: int) -> HttpResponse:
    """End a delegation from today on."""
    delegation = get_object_or_404(Delegation, pk=pk)
    if acts.revoke(delegation=delegation, operator=request.user, at=timezone.now()):
        messages.success(request, "Delega revocata: da oggi non vale più.")
    else:
        messages.info(request, "La delega era già revocata.")
    return go(request, "citizen", delegation.principal_id)


def _find_delegate(request: Request, principal: Citizen, refusal: str = "") -> HttpResponse:
    found = look_for(request)
    if found and found.exact:
        return go(request, chosen_address(found.exact, principal))
    template = "includes/citizen_results.html" if request.htmx else "delegation_search.html"
    context = {"principal": principal, "found": found, "refusal": refusal}
    return render(request, f"sportello/{template}", context, status=422 if refusal else 200)


def _fill_in(request: Request, delegation: Delegation) -> HttpResponse:
    today = timezone.localdate()
    form = DelegationForm(posted(request), instance=delegation, initial={"valid_from": today}, on=today)
    valid = form.is_valid()
    if "print" in request.POST:  # what is missing or cannot be read becomes a line to fill in by hand
        return pdf_response(acts.printed_form(delegation), "delega-da-firmare.pdf")
    doubts = form.doubts() if valid else []
    if valid and form.is_settled(doubts):
        acts.grant(delegation=delegation, operator=request.user, at=timezone.now())
        messages.success(request, f"Registrata la delega a {delegation.delegate}.")
        return redirect("citizen", delegation.principal_id)
    context = {"form": form, "delegation": delegation, "doubts": doubts}
    return render(request, "sportello/delegation_new.html", context, status=422 if form.is_bound else 200)
