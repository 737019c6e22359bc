from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from isee.forms.application import NewPaperForm, PaperForm
from isee.models import NeededPaper
from isee.procedures import papers
from isee.views.application import context_of
from isee.views.application_answers import act_form, application_of, back, tell_refusals
from sportello.access import Request, allow
from sportello.permission import NotAllowed
from sportello.views.desk import posted


@allow("operator")
@require_POST
@tell_refusals
def needed_paper(request: Request, application: int, pk: int) -> HttpResponse:
    """Keep where a paper stands, and say so in its line."""
    found = NeededPaper.objects.select_related("application__case", "changed_by")
    paper, form = get_object_or_404(found, pk=pk, application=application), PaperForm(request.POST)
    if not form.is_valid():
        return _refused(request, paper, "Questa scelta non c'è: niente è stato salvato.", status=422)
    state = NeededPaper.State(form.cleaned_data["state"])
    try:
        papers.choose_state(
            paper=paper,
            state=state,
            seen=form.cleaned_data["seen"],
            operator=request.user,
            at=timezone.now(),
        )
    except papers.Conflict as conflict:
        return _refused(request, conflict.paper, _conflict(conflict.paper, state), status=409)
    if not request.htmx:
        return redirect("application", application)
    context = {**context_of(application_of(application)), "paper": paper, "oob": True}
    return render(request, "isee/application.html#saved_paper", context)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def new_paper(request: Request, application: int) -> HttpResponse:
    """Ask for a paper that the list lacks."""
    found, form = application_of(application), NewPaperForm(posted(request))
    if form.is_valid():
        try:
            papers.add_paper(application=found, operator=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("title", str(refusal))
        else:
            return back(request, application)
    return act_form(request, form, found, "Un altro documento")


def _conflict(paper: NeededPaper, wanted: NeededPaper.State) -> str:
    who = f"{paper.changed_by.display_name} l'ha cambiata" if paper.changed_by else "È cambiata"
    moment = f" alle {timezone.localtime(paper.changed_at):%H:%M}" if paper.changed_at else ""
    return f"{who}{moment}: vedi il suo valore. La tua scelta «{wanted.label}» non è stata salvata."


def _refused(request: Request, paper: NeededPaper, sentence: str, *, status: int) -> HttpResponse:
    """The line as it stands now, with why nothing was saved: in its place for htmx, else above the page."""
    if not request.htmx:
        messages.error(request, sentence)
        return back(request, paper.application_id)
    context = {**context_of(paper.application), "paper": paper, "conflict": sentence}
    response = render(request, "isee/application.html#paper", context, status=status)
    return reswap(retarget(response, f"#paper-{paper.pk}"), "outerHTML")
