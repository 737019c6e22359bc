"""The requests of contracts together: those of an operator on the first page, all of them for who watches the queue."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partners import contract_queue
from partners.forms.contract.reason import ReasonForm
from partners.models import ContractRequest
from partners.views.contract_requests import request_by
from sportello.access import Request, allow
from sportello.paging import page_after
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog

State = ContractRequest.State
SHOWN_AT_HOME = 8
# Which requests the list shows: the name in the address, and the words.
FILTERS = {
    "": "da finire",
    "ritardo": "in ritardo",
    "ferme": "ferme",
    "accertare": "esito da accertare",
    "tutte": "tutte",
}


@allow("operator")
@require_GET
def unfinished_contracts(request: Request) -> HttpResponse:
    """The part of the first page with the own requests that are not at their end."""
    own = (
        ContractRequest.objects.with_everything()
        .filter(operator=request.user)
        .exclude(state__in=[State.DONE, State.FAILED, State.WITHDRAWN])
    )
    found = list(own[: SHOWN_AT_HOME + 1])
    context = {
        "requests": found[:SHOWN_AT_HOME],
        "more": len(found) > SHOWN_AT_HOME,
        "on": timezone.localdate(),
    }
    return render(request, "partners/contracts_unfinished.html", context)


@allow("operator", "supervisor")
@require_GET
def contract_requests_list(request: Request) -> HttpResponse:
    """The requests with the state of the queue: all for a supervisor, the own for an operator."""
    today = timezone.localdate()
    rows = ContractRequest.objects.with_everything()
    if not request.user.is_supervisor:
        rows = rows.filter(operator=request.user)
    chosen = request.GET.get("quali", "")
    rows = {
        "ritardo": lambda: rows.late(today),
        "ferme": lambda: rows.exclude(stopped_because=""),
        "accertare": lambda: rows.filter(state__in=[State.UNKNOWN, State.SENT]),
        "tutte": lambda: rows,
    }.get(chosen, lambda: rows.unfinished())()
    context = {
        "page": page_after(rows, by="-pk", after=request.GET.get("after", "")),
        "filters": FILTERS,
        "chosen": chosen if chosen in FILTERS else "",
        "on": today,
    }
    return render(request, "partners/contracts.html", context)


@allow("supervisor")
@require_http_methods(["GET", "POST"])
def run_contract_again(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, contract_queue.run_again, "Rimetti in moto", "Rimessa in moto.")


@allow("supervisor")
@require_http_methods(["GET", "POST"])
def stop_contract(request: Request, pk: int) -> HttpResponse:
    return _with_reason(request, pk, contract_queue.stop, "Ferma", "Fermata: non parte più niente.")


def _with_reason(request: Request, pk: int, act: Callable[..., None], title: str, done: str) -> HttpResponse:
    """Ask the supervisor for the reason, do the act, and say how it went."""
    found = request_by(pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            act(request=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, done)
            return go(request, "contract_requests")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return shown_in_dialog(
        request, "partners/contract_reason.html", {"form": form, "found": found, "title": title}
    )
