"""The pages on which a request is written, one for each step; each has an address of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners import contract_fields, contract_requests, held_data
from partners.forms.contract import FORMS, StepForm
from partners.models import ContractRequest
from partners.views.contract_requests import about, earlier_of, request_by, step_url_name
from sportello import drafts
from sportello.access import Request, allow
from sportello.permission import NotAllowed
from sportello.views.desk import go
from sportello.views.drafts import draft_key, keeps_draft, open_form


def step_page(name: str) -> Callable[..., HttpResponse]:
    """The view of a step."""

    @allow("operator")
    @require_http_methods(["GET", "POST"])
    @keeps_draft
    def contract_step(request: Request, pk: int) -> HttpResponse:
        found = request_by(pk)
        step = FORMS[name].step
        if not found.is_draft:
            messages.error(request, f"La richiesta è {found.get_state_display()}: non si cambia più.")
            return redirect("contract_request", found.pk)
        if step not in contract_fields.steps_of(found.kind):
            return redirect("contract_request", found.pk)
        return _written(request, found, step)

    return contract_step


def _written(request: Request, found: ContractRequest, step: contract_fields.Step) -> HttpResponse:
    """Show the form of a step, or keep it and go on to the next."""
    held = held_data.held_for(found, step)
    given = [one for one in held if one.name in (*request.POST.getlist("given"), request.POST.get("give"))]

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> StepForm:
        return FORMS[step.name](data, instance=found, initial=initial, today=timezone.localdate())

    if "give" in request.POST:
        form = build(None, _with_given(build(None, None), request.POST, held))
    else:
        form = open_form(request, build)
    doubts: list[str] = []
    if form.is_valid():
        doubts = form.unsettled
        if not doubts and _keep(request, form, given):
            return go(request, *_next(found, step, form))
    context = {
        "form": form,
        "found": found,
        "step": step,
        "held": [one for one in held if one not in given],
        "given": given,
        "warnings": doubts,
        "doubts": form.doubts() if form.is_bound and form.is_valid() else [],
        "draft_key": draft_key(request),
        "case": found.case,
        "partner": found.case.service.partner,
        **about(found),
        **earlier_of(found.case),
    }
    status = 422 if form.errors else 200
    return render(request, f"partners/contract_{step.name}.html", context, status=status)


def _with_given(form: StepForm, typed: QueryDict, held: list[held_data.Datum]) -> dict[str, Any]:
    """What was typed so far, with the datum that the person wants put in."""
    wanted = next((one.values for one in held if one.name == typed.get("give")), {})
    return {**drafts.values_of(form, typed), **wanted}


def _keep(request: Request, form: StepForm, given: list[held_data.Datum]) -> bool:
    """Keep a page; False where that may not be, which is then said in the form."""
    try:
        contract_requests.change(
            request=form.instance,
            fields=list(form.fields),
            given={
                name: one.source
                for one in given
                for name, value in one.values.items()
                if value and form.cleaned_data.get(name) == value
            },
            operator=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _next(found: ContractRequest, step: contract_fields.Step, form: StepForm) -> tuple[str, int]:
    """The next page; the summary after the last one, or where somebody wants to go on another time."""
    steps = contract_fields.steps_of(found.kind)
    after = steps[steps.index(step) + 1 :]
    if form.is_draft or not after:
        return "contract_request", found.pk
    return step_url_name(after[0].name), found.pk
