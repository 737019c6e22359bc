from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.dossier import checklist, fetching
from isee.forms.paper import PaperForm
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from sportello.access import Request, allow
from sportello.attachment_files import CannotKeep
from sportello.attachments import CannotAttach
from sportello.views.desk import posted


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def item_paper(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Hang on a line of the checklist the file that was brought for it; the paper is then brought."""
    item = fetching.item_of(dossier, pk)
    form = PaperForm(
        posted(request),
        request.FILES or None,
        item=item,
        today=timezone.localdate(),
        initial={"year": item.year_of_paper or item.year},
    )
    if form.is_valid():
        try:
            checklist.bring(
                item=item,
                paper=form.cleaned_data["paper"],
                attachment=form.cleaned_data.get("attachment"),
                year=form.cleaned_data["year"],
                operator=request.user,
                at=timezone.now(),
            )
        except (CannotAttach, CannotKeep) as refusal:
            form.add_error("paper", str(refusal))
        else:
            if item.is_of_another_year:
                messages.warning(
                    request, f"Il documento è del {item.year_of_paper}: serve quello del {item.year}."
                )
            return back_to_dossier(request, dossier, item.anchor)
    return form_page(
        request, form, dossier=dossier, title=f"Portato: {item.title}", has_file=True, lead=item.why
    )
