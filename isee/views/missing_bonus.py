from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.entitlement.benefit_page import Overview, overview
from isee.entitlement.missing_bonus import Search, place_of_cure, search
from isee.views.said import keep_why, said_by, why_of
from sportello import daily_log, documents
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.models import Citizen, Visit

ANSWERS = {"yes": True, "no": False}


@allow("operator")
@require_GET
def missing_bonus(request: Request, pk: int) -> HttpResponse:
    """Why the electricity bonus did not come: one question at a time, until the cause is found."""
    seen, found = _found(request, pk)
    context = {
        "citizen": seen.known.citizen,
        "seen": seen,
        "search": found,
        "cure": place_of_cure(found, seen),
    }
    return render(request, "isee/missing_bonus.html", context)


@allow("operator")
@require_POST
def answer_missing_bonus(request: Request, pk: int) -> HttpResponse:
    """Take an answer, go one question back, or begin again; kept for this visit alone."""
    _, found = _found(request, pk)
    answered, said = why_of(request, pk), request.POST.get("answer", "")
    if said == "back":
        answered = answered[:-1]
    elif said == "again":
        answered = []
    elif said in ANSWERS and found.inquiry.ask and found.inquiry.ask.code == request.POST.get("question"):
        answered = [*answered, (found.inquiry.ask.code, ANSWERS[said])]
    keep_why(request, pk, answered)
    return redirect("missing_bonus", pk)


@allow("operator")
@require_POST
def print_missing_bonus(request: Request, pk: int) -> HttpResponse:
    """Print what was found and what to do; noted in the daily log."""
    seen, found = _found(request, pk)
    if not found.is_over:
        return redirect("missing_bonus", pk)
    citizen = seen.known.citizen
    cause, cure = found.conclusion
    pdf = documents.render(
        "missing_bonus",
        {
            "person": citizen.full_name,
            "printed_on": timezone.localdate(),
            "cause": cause,
            "cure": cure,
            "looked_at": [each.question for each in found.inquiry.excluded],
        },
    )
    visit = Visit.objects.at_desk_of(request.user).filter(citizen=pk).first()
    text = "Stampato perché il bonus elettrico non è arrivato."
    daily_log.record(
        "isee.benefits.printed", text, operator=request.user, at=timezone.now(), visit=visit, citizen=citizen
    )
    return pdf_response(pdf, f"bonus-luce-{timezone.localdate():%Y-%m-%d}.pdf")


def _found(request: Request, pk: int) -> tuple[Overview, Search]:
    """Where the search stands for a person today; 404 in a year without rules for the bonus."""
    citizen = get_object_or_404(Citizen, pk=pk)
    seen = overview(citizen, timezone.localdate(), said_by(request, pk))
    found = search(seen, why_of(request, pk))
    if found is None:
        raise Http404
    return seen, found
