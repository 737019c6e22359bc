from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee import dossiers, fetching
from isee.households import simulate
from isee.sheet import simulation_sheet
from isee.views.answers import tell_refusals
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.permission import NotAllowed


@allow("operator")
@require_GET
def isee_result(request: Request, dossier: int) -> HttpResponse:
    """The simulation: the result first, then line by line where it comes from."""
    whole = fetching.whole_dossier(dossier)
    return render(request, "isee/result.html", {"dossier": whole, "simulation": simulate(whole)})


@allow("operator")
@require_POST
@tell_refusals
def isee_sheet(request: Request, dossier: int) -> HttpResponse:
    """Print the simulation for the citizen; a POST, since printing it is noted."""
    whole = fetching.whole_dossier(dossier)
    simulation = simulate(whole)
    if simulation.isee is None:
        raise NotAllowed(
            "La simulazione non si può ancora stampare: vedi che cosa manca nella pagina del calcolo."
        )
    pdf = simulation_sheet(whole, simulation.isee, printed_on=timezone.localdate())
    dossiers.record_simulation(dossier=whole, operator=request.user, at=timezone.now())
    return pdf_response(pdf, f"simulazione-isee-{whole.year}-pratica-{whole.case.number}.pdf")
