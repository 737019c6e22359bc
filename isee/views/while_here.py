from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from isee.entitlement.data_reuse import save_data_reuse
from isee.entitlement.while_here import while_here as look
from isee.forms.data_reuse import DataReuseForm
from isee.models import DataReuse
from isee.views.said import said_by
from sportello.access import Request, allow
from sportello.models import Citizen
from sportello.views.desk import posted


@allow("operator")
@require_GET
def while_here(request: Request, pk: int) -> HttpResponse:
    """The panel of a person's page: what may be done while the person is here."""
    citizen = get_object_or_404(Citizen, pk=pk)
    found = look(citizen, timezone.localdate(), said_by(request, pk))
    return render(request, "isee/while_here.html", {"citizen": citizen, "found": found})


@allow("administrator")
def data_reuse(request: Request) -> HttpResponse:
    """Say whether data of one case may be used for another, with the legal basis."""
    form = DataReuseForm(posted(request), instance=DataReuse.objects.first())
    if form.is_valid():
        save_data_reuse(setting=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, "Riuso dei dati salvato.")
        return redirect("data_reuse")
    return render(request, "isee/data_reuse.html", {"form": form}, status=422 if form.errors else 200)
