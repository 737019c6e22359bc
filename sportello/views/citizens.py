from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sportello import citizen_search, tax_code
from sportello import citizens as acts
from sportello.access import Request, allow
from sportello.forms.citizen import CitizenForm, DeathForm, NewCitizenForm, TaxCodeForm
from sportello.ids import id_of
from sportello.models import Citizen, Delegation
from sportello.paging import PAGE_SIZE, page_after
from sportello.views.desk import go, posted, shown_in_dialog

# What is known of the person last looked for, kept in the session until that person is entered.
SOUGHT = "sought"
LONGEST_TEXT = 200


@allow("operator")
def search_citizens(request: Request) -> HttpResponse:
    """The citizens that match what is typed: a list in the page for htmx, else a page of its own."""
    found = look_for(request)
    if found and found.exact:
        return go(request, "citizen", found.exact.pk)
    template = "includes/citizen_results.html" if request.htmx else "citizen_search.html"
    return render(request, f"sportello/{template}", {"found": found})


def look_for(request: Request) -> citizen_search.Found | None:
    """What the search box found; what it says of a person nobody has entered yet is remembered for that form."""
    text = request.POST.get("q", "")[:LONGEST_TEXT]
    found = citizen_search.find(text) if text else None
    if found and found.is_search:
        request.session[SOUGHT] = citizen_search.described_by(found.text)
    return found


def chosen_address(citizen: Citizen, principal: Citizen | None = None) -> str:
    """Where choosing a citizen leads: to the own page, or on with the delegation of a principal."""
    if principal is None:
        return reverse("citizen", args=[citizen.pk])
    return f"{reverse('new_delegation', args=[principal.pk])}?delegato={citizen.pk}"


@allow("operator")
@require_GET
def citizen(request: Request, pk: int) -> HttpResponse:
    """Everything about a person that serves at the counter."""
    person = get_object_or_404(Citizen.objects.prefetch_related("tax_codes"), pk=pk)
    visits = person.visits.select_related("service", "operator")
    today = timezone.localdate()
    context = {
        "citizen": person,
        "warnings": _warnings(person),
        "given": _with_state(person.delegations_given.with_people(), today),
        "held": _with_state(person.delegations_held.with_people(), today),
        "cases": person.cases.open().select_related("service", "responsible")[:PAGE_SIZE],
        "visits": page_after(visits, by="-pk", after=request.GET.get("after", "")),
    }
    return render(request, "sportello/citizen.html", context)


@allow("operator")
def new_citizen(request: Request) -> HttpResponse:
    """Enter a person who was looked for and not found; who may be the same person is shown first."""
    sought = request.session.get(SOUGHT)
    if sought is None:
        messages.warning(request, "Prima cerca la persona: così nessuno viene registrato due volte.")
        return redirect("search_citizens")
    today = timezone.localdate()
    principal = _principal(request)
    form = NewCitizenForm(posted(request), initial=_first_values(sought, today), on=today)
    valid = form.is_valid()
    description = form.description()
    duplicates = citizen_search.likely_duplicates(**description)
    warnings = acts.warnings(form.instance, description["code"]) if valid else []
    doubts = [*warnings, *(str(duplicate.pk) for duplicate in duplicates)]
    if valid and form.is_settled(doubts) and _registered(request, form):
        del request.session[SOUGHT]
        messages.success(request, f"Registrata la scheda di {form.instance}.")
        return redirect(chosen_address(form.instance, principal))
    context = {
        "form": form,
        "duplicates": duplicates,
        "warnings": warnings,
        "doubts": doubts,
        "principal": principal,
    }
    return render(request, "sportello/citizen_new.html", context, status=422 if form.is_bound else 200)


@allow("operator")
def edit_citizen(request: Request, pk: int) -> HttpResponse:
    """Change the data of a person."""
    person = get_object_or_404(Citizen.objects.prefetch_related("tax_codes"), pk=pk)
    known = _warnings(person)
    form = CitizenForm(posted(request), instance=person, on=timezone.localdate())
    warnings = _warnings(form.instance) if form.is_valid() else known
    if form.is_bound and form.is_valid() and form.is_settled(warnings):
        if form.changed_data:
            acts.change(
                citizen=form.instance, changed=form.changed_data, operator=request.user, at=timezone.now()
            )
            messages.success(request, "Dati salvati.")
        return redirect("citizen", pk)
    context = {"form": form, "citizen": person, "warnings": warnings, "doubts": warnings}
    return render(request, "sportello/citizen_edit.html", context, status=422 if form.is_bound else 200)


@allow("operator")
def add_tax_code(request: Request, pk: int) -> HttpResponse:
    """Give a person a further tax code, which becomes the current one; a dialog, or a page of its own."""
    person = get_object_or_404(Citizen, pk=pk)
    form = TaxCodeForm(posted(request))
    warnings = acts.warnings(person, form.cleaned_data["code"]) if form.is_valid() else []
    if form.is_bound and form.is_valid() and form.is_settled(warnings):
        try:
            acts.add_tax_code(
                citizen=person, code=form.cleaned_data["code"], operator=request.user, at=timezone.now()
            )
        except acts.CodeTaken as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "Codice fiscale aggiunto.")
            return go(request, "citizen", pk)
    context = {"form": form, "citizen": person, "warnings": warnings, "doubts": warnings}
    response = shown_in_dialog(request, "sportello/citizen_tax_code.html", context)
    response.status_code = 422 if form.is_bound else 200
    return response


@allow("operator")
def record_death(request: Request, pk: int) -> HttpResponse:
    """Record the day on which a person died; a dialog, or a page of its own."""
    person = get_object_or_404(Citizen, pk=pk)
    form = DeathForm(posted(request), on=timezone.localdate(), citizen=person)
    if form.is_valid():
        acts.record_death(
            citizen=person,
            deceased_on=form.cleaned_data["deceased_on"],
            operator=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Decesso registrato. Se è uno sbaglio, puoi annullarlo dalla scheda.")
        return go(request, "citizen", pk)
    return shown_in_dialog(request, "sportello/citizen_death.html", {"form": form, "citizen": person})


@allow("operator")
@require_POST
def undo_death(request: Request, pk: int) -> HttpResponse:
    """Take back a death recorded by mistake."""
    person = get_object_or_404(Citizen, pk=pk, deceased_on__isnull=False)
    acts.undo_death(citizen=person, operator=request.user, at=timezone.now())
    messages.success(request, "Registrazione del decesso annullata.")
    return redirect("citizen", pk)


def _principal(request: Request) -> Citizen | None:
    """Whose delegation is being registered, where the new person is to be the delegate."""
    pk = id_of(request.GET.get("delega-di", ""))
    return get_object_or_404(Citizen, pk=pk) if pk else None


def _warnings(person: Citizen) -> list[str]:
    code = person.main_tax_code
    return acts.warnings(person, code.code) if code else []


def _with_state(delegations: QuerySet[Delegation], on: date) -> list[tuple[Delegation, Delegation.State]]:
    return [(delegation, delegation.state(on)) for delegation in delegations[:PAGE_SIZE]]


def _first_values(sought: dict[str, str], on: date) -> dict[str, Any]:
    """What the search and the card said of the person, and what a tax code among it says beyond doubt."""
    code = sought.get("tax_code", "")
    reading = tax_code.read(code)
    return {**sought, "birth_date": tax_code.birth_date(code, on), "sex": reading.sex if reading else ""}


def _registered(request: Request, form: NewCitizenForm) -> bool:
    code = form.cleaned_data["tax_code"]
    try:
        acts.register(citizen=form.instance, code=code, operator=request.user, at=timezone.now())
    except acts.CodeTaken as refusal:
        form.add_error("tax_code", str(refusal))
        return False
    return True
