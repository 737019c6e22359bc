"""Calls to a partner's help desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partners import support_calls
from partners.forms.support_call import SupportCallForm
from partners.models import SupportCall
from partners.views.asking import case_by
from sportello.access import Request, allow
from sportello.models import Partner
from sportello.permission import NotAllowed
from sportello.views.desk import posted
from sportello.views.drafts import draft_key, keeps_draft


@allow("operator")
@require_POST
def start_support_call(request: Request, pk: int) -> HttpResponse:
    """One key begins the record of a call about a case, and opens it."""
    case = case_by(pk)
    partner = get_object_or_404(Partner, pk=case.service.partner_id)
    call = support_calls.start(partner=partner, case=case, operator=request.user, at=timezone.now())
    return redirect("support_call", call.pk)


@allow("operator")
@require_http_methods(["GET", "POST"])
@keeps_draft
def support_call(request: Request, pk: int) -> HttpResponse:
    """What is being asked on the phone, and how it ended; who called writes it."""
    calls = SupportCall.objects.select_related("partner", "case__citizen")
    call = get_object_or_404(calls, pk=pk, operator=request.user)
    now = timezone.now()
    passed = max(1, round((now - call.started_at).total_seconds() / 60))
    form = SupportCallForm(posted(request), initial={"minutes": min(passed, 240)})
    if form.is_valid():
        try:
            support_calls.end(call=call, at=now, **form.cleaned_data)
            messages.success(request, "Chiamata scritta.")
            return redirect("case", call.case_id) if call.case_id else redirect("home")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("support_call", call.pk)
    context = {"form": form, "call": call, "draft_key": draft_key(request)}
    return render(request, "partners/support_call.html", context, status=422 if form.errors else 200)
