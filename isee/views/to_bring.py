from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.dossier import checklist, fetching
from isee.dossier.to_bring import to_bring_sheet
from isee.forms.to_bring import ToBringForm
from isee.views.answers import form_page, tell_refusals
from sportello import office
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.views.desk import posted


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def papers_to_bring(request: Request, dossier: int) -> HttpResponse:
    """Print the papers to bring; a POST, since printing them is noted."""
    whole, today, calendar = fetching.dossier_of_form(dossier), timezone.localdate(), office.calendar()
    form = ToBringForm(posted(request), today=today, calendar=calendar)
    if form.is_valid():
        pdf = to_bring_sheet(
            whole, come_back_on=form.cleaned_data["come_back_on"], printed_on=today, calendar=calendar
        )
        checklist.ask_for_papers(
            dossier=whole, asks=form.cleaned_data["asks"], operator=request.user, at=timezone.now()
        )
        return pdf_response(pdf, f"promemoria-isee-{whole.year}-pratica-{whole.case.number}.pdf")
    return form_page(
        request, form, dossier=dossier, title="Promemoria dei documenti da portare", prints="Stampa"
    )
