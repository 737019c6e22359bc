"""The papers of a request of a contract."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from partners import contract_documents
from partners.views.contract_requests import request_by
from sportello.access import Request, allow
from sportello.documents import pdf_response


@allow("operator")
@require_GET
def print_contract(request: Request, pk: int) -> HttpResponse:
    """The summary in large type that the person signs."""
    found = request_by(pk)
    pdf = contract_documents.summary_to_sign(found, on=timezone.localdate())
    return pdf_response(pdf, f"richiesta-{found.pk}.pdf")


@allow("operator")
@require_GET
def contract_receipt(request: Request, pk: int) -> HttpResponse:
    """What the person takes home."""
    found = request_by(pk)
    if found.signed_on is None:
        messages.error(request, "La richiesta non è ancora firmata: la ricevuta c'è dopo.")
        return redirect("contract_request", found.pk)
    pdf = contract_documents.receipt(found, on=timezone.localdate())
    return pdf_response(pdf, f"ricevuta-{found.pk}.pdf")
