from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners import accesses
from partners.forms.portal_look_up import PortalOutcomeForm
from partners.models import LookUp, LookUpAccess
from partners.portal import steps_of, steps_without_procedure
from partners.portal_look_ups import keeps_paper, write_outcome
from partners.portal_values import values_of_look_up
from partners.views.asking import client_ip_of
from sportello.access import Request, allow
from sportello.models import Attachment
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted


@allow("operator")
@require_POST
def write_portal_outcome(request: Request, pk: int) -> HttpResponse:
    """Write back what the portal said, once."""
    found, now = _look_up_by(pk), timezone.now()
    form = PortalOutcomeForm(posted(request), request.FILES, look_up=found, today=timezone.localdate(now))
    if not form.is_valid():
        return portal_page(request, found, form)
    try:
        write_outcome(
            look_up=found, typed=form.typed, operator=request.user, at=now, client_ip=client_ip_of(request)
        )
    except NotAllowed as refusal:
        if not hasattr(found, "outcome"):
            form.add_error(None, str(refusal))
            return portal_page(request, found, form)
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Esito scritto nel registro.")
    return go(request, "look_up", found.pk)


@allow("operator")
@require_POST
def look_up_paper(request: Request, pk: int) -> HttpResponse:
    """Show the file that was taken from the portal, to be printed while the visit lasts; each time is recorded."""
    found = get_object_or_404(LookUp.objects.select_related("paper", "case"), pk=pk, paper__isnull=False)
    kind = LookUpAccess.Kind.PRINT
    accesses.record(found, kind, operator=request.user, at=timezone.now(), client_ip=client_ip_of(request))
    extension = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(
        found.paper.media_type, "p7m"
    )
    # Signed files cannot be shown: they go to the folder of downloads, under a name that says nothing of the person.
    shown = "attachment" if found.paper.media_type == Attachment.MediaType.P7M else "inline"
    name = f"consultazione-{found.pk}.{extension}"
    headers = {
        "Content-Disposition": f'{shown}; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    response = HttpResponse(bytes(found.paper.content), content_type=found.paper.media_type, headers=headers)
    # The browser's own viewer is a page with styles of its own, which our policy for pages would refuse.
    response._csp_exempt = True  # type: ignore[attr-defined]  # read by django-csp
    return response


def portal_page(request: Request, look_up: LookUp, form: PortalOutcomeForm | None = None) -> HttpResponse:
    """The steps on the portal with the values to copy, and the form that takes the outcome back."""
    values = values_of_look_up(look_up)
    procedure = look_up.procedure
    context: dict[str, Any] = {
        "look_up": look_up,
        "service": look_up.service,
        "procedure": procedure,
        "steps": steps_of(procedure.steps, values) if procedure else steps_without_procedure(values),
        "form": form or PortalOutcomeForm(look_up=look_up, today=timezone.localdate()),
        "keeps_paper": keeps_paper(look_up),
    }
    status = 422 if form else 200
    return render(request, "partners/portal_look_up.html", context, status=status)


def _look_up_by(pk: int) -> LookUp:
    return get_object_or_404(LookUp.objects.with_everything(), pk=pk)
