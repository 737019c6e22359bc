"""«E se…?»: the facts of a dossier changed beside the real ones, and the lines that move. Nothing is stored."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from isee import calculation
from isee.calculation import InvalidHousehold, NotInForce, Outcome
from isee.dossier import fetching
from isee.dossier.households import Simulation, declaration_of, simulate
from isee.forms.what_if import WhatIfForm
from isee.simulation.side_by_side import SLUGS_AND_USES, kind_named
from isee.simulation.what_if import Move, changed, moved
from sportello.access import Request, allow


@dataclass(frozen=True)
class Trial:
    """The real result and the tried one, or why there is none, and the lines that move between them."""

    real: Simulation
    outcome: Outcome | None = None
    problem: str = ""
    moves: tuple[Move, ...] = ()


@allow("operator")
@require_http_methods(["GET", "POST"])
def what_if(request: Request, dossier: int) -> HttpResponse:
    """Try other facts than those of the dossier; what is typed comes in a POST and is kept nowhere."""
    whole = fetching.whole_dossier(dossier)
    kind = kind_named(request.GET.get("tipo", ""))
    simulation = simulate(whole, kind)
    context: dict[str, Any] = {"dossier": whole, "kind": kind, "slug": SLUGS_AND_USES[kind][0]}
    if simulation.outcome is None:
        return render(request, "isee/what_if.html", {**context, "real": simulation})
    restore = request.POST.get("restore", "")
    form = WhatIfForm(
        request.POST if request.method == "POST" else None,
        dossier=whole,
        declaration=declaration_of(whole),
        kind=kind,
        restore=restore,
    )
    status = 422 if form.errors else 200
    if form.is_bound:
        kind = form.chosen_kind
        context |= {
            "kind": kind,
            "slug": SLUGS_AND_USES[kind][0],
            "trial": _trial(form, simulate(whole, kind)),
        }
    else:
        context["trial"] = Trial(simulation, simulation.outcome)
    context |= {"form": form, "restored": form[restore] if restore in form.fields else None}
    context["noted"] = [form[name] for name in form.fields if name in _noted(request, form)]
    template = "isee/what_if.html#fresh" if request.htmx else "isee/what_if.html"
    return render(request, template, context, status=status)


def _trial(form: WhatIfForm, real: Simulation) -> Trial:
    try:
        outcome = calculation.outcome(changed(form.declaration, form.changes), form.chosen_kind)
    except (InvalidHousehold, NotInForce) as error:
        return Trial(real, problem=str(error))
    return Trial(real, outcome, moves=moved(real.isee, outcome.isee) if real.isee else ())


def _noted(request: Request, form: WhatIfForm) -> set[str]:
    """The fields with something to say under them, and those that had before."""
    return {*form.touched, *form.errors, *request.POST.getlist("noted")}
