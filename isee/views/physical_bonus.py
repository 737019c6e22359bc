from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.benefits import Consumption
from isee.entitlement import physical_bonuses
from isee.entitlement.physical_bonuses import ChangedMeanwhile, amounts_of, running_bonus
from isee.entitlement.sgate_sheet import receipt, rows_of
from isee.forms.physical_bonus import EndForm, OutcomeForm, PhysicalBonusForm, SentForm, devices_form
from isee.models import PhysicalBonus
from sportello import daily_log
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.models import Case
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog

State = PhysicalBonus.State


@allow("operator")
@require_GET
def case_electricity_bonus(request: Request, case: int) -> HttpResponse:
    """The panel of the case page: the way to each of the two bonuses. Nothing about health stands here."""
    found = _case(case)
    bonus = PhysicalBonus.objects.filter(case=found).first()
    return render(request, "isee/case_electricity_bonus.html", {"case": found, "bonus": bonus})


@allow("operator")
@require_GET
def physical_bonus(request: Request, case: int) -> HttpResponse:
    """One application: where it stands, what to type into SGAte, what SGAte said."""
    bonus, today = _bonus(case), timezone.localdate()
    context = {
        "case": bonus.case,
        "bonus": bonus,
        "groups": rows_of(bonus),
        "amounts": amounts_of(bonus, bonus.starts_on or bonus.sent_on or today),
    }
    return render(request, "isee/physical_bonus.html", context)


@allow("operator")
def edit_physical_bonus(request: Request, case: int) -> HttpResponse:
    """Write Modulo B and the certificate; where a bonus already runs, say why it must be a variation."""
    found, today = _case(case), timezone.localdate()
    bonus = PhysicalBonus.objects.filter(case=found).first() or PhysicalBonus(case=found)
    running = running_bonus(found, bonus.pod, bonus.patient_tax_code)
    form = PhysicalBonusForm(
        posted(request), instance=bonus, initial=_first_values(bonus, running), today=today
    )
    devices = devices_form(posted(request), bonus)
    if form.is_valid() and devices.is_valid() and _saved(request, form, devices):
        messages.success(request, "Dati della domanda salvati.")
        return redirect("physical_bonus", found.pk)
    context = {"case": found, "bonus": bonus, "form": form, "devices": devices, "running": running}
    refused = form.is_bound
    return render(request, "isee/physical_bonus_form.html", context, status=422 if refused else 200)


@allow("operator")
def send_physical_bonus(request: Request, case: int) -> HttpResponse:
    """Type back the number that SGAte gave."""
    bonus, today = _bonus(case), timezone.localdate()
    form = SentForm(posted(request), initial={"on": today}, today=today)

    def act() -> None:
        physical_bonuses.send(bonus=bonus, operator=request.user, at=timezone.now(), **form.cleaned_data)

    return _step(request, bonus, form, act, title="Numero di SGAte")


@allow("operator")
def decide_physical_bonus(request: Request, case: int) -> HttpResponse:
    """Type back what SGAte decided."""
    bonus, today = _bonus(case), timezone.localdate()
    form = OutcomeForm(posted(request), initial={"on": today}, bonus=bonus, today=today)

    def act() -> None:
        said, who, at = form.cleaned_data, request.user, timezone.now()
        if said["outcome"] == "refused":
            physical_bonuses.refuse(bonus=bonus, on=said["on"], reason=said["reason"], operator=who, at=at)
            return
        physical_bonuses.grant(
            bonus=bonus,
            on=said["on"],
            consumption=Consumption(said["consumption"]),
            starts_on=said["starts_on"],
            operator=who,
            at=at,
        )

    return _step(request, bonus, form, act, title="Esito di SGAte")


@allow("operator")
def end_physical_bonus(request: Request, case: int) -> HttpResponse:
    """Note that the devices are used no more."""
    bonus, today = _bonus(case), timezone.localdate()
    form = EndForm(posted(request), initial={"on": today}, bonus=bonus, today=today)

    def act() -> None:
        physical_bonuses.end(
            bonus=bonus, on=form.cleaned_data["on"], operator=request.user, at=timezone.now()
        )

    return _step(request, bonus, form, act, title="Apparecchi non più in uso")


@allow("operator")
@require_POST
def physical_bonus_receipt(request: Request, case: int) -> HttpResponse:
    """Print what the citizen takes home; a POST, since printing it is noted."""
    bonus = _bonus(case)
    if bonus.is_draft:
        messages.error(request, "La ricevuta si stampa quando c'è il numero di SGAte.")
        return redirect("physical_bonus", case)
    pdf = receipt(bonus, printed_on=timezone.localdate())
    text = f"Pratica {bonus.case}: stampata la ricevuta."
    daily_log.record("isee.sgate.printed", text, operator=request.user, at=timezone.now(), case=bonus.case)
    return pdf_response(pdf, f"ricevuta-pratica-{bonus.case.number}-{bonus.case.year}.pdf")


def _case(pk: int) -> Case:
    cases = Case.objects.select_related("citizen", "service").prefetch_related("citizen__tax_codes")
    return get_object_or_404(cases, pk=pk, service__code=physical_bonuses.SERVICE)


def _bonus(case: int) -> PhysicalBonus:
    rows = PhysicalBonus.objects.select_related("case__citizen", "case__service", "varies__case")
    return get_object_or_404(rows.prefetch_related("devices", "case__citizen__tax_codes"), case=case)


def _first_values(bonus: PhysicalBonus, running: PhysicalBonus | None) -> dict[str, Any]:
    """What the office knows already: of a variation all but what varies, else the address of the person."""
    if bonus.pk:
        return {}
    citizen = bonus.case.citizen
    if running:
        same = ("patient_surname", "patient_given_name", "patient_tax_code", "pod", "power", "asl")
        return {name: getattr(running, name) for name in same} | {
            "runs_already": True,
            "supply_address": running.supply_address,
            "supply_town": running.supply_town,
            "supply_postal_code": running.supply_postal_code,
        }
    code = citizen.main_tax_code
    return {
        "patient_surname": citizen.surname,
        "patient_given_name": citizen.given_name,
        "patient_tax_code": code.code if code else "",
        "supply_address": citizen.address,
        "supply_town": citizen.town,
        "devices_address": citizen.address,
    }


def _saved(request: Request, form: PhysicalBonusForm, devices: Any) -> bool:
    try:
        physical_bonuses.save(
            bonus=form.instance,
            devices=devices.kept,
            operator=request.user,
            at=timezone.now(),
            seen=form.seen,
        )
    except ChangedMeanwhile as newer:
        form.show_newer(newer.version)
        form.add_error(None, str(newer))
        return False
    except physical_bonuses.NotInThatState as refusal:
        form.add_error(None, str(refusal))
        return False
    except NotAllowed as refusal:
        form.add_error("purpose", ValidationError(str(refusal)))
        return False
    return True


def _step(request: Request, bonus: PhysicalBonus, form: Form, act: Any, *, title: str) -> HttpResponse:
    """A small form that takes the application a step further; what may not be done is told on its page."""
    if form.is_valid():
        try:
            act()
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return go(request, "physical_bonus", bonus.case_id)
    context = {"form": form, "bonus": bonus, "title": title}
    return shown_in_dialog(request, "isee/physical_bonus_step.html", context)
