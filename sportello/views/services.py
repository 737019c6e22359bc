from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sportello.access import Request, allow
from sportello.forms.service import PartnerForm, ServiceForm
from sportello.models import Partner, Service
from sportello.paging import page_after
from sportello.services import save_partner, save_service


@allow("administrator")
def services(request: Request) -> HttpResponse:
    """What the counter offers, and what it no longer does."""
    offered = Service.objects.select_related("partner")
    page = page_after(offered, by="code", after=request.GET.get("after", ""))
    return render(request, "sportello/services.html", {"page": page})


@allow("administrator")
def new_service(request: Request) -> HttpResponse:
    return _edit_service(request, Service())


@allow("administrator")
def edit_service(request: Request, pk: int) -> HttpResponse:
    return _edit_service(request, get_object_or_404(Service, pk=pk))


def _edit_service(request: Request, service: Service) -> HttpResponse:
    form = ServiceForm(request.POST or None, instance=service)
    if request.method == "POST" and form.is_valid():
        save_service(service=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, f"Servizio «{service}» salvato.")
        return redirect("services")
    return render(request, "sportello/service.html", {"form": form}, status=422 if form.errors else 200)


@allow("administrator")
def partners(request: Request) -> HttpResponse:
    """The bodies whose services the office gives."""
    page = page_after(Partner.objects.all(), by="code", after=request.GET.get("after", ""))
    return render(request, "sportello/service_partners.html", {"page": page})


@allow("administrator")
def new_partner(request: Request) -> HttpResponse:
    return _edit_partner(request, Partner())


@allow("administrator")
def edit_partner(request: Request, pk: int) -> HttpResponse:
    return _edit_partner(request, get_object_or_404(Partner, pk=pk))


def _edit_partner(request: Request, partner: Partner) -> HttpResponse:
    form = PartnerForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        save_partner(partner=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, f"Ente «{partner}» salvato.")
        return redirect("partners")
    return render(
        request, "sportello/service_partner.html", {"form": form}, status=422 if form.errors else 200
    )
