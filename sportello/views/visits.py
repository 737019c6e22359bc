from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sportello import visits
from sportello.access import Request, allow
from sportello.acts import MOST_MINUTES, proposed_minutes, services_by_owner
from sportello.forms.act import ActForm
from sportello.forms.visit import ServiceFilter, StandingForm
from sportello.ids import id_of
from sportello.models import Case, Citizen, Service, Visit
from sportello.models.service import LifeEvent
from sportello.permission import NotAllowed, permissions
from sportello.search_keys import name_key
from sportello.views.desk import desk_visit, go, own_visit, posted, shown_in_dialog, told_at_home

# How many open cases of a person the page of a visit shows; the person's own page has them all.
CASES_SHOWN = 25


@dataclass(frozen=True)
class Offer:
    """A service as the page of a visit lists it; the reason says why it cannot be given today, if it cannot."""

    group: str
    service: Service
    reason: str


# The page of a visit


@allow("operator")
@require_GET
@own_visit
def visit(request: Request, visit: Visit) -> HttpResponse:
    """The work page of the person at the desk; one that is suspended or has ended is shown as it stands."""
    services = list(services_by_owner()) if visit.is_in_service else []
    context = {
        "visit": visit,
        "acts": visit.acts.select_related("service", "case"),
        "cases": open_cases(visit),
        **services_context(request, visit, services),
    }
    return render(request, "sportello/visit.html", context)


@allow("operator")
@require_GET
@own_visit
def visit_services(request: Request, visit: Visit) -> HttpResponse:
    """The services that match what is typed, as the page of the visit asks for them."""
    context = {"visit": visit, **services_context(request, visit, list(services_by_owner()))}
    return render(request, "sportello/visit.html#services", context)


def open_cases(visit: Visit) -> list[Case]:
    """The newest open cases of the person of a visit."""
    if visit.citizen is None:
        return []
    return list(visit.citizen.cases.open().select_related("service")[:CASES_SHOWN])


def act_form(request: Request, visit: Visit, now: datetime) -> ActForm:
    """The form of an act: proposed, sent, or given back by the buttons that change the minutes by one."""
    services, cases = list(services_by_owner()), open_cases(visit)
    if request.method != "POST":
        return ActForm(services=services, cases=cases, initial=_proposed_act(visit, cases, request.GET, now))
    if "step" in request.POST:
        return ActForm(services=services, cases=cases, initial=stepped(request.POST))
    return ActForm(request.POST, services=services, cases=cases)


def stepped(typed: QueryDict) -> dict[str, Any]:
    """What was typed, with the minutes one up or down."""
    minutes = typed.get("minutes", "")
    step = -1 if typed["step"] == "-1" else 1
    # Four figures are too many minutes already.
    changed = (int(minutes[:4]) if minutes.isdecimal() else 0) + step
    return {**typed.dict(), "minutes": min(max(changed, 0), MOST_MINUTES)}


def _proposed_act(
    visit: Visit, cases: Sequence[Case], asked: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """An act for what the ticket says, unless the address asks for a case, a service, an outcome."""
    case = next((case for case in cases if str(case.pk) == asked.get("pratica")), None)
    return {
        "service": case.service_id if case else asked.get("servizio") or visit.service_id,
        "outcome": asked.get("esito"),
        "case": case,
        "minutes": proposed_minutes(visit, now),
    }


def services_context(request: Request, visit: Visit, services: Sequence[Service]) -> dict[str, Any]:
    """The services that match the filter, what the ticket asks for first; three queries at most."""
    form = ServiceFilter(request.GET)
    form.is_valid()  # what cannot be read filters nothing
    words = name_key(form.cleaned_data.get("cerca", "")).split()
    event = form.cleaned_data.get("momento", "")
    found = [service for service in services if _matches(service, words, event)]
    found.sort(key=lambda service: service.pk != visit.service_id)
    allowed = permissions(found, timezone.localdate(), request.user)
    offers = [
        Offer(
            "Chiesto al turno" if service.pk == visit.service_id else service.owner_name,
            service,
            allowed[service.pk].reason,
        )
        for service in found
    ]
    return {"filter": form, "offers": offers}


def _matches(service: Service, words: Sequence[str], event: str) -> bool:
    events = [str(LifeEvent(value).label) for value in service.life_events]
    text = name_key(service.name, service.owner_name, service.description, *events)
    return all(word in text for word in words) and (not event or event in service.life_events)


# Beginning


@allow("operator")
@require_POST
@told_at_home
def start_visit(request: Request, pk: int) -> HttpResponse:
    """Begin the visit of a citizen who stands at the desk."""
    citizen = get_object_or_404(Citizen, pk=pk)
    started = visits.start_visit(citizen=citizen, operator=request.user, at=timezone.now())
    return go(request, "visit", started.pk)


@allow("operator")
@require_POST
@told_at_home
def start_anonymous_visit(request: Request) -> HttpResponse:
    """Begin the visit of somebody who need not say who they are."""
    started = visits.start_visit(operator=request.user, at=timezone.now())
    return go(request, "visit", started.pk)


# Who is there


@allow("operator")
@require_POST
@desk_visit
def identify_visit(request: Request, visit: Visit) -> HttpResponse:
    """Say who the person of the visit is; the id of the citizen comes in the form."""
    citizen = get_object_or_404(Citizen, pk=id_of(request.POST.get("citizen", "")))
    visits.identify(visit=visit, citizen=citizen, operator=request.user, at=timezone.now())
    return go(request, "visit", visit.pk)


@allow("operator")
@desk_visit
def standing(request: Request, visit: Visit) -> HttpResponse:
    """Say who stands at the counter for the citizen; a dialog, or a page of its own."""
    if visit.citizen is None:
        raise NotAllowed("Prima di' chi è il cittadino, poi chi è presente per lui.")
    today = timezone.localdate()
    delegations = visit.citizen.delegations_given.in_force(today).select_related("delegate")
    form = StandingForm(
        posted(request),
        citizen=visit.citizen,
        delegations=list(delegations),
        initial=_standing_now(visit),
    )
    if form.is_valid():
        visits.say_who_stands(
            visit=visit,
            delegation=form.delegation,
            reason=form.reason_given,
            operator=request.user,
            at=timezone.now(),
        )
        return go(request, "visit", visit.pk)
    return shown_in_dialog(request, "sportello/visit_standing.html", {"visit": visit, "form": form})


def _standing_now(visit: Visit) -> dict[str, Any]:
    if visit.on_behalf_reason:
        who: str = StandingForm.OTHER
    else:
        who = str(visit.delegation_id or StandingForm.CITIZEN)
    return {"who": who, "reason": visit.on_behalf_reason}
