from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.forms.call import ActForm, GiveUpForm
from isee.models import Ranking, RankingRow
from isee.procedures import ranking_list
from isee.procedures.calls import AlreadyPublished, CannotPublish, already_published
from isee.procedures.ranking_publication import Act, publish
from isee.procedures.ranking_today import give_up as note_renunciation
from isee.procedures.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, download
from isee.views.call_answers import back_to_call, call_form, call_of, tell_refusals
from sportello.access import Request, allow
from sportello.permission import NotAllowed
from sportello.views.desk import posted


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def publish_ranking(request: Request, call: int) -> HttpResponse:
    """Type back the determina that approves the ranking; with it the ranking is published."""
    found = call_of(call)
    if hasattr(found, "ranking"):
        raise AlreadyPublished(already_published(found.ranking))
    form = ActForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        try:
            publish(call=found, act=Act(**form.cleaned_data), by=request.user, at=timezone.now())
        except CannotPublish as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Graduatoria pubblicata. Scarica l'elenco per l'albo.")
            return back_to_call(request, call)
    text = "Dopo non si cambia più: chi entra è accolto, chi è escluso respinto, gli altri aspettano."
    return call_form(request, form, call, "Pubblica la graduatoria", text=text, button="Pubblica")


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def give_up(request: Request, call: int, pk: int) -> HttpResponse:
    """Note that somebody gives up, and let who waits come in."""
    rows = RankingRow.objects.select_related("ranking", "application__case")
    row = get_object_or_404(rows, pk=pk, ranking__call=call)
    form = GiveUpForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        typed = dict(form.cleaned_data)
        reason = typed.pop("reason")
        try:
            changed = note_renunciation(
                row=row, reason=reason, act=Act(**typed), by=request.user, at=timezone.now()
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            came = ", ".join(str(each.application.case) for each in changed)
            messages.success(
                request, f"Rinuncia scritta. Scorre: {came}." if came else "Rinuncia scritta: nessuno scorre."
            )
            return back_to_call(request, call)
    return call_form(request, form, call, f"Rinuncia la domanda {row.application.case}")


@allow("supervisor", "administrator")
@require_POST
def ranking_csv(request: Request, call: int) -> HttpResponse:
    """The list to be published, as CSV; a POST, since taking it out is noted."""
    ranking = _taken_out(request, call)
    content = as_csv(ranking_list.head(ranking), ranking_list.lines(ranking))
    return download(content, CSV_TYPE, f"graduatoria-{ranking.pk}.csv")


@allow("supervisor", "administrator")
@require_POST
def ranking_xlsx(request: Request, call: int) -> HttpResponse:
    """The list to be published, as a sheet."""
    ranking = _taken_out(request, call)
    content = as_xlsx("Graduatoria", ranking_list.head(ranking), ranking_list.lines(ranking))
    return download(content, XLSX_TYPE, f"graduatoria-{ranking.pk}.xlsx")


def _taken_out(request: Request, call: int) -> Ranking:
    """The published ranking of a call, once it is noted that it leaves the office; 404 before the publication."""
    found = call_of(call)
    if not hasattr(found, "ranking"):
        raise Http404
    ranking_list.record_taken_out(ranking=found.ranking, by=request.user, at=timezone.now())
    ranking: Ranking = found.ranking
    return ranking
