"""What a rule would cost, counted by the worker: thousands of households are more than a page may wait for."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from isee.benefits import Cost, Nature, Rule
from isee.dossier.benefit_facts import attested_dossiers, households_of, last_day_of
from isee.models import CostEstimate
from isee.rules.rule_drafts import rule_of
from isee.rules.rule_effects import BandCost, Comparison, Suppositions, added, compare
from sportello.models import User

COUNT = "isee.count_cost"
# Households counted at once: progress is told after each lot, and memory holds one.
LOT = 200
BROKEN = "Il conto si è interrotto: non è colpa dei numeri. Premi «Ricalcola»; se succede ancora, chiedi assistenza."


@transaction.atomic
def ask(
    *,
    rule_key: str,
    label: str,
    compared_with: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    year: int,
    supposed: Suppositions,
    by: User,
    at: datetime,
) -> CostEstimate:
    """Have two rules compared over the households of a year; both must make sense."""
    estimate = CostEstimate.objects.create(
        rule_key=rule_key,
        label=label,
        compared_with=compared_with,
        before=before,
        after=after,
        year=year,
        times=supposed.times,
        unknown_is_met=supposed.unknown_is_met,
        figure=supposed.figure,
        asked_at=at,
        asked_by=by,
    )
    app.configure_task(COUNT).defer(estimate_id=estimate.pk)
    return estimate


def count(estimate_id: int) -> None:
    """Count an estimate from its beginning, lot by lot; one that is finished stays as it is."""
    estimate = CostEstimate.objects.filter(pk=estimate_id, finished_at=None).first()
    if estimate is None:
        return
    try:
        _keep(estimate, result=_written(_compared(estimate)))
    except Exception:
        _keep(estimate, problem=BROKEN)
        raise


def rules_of(estimate: CostEstimate) -> tuple[Rule, Rule]:
    """The two rules that are compared, as they were asked."""
    on = timezone.localdate(estimate.asked_at)
    before, after = rule_of(estimate.before, on), rule_of(estimate.after, on)
    if before is None or after is None:
        raise ValueError("Una delle due regole non si legge.")
    return before, after


def suppositions_of(estimate: CostEstimate) -> Suppositions:
    """What is supposed to turn answers into money."""
    return Suppositions(estimate.times, estimate.unknown_is_met, estimate.figure)


def comparison_of(estimate: CostEstimate) -> Comparison | None:
    """What was counted; None until it is."""
    return _read(estimate.result) if estimate.result is not None else None


def day_of(estimate: CostEstimate) -> date:
    """The day as of which households are asked: that of the question, or the last of a year that is past."""
    return last_day_of(estimate.year, timezone.localdate(estimate.asked_at))


def _compared(estimate: CostEstimate) -> Comparison:
    before, after = rules_of(estimate)
    on, supposed = day_of(estimate), suppositions_of(estimate)
    dossiers = attested_dossiers(estimate.year)
    _tell(estimate, households=len(dossiers), counted=0)
    found = compare(before, after, [], on, supposed)
    for start in range(0, len(dossiers), LOT):
        lot = dossiers[start : start + LOT]
        found = added(found, compare(before, after, households_of(lot, on), on, supposed))
        _tell(estimate, counted=start + len(lot))
    return found


def _tell(estimate: CostEstimate, **fields: int) -> None:
    CostEstimate.objects.filter(pk=estimate.pk).update(**fields)


def _keep(estimate: CostEstimate, **fields: Any) -> None:
    CostEstimate.objects.filter(pk=estimate.pk).update(finished_at=timezone.now(), **fields)


def _written(found: Comparison) -> dict[str, Any]:
    bands = [
        {
            "over": str(band.over),
            "upto": None if band.upto is None else str(band.upto),
            "before": _cost_written(band.before),
            "after": _cost_written(band.after),
        }
        for band in found.bands
    ]
    return {"bands": bands, "unreadable": found.unreadable}


def _cost_written(cost: Cost) -> dict[str, Any]:
    counts = ("households", "entitled", "undecided", "unvalued")
    return {
        "nature": cost.nature.value,
        "total": str(cost.total),
        **{name: getattr(cost, name) for name in counts},
    }


def _read(result: Mapping[str, Any]) -> Comparison:
    bands = tuple(
        BandCost(
            Decimal(band["over"]),
            None if band["upto"] is None else Decimal(band["upto"]),
            _cost_read(band["before"]),
            _cost_read(band["after"]),
        )
        for band in result["bands"]
    )
    return Comparison(bands, result["unreadable"])


def _cost_read(written: Mapping[str, Any]) -> Cost:
    return Cost(**{**written, "nature": Nature(written["nature"]), "total": Decimal(written["total"])})
