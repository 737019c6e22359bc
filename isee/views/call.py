from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from isee.forms.call import CallForm, ExclusionForm
from isee.models import Application, Call
from isee.procedures import calls as acts
from isee.procedures.ranking import Placed
from isee.procedures.ranking_publication import draft_ranking
from isee.procedures.ranking_today import rows_of, today_of
from isee.views.call_answers import back_to_call, call_form, call_of, tell_refusals
from sportello.access import Request, allow
from sportello.ids import id_of
from sportello.paging import PAGE_SIZE, page_after
from sportello.views.desk import posted


@allow("operator", "supervisor", "administrator")
@require_GET
def calls(request: Request) -> HttpResponse:
    """The calls, those that close last first."""
    found = Call.objects.select_related("ranking").annotate(received=Count("applications"))
    page = page_after(found, by=("-closes_on", "-pk"), after=request.GET.get("after", ""))
    return render(request, "isee/calls.html", {"page": page})


@allow("operator", "supervisor", "administrator")
@require_GET
def call(request: Request, call: int) -> HttpResponse:
    """One call: what it says, and its ranking, as it would be or as it was published."""
    found = call_of(call)
    start = min(id_of(request.GET.get("da", "")) or 0, 1_000_000)
    context: dict[str, Any] = {"call": found, "rule": acts.rule_in_words(found), "start": start}
    ranking = getattr(found, "ranking", None)
    if ranking:
        rows: list[Any] = [today_of(row) for row in rows_of(ranking)]
        context |= {"ranking": ranking, "admitted": sum(row.is_in for row in rows)}
    else:
        rows, context["problem"] = _draft(found)
        not_submitted = Application.objects.filter(call=found, state=Application.State.OPEN).count()
        context |= {"not_submitted": not_submitted, "is_closed": timezone.localdate() > found.closes_on}
    context |= {"rows": _with_applications(rows[start : start + PAGE_SIZE], found), "total": len(rows)}
    context["next_start"] = start + PAGE_SIZE if len(rows) > start + PAGE_SIZE else None
    return render(request, "isee/call.html", context)


def _draft(found: Call) -> tuple[list[Placed], str]:
    """The ranking as it would be, or why it cannot be made."""
    try:
        return draft_ranking(found), ""
    except ValueError as problem:
        return [], str(problem)


def _with_applications(rows: list[Any], found: Call) -> list[tuple[Any, Application]]:
    """Each row of a page with its application; one query for the rows of a draft."""
    if not rows or not isinstance(rows[0], Placed):
        return [(row, row.row.application) for row in rows]
    applications = Application.objects.select_related("case__citizen").in_bulk([row.entry.pk for row in rows])
    return [(row, applications[row.entry.pk]) for row in rows]


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
def new_call(request: Request) -> HttpResponse:
    return _edit(request, Call())


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def edit_call(request: Request, call: int) -> HttpResponse:
    return _edit(request, call_of(call))


def _edit(request: Request, found: Call) -> HttpResponse:
    form = CallForm(posted(request), instance=found)
    if form.is_valid():
        acts.save_call(call=form.instance, by=request.user, at=timezone.now())
        messages.success(request, "Bando salvato.")
        return redirect("call", form.instance.pk)
    back_url = reverse("call", args=[found.pk]) if found.pk else reverse("calls")
    context = {"form": form, "call": found, "back_url": back_url}
    return render(request, "isee/call_edit.html", context, status=422 if form.errors else 200)


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def exclude_application(request: Request, call: int, pk: int) -> HttpResponse:
    """Leave an application out of the ranking with its reason, or take it in again."""
    found = get_object_or_404(Application.objects.select_related("case", "call"), pk=pk, call=call)
    form = ExclusionForm(posted(request), initial={"reason": found.exclusion})
    if form.is_valid():
        acts.exclude(application=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        return back_to_call(request, call)
    return call_form(request, form, call, f"Escludi la domanda {found.case}")
