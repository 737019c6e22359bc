"""What a rule costs, and what it would cost if it were moved: the worker counts, no rule is changed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from isee.dossier.benefit_facts import attested_years
from isee.forms.rule import RuleForm
from isee.forms.rule_cost import CostForm
from isee.forms.rule_rows import moved, typed_of
from isee.models import CostEstimate
from isee.rules import cost_chart, cost_estimates
from isee.rules.cost_choices import Choice, choices
from isee.rules.local_rules import known_benefits
from isee.rules.rule_drafts import problems_of
from isee.rules.rule_effects import Suppositions, assumptions
from sportello.access import Request, allow
from sportello.views.desk import posted

SHOWN_ESTIMATES = 8


@allow("supervisor", "administrator")
@require_http_methods(["GET", "POST"])
def rule_cost(request: Request) -> HttpResponse:
    """Choose a rule of the Comune, move its numbers, and have households and money counted before and after."""
    found = choices(timezone.localdate())
    asked = request.POST.get("regola") or request.GET.get("regola", "")
    form = _form(request, found, {"regola": asked})
    chosen = found.get(asked)
    numbers = _numbers(chosen, asked, request.POST) if chosen else None
    if form.is_valid() and chosen and numbers and not numbers.summary and numbers.is_valid():
        wanted = form.cleaned_data
        estimate = cost_estimates.ask(
            rule_key=asked,
            label=chosen.label,
            compared_with=chosen.compared_with,
            before=chosen.before,
            after={**chosen.data, **numbers.data},
            year=wanted["anno"],
            supposed=Suppositions(wanted["volte"], wanted["supponi"], wanted["somma"]),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("cost_estimate", estimate.pk)
    context = {"form": form, "numbers": numbers, "has_rules": bool(found), "shown": asked}
    context["label"] = chosen.label if chosen else ""
    refused = request.method == "POST"
    return render(request, "isee/rules/cost.html", context | _earlier(), status=422 if refused else 200)


@allow("supervisor", "administrator")
@require_GET
def cost_estimate(request: Request, pk: int) -> HttpResponse:
    """What was counted, or how far the count is; its numbers may be moved again."""
    estimate = get_object_or_404(CostEstimate.objects.select_related("asked_by"), pk=pk)
    form = _form(request, choices(timezone.localdate()), _asked_of(estimate))
    context: dict[str, Any] = {
        "form": form,
        "numbers": RuleForm(typed_of(estimate.after), known_benefits()),
        "has_rules": True,
        "shown": estimate.rule_key,
        "label": estimate.label,
        "estimate": estimate,
    }
    comparison = cost_estimates.comparison_of(estimate)
    if comparison:
        before, after = cost_estimates.rules_of(estimate)
        supposed = cost_estimates.suppositions_of(estimate)
        context |= {
            "comparison": comparison,
            "chart": cost_chart.chart_of(comparison),
            "is_tariff": after.nature == "tariff",
            "moved": before != after,
            "assumptions": assumptions(after, comparison, estimate.year, supposed),
        }
    return render(request, "isee/rules/cost.html", context | _earlier())


@allow("supervisor", "administrator")
@require_GET
def cost_progress(request: Request, pk: int) -> HttpResponse:
    """How far the count is; once it is finished the page that asks is opened again."""
    estimate = get_object_or_404(CostEstimate, pk=pk)
    if estimate.finished_at:
        return HttpResponseClientRefresh()
    return render(request, "isee/rules/cost_progress.html", {"estimate": estimate})


def _form(request: Request, found: Mapping[str, Choice], initial: dict[str, Any]) -> CostForm:
    years = attested_years() or [timezone.localdate().year]
    return CostForm(
        posted(request),
        rules=[(key, choice.label) for key, choice in found.items()],
        years=years,
        initial={"anno": years[0], **initial},
    )


def _numbers(chosen: Choice, key: str, typed: MultiValueDict[str, Any]) -> RuleForm:
    """The numbers of a rule as they were moved, with what makes no sense in them; those of another rule are not its."""
    by = typed if typed.get("numeri") == key else MultiValueDict()
    numbers = RuleForm(moved(typed_of(chosen.data), by), known_benefits())
    if numbers.is_valid():
        numbers.show(problems_of({**chosen.data, **numbers.data}, timezone.localdate()))
    return numbers


def _asked_of(estimate: CostEstimate) -> dict[str, Any]:
    """What the form begins with, after an estimate: what was asked in it."""
    return {
        "regola": estimate.rule_key,
        "anno": estimate.year,
        "volte": estimate.times,
        "somma": estimate.figure,
        "supponi": estimate.unknown_is_met,
    }


def _earlier() -> dict[str, Any]:
    return {"earlier": CostEstimate.objects.select_related("asked_by")[:SHOWN_ESTIMATES]}
