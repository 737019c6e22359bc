from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from sportello import office
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.documents.receipt import visit_receipt as make_receipt
from sportello.models import Visit

WITH_RECEIPT = (Visit.State.IN_SERVICE, Visit.State.SUSPENDED, Visit.State.CLOSED)


@allow("operator")
@require_GET
def visit_receipt(request: Request, pk: int) -> HttpResponse:
    """The receipt of a visit that somebody served; any operator may print it again."""
    visit = get_object_or_404(Visit.objects.with_people(), pk=pk, state__in=WITH_RECEIPT)
    pdf = make_receipt(visit, office.calendar())
    return pdf_response(pdf, f"ricevuta-{visit.day:%Y-%m-%d}-{visit.ticket}.pdf")
