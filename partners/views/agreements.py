from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from partners.agreements import dates_of, page_by_expiry, save_agreement
from partners.forms.agreement import AgreementForm
from partners.models import Agreement
from sportello.access import Request, allow


@allow("supervisor", "administrator")
def agreements(request: Request) -> HttpResponse:
    """All agreements, those that end soon or stand still first."""
    page = page_by_expiry(on=timezone.localdate(), after=request.GET.get("after", ""))
    return render(request, "partners/agreements.html", {"page": page})


@allow("supervisor", "administrator")
def agreement(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Agreement.objects.by_expiry(timezone.localdate())
        .select_related("partner")
        .prefetch_related("services", "operators"),
        pk=pk,
    )
    context = {"agreement": found, "dates": dates_of(found, timezone.localdate())}
    return render(request, "partners/agreement.html", context)


@allow("administrator")
def new_agreement(request: Request) -> HttpResponse:
    return _edit(request, Agreement())


@allow("administrator")
def edit_agreement(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Agreement.objects.select_related("partner"), pk=pk))


def _edit(request: Request, agreement: Agreement) -> HttpResponse:
    form = AgreementForm(request.POST or None, instance=agreement, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        save_agreement(
            agreement=form.save(commit=False),
            services=data["services"],
            operators=data["operators"],
            changed=form.changed_labels,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"Accordo «{agreement}» salvato.")
        return redirect("agreement", agreement.pk)
    return render(request, "partners/agreement_form.html", {"form": form}, status=422 if form.errors else 200)
