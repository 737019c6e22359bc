"""The simulation: every kind side by side, one of them line by line, and its printed sheet."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.dossier import dossiers, fetching
from isee.dossier.corrections import used_corrections
from isee.dossier.households import simulate
from isee.simulation.sheet import simulation_sheet
from isee.simulation.side_by_side import kind_named, side_named, sides_of
from isee.views.answers import tell_refusals
from isee.views.dossier import pages_of
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.ids import id_of
from sportello.permission import NotAllowed


@allow("operator")
@require_GET
def isee_result(request: Request, dossier: int) -> HttpResponse:
    """The simulation: the result first, beside the other kinds, then line by line where it comes from.

    `?tipo=` names the kind, `?nucleo=` the way of computing it where there are more, `?perche=tutti` opens every why.
    """
    whole = fetching.whole_dossier(dossier)
    sides = sides_of(whole)
    chosen = (id_of(request.GET.get("nucleo", "")) or 1) - 1
    context = {
        "dossier": whole,
        "page": "isee_result",
        "pages": pages_of(sides[0].simulation),
        "sides": sides,
        "shown": replace(side_named(sides, request.GET.get("tipo", "")), chosen=chosen),
        "corrections": used_corrections(whole),
        "all_whys": request.GET.get("perche") == "tutti",
    }
    return render(request, "isee/result.html", context)


@allow("operator")
@require_POST
@tell_refusals
def isee_sheet(request: Request, dossier: int) -> HttpResponse:
    """Print the simulation for the citizen; a POST, since printing it is noted."""
    whole = fetching.whole_dossier(dossier)
    simulation = simulate(whole, kind_named(request.POST.get("tipo", "")))
    if simulation.outcome is None:
        raise NotAllowed(
            "La simulazione non si può ancora stampare: vedi che cosa manca nella pagina del calcolo."
        )
    pdf = simulation_sheet(whole, simulation.outcome, printed_on=timezone.localdate())
    dossiers.record_simulation(dossier=whole, operator=request.user, at=timezone.now())
    return pdf_response(pdf, f"simulazione-isee-{whole.year}-pratica-{whole.case.number}.pdf")
