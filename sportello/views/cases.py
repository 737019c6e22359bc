from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sportello import cases as acts
from sportello.access import Request, allow
from sportello.forms.case import CaseFilter, CaseForm
from sportello.ids import id_of
from sportello.models import Case, Service, Visit
from sportello.paging import page_after
from sportello.permission import NotAllowed
from sportello.views.desk import desk_visit, go, posted, shown_in_dialog

# Acts shown on the page of a case, the newest first; a case rarely has more.
ACTS_SHOWN = 25
# The one procedure with a panel of its own.
ELECTRICITY_BONUS = "bonus-elettrico"
ENDINGS = (Case.State.CONCLUDED, Case.State.ABANDONED)


@allow("operator")
@require_GET
def cases(request: Request) -> HttpResponse:
    """The cases that the operator answers for, newest first, and everybody's on request."""
    form = CaseFilter(request.GET)
    form.is_valid()  # what cannot be read is said beside its field, and the rest of the page stands
    found = form.narrow(Case.objects.select_related("citizen", "service", "responsible"), request.user)
    context = {"form": form, "page": page_after(found, by="-pk", after=request.GET.get("after", ""))}
    return render(request, "sportello/cases.html", context)


@allow("operator")
@require_GET
def case(request: Request, pk: int) -> HttpResponse:
    """One case: what it is, what was done, and the panels of what hangs on it."""
    case = get_object_or_404(Case.objects.select_related("citizen", "service__partner", "responsible"), pk=pk)
    context = {
        "case": case,
        "acts": case.acts.select_related("operator").order_by("-at", "-pk")[:ACTS_SHOWN],
        "panels": panels_of(case),
        "closes_here": closes_here(case),
    }
    return render(request, "sportello/case.html", context)


def panels_of(case: Case) -> list[str]:
    """The names of the panels that the page of a case asks for, by what hangs on a case of its kind."""
    look_ups = ["case_look_ups"]
    if case.service.code == ELECTRICITY_BONUS:
        return ["case_electricity_bonus"]
    return {
        Service.Kind.DOSSIER: ["case_dossier", *look_ups],
        Service.Kind.ENTRY: ["case_contract"],
        Service.Kind.LOOK_UP: look_ups,
        Service.Kind.PROCEDURE: look_ups,
        Service.Kind.APPLICATION: ["case_application", *look_ups],
    }.get(Service.Kind(case.kind), [])


def closes_here(case: Case) -> bool:
    """Whether the case ends on its own page: that of an ISEE dossier or of an application ends with it."""
    return case.kind not in (Service.Kind.DOSSIER, Service.Kind.APPLICATION)


@allow("operator")
def edit_case(request: Request, pk: int) -> HttpResponse:
    """Keep protocol, code of the benefit and person responsible; a dialog, or a page of its own."""
    case = get_object_or_404(Case.objects.select_related("citizen", "service", "responsible"), pk=pk)
    form = CaseForm(posted(request), instance=case, today=timezone.localdate())
    if form.is_valid():
        acts.edit_case(case=case, operator=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"La pratica {case} è aggiornata.")
        return go(request, "case", case.pk)
    return shown_in_dialog(request, "sportello/case_edit.html", {"case": case, "form": form})


@allow("operator")
@require_POST
def close_case(request: Request, pk: int) -> HttpResponse:
    """Conclude or abandon a case; with its citizen at the desk this is an act of the visit."""
    case, state = get_object_or_404(Case, pk=pk), request.POST.get("state", "")
    if state not in ENDINGS or not closes_here(case):
        raise Http404
    now = timezone.now()
    visit = Visit.objects.at_desk_of(request.user).filter(citizen=case.citizen_id).first()
    try:
        acts.close_case(case=case, state=Case.State(state), operator=request.user, at=now, visit=visit)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return go(request, "case", case.pk)


@allow("operator")
@require_POST
def reopen_case(request: Request, pk: int) -> HttpResponse:
    """Take up again a case that was concluded or abandoned."""
    case = get_object_or_404(Case, pk=pk)
    if not closes_here(case):
        raise Http404
    try:
        acts.reopen_case(case=case, operator=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return go(request, "case", case.pk)


@allow("operator")
@require_POST
@desk_visit
def new_case(request: Request, visit: Visit) -> HttpResponse:
    """Open a case of a procedure for the citizen at the desk; the id of the service comes in the form."""
    asked = id_of(request.POST.get("service", ""))
    service = get_object_or_404(Service, pk=asked, kind=Service.Kind.PROCEDURE)
    if visit.citizen is None:
        raise NotAllowed(
            "Prima di aprire la pratica di' chi è la persona al banco: cercala e scegli la sua scheda."
        )
    opened = acts.open_case(
        citizen=visit.citizen, service=service, operator=request.user, at=timezone.now(), visit=visit
    )
    return go(request, "case", opened.pk)
