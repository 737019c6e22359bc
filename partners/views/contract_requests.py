from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from partners import contract_requests, look_ups, reachability
from partners.forms.contract_request import ContractRequestForm, prefilled
from partners.forms.look_up import AskForm
from partners.look_up_cards import cards_of
from partners.models import ContractRequest, LookUp
from partners.views.asking import case_by, visit_of
from partners.views.look_ups import goes_to_portal, show_card, told
from sportello.access import Request, allow
from sportello.middleware import page_of, polled
from sportello.models import Case, Service, User, Visit
from sportello.permission import NotAllowed, require_permission
from sportello.views.desk import go, own_visit

EVENTS_SHOWN = 12
CONTRACTS = LookUp.Document.CONTRACTS


@allow("operator")
@own_visit
def new_contract_request(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Write the request of a voltura for the citizen at the desk, whole or as a draft."""
    now = timezone.now()
    today = timezone.localdate(now)
    wanted = get_object_or_404(Service.objects.select_related("partner"), pk=service, kind=Service.Kind.ENTRY)
    if request.method == "POST":
        form = ContractRequestForm(request.POST, today=today)
        if written := _written(form, visit, wanted, request.user, now):
            return go(request, "contract_request", written.pk)
    else:
        require_permission(wanted, today, request.user)
        holder, _ = contract_requests.may_sign(visit, today)
        form = ContractRequestForm(initial=prefilled(holder), today=today)
    return _form_page(
        request, form, {"form": form, "service": wanted, "holder": visit.citizen, "visit": visit}
    )


def _written(
    form: ContractRequestForm, visit: Visit, service: Service, operator: User, now: datetime
) -> ContractRequest | None:
    """The draft of the form; None where something is wrong, which is then said in the form: nothing typed is lost."""
    if not form.is_valid():
        return None
    key = form.cleaned_data["key"] or uuid4()
    try:
        return contract_requests.write(
            request=form.save(commit=False), visit=visit, service=service, key=key, operator=operator, at=now
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None


@allow("operator")
def edit_contract_request(request: Request, pk: int) -> HttpResponse:
    """Change a draft, or complete it."""
    found, now = _request_by(pk), timezone.now()
    if not found.is_draft:
        messages.error(request, f"La richiesta è {found.get_state_display()}: non si cambia più.")
        return redirect("contract_request", found.pk)
    form = ContractRequestForm(request.POST or None, instance=found, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        return _act(request, contract_requests.change, form.save(commit=False), "Bozza salvata.", now)
    context = {"form": form, "service": found.case.service, "holder": found.case.citizen, "found": found}
    return _form_page(request, form, context)


@allow("operator")
@require_GET
def contract_request(request: Request, pk: int) -> HttpResponse:
    """The summary in large type that the citizen reads and signs, and how far the request is."""
    found = _request_by(pk)
    context = {"found": found, "is_own_page": True, **_progress(found)}
    return render(request, "partners/contract_request.html", context)


@allow("operator")
@require_POST
def queue_contract_request(request: Request, pk: int) -> HttpResponse:
    found = _request_by(pk)
    text = f"Richiesta in coda: parte da sola verso {found.case.service.owner_name}."
    return _act(request, contract_requests.queue, found, text, timezone.now())


@allow("operator")
@require_POST
def withdraw_contract_request(request: Request, pk: int) -> HttpResponse:
    text = "Richiesta ritirata: non è partito niente."
    return _act(request, contract_requests.withdraw, _request_by(pk), text, timezone.now())


@allow("operator")
@require_POST
def correct_contract_request(request: Request, pk: int) -> HttpResponse:
    text = "La richiesta è di nuovo una bozza: correggila, poi rimettila in coda."
    return _act(request, contract_requests.correct, _request_by(pk), text, timezone.now())


@allow("operator")
@polled
@require_GET
@vary_on_headers("HX-Request")
def case_contract(request: Request, pk: int) -> HttpResponse:
    """The panel of a case: how far its request is; it asks again by itself until the end."""
    case = case_by(pk)
    found = ContractRequest.objects.with_everything().filter(case=case).first()
    name = "partners/contract.html"
    context: dict[str, Any] = {"case": case, "found": found}
    if found:
        newest = found.events.order_by("pk").last()
        if request.htmx and newest and request.GET.get("visto") == f"{newest.pk}-{found.state}":
            return HttpResponse(status=204)
        context |= _progress(found)
    if not request.htmx:
        return render(request, name, context)
    if found and page_of(request.htmx) == reverse("contract_request", args=[found.pk]):
        # The page of the request shows more than the panel: its summary moves on together with it.
        context |= {"is_own_page": True, "oob": True}
        return render(request, "partners/contract_request.html#moved", context)
    return render(request, f"{name}#panel", context)


@allow("operator")
@require_POST
def earlier_contracts(request: Request, pk: int) -> HttpResponse:
    """Ask which contracts the citizen has or had, at the citizen's request."""
    case = case_by(pk)
    form = AskForm(request.POST)
    asked = look_ups.ask(
        case=case,
        document=CONTRACTS,
        service=case.service,
        operator=request.user,
        visit=visit_of(case, request.user),
        at=timezone.now(),
        correlation_id=form.cleaned_data["correlation_id"] if form.is_valid() else None,
    )
    if goes_to_portal(asked) or not request.htmx:
        return go(request, "look_up", asked.pk)
    if request.htmx.target != "earlier-contracts":
        return told(show_card(request, asked), asked)
    return told(render(request, "partners/contract.html#earlier", _earlier(case)), asked)


def _request_by(pk: int) -> ContractRequest:
    return get_object_or_404(ContractRequest.objects.with_everything(), pk=pk)


def _form_page(request: Request, form: ContractRequestForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "partners/contract_request_form.html", context, status=status)


def _progress(found: ContractRequest) -> dict[str, Any]:
    """What the panel shows of a request that is written."""
    partner = found.case.service.partner
    return {
        "partner": partner,
        "events": list(found.events.order_by("-pk")[:EVENTS_SHOWN]),
        "down_since": reachability.down_since(partner) if partner else None,
        **_earlier(found.case),
    }


def _earlier(case: Case) -> dict[str, Any]:
    """What is held of the citizen's earlier contracts, and the form that asks for them."""
    card = next(iter(cards_of(case, [CONTRACTS])), None)
    may_ask = card is None or not (card.is_pending or card.is_held or card.may_be_repeated)
    return {"case": case, "earlier": card, "ask_form": AskForm() if may_ask else None}


def _act(
    request: Request,
    act: Callable[..., None],
    found: ContractRequest,
    done: str,
    now: datetime,
) -> HttpResponse:
    """Do an act on a request and say how it went, on its page."""
    try:
        act(request=found, operator=request.user, at=now)
        messages.success(request, done)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return go(request, "contract_request", found.pk)
