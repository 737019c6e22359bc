"""The administrator writes a rule of the Comune: a draft, until it is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from isee.forms.new_rule import NewRuleForm
from isee.forms.rule import RuleForm
from isee.forms.rule_rows import Typed, with_kind, with_row, without_row
from isee.models import RuleDraft
from isee.rules import rule_drafts
from isee.rules.local_rules import known_benefits
from isee.rules.rule_drafts import ChangedMeanwhile, drawable, first_day, problems_of
from isee.rules.tariff_chart import chart_of
from sportello.access import Request, allow
from sportello.ids import id_of
from sportello.permission import NotAllowed
from sportello.views.desk import posted


@allow("administrator")
@require_http_methods(["GET", "POST"])
def new_rule(request: Request) -> HttpResponse:
    """Begin a rule from one of the usual services."""
    form = NewRuleForm(posted(request))
    if form.is_valid():
        try:
            draft = rule_drafts.begin_draft(
                code=form.code, data=form.data_of_rule, by=request.user, at=timezone.now()
            )
            return redirect("rule_draft", draft.pk)
        except NotAllowed as refusal:
            form.add_error("name", str(refusal))
    return render(request, "isee/rules/new.html", {"form": form}, status=422 if form.errors else 200)


@allow("administrator")
@require_http_methods(["GET", "POST"])
def rule_draft(request: Request, pk: int) -> HttpResponse:
    """Write the draft. Rows come and go without saving; saving keeps it whatever is still wrong with it."""
    draft, benefits = (
        get_object_or_404(RuleDraft.objects.select_related("follows", "changed_by"), pk=pk),
        known_benefits(),
    )
    if request.method == "GET":
        form = RuleForm.of(draft.data, benefits)
        form.show(problems_of(draft.data, first_day(draft.data, timezone.localdate())))
        return _page(request, draft, form)
    if {"add", "remove", "refresh"} & set(request.POST):
        form = RuleForm(_changed(request.POST), benefits)
        return _rows(request, draft, form)
    form = RuleForm(request.POST, benefits)
    if not form.is_valid():
        return _page(request, draft, form, version=request.POST.get("version"), status=422)
    try:
        rule_drafts.save_draft(
            draft=draft,
            data=form.data,
            version=id_of(request.POST.get("version", "")) or 0,
            by=request.user,
            at=timezone.now(),
        )
    except ChangedMeanwhile as change:
        return _page(request, change.draft, form, conflict=str(change), status=409)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("rules")
    messages.success(request, "Bozza salvata.")
    return redirect("rule_draft", draft.pk)


def _changed(typed: Typed) -> Typed:
    """What was typed after a row was added, taken away, or another kind was chosen."""
    if "add" in typed:
        return with_row(typed, str(typed["add"]))
    return without_row(typed, str(typed["remove"])) if "remove" in typed else with_kind(typed)


def _rows(request: Request, draft: RuleDraft, form: RuleForm) -> HttpResponse:
    """The fields again, nothing saved; the focus goes to what was added, or to where one adds."""
    form.focus(
        added=request.POST.get("add"), removed=request.POST.get("remove"), chosen=request.htmx.trigger_name
    )
    version = request.POST.get("version")
    if not request.htmx:
        return _page(request, draft, form, version=version)
    context = {"form": form, "draft": draft, "version": version, "unsaved": True}
    response = render(request, "isee/rules/draft.html#fields", context)
    return trigger_client_event(response, "rule-changed", after="settle")


def _page(
    request: Request, draft: RuleDraft, form: RuleForm, *, status: int = 200, version: Any = None, **more: Any
) -> HttpResponse:
    context = {
        "draft": draft,
        "form": form,
        "version": draft.version if version is None else version,
        "chart": _chart(draft, form if request.method == "POST" else None),
        "unsaved": request.method == "POST",
        **more,
    }
    return render(request, "isee/rules/draft.html", context, status=status)


def _chart(draft: RuleDraft, form: RuleForm | None) -> Any:
    """The chart of what is typed; of what is kept, where nothing is."""
    data = draft.data
    if form is not None:
        if not form.is_valid():
            return None
        data = {**form.data, "code": draft.code}
    rule = drawable(data, first_day(data, timezone.localdate()))
    return chart_of(rule) if rule else None


@allow("administrator")
@require_POST
def rule_chart(request: Request, pk: int) -> HttpResponse:
    """The chart of what is on the screen, saved or not."""
    draft = get_object_or_404(RuleDraft, pk=pk)
    chart = _chart(draft, RuleForm(request.POST, known_benefits()))
    return render(request, "isee/rules/chart.html", {"chart": chart})


@allow("administrator")
@require_http_methods(["GET", "POST"])
def discard_rule_draft(request: Request, pk: int) -> HttpResponse:
    """Ask whether to throw the draft away, then do it."""
    draft = get_object_or_404(RuleDraft, pk=pk)
    if request.method == "POST":
        try:
            rule_drafts.discard_draft(draft=draft, by=request.user, at=timezone.now())
            messages.success(request, f"Bozza «{draft}» eliminata.")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect("rules")
    return render(request, "isee/rules/discard.html", {"draft": draft})
