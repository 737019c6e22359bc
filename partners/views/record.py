from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partners import record
from partners.codes import short_code
from partners.forms.record import RecordFilter
from partners.record import Filters
from sportello.access import Request, allow
from sportello.paging import page_after
from sportello.views.desk import posted


@allow("supervisor")
@require_http_methods(["GET", "POST"])
def look_up_record(request: Request) -> HttpResponse:
    """Every attempt, the newest first, what is odd above; what is searched for is sent, and the search recorded."""
    now = timezone.now()
    form = RecordFilter(posted(request))
    filters = form.filters if form.is_valid() else Filters()
    after = request.POST.get("after", "") or request.GET.get("after", "")
    if form.is_valid() and not after:
        record.tell_reading(filters, reader=request.user, at=now)
    page = page_after(filters.narrow(record.every()), by="-pk", after=after)
    context = {
        "form": form,
        "page": page,
        "rows": record.rows_of(page.rows),
        "is_searched": form.is_valid(),
        "odd": None if form.is_bound or after else record.odd(now),
    }
    return render(request, "partners/record.html", context, status=422 if form.errors else 200)


@allow("supervisor")
@require_GET
def look_up_trace(request: Request, pk: int) -> HttpResponse:
    """All that the record holds of one look-up: who, why, how it went, each call, each look at the answer."""
    found = get_object_or_404(record.every().select_related("visit", "outcome__attachment"), pk=pk)
    context = {
        "look_up": found,
        "code": short_code(found.correlation_id),
        "outcome": getattr(found, "outcome", None),
        "calls": list(found.calls.all()),
        "accesses": list(found.accesses.select_related("operator")),
    }
    return render(request, "partners/trace.html", context)
