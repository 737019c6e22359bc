"""The pages of a request of a contract: which operation, what is written step by step, the summary, the acts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from partners import contract_fields, contract_requests, contract_summary, look_ups, reachability
from partners.forms.contract import OperationForm
from partners.forms.look_up import AskForm
from partners.look_up_cards import cards_of
from partners.models import ContractRequest, LookUp
from partners.supply import figures, terms
from partners.views.asking import case_by, visit_of
from partners.views.look_ups import goes_to_portal, show_card, told
from sportello import office
from sportello.access import Request, allow
from sportello.middleware import page_of, polled
from sportello.models import Case, Service, User, Visit
from sportello.permission import NotAllowed, require_permission
from sportello.views.desk import go, own_visit
from sportello.views.drafts import draft_key, keeps_draft, open_form

EVENTS_SHOWN = 12
CONTRACTS = LookUp.Document.CONTRACTS


@allow("operator")
@require_http_methods(["GET", "POST"])
@own_visit
@keeps_draft
def new_contract_request(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Ask the four questions, say which operation they lead to and why, and open its request."""
    now = timezone.now()
    wanted = get_object_or_404(Service.objects.select_related("partner"), pk=service, kind=Service.Kind.ENTRY)
    require_permission(wanted, timezone.localdate(now), request.user)
    holder, _ = contract_requests.may_sign(visit, timezone.localdate(now))

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> OperationForm:
        return OperationForm(data, initial=initial)

    form = open_form(request, build)
    if "again" in request.POST:
        form = OperationForm(initial=request.POST.dict())
    elif form.is_valid() and (opened := _opened(form, visit, wanted, request.user, now)):
        return go(request, step_url_name(contract_fields.CLIENT.name), opened.pk)
    context = {
        "form": form,
        "service": wanted,
        "holder": holder,
        "visit": visit,
        "draft_key": draft_key(request),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/contract_operation.html", context, status=status)


def _opened(
    form: OperationForm, visit: Visit, service: Service, operator: User, now: datetime
) -> ContractRequest | None:
    """The draft that the answers lead to; None where it may not be, which is then said in the form."""
    operation = form.found.operation
    if operation is None:
        return None
    try:
        return contract_requests.open_request(
            visit=visit,
            service=service,
            operation=operation,
            reason=form.found.reason,
            key=form.cleaned_data["key"] or uuid4(),
            operator=operator,
            at=now,
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return None


def step_url_name(step: str) -> str:
    """The name of the address of a page of a request."""
    return f"contract_{step}"


@allow("operator")
@require_GET
def contract_request(request: Request, pk: int) -> HttpResponse:
    """The summary in large type that the citizen reads and signs, and how far the request is."""
    found = request_by(pk)
    context = {"found": found, "is_own_page": True, **about(found), **_progress(found)}
    return render(request, "partners/contract_request.html", context)


@allow("operator")
@require_POST
def queue_contract_request(request: Request, pk: int) -> HttpResponse:
    found = request_by(pk)
    text = f"Richiesta in coda: parte da sola verso {found.case.service.owner_name}."
    return _act(request, contract_requests.queue, found, text, timezone.now())


@allow("operator")
@require_POST
def withdraw_contract_request(request: Request, pk: int) -> HttpResponse:
    text = "Richiesta ritirata: non è partito niente."
    return _act(request, contract_requests.withdraw, request_by(pk), text, timezone.now())


@allow("operator")
@require_POST
def change_mind(request: Request, pk: int) -> HttpResponse:
    found = request_by(pk)
    text = f"Ripensamento in coda: parte da solo verso {found.case.service.owner_name}."
    return _act(request, contract_requests.change_mind, found, text, timezone.now())


@allow("operator")
@require_POST
def correct_contract_request(request: Request, pk: int) -> HttpResponse:
    text = "La richiesta è di nuovo una bozza: correggila, poi rimettila in coda."
    return _act(request, contract_requests.correct, request_by(pk), text, timezone.now())


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
        context |= {"is_own_page": True, "oob": True, **about(found)}
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
    return told(render(request, "partners/contract.html#earlier", earlier_of(case)), asked)


def request_by(pk: int) -> ContractRequest:
    """The request of an address; 404 where there is none."""
    return get_object_or_404(ContractRequest.objects.with_everything(), pk=pk)


def about(found: ContractRequest) -> dict[str, Any]:
    """What every page of a request says of it: its parts, what it costs, by when, until when one may think again."""
    today = timezone.localdate()
    on = found.signed_on or today
    expected = terms.expected(found.kind, on, office.holidays_here())
    steps = [
        {
            "title": step.title,
            "url": reverse(step_url_name(step.name), args=[found.pk]),
            "name": step.name,
            "missing": len(contract_fields.missing_of(found, step)),
        }
        for step in contract_fields.steps_of(found.kind)
    ]
    return {
        "sections": contract_summary.sections(found),
        "steps": steps,
        "next_step": next((step["url"] for step in steps if step["missing"]), ""),
        "missing": contract_fields.missing(found),
        "verdict": contract_requests.market_verdict(found, on),
        "expected": expected,
        "withdrawal_days": figures.number("withdrawal_days", on),
        "costs": terms.costs(
            found.kind,
            on,
            power_kw=found.power,
            by_debit=found.pays_by_debit or not found.payment,
            is_free=found.heir_lives_there,
        ),
        "may_change_mind": found.may_change_mind(today),
        "is_late": found.is_late(today),
    }


def _progress(found: ContractRequest) -> dict[str, Any]:
    """What the panel shows of a request that is written."""
    partner = found.case.service.partner
    return {
        "partner": partner,
        "events": list(found.events.order_by("-pk")[:EVENTS_SHOWN]),
        "down_since": reachability.down_since(partner) if partner else None,
        "is_late": found.is_late(timezone.localdate()),
        **earlier_of(found.case),
    }


def earlier_of(case: Case) -> dict[str, Any]:
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
