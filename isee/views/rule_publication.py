"""A draft becomes a version: first what would happen, then it is done. And whose answer a version changes."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from isee.benefits import Rule, read
from isee.forms.publication import PublicationForm
from isee.models import Dossier, RuleDraft, RuleVersion
from isee.rules import rule_effects, rule_publication
from isee.rules.rule_drafts import first_day
from isee.rules.rule_overview import former_national, late_national_versions, national_version
from isee.rules.rule_publication import CannotPublish, closing_words, final_data, obstacles, overlapping
from sportello.access import Request, allow
from sportello.ids import id_of
from sportello.permission import NotAllowed
from sportello.views.desk import posted


@allow("administrator")
@require_http_methods(["GET", "POST"])
def publish_rule(request: Request, pk: int) -> HttpResponse:
    """Ask act and days, show what would happen, publish."""
    draft = get_object_or_404(RuleDraft.objects.select_related("follows", "changed_by"), pk=pk)
    today = timezone.localdate()
    names = ("act", "valid_from", "valid_to")
    initial = {name: draft.data.get(name) for name in names} | {"published_on": today}
    form = PublicationForm(posted(request), initial=initial, today=today)
    context: dict[str, Any] = {"draft": draft, "form": form}
    context["obstacles"] = obstacles(draft, first_day(draft.data, today))
    if form.is_valid() and not context["obstacles"]:
        if "confirmed" in request.POST:
            return _publish(request, draft, form, context)
        context["preview"] = _preview(draft, form)
    status = 422 if form.errors or (request.method == "POST" and context["obstacles"]) else 200
    return render(request, "isee/rules/publish.html", context, status=status)


def _preview(draft: RuleDraft, form: PublicationForm) -> dict[str, Any]:
    """What publishing would do: versions closed, what forbids it, households whose answer changes today."""
    asked = form.publication
    closed, forbidden = overlapping(draft.code, asked.valid_from, asked.valid_to)
    changed = 0
    if closed and not forbidden and asked.valid_from <= form.today:
        rule = read(final_data(draft, asked, closed[-1].version.number + 1))
        changed = len(rule_effects.changes(closed[-1].version.rule, rule, form.today))
    return {
        "closings": [closing_words(one, asked.valid_from) for one in closed],
        "forbidden": forbidden,
        "changed": changed,
        "is_first": not closed,
        "asked": asked,
    }


def _publish(
    request: Request, draft: RuleDraft, form: PublicationForm, context: dict[str, Any]
) -> HttpResponse:
    version = id_of(request.POST.get("version", ""))
    try:
        made = rule_publication.publish(
            draft=draft,
            publication=form.publication,
            version=draft.version if version is None else version,
            by=request.user,
            at=timezone.now(),
        )
    except CannotPublish as refusal:
        context["obstacles"] = refusal.reasons
        return render(request, "isee/rules/publish.html", context, status=409)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("rules")
    messages.success(request, f"Regola «{made}» pubblicata.")
    return redirect("rule_version", made.pk)


@allow("operator", "supervisor")
@require_GET
def affected_households(request: Request, pk: int) -> HttpResponse:
    """The households whose answer a version of the Comune changes."""
    version = get_object_or_404(RuleVersion, pk=pk)
    return _affected(request, version.rule, rule_effects.former_of(version))


@allow("operator", "supervisor")
@require_GET
def late_rules(request: Request) -> HttpResponse:
    """The versions that came late; for one of the State, named behind the question mark, the households."""
    if "versione" not in request.GET:
        late = RuleVersion.objects.filter(published_on__gt=F("valid_from"), number__gt=1)
        context = {"national": late_national_versions(), "local": late.order_by("-valid_from", "code")}
        return render(request, "isee/rules/late.html", context)
    rule = national_version(request.GET["versione"])
    if rule is None:
        raise Http404
    return _affected(request, rule, former_national(rule))


def _affected(request: Request, rule: Rule, former: Rule | None) -> HttpResponse:
    changes = rule_effects.changes(former, rule, timezone.localdate()) if former else []
    dossiers = Dossier.objects.select_related("case__citizen").in_bulk([one.household for one in changes])
    rows = [(dossiers[one.household], one) for one in changes]
    rows.sort(key=lambda row: row[0].case.citizen.name_key)
    context = {"rule": rule, "former": former, "rows": rows, "today": timezone.localdate()}
    return render(request, "isee/rules/affected.html", context)
