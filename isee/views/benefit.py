from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.entitlement.benefit_page import Line, Overview, overview, what_if
from isee.entitlement.benefit_questions import benefits_asked_of
from isee.entitlement.benefit_sheet import benefits_sheet
from isee.entitlement.said import SHOWN
from isee.forms.benefit import AnswersForm, DayForm, ShownForm, WhatIfForm
from isee.views.said import forget_said, keep_said, said_by
from sportello import daily_log
from sportello.access import Request, allow
from sportello.documents import pdf_response
from sportello.models import Citizen, Visit

# Which benefit was answered about, so that the page opens it again.
OPENED = "opened_benefit"


@allow("operator")
@require_GET
def benefits(request: Request, pk: int) -> HttpResponse:
    """Every benefit for the household of a person: due, not due, what is missing, what is only told."""
    return _page(request, _seen(request, pk))


@allow("operator")
@require_POST
def answer_benefit(request: Request, pk: int) -> HttpResponse:
    """Keep for this visit the answers to the questions of one benefit."""
    seen = _seen(request, pk)
    line = seen.line(request.POST.get("benefit", ""))
    if line is None or not line.questions:
        messages.info(request, "A queste domande è già stato risposto.")
        return redirect(_address(seen))
    form = _form(line, seen, request)
    if not form.is_valid():
        return _page(request, seen, refused=form, status=422)
    keep_said(request, pk, form.said)
    request.session[OPENED] = line.code
    return redirect(_address(seen))


@allow("operator")
@require_POST
def show_attestation(request: Request, pk: int) -> HttpResponse:
    """Keep for this visit the attestation that a person shows, where none is held here."""
    seen = _seen(request, pk)
    form = ShownForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, seen, shown=form, status=422)
    keep_said(request, pk, form.said)
    return redirect(_address(seen))


@allow("operator")
@require_POST
def forget_answers(request: Request, pk: int) -> HttpResponse:
    """Take back what was said in this visit."""
    get_object_or_404(Citizen, pk=pk)
    forget_said(request, pk)
    messages.success(request, "Risposte tolte: valgono solo i dati che il Comune ha già.")
    return redirect(_address(_seen(request, pk)))


@allow("operator")
@require_POST
def suppose(request: Request, pk: int) -> HttpResponse:
    """See what would change with another ISEE or other members. Nothing is kept."""
    seen = _seen(request, pk)
    form = WhatIfForm(request.POST)
    if not form.is_valid():
        return _page(request, seen, supposing=form, status=422)
    supposed = what_if(seen, *(form.cleaned_data[name] for name in ("isee", "adults", "children")))
    return _page(request, supposed, supposing=form, is_supposed=True)


@allow("operator")
@require_POST
def print_benefits(request: Request, pk: int) -> HttpResponse:
    """Print the page to take home; a POST, since printing it is noted."""
    seen, now = _seen(request, pk), timezone.now()
    pdf = benefits_sheet(seen, printed_on=timezone.localdate())
    visit = Visit.objects.at_desk_of(request.user).filter(citizen=pk).first()
    text = "Stampato il foglio delle agevolazioni."
    daily_log.record(
        "isee.benefits.printed",
        text,
        operator=request.user,
        at=now,
        visit=visit,
        citizen=seen.known.citizen,
        case=seen.known.dossier.case if seen.known.dossier else None,
    )
    return pdf_response(pdf, f"agevolazioni-{seen.on:%Y-%m-%d}.pdf")


def _seen(request: Request, pk: int) -> Overview:
    """The household of a person on the day that the address says, today unless said; nobody is asked anything."""
    citizen = get_object_or_404(Citizen, pk=pk)
    return overview(citizen, _day(request), said_by(request, pk))


def _day(request: Request) -> date:
    form = DayForm(request.GET)
    return form.cleaned_data["giorno"] if form.is_valid() else timezone.localdate()


def _address(seen: Overview) -> str:
    address = reverse("benefits", args=[seen.known.citizen.pk])
    return address if seen.on == timezone.localdate() else f"{address}?giorno={seen.on.isoformat()}"


def _form(line: Line, seen: Overview, request: Request | None = None) -> AnswersForm:
    held = benefits_asked_of(seen.rules)
    return AnswersForm(
        request.POST if request else None,
        rule=line.code,
        questions=line.questions,
        held=held,
        today=seen.on,
    )


def _page(
    request: Request,
    seen: Overview,
    *,
    refused: AnswersForm | None = None,
    shown: ShownForm | None = None,
    supposing: WhatIfForm | None = None,
    is_supposed: bool = False,
    status: int = 200,
) -> HttpResponse:
    opened = request.POST["benefit"] if refused else request.session.pop(OPENED, "")

    def form_of(line: Line) -> AnswersForm | None:
        if refused and line.code == opened:
            return refused
        return _form(line, seen) if line.questions else None

    day = DayForm(request.GET) if request.GET.get("giorno") else DayForm(initial={"giorno": seen.on})
    context: dict[str, Any] = {
        "seen": seen,
        "citizen": seen.known.citizen,
        "dossier": seen.known.dossier,
        "groups": [(group, [(line, form_of(line)) for line in group.lines]) for group in seen.groups],
        "opened": opened,
        "day_form": day,
        "shown_form": shown or ShownForm(today=timezone.localdate()),
        "is_shown": f"{SHOWN}isee" in seen.said,
        "what_if_form": supposing or WhatIfForm(),
        "is_supposed": is_supposed,
        "query": f"?giorno={seen.on.isoformat()}" if seen.on != timezone.localdate() else "",
    }
    return render(request, "isee/benefits.html", context, status=status)
