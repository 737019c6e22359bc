from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sportello import attachments as acts
from sportello.access import Request, allow
from sportello.forms.attachment import AttachmentForm, WithdrawalForm
from sportello.middleware import page_of
from sportello.models import Attachment, Case
from sportello.paging import page_after
from sportello.permission import NotAllowed
from sportello.views.desk import go, posted, shown_in_dialog


@allow("operator")
@require_GET
def case_attachments(request: Request, pk: int) -> HttpResponse:
    """The panel of the files of a case, for any page that shows the case."""
    case = get_object_or_404(Case, pk=pk)
    page = page_after(case.attachments.with_people(), by="-pk", after=request.GET.get("after", ""))
    template = "sportello/attachments.html"
    return render(request, f"{template}#panel" if request.htmx else template, {"case": case, "page": page})


@allow("operator")
@require_http_methods(["GET", "POST"])
def new_attachment(request: Request, pk: int) -> HttpResponse:
    """Put a file to a case; a dialog, or a page of its own."""
    case = get_object_or_404(Case.objects.select_related("citizen", "service"), pk=pk)
    form = AttachmentForm(posted(request), request.FILES or None, case=case, today=timezone.localdate())
    if form.is_valid():
        try:
            acts.attach(case=case, operator=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error("paper", str(refusal))
        else:
            messages.success(request, "File allegato.")
            return back_to_page(request, case.pk)
    return shown_in_dialog(request, "sportello/attachment_new.html", {"case": case, "form": form})


@allow("operator")
@require_GET
def attachment(request: Request, pk: int) -> HttpResponse:
    """Give a file to who opens it, to keep and never to run; each opening is written in the daily log."""
    one = get_object_or_404(Attachment.objects.select_related("case__citizen", "case__service"), pk=pk)
    try:
        content = acts.open_attachment(attachment=one, operator=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return go(request, "case", one.case_id)
    # The name given to the file may say whose it is: in a folder of downloads the number of the case does.
    name = f"pratica-{one.case.number}-{one.case.year}-allegato-{one.pk}.{one.extension}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(content, content_type=one.media_type, headers=headers)


@allow("operator")
@require_http_methods(["GET", "POST"])
def withdraw_attachment(request: Request, pk: int) -> HttpResponse:
    """Ask why a file is withdrawn, then do it."""
    one = get_object_or_404(Attachment.objects.select_related("case__citizen", "case__service"), pk=pk)
    form = WithdrawalForm(posted(request))
    if form.is_valid():
        try:
            acts.withdraw(
                attachment=one,
                reason=form.cleaned_data["reason"],
                operator=request.user,
                at=timezone.now(),
            )
            messages.success(request, "Allegato ritirato.")
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return back_to_page(request, one.case_id)
    context = {"attachment": one, "case": one.case, "form": form}
    return shown_in_dialog(request, "sportello/attachment_withdraw.html", context)


def back_to_page(request: Request, case: int) -> HttpResponse:
    """The page from which the dialog was opened; without htmx, that of the case."""
    return go(request, page_of(request.htmx) if request.htmx else reverse("case", args=[case]))
