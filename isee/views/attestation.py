from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.dossier import attestation_doubts, attestations, fetching
from isee.forms.attestation import AttestationForm, OmissionForm, RemedyForm
from isee.models import Attestation, Omission, Remedy
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from sportello.access import Request, allow
from sportello.views.desk import posted


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def attestation(request: Request, dossier: int) -> HttpResponse:
    """Type an attestation from the paper of INPS."""
    whole = fetching.dossier_of_form(dossier)
    new = Attestation(dossier=whole)
    initial = {"protocol": whole.dsu_protocol, "valid_to": date(whole.year, 12, 31)}
    form = AttestationForm(posted(request), instance=new, initial=initial, today=timezone.localdate())
    return _typed(request, form, "Attestazione INPS, dal foglio")


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def correct_attestation(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Write in place of an attestation that was mistyped another one, with the reason; the first stays."""
    old = fetching.attestation_of(dossier, pk)
    new = Attestation(dossier=old.dossier, replaces=old, source=old.source, look_up=old.look_up)
    form = AttestationForm(
        posted(request),
        instance=new,
        initial=AttestationForm.typed_before(old),
        today=timezone.localdate(),
    )
    return _typed(request, form, "Correggi la trascrizione")


@allow("operator")
@require_http_methods(["GET", "POST"])
def new_omission(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Note an omission or discrepancy that the attestation reports."""
    paper = fetching.attestation_of(dossier, pk)
    form = OmissionForm(posted(request), instance=Omission(attestation=paper))
    if form.is_valid():
        attestations.note_omission(omission=form.instance, operator=request.user, at=timezone.now())
        return back_to_dossier(request, dossier, "attestation")
    return form_page(request, form, dossier=dossier, title="Omissione o difformità")


@allow("operator")
@require_http_methods(["GET", "POST"])
def new_remedy(request: Request, dossier: int, pk: int) -> HttpResponse:
    """Note what was done about an omission."""
    omission = fetching.omission_of(dossier, pk)
    form = RemedyForm(posted(request), instance=Remedy(omission=omission))
    if form.is_valid():
        attestations.note_remedy(remedy=form.instance, operator=request.user, at=timezone.now())
        return back_to_dossier(request, dossier, "attestation")
    return form_page(
        request, form, dossier=dossier, title="Che cosa è stato fatto", lead=f"«{omission.text}»"
    )


def _typed(request: Request, form: AttestationForm, title: str) -> HttpResponse:
    paper = form.instance
    if form.is_valid():
        attestations.save_attestation(
            attestation=paper, values=form.values(), operator=request.user, at=timezone.now()
        )
        messages.success(request, "Attestazione trascritta: è questo l'ISEE che vale.")
        for sentence in attestation_doubts.doubts_of(paper):
            messages.warning(request, sentence)
        return back_to_dossier(request, paper.dossier_id, "attestation")
    context = {"form": form, "title": title, "dossier": paper.dossier, "old": paper.replaces}
    status = 422 if form.errors else 200
    return render(request, "isee/attestation_form.html", context, status=status)
