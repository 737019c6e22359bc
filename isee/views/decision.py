from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from isee.forms.decision import (
    GrantForm,
    NoticeForm,
    PauseForm,
    RefusalForm,
    proposed_grant,
    proposed_refusal,
)
from isee.models import Application
from isee.procedures import decisions, letters
from isee.procedures.rules_in_use import answer_for, rule_of
from isee.views.application_answers import act_form, application_of, back, tell_refusals
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.views.desk import posted


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def pause(request: Request, application: int) -> HttpResponse:
    """Suspend the term for a paper that the Comune cannot get, and note when it came."""
    found, today = application_of(application), timezone.localdate()
    form = PauseForm(posted(request), instance=found, today=today)
    if form.is_valid():
        decisions.save_pause(
            application=found, fields=form.cleaned_data, operator=request.user, at=timezone.now()
        )
        messages.success(request, f"Sospensione salvata: ora si decide entro il {found.due_on:%d/%m/%Y}.")
        return back(request, application)
    return act_form(request, form, found, "Sospensione del termine")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def notice(request: Request, application: int) -> HttpResponse:
    """Write the notice of the grounds of a rejection, when it was received, the observations."""
    found, today = application_of(application), timezone.localdate()
    form = NoticeForm(posted(request), instance=found, today=today)
    if form.is_valid():
        decisions.save_notice(
            application=found, fields=form.cleaned_data, operator=request.user, at=timezone.now()
        )
        messages.success(request, f"Preavviso salvato: ora si decide entro il {found.due_on:%d/%m/%Y}.")
        return back(request, application)
    return act_form(request, form, found, "Preavviso di rigetto", template="isee/application_notice.html")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def grant_application(request: Request, application: int) -> HttpResponse:
    """Type back the determina that grants what is asked."""
    found, today = application_of(application), timezone.localdate()
    answer = answer_for(found, rule_of(found, today), found.submitted_on or today)
    initial = proposed_grant(found, answer)
    form = GrantForm(posted(request), instance=found, initial=initial, today=today)
    if form.is_valid():
        decisions.grant(application=found, fields=form.cleaned_data, operator=request.user, at=timezone.now())
        messages.success(request, "Domanda accolta, e la pratica è conclusa. Stampa la risposta.")
        return back(request, application)
    return act_form(request, form, found, "La domanda è accolta", template="isee/application_grant.html")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def refuse_application(request: Request, application: int) -> HttpResponse:
    """Type back the determina that refuses what is asked."""
    found, today = application_of(application), timezone.localdate()
    form: forms.ModelForm[Application] = RefusalForm(
        posted(request), instance=found, initial=proposed_refusal(found), today=today
    )
    if form.is_valid():
        decisions.refuse(
            application=found, fields=form.cleaned_data, operator=request.user, at=timezone.now()
        )
        messages.success(request, "Domanda respinta, e la pratica è conclusa. Stampa la risposta.")
        return back(request, application)
    return act_form(request, form, found, "La domanda è respinta")


@allow("operator")
@require_POST
@tell_refusals
def application_letter(request: Request, application: int) -> HttpResponse:
    """Print the letter that the application is at: the notice, or the answer; a POST, since printing it is noted."""
    found = application_of(application)
    letter = letters.letter_of(found, timezone.localdate())
    pdf = letters.print_letter(found, letter, on=timezone.localdate())
    letters.record_printed(application=found, letter=letter, operator=request.user, at=timezone.now())
    return pdf_response(pdf, f"{letter.value}-pratica-{found.case.number}-{found.case.year}.pdf")
