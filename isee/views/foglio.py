from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.dossier import dossiers, fetching
from isee.foglio import foglio_of
from isee.foglio.document import foglio_pdf
from isee.views.dossier import dossier_page
from sportello.access import Request, allow
from sportello.documents import pdf_response


@allow("operator")
@require_GET
def dsu_sheet(request: Request, dossier: int) -> HttpResponse:
    """Every box of the DSU with what the dossier declares, to be typed by whoever transmits it."""
    whole = fetching.whole_dossier(dossier)
    return dossier_page(request, whole, "dsu_sheet", foglio=foglio_of(whole))


@allow("operator")
@require_POST
def print_dsu_sheet(request: Request, dossier: int) -> HttpResponse:
    """Print it; a POST, since printing it is noted."""
    whole = fetching.whole_dossier(dossier)
    pdf = foglio_pdf(whole, foglio_of(whole), printed_on=timezone.localdate())
    dossiers.record_dsu_sheet(dossier=whole, operator=request.user, at=timezone.now())
    return pdf_response(pdf, f"foglio-dsu-{whole.year}-pratica-{whole.case.number}.pdf")
