from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from isee.calculation import Kind
from isee.dossier import fetching
from isee.dossier.comparison import compare
from isee.dossier.households import Simulation, simulate
from isee.models import AttestedValue, Dossier
from sportello.access import Request, allow


@allow("operator")
@require_GET
def compare_attestation(request: Request, dossier: int, pk: int) -> HttpResponse:
    """The attestation beside the simulation, line by line, with why they differ; its further kinds by their result."""
    paper, whole = fetching.attestation_of(dossier, pk), fetching.whole_dossier(dossier)
    value = paper.shown_value
    simulation = _simulated(whole, value)
    others = [other for other in paper.values.all() if other != value]
    context = {
        "dossier": whole,
        "paper": paper,
        "value": value,
        "simulation": simulation,
        "comparison": compare(simulation.isee, value) if simulation.isee else None,
        "others": [(other, _simulated(whole, other).isee) for other in others],
        "omissions": paper.omissions.all(),
    }
    return render(request, "isee/comparison.html", context)


def _simulated(dossier: Dossier, value: AttestedValue) -> Simulation:
    """The simulation of the same kind as an attested value."""
    if not value.attestation.corrente:
        return simulate(dossier, Kind(value.kind))
    if dossier.has_corrente:
        return simulate(dossier, Kind.CORRENTE)
    return Simulation(
        None, problem="È un ISEE corrente, e nel fascicolo non c'è il modulo MS: scrivilo per confrontare."
    )
