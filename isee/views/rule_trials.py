"""The households with which a draft is tried."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from isee.benefits import Rule
from isee.forms.trial import TrialForm
from isee.models import RuleDraft, Trial
from isee.rules import rule_drafts
from isee.rules.rule_drafts import first_day, rule_of
from isee.rules.trials import try_all
from sportello.access import Request, allow
from sportello.permission import NotAllowed
from sportello.views.desk import posted


def _rule(draft: RuleDraft) -> Rule | None:
    return rule_of(draft.data, first_day(draft.data, timezone.localdate()))


@allow("administrator")
@require_GET
def rule_trials(request: Request, draft: int) -> HttpResponse:
    """The table: what is expected, what comes out, why."""
    found = get_object_or_404(RuleDraft.objects.select_related("follows", "changed_by"), pk=draft)
    rule = _rule(found)
    trials = list(found.trials.all())
    tried = try_all(trials, rule) if rule else []
    context = {
        "draft": found,
        "rule": rule,
        "trials": trials,
        "tried": tried,
        "failed": sum(not each.passes for each in tried),
    }
    return render(request, "isee/rules/trials.html", context)


@allow("administrator")
@require_http_methods(["GET", "POST"])
def new_trial(request: Request, draft: int) -> HttpResponse:
    return _edit(request, Trial(draft=get_object_or_404(RuleDraft, pk=draft)))


@allow("administrator")
@require_http_methods(["GET", "POST"])
def edit_trial(request: Request, draft: int, pk: int) -> HttpResponse:
    return _edit(request, _trial(draft, pk))


def _edit(request: Request, trial: Trial) -> HttpResponse:
    draft = trial.draft
    form = TrialForm(posted(request), instance=trial, rule=_rule(draft))
    if form.is_valid():
        try:
            rule_drafts.save_trial(trial=form.save(commit=False), by=request.user, at=timezone.now())
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("rules")
        messages.success(request, f"Nucleo di prova «{trial}» salvato.")
        return redirect("rule_trials", draft.pk)
    context = {"form": form, "draft": draft}
    return render(request, "isee/rules/trial.html", context, status=422 if form.errors else 200)


@allow("administrator")
@require_POST
def remove_trial(request: Request, draft: int, pk: int) -> HttpResponse:
    """Take a household out of the table."""
    trial = _trial(draft, pk)
    rule_drafts.remove_trial(trial=trial, by=request.user, at=timezone.now())
    messages.success(request, f"Nucleo di prova «{trial}» tolto.")
    return redirect("rule_trials", draft)


def _trial(draft: int, pk: int) -> Trial:
    return get_object_or_404(Trial.objects.select_related("draft"), draft=draft, pk=pk)
