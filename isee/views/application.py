from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from isee.dossier.held_isee import held_isee
from isee.forms.application import ApplicationFilter, EndForm, RequestForm, SubmissionForm
from isee.models import Application
from isee.procedures import applications
from isee.procedures.application_pages import due_rows, late_count, page_of, standing_of
from isee.procedures.rules_in_use import answer_for, last_day_to_apply, rule_of
from isee.views.application_answers import act_form, application_of, back, tell_refusals
from sportello.access import Request, allow
from sportello.models import Service, Visit
from sportello.views.desk import own_visit, posted


@allow("operator")
@require_GET
def applications_list(request: Request) -> HttpResponse:
    """The applications to decide, the latest first; those of the other states, newest first."""
    form = ApplicationFilter(request.GET)
    form.is_valid()  # what cannot be read filters nothing
    today = timezone.localdate()
    page, rows = page_of(form.cleaned_data, request.user, today, request.GET.get("after", ""))
    context = {"form": form, "page": page, "rows": rows, "late": late_count(request.user, today)}
    return render(request, "isee/applications.html", context)


@allow("operator")
@require_GET
def due_applications(request: Request) -> HttpResponse:
    """The panel of the first page: the own applications whose term is over or near."""
    today = timezone.localdate()
    context = {"rows": due_rows(request.user, today), "late": late_count(request.user, today)}
    return render(request, "isee/due_applications.html", context)


@allow("operator")
@require_POST
@own_visit
def open_application(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Open an application for the citizen at the desk."""
    asked = get_object_or_404(Service, pk=service, kind=Service.Kind.APPLICATION)
    application = applications.open_application(
        visit=visit, service=asked, operator=request.user, at=timezone.now()
    )
    return redirect("application", application.pk)


@allow("operator")
@require_GET
def application(request: Request, application: int) -> HttpResponse:
    """One application: its papers, what is asked, the procedure, the decision; beside them the term and the rule."""
    return render(request, "isee/application.html", context_of(application_of(application)))


def context_of(found: Application) -> dict[str, Any]:
    """What the page of an application shows."""
    today = timezone.localdate()
    papers = list(found.papers.select_related("changed_by"))
    rule = rule_of(found, today)
    return {
        "application": found,
        "papers": papers,
        "settled": sum(paper.is_settled for paper in papers),
        "standing": standing_of(found, today),
        "answer": answer_for(found, rule, found.submitted_on or today),
        "apply_by": last_day_to_apply(found, rule),
        "row": getattr(found, "ranking_row", None),
        "isee_had_expired": found.isee_had_expired(today),
    }


@allow("operator")
@require_GET
def case_application(request: Request, case: int) -> HttpResponse:
    """The panel of the case page: where the application is."""
    found = get_object_or_404(Application.objects.select_related("case__citizen", "call"), case=case)
    context = {"application": found, "standing": standing_of(found, timezone.localdate())}
    return render(request, "isee/case_application.html", context)


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def edit_application(request: Request, application: int) -> HttpResponse:
    """Write what is asked: the benefit, for whom, the ISEE used."""
    found, today = application_of(application), timezone.localdate()
    form = RequestForm(posted(request), instance=found, initial=_initial(found), today=today)
    if form.is_valid():
        applications.save_request(
            application=found,
            fields=form.fields_to_save,
            benefit_code=form.cleaned_data["benefit_code"],
            operator=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Domanda aggiornata.")
        _warn_of_isee(request, found, today)
        return back(request, application)
    return act_form(request, form, found, "Che cosa si chiede", template="isee/application_edit.html")


def _warn_of_isee(request: Request, found: Application, today: date) -> None:
    if found.isee_had_expired(today):
        sentence = f"L'attestazione ISEE è scaduta il {found.isee_valid_to:%d/%m/%Y}: chiedine una in corso di validità."
        messages.warning(request, sentence)


def _initial(found: Application) -> dict[str, Any]:
    """What the form begins with: what is written, else the attestation that the Comune holds."""
    beneficiary = found.beneficiary.main_tax_code if found.beneficiary else None
    initial: dict[str, Any] = {
        "rule_code": found.rule_code,
        "benefit_code": found.case.benefit_code,
        "beneficiary_code": beneficiary.code if beneficiary else "",
    }
    held = held_isee(found.case.citizen, timezone.localdate()) if found.isee is None else None
    if held:
        initial |= {
            "isee": held.isee,
            "isee_kind": held.kind.value,
            "isee_origin": Application.IseeOrigin.HELD,
            "isee_protocol": held.protocol,
            "isee_valid_to": held.valid_to,
            "isee_omissions": held.has_omissions,
        }
    return initial


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def submit_application(request: Request, application: int) -> HttpResponse:
    """Type the protocol with which the application came in."""
    found, today = application_of(application), timezone.localdate()
    initial = {
        "protocol_number": found.case.protocol_number,
        "protocol_date": found.case.protocol_date or today,
    }
    form = SubmissionForm(posted(request), initial=initial, application=found, today=today)
    if form.is_valid():
        applications.submit(application=found, operator=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Domanda presentata: si decide entro il {found.due_on:%d/%m/%Y}.")
        _warn_of_isee(request, found, today)
        by = last_day_to_apply(found, rule_of(found, today))
        if by and found.submitted_on and found.submitted_on > by:
            messages.warning(
                request,
                f"Andava presentata entro il {by:%d/%m/%Y}: se non c'è una ragione, va nel preavviso di rigetto.",
            )
        return back(request, application)
    return act_form(request, form, found, "Domanda presentata")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def end_application(request: Request, application: int) -> HttpResponse:
    """Say when and why a benefit ends, or an application is taken back."""
    found, today = application_of(application), timezone.localdate()
    form = EndForm(posted(request), initial={"on": today}, application=found, today=today)
    if form.is_valid():
        applications.end(application=found, operator=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Scritto: la domanda è finita.")
        return back(request, application)
    title = "Il beneficio finisce" if found.state == Application.State.GRANTED else "La domanda è ritirata"
    return act_form(request, form, found, title)


@allow("operator")
@require_POST
@tell_refusals
def reopen_application(request: Request, application: int) -> HttpResponse:
    """Take back a decision or an end that was typed by mistake."""
    applications.reopen(application=application_of(application), operator=request.user, at=timezone.now())
    messages.success(request, "Domanda riaperta: quello che era scritto resta.")
    return back(request, application)
