from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sportello.access import Request, allow
from sportello.forms.office import OfficeForm
from sportello.models import Office
from sportello.office import save_office


@allow("administrator")
def settings(request: Request) -> HttpResponse:
    """The data of the Comune and its patron saint."""
    form = OfficeForm(request.POST or None, instance=Office.objects.first())
    if request.method == "POST" and form.is_valid():
        save_office(office=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, "Dati dello sportello salvati.")
        return redirect("settings")
    return render(request, "sportello/settings.html", {"form": form}, status=422 if form.errors else 200)
