from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partners.channels import channel_of, channels_of, choose_channel, has_adapter, sign_in_level_of
from partners.forms.channel import ChannelForm, PortalProcedureForm
from partners.grounds import is_provisional
from partners.models import PortalProcedure
from partners.portal import latest_procedure, publish_procedure, steps_of
from partners.portal_values import NAMES
from sportello.access import Request, allow
from sportello.models import Service
from sportello.views.desk import posted
from sportello.views.drafts import draft_key, keeps_draft, open_form


@allow("administrator")
@require_GET
def channels(request: Request) -> HttpResponse:
    """Each service of a partner: how it is reached, and which version of its procedure is followed."""
    services = list(_services())
    chosen = channels_of(services)
    procedures = {one.service_id: one for one in PortalProcedure.objects.newest()}
    rows = [
        (service, chosen[service.pk], is_provisional(service), procedures.get(service.pk))
        for service in services
    ]
    return render(request, "partners/channels.html", {"rows": rows})


@allow("administrator")
@require_http_methods(["GET", "POST"])
def edit_channel(request: Request, service: int) -> HttpResponse:
    """Choose how a service is reached."""
    found = _service_by(service)
    first = {"channel": channel_of(found), "sign_in_level": sign_in_level_of(found)}
    form = ChannelForm(posted(request), service=found, initial=first)
    if form.is_valid():
        choose_channel(service=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"«{found}» si raggiunge per {form.cleaned_data['channel'].label}.")
        return redirect("channels")
    context = {"form": form, "service": found, "procedure": latest_procedure(found)}
    context |= {"has_adapter": has_adapter(found), "is_provisional": is_provisional(found)}
    return render(request, "partners/channel_form.html", context, status=422 if form.errors else 200)


@allow("administrator")
@require_GET
def portal_procedure(request: Request, service: int) -> HttpResponse:
    """The procedure that is followed today, as the operator sees it, and the versions before it."""
    found = _service_by(service)
    versions = list(found.procedures.select_related("published_by"))
    return _procedure_page(request, found, versions[0] if versions else None, versions)


@allow("administrator")
@require_GET
def portal_procedure_version(request: Request, service: int, pk: int) -> HttpResponse:
    """A version, be it an older one."""
    found = _service_by(service)
    versions = list(found.procedures.select_related("published_by"))
    shown = get_object_or_404(PortalProcedure.objects.select_related("published_by"), pk=pk, service=found)
    return _procedure_page(request, found, shown, versions)


@allow("administrator")
@require_http_methods(["GET", "POST"])
@keeps_draft
def new_portal_procedure(request: Request, service: int) -> HttpResponse:
    """Write the next version of a procedure, look at it, publish it."""
    found = _service_by(service)
    follows = latest_procedure(found)

    def build(data: QueryDict | None, initial: dict[str, Any] | None) -> PortalProcedureForm:
        first = initial if initial is not None else _first_values(follows)
        return PortalProcedureForm(data, initial=first, names=NAMES[found.kind], follows=follows)

    form = open_form(request, build)
    preview = []
    if form.is_bound and form.is_valid():
        if "preview" not in request.POST:
            version = form.save(commit=False)
            publish_procedure(procedure=version, service=found, by=request.user, at=timezone.now())
            messages.success(request, f"Pubblicata la {version}: da ora si segue questa.")
            return redirect("portal_procedure", found.pk)
        preview = steps_of(form.cleaned_data["steps"])
    context = {"form": form, "service": found, "names": NAMES[found.kind], "follows": follows}
    context |= {"preview": preview, "draft_key": draft_key(request)}
    return render(request, "partners/procedure_form.html", context, status=422 if form.errors else 200)


def _services() -> QuerySet[Service]:
    """The services that have a channel: those of partners for which an operator asks or writes something."""
    return Service.objects.filter(partner__isnull=False, kind__in=NAMES).select_related("partner")


def _service_by(pk: int) -> Service:
    return get_object_or_404(_services(), pk=pk)


def _first_values(follows: PortalProcedure | None) -> dict[str, Any]:
    if follows is None:
        return {}
    return {name: getattr(follows, name) for name in ("portal_name", "portal_address", "steps")}


def _procedure_page(
    request: Request, service: Service, shown: PortalProcedure | None, versions: list[PortalProcedure]
) -> HttpResponse:
    context = {
        "service": service,
        "procedure": shown,
        "versions": versions,
        "steps": steps_of(shown.steps) if shown else [],
        "is_newest": bool(versions) and shown == versions[0],
    }
    return render(request, "partners/procedure.html", context)
