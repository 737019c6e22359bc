from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from partners import accesses, look_ups
from partners.answer_sheet import answer_sheet
from partners.channels import channel_of
from partners.forms.look_up import AskForm, LookUpForm
from partners.grounds import UNASKABLE, Offer, documents_of, offer_of, require_askable
from partners.look_up_cards import Card, card_of, cards_of
from partners.models import LookUp, LookUpAccess, LookUpOutcome
from partners.views.asking import case_by, client_ip_of, sign_in_of, visit_of
from partners.views.portal_look_ups import portal_page
from partners.weather import standing_of
from sportello import documents
from sportello.access import Request, allow
from sportello.middleware import page_of, polled
from sportello.models import Case, Citizen, Service, Visit
from sportello.permission import NotAllowed
from sportello.views.desk import go, own_visit


@allow("operator")
@require_GET
@vary_on_headers("HX-Request")
def case_look_ups(request: Request, pk: int) -> HttpResponse:
    """What the partners answered for a case, and the form that asks them; nobody is asked by looking."""
    return _panel(request, case_by(pk), request.GET.get("document", ""))


@allow("operator")
@require_POST
def ask_look_up(request: Request, pk: int) -> HttpResponse:
    """Ask for a document: the citizen's, or that of `subject` where the act finds a ground."""
    case, now = case_by(pk), timezone.now()
    documents = documents_of(case)
    document = _chosen(request.POST.get("document", ""), documents)
    if document is None:
        raise Http404
    offer, _ = _offer(request, case, document, documents[document])
    form = LookUpForm(request.POST, case=case, document=document, today=timezone.localdate(now), offer=offer)
    if not form.is_valid():
        return _panel(request, case, document, form)
    asked = look_ups.ask(
        case=case,
        document=document,
        service=documents[document],
        operator=request.user,
        visit=visit_of(case, request.user),
        at=now,
        subject=form.cleaned_data["subject"],
        tax_code=form.cleaned_data["code"],
        details=form.details,
        identity=form.identity,
        sign_in=sign_in_of(request),
        correlation_id=form.cleaned_data["correlation_id"],
    )
    if goes_to_portal(asked) or not request.htmx:
        return go(request, "look_up", asked.pk)
    whole_panel = request.htmx.target == "look-ups"
    return told(_panel(request, case, document) if whole_panel else show_card(request, asked), asked)


@allow("operator")
@require_POST
def repeat_look_up(request: Request, pk: int) -> HttpResponse:
    """Ask once more what was asked before."""
    found = get_object_or_404(LookUp.objects.with_everything(), pk=pk)
    form = AskForm(request.POST)
    asked = look_ups.repeat(
        look_up=found,
        operator=request.user,
        visit=visit_of(found.case, request.user),
        at=timezone.now(),
        sign_in=sign_in_of(request),
        correlation_id=form.cleaned_data["correlation_id"] if form.is_valid() else None,
    )
    if goes_to_portal(asked) or not request.htmx:
        return go(request, "look_up", asked.pk)
    return told(show_card(request, asked), asked)


@allow("operator")
@polled
@require_GET
@vary_on_headers("HX-Request")
def look_up(request: Request, pk: int) -> HttpResponse:
    """One look-up; while it has no outcome its card asks again by itself, or its steps on the portal are shown."""
    found = get_object_or_404(LookUp.objects.with_everything(), pk=pk)
    is_pending = not hasattr(found, "outcome")
    if is_pending and found.channel == LookUp.Channel.PORTAL:
        return portal_page(request, found)
    if request.htmx and is_pending:
        return HttpResponse(status=204)
    if not request.htmx:
        return show_card(request, found)
    if page_of(request.htmx) == request.path or found.document == LookUp.Document.CONTRACTS:
        # Not the panel of a case, whose head says how the partner is.
        return told(show_card(request, found), found)
    card = _seen(request, [card_of(found)])[0]
    partner = found.service.partner
    standing = standing_of(partner, at=timezone.now()) if partner else None
    context = {"card": card, "standing": standing}
    return told(render(request, "partners/look_up.html#answer", context), found)


@allow("operator")
@require_POST
def print_look_up(request: Request, pk: int) -> HttpResponse:
    """What was answered, on paper; each print is recorded. After the visit there is nothing to print."""
    found = get_object_or_404(LookUp.objects.with_everything(), pk=pk)
    card, now = card_of(found), timezone.now()
    if card.words is None:
        messages.error(request, "La risposta non c'è più: si tiene solo fino alla fine della visita.")
        return go(request, "look_up", found.pk)
    kind, address = LookUpAccess.Kind.PRINT, client_ip_of(request)
    accesses.record(found, kind, operator=request.user, at=now, client_ip=address)
    pdf = answer_sheet(found, card.words, printed_at=now)
    return documents.pdf_response(pdf, f"consultazione-{found.pk}.pdf")


@allow("operator")
@require_POST
@own_visit
def new_look_up(request: Request, visit: Visit, service: int) -> HttpResponse:
    """Begin a request of the person at the desk: a case of that service, where the question is then put."""
    asked = get_object_or_404(Service, pk=service, kind=Service.Kind.LOOK_UP)
    case = look_ups.open_request(visit=visit, service=asked, operator=request.user, at=timezone.now())
    return go(request, "case", case.pk)


# What the views share


def goes_to_portal(look_up: LookUp) -> bool:
    """Whether the operator has to go on by hand."""
    return look_up.channel == LookUp.Channel.PORTAL and not hasattr(look_up, "outcome")


def show_card(request: Request, look_up: LookUp) -> HttpResponse:
    name = "partners/look_up.html"
    card = card_of(LookUp.objects.with_everything().get(pk=look_up.pk))
    context = {"card": _seen(request, [card])[0]}
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


def _seen(request: Request, cards: list[Card]) -> list[Card]:
    """The same cards, after it was recorded whose answers the operator sees."""
    held = [card.look_up for card in cards if card.is_held]
    accesses.viewed(held, operator=request.user, at=timezone.now(), client_ip=client_ip_of(request))
    return cards


def _chosen(typed: str, documents: dict[LookUp.Document, Service]) -> LookUp.Document | None:
    """The document that was chosen among those of the case; the first where none was; None for any other."""
    if not typed:
        return next(iter(documents), None)
    return next((one for one in documents if one.value == typed), None)


def _offer(
    request: Request, case: Case, document: LookUp.Document, service: Service
) -> tuple[Offer | None, str]:
    """What may be asked about whom, or the sentence why nothing may."""
    try:
        offer = offer_of(
            case=case,
            document=document,
            service=service,
            operator=request.user,
            visit=visit_of(case, request.user),
            on=timezone.localdate(),
            sign_in_level=sign_in_of(request).level_of_assurance,
        )
    except NotAllowed as refusal:
        return None, str(refusal)
    return offer, ""


def _unaskable(offer: Offer | None, document: LookUp.Document, channel: LookUp.Channel) -> list[Citizen]:
    """Who of those to choose from has a code that INPS's service does not take: told before anything is asked."""
    found = []
    for subject in offer.subjects if offer else []:
        code = subject.main_tax_code
        try:
            require_askable(document, channel, code.code if code else "")
        except NotAllowed:
            found.append(subject)
    return found


def _panel(request: Request, case: Case, chosen: str, form: LookUpForm | None = None) -> HttpResponse:
    """The panel of a case, with a new form or with one that was refused."""
    today, documents = timezone.localdate(), documents_of(case)
    document = _chosen(chosen, documents)
    context: dict[str, Any] = {"case": case, "cards": _seen(request, cards_of(case, list(documents)))}
    if document:
        service = documents[document]
        offer, refusal = _offer(request, case, document, service)
        if offer:
            form = form or LookUpForm(case=case, document=document, today=today, offer=offer)
        channel = channel_of(service)
        context |= {
            "why_unaskable": UNASKABLE,
            "unaskable": _unaskable(offer, document, channel),
            "document": document,
            "documents": list(documents),
            "service": service,
            "partner": service.partner,
            "standing": standing_of(service.partner, at=timezone.now()) if service.partner else None,
            "channel": channel,
            "form": form if offer else None,
            "offer": offer,
            "refusal": refusal,
        }
    name = "partners/look_ups.html"
    status = 422 if form and form.errors else 200
    return render(request, f"{name}#panel" if request.htmx else name, context, status=status)
