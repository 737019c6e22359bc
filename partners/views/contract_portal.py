"""A request that is typed into the partner's portal: what to do there, and what the portal said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners import contract_portal
from partners.forms.contract.portal import OutcomeForm
from partners.models import ContractRequest
from partners.views.contract_requests import about, request_by
from sportello.access import Request, allow
from sportello.permission import NotAllowed
from sportello.views.desk import posted
from sportello.views.drafts import draft_key, keeps_draft


@allow("operator")
@require_http_methods(["GET", "POST"])
@keeps_draft
def contract_portal_page(request: Request, pk: int) -> HttpResponse:
    """The numbered steps with the values to copy, and the form for what the portal said."""
    found = request_by(pk)
    if not found.goes_by_portal:
        return redirect("contract_request", found.pk)
    form = OutcomeForm(posted(request), found=found)
    if form.is_valid() and _noted(request, form):
        return redirect("contract_request", found.pk)
    context = {
        "form": form,
        "found": found,
        "service": found.case.service,
        "procedure": found.procedure,
        "steps": contract_portal.steps(found),
        "draft_key": draft_key(request),
    }
    context = {**about(found), **context}
    return render(request, "partners/contract_portal.html", context, status=422 if form.errors else 200)


def _noted(request: Request, form: OutcomeForm) -> bool:
    """Write down what the portal said; False where that may not be, which is then said in the form."""
    try:
        contract_portal.note_outcome(
            request=form.found,
            state=ContractRequest.State(form.cleaned_data["state"]),
            partner_number=form.cleaned_data["partner_number"],
            reason=form.cleaned_data["reason"],
            operator=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "Esito scritto.")
    return True
