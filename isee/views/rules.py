"""The rules of the benefits, as whoever runs the office reads them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.models import RuleDraft, RuleVersion
from isee.rules import rule_drafts
from isee.rules.local_rules import standings
from isee.rules.rule_overview import local_rules, national_benefits
from isee.rules.tariff_chart import chart_of
from sportello.access import Request, allow


@allow("supervisor", "administrator")
@require_GET
def rules(request: Request) -> HttpResponse:
    """The rules of the Comune, published and being written."""
    return render(request, "isee/rules/rules.html", {"rules": local_rules(timezone.localdate())})


@allow("supervisor", "administrator")
@require_GET
def national_rules(request: Request) -> HttpResponse:
    """The rules of the State, as they are shipped: they are read, never changed here."""
    benefits = national_benefits(timezone.localdate())
    return render(request, "isee/rules/national.html", {"benefits": benefits})


@allow("supervisor", "administrator")
@require_GET
def rule_version(request: Request, pk: int) -> HttpResponse:
    """A published version: what it says, on what it was tried, since when and until when it counts."""
    version = get_object_or_404(RuleVersion.objects.select_related("published_by"), pk=pk)
    of_code = standings(RuleVersion.objects.filter(code=version.code))
    context = {
        "version": version,
        "rule": version.rule,
        "standing": next(one for one in of_code if one.version == version),
        "others": [one for one in reversed(of_code) if one.version != version],
        "chart": chart_of(version.rule),
        "nothing": "L'importo non dipende dal solo ISEE.",
        "draft": RuleDraft.objects.filter(code=version.code).first(),
        "today": timezone.localdate(),
    }
    return render(request, "isee/rules/version.html", context)


@allow("administrator")
@require_POST
def follow_rule(request: Request, pk: int) -> HttpResponse:
    """Begin the version that will follow this one, or go to its draft."""
    version = get_object_or_404(RuleVersion, pk=pk)
    draft = rule_drafts.follow(version=version, by=request.user, at=timezone.now())
    return redirect("rule_draft", draft.pk)
