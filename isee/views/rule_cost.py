"""What a rule costs, and what it would cost if it were moved: nothing is saved."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from isee.dossier.benefit_facts import attested_households, attested_years, last_day_of
from isee.forms.rule import RuleForm
from isee.forms.rule_cost import CostForm
from isee.forms.rule_rows import moved, typed_of
from isee.models import RuleDraft, RuleVersion
from isee.rules import cost_chart, rule_effects
from isee.rules.local_rules import known_benefits
from isee.rules.rule_drafts import completed, first_day, problems_of, rule_of
from isee.rules.rule_effects import Suppositions
from sportello.access import Request, allow


@allow("supervisor", "administrator")
@require_GET
def rule_cost(request: Request) -> HttpResponse:
    """Choose a rule of the Comune, move its numbers, and see households and money before and after."""
    today, found = timezone.localdate(), choices()
    years = attested_years() or [today.year]
    form = CostForm(
        request.GET if "volte" in request.GET else None,
        rules=[(key, label) for key, (label, _, _) in found.items()],
        years=years,
        initial={"regola": request.GET.get("regola"), "anno": years[0]},
    )
    context: dict[str, Any] = {"form": form, "has_rules": bool(found), "today": today}
    if form.is_valid():
        context |= _compared(request, form.cleaned_data, found)
    refused = form.errors or (context.get("numbers") and context["numbers"].summary)
    return render(request, "isee/rules/cost.html", context, status=422 if refused else 200)


def choices() -> dict[str, tuple[str, dict[str, Any], dict[str, Any]]]:
    """The rules of the Comune that may be moved, by key: what they are called, data before, data to begin from.

    The last version of each, and the drafts; a draft is compared with the version it follows. Two queries.
    """
    found: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {}
    for version in RuleVersion.objects.order_by("name", "code", "number"):
        found[f"r-{version.code}"] = (str(version), version.data, version.data)
    for draft in RuleDraft.objects.select_related("follows"):
        data = completed(draft.data, first_day(draft.data, timezone.localdate()))
        before = draft.follows.data if draft.follows else data
        found[f"b-{draft.code}"] = (f"{draft}, bozza", before, data)
    return found


def _compared(request: Request, asked: dict[str, Any], found: Any) -> dict[str, Any]:
    """The two rules over the households of the year; only the sentences where the numbers make no sense."""
    if asked["regola"] not in found:
        raise Http404
    label, old, new = found[asked["regola"]]
    today = timezone.localdate()
    numbers = RuleForm(moved(typed_of(new), request.GET), known_benefits())
    context = {"numbers": numbers, "label": label, "before_is_other": old is not new}
    if not numbers.is_valid():
        return context
    data = {**new, **numbers.data}
    numbers.show(problems_of(data, today))
    before, after = rule_of(old, today), rule_of(data, today)
    if before is None or after is None:
        return context
    supposed = Suppositions(asked["volte"], asked["supponi"], asked["somma"])
    on = last_day_of(asked["anno"], today)
    comparison = rule_effects.compare(before, after, attested_households(asked["anno"]), on, supposed)
    return {
        **context,
        "comparison": comparison,
        "chart": cost_chart.chart_of(comparison),
        "unit": after.amounts[0].amount.unit if after.amounts else None,
        "is_tariff": after.nature == "tariff",
        "moved": before != after,
        "assumptions": rule_effects.assumptions(after, comparison, asked["anno"], supposed),
    }
