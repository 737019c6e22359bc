from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from isee.calculation import Kind
from isee.dossier import acquired_attestations, certificates, dossiers, fetching
from isee.dossier.corrections import Corrections
from isee.dossier.households import Simulation, asked_kinds, simulate
from isee.dossier.members import memberships_elsewhere
from isee.dossier.metropolitan import in_capital
from isee.dossier.previous import can_copy, previous_of
from isee.models import Dossier, Line, Member
from isee.views.answers import back_to_dossier, confirmation, tell_refusals
from isee.views.checklist import summary
from sportello.access import Request, allow
from sportello.models import Service, Visit
from sportello.views.desk import own_visit

TITLES = {
    "dossier": "Documenti",
    "household": "Nucleo e casa (MB)",
    "incomes": "Redditi (FC)",
    "assets": "Patrimonio (FC)",
    "corrente": "Corrente (MS)",
    "isee_result": "Calcolo",
    "dsu_sheet": "Foglio DSU",
}
ASSETS = ("accounts", "instruments", "properties", "vehicles")


@allow("operator")
@require_POST
@own_visit
def open_dossier(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Open the ISEE dossier of the citizen at the desk, or go to the one already open."""
    asked = get_object_or_404(Service, pk=service, kind=Service.Kind.DOSSIER)
    dossier, is_new = dossiers.open_dossier(
        visit=visit, service=asked, operator=request.user, at=timezone.now()
    )
    if not is_new:
        messages.info(request, f"Per la DSU {dossier.year} il fascicolo c'era già: eccolo.")
    # Where there is one of the year before, the page of the household offers to begin from it.
    begins = is_new and previous_of(dossier)
    return redirect("household" if begins else "dossier", dossier.pk)


@allow("operator")
@require_GET
def dossier(request: Request, dossier: int) -> HttpResponse:
    """The first page of a dossier: the documents; beside them what partners gave, and the ISEE."""
    whole = fetching.with_papers(fetching.whole_dossier(dossier))
    return dossier_page(
        request,
        whole,
        "dossier",
        certificates=certificates.certificates_of(whole),
        acquirables=acquired_attestations.acquirable_of(whole),
    )


@allow("operator")
@require_GET
def household(request: Request, dossier: int) -> HttpResponse:
    """Who the declaration speaks of, where they live, which ISEE is asked for: MB.1, MB.2, MB.3."""
    whole = fetching.whole_dossier(dossier)
    kinds, elsewhere = asked_kinds(whole), memberships_elsewhere(whole)
    members = list(whole.members.all())
    for member in members:
        member.elsewhere = elsewhere.get(member.pk, [])  # type: ignore[attr-defined]  # shown in its row
    return dossier_page(
        request,
        whole,
        "household",
        kinds=kinds,
        wants_student=Kind.UNIVERSITY in kinds,
        wants_residence=Kind.RESIDENTIAL in kinds,
        members=members,
        previous=previous_of(whole) if can_copy(whole) else None,
        is_capital=in_capital(whole),
    )


@allow("operator")
@require_GET
def incomes(request: Request, dossier: int) -> HttpResponse:
    """What the members earn and pay: FC4, FC5, FC7, FC8, FC9."""
    whole = fetching.whole_dossier(dossier)
    # Only a parent who stays outside the household makes the question of the component.
    away = any(member.relation == Member.Relation.PARENT_AWAY for member in whole.members.all())
    wants_component = away or whole.additional_component is not None
    lines = lines_of(whole, "incomes")
    return dossier_page(request, whole, "incomes", incomes=lines, wants_component=wants_component)


@allow("operator")
@require_GET
def assets(request: Request, dossier: int) -> HttpResponse:
    """What the members own: FC2 section I and II, FC3, FC6."""
    whole = fetching.whole_dossier(dossier)
    return dossier_page(request, whole, "assets", **{kind: lines_of(whole, kind) for kind in ASSETS})


@allow("operator")
@require_GET
def corrente(request: Request, dossier: int) -> HttpResponse:
    """The request of an ISEE corrente: module MS."""
    whole = fetching.whole_dossier(dossier)
    updated = {kind: lines_of(whole, kind, updated=True) for kind in ("incomes", *ASSETS[:3])}
    names = {member.pk: member for member in whole.members.all()}
    variations = list(whole.variations.all())
    for variation in variations:
        variation.member = names[variation.member_id]
    return dossier_page(request, whole, "corrente", variations=variations, **updated)


def dossier_page(request: Request, dossier: Dossier, page: str, **more: Any) -> HttpResponse:
    """A page of the dossier, within what all of them show: where the work is, and the simulation."""
    simulation = simulate(dossier)
    context = {
        **summary(dossier),
        "simulation": simulation,
        "section": request.GET.get("sezione", ""),
        "attestations": fetching.attestations_of(dossier),
        "page": page,
        "pages": pages_of(simulation),
        **more,
    }
    return render(request, f"isee/{page}.html", context)


def pages_of(simulation: Simulation) -> list[dict[str, Any]]:
    """The pages of a dossier as its navigation shows them, each with how much is missing there."""
    return [
        {"name": name, "title": title, "missing": sum(gap.page == name for gap in simulation.missing)}
        for name, title in TITLES.items()
    ]


def lines_of(dossier: Dossier, kind: str, *, updated: bool = False) -> list[Line]:
    """The lines of a kind, in the order of the members, each with its corrections."""
    corrections = Corrections.of(dossier.corrections.all())
    wanted = [
        line
        for member in dossier.members.all()
        for line in getattr(member, kind).all()
        if getattr(line, "updated", False) == updated
    ]
    if kind != "vehicles":
        for line in wanted:
            line.in_force = corrections.of_row(line)
    return wanted


@allow("operator")
@require_GET
def case_dossier(request: Request, case: int) -> HttpResponse:
    """The panel of the case page: where the dossier is, and the ISEE that counts."""
    whole = fetching.dossier_of_case(case)
    return render(request, "isee/case_dossier.html", summary(whole))


@allow("operator")
@require_POST
@tell_refusals
def close_dossier(request: Request, dossier: int) -> HttpResponse:
    """Close an attested dossier, and its case."""
    whole = fetching.whole_dossier(dossier)
    dossiers.close_dossier(dossier=whole, operator=request.user, at=timezone.now())
    messages.success(request, "Fascicolo chiuso, e la pratica con lui.")
    return back_to_dossier(request, dossier)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def abandon_dossier(request: Request, dossier: int) -> HttpResponse:
    """Ask whether to give the dossier up, then do it."""
    whole = fetching.whole_dossier(dossier)
    if request.method == "POST":
        dossiers.abandon_dossier(dossier=whole, operator=request.user, at=timezone.now())
        messages.success(request, "Fascicolo abbandonato, e la pratica con lui.")
        return back_to_dossier(request, dossier)
    text = "Anche la pratica diventa abbandonata. Quello che c'è scritto resta, e si può riaprire."
    return confirmation(request, dossier, title="Abbandonare il fascicolo?", text=text, button="Abbandona")


@allow("operator")
@require_POST
@tell_refusals
def reopen_dossier(request: Request, dossier: int) -> HttpResponse:
    """Take up again a dossier that was closed or given up."""
    whole: Dossier = fetching.whole_dossier(dossier)
    dossiers.reopen_dossier(dossier=whole, operator=request.user, at=timezone.now())
    return back_to_dossier(request, dossier)
