from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sportello import tax_code, visits
from sportello.access import Request, allow
from sportello.models import Citizen, Visit
from sportello.permission import NotAllowed
from sportello.views.citizens import SOUGHT
from sportello.views.desk import offer_undo

# Three magnetic tracks hold less; the rest is noise.
LONGEST_SCAN = 1000


@allow("operator")
@require_POST
def scan(request: Request) -> HttpResponse:
    """Open the person whose card was read, wherever the operator was; nothing of the card is kept in an address."""
    raw = request.POST.get("raw", "")[:LONGEST_SCAN]
    code = tax_code.find_in_scan(raw)
    if code is None:
        return _unreadable(request, raw)
    citizen = Citizen.objects.filter(tax_codes__code=code).first()
    if citizen is None:
        surname, given_name = tax_code.names_in_scan(raw, code) or ("", "")
        request.session[SOUGHT] = {
            "tax_code": code,
            "surname": surname.title(),
            "given_name": given_name.title(),
        }
        messages.info(
            request, "Nessuno ha ancora questo codice fiscale: controlla i dati, poi registra la persona."
        )
        return redirect("new_citizen")
    present = Visit.objects.at_desk_of(request.user).with_people().first()
    if present and present.citizen_id not in (None, citizen.pk):
        return _somebody_else_at_desk(request, present, citizen, code)
    return redirect("citizen", citizen.pk)


def _unreadable(request: Request, raw: str) -> HttpResponse:
    typed = tax_code.clean(raw)
    complaints = tax_code.complaints(typed) if tax_code.has_whole_length(typed) else []
    sentence = complaints[0] if complaints else "Nella tessera non si legge nessun codice fiscale."
    context = {"unreadable": f"{sentence} Passala di nuovo, oppure cerca la persona qui."}
    return render(request, "sportello/citizen_search.html", context, status=422)


def _somebody_else_at_desk(request: Request, present: Visit, citizen: Citizen, code: str) -> HttpResponse:
    """Ask what the scan means, or do what was answered."""
    if "conclude" not in request.POST:
        context = {"present": present, "citizen": citizen, "code": code}
        return render(request, "sportello/citizen_scan.html", context)
    try:
        visits.close_visit(visit=present, operator=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, f"{refusal} Poi passa di nuovo la tessera.")
        return redirect("close_visit", present.pk)
    offer_undo(request, present)
    return redirect("citizen", citizen.pk)
