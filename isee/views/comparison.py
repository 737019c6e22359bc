from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from isee import fetching
from isee.calculation import Kind
from isee.comparison import compare
from isee.households import simulate
from sportello.access import Request, allow


@allow("operator")
@require_GET
def compare_attestation(request: Request, dossier: int, pk: int) -> HttpResponse:
    """The attestation beside the simulation, line by line, with why they differ."""
    paper, whole = fetching.attestation_of(dossier, pk), fetching.whole_dossier(dossier)
    value = paper.shown_value
    simulation = simulate(whole)
    comparable = value.kind == Kind.ORDINARY and not paper.corrente and simulation.isee
    context = {
        "dossier": whole,
        "paper": paper,
        "value": value,
        "simulation": simulation,
        "comparison": compare(simulation.isee, value) if comparable and simulation.isee else None,
        "omissions": paper.omissions.all(),
    }
    return render(request, "isee/comparison.html", context)
