from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from partners import look_ups, reachability
from partners.forms.look_up import LookUpForm
from partners.grounds import RULES, possible_subjects, service_of
from partners.look_up_cards import card_of, cards_of
from partners.models import LookUp, LookUpOutcome
from sportello.access import Request, allow
from sportello.middleware import polled
from sportello.models import Case, Service, User, Visit
from sportello.permission import NotAllowed
from sportello.views.desk import go, own_visit

CU = LookUp.Document.CU


@allow("operator")
@require_GET
@vary_on_headers("HX-Request")
def case_look_ups(request: Request, pk: int) -> HttpResponse:
    """What the partners answered for a case, and the form that asks them; nobody is asked by looking."""
    return _panel(request, case_by(pk))


@allow("operator")
@require_POST
def ask_look_up(request: Request, pk: int) -> HttpResponse:
    """Ask INPS for a Certificazione Unica: the citizen's, or that of `subject` where the act finds a ground."""
    case, now = case_by(pk), timezone.now()
    form = LookUpForm(request.POST, case=case, today=timezone.localdate(now))
    if not form.is_valid():
        return _panel(request, case, form)
    asked = look_ups.ask(
        case=case,
        document=CU,
        service=get_object_or_404(Service, code=RULES[CU].service_code),
        operator=request.user,
        visit=visit_of(case, request.user),
        at=now,
        **form.cleaned_data,
    )
    if not request.htmx:
        return redirect("look_up", asked.pk)
    whole_panel = request.htmx.target == "look-ups"
    return told(_panel(request, case) if whole_panel else show_card(request, asked), asked)


@allow("operator")
@polled
@require_GET
@vary_on_headers("HX-Request")
def look_up(request: Request, pk: int) -> HttpResponse:
    """One look-up; while it has no outcome its card asks again by itself."""
    found = get_object_or_404(LookUp.objects.with_everything(), pk=pk)
    if request.htmx and not hasattr(found, "outcome"):
        return HttpResponse(status=204)
    if not request.htmx:
        return show_card(request, found)
    return told(render(request, "partners/look_up.html#answer", {"card": card_of(found)}), found)


@allow("operator")
@require_POST
@own_visit
def new_look_up(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Begin a request of the person at the desk: a case of that service, where the question is then put."""
    asked = get_object_or_404(Service, pk=service, kind=Service.Kind.LOOK_UP)
    case = look_ups.open_request(visit=visit, service=asked, operator=request.user, at=timezone.now())
    return go(request, "case", case.pk)


# What the views share


def case_by(pk: int) -> Case:
    return get_object_or_404(Case.objects.select_related("citizen", "service__partner"), pk=pk)


def visit_of(case: Case, operator: User) -> Visit | None:
    """The visit at the operator's desk, if it is that of the case's citizen."""
    return Visit.objects.at_desk_of(operator).with_people().filter(citizen=case.citizen).first()


def show_card(request: Request, look_up: LookUp) -> HttpResponse:
    name = "partners/look_up.html"
    context = {"card": card_of(LookUp.objects.with_everything().get(pk=look_up.pk))}
    return render(request, f"{name}#card" if request.htmx else name, context)


def told(response: HttpResponse, look_up: LookUp) -> HttpResponse:
    """Let the page know that a look-up changed, and have it read aloud."""
    owner = look_up.service.owner_name
    outcome = LookUpOutcome.objects.filter(look_up=look_up).first()
    text = (
        f"{owner}: {outcome.get_result_display()}"
        if outcome
        else f"Chiesto a {owner}: la risposta arriva qui."
    )
    trigger_client_event(response, "look-up-changed", {"id": look_up.pk})
    return trigger_client_event(response, "announce", {"text": text})


def _panel(request: Request, case: Case, form: LookUpForm | None = None) -> HttpResponse:
    """The panel of a case, with a new form or with one that was refused."""
    now = timezone.now()
    today, service = timezone.localdate(now), service_of(CU)
    context: dict[str, Any] = {"case": case, "cards": cards_of(case, CU), "service": service}
    context["partner"] = service.partner if service else None
    if service and service.partner and (case.kind != Service.Kind.LOOK_UP or case.service == service):
        context["down_since"] = reachability.down_since(service.partner)
        try:
            visit = visit_of(case, request.user)
            subjects = possible_subjects(case, CU, service, request.user, visit, today)
            context["form"] = form or LookUpForm(case=case, today=today)
            context["form"].offer(subjects)
        except NotAllowed as refusal:
            context["refusal"] = str(refusal)
    name = "partners/look_ups.html"
    status = 422 if form else 200
    return render(request, f"{name}#panel" if request.htmx else name, context, status=status)
