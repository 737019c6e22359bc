from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sportello.access import Request, allow
from sportello.forms.office import CounterForm
from sportello.models import Counter
from sportello.office import save_counter
from sportello.paging import page_after


@allow("administrator")
def counters(request: Request) -> HttpResponse:
    """The desks of the office."""
    page = page_after(Counter.objects.all(), by="name", after=request.GET.get("after", ""))
    return render(request, "sportello/counters.html", {"page": page})


@allow("administrator")
def new_counter(request: Request) -> HttpResponse:
    return _edit(request, Counter())


@allow("administrator")
def edit_counter(request: Request, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Counter, pk=pk))


def _edit(request: Request, counter: Counter) -> HttpResponse:
    form = CounterForm(request.POST or None, instance=counter)
    if request.method == "POST" and form.is_valid():
        save_counter(counter=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, f"Postazione «{counter}» salvata.")
        return redirect("counters")
    return render(request, "sportello/counter.html", {"form": form}, status=422 if form.errors else 200)
