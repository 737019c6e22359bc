from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee import attestations, fetching
from isee.forms.dossier import AttestationForm
from isee.models import Attestation
from isee.views.answers import back_to_dossier, form_page, tell_refusals
from sportello.access import Request, allow


@allow("operator")
@require_http_methods(["GET", "POST"])
@tell_refusals
def attestation(request: Request, dossier: int) -> HttpResponse:
    """Type the attestation from the paper of INPS, or correct what was typed."""
    whole = fetching.whole_dossier(dossier)
    typed = getattr(whole, "attestation", None)
    form = AttestationForm(
        request.POST or None,
        instance=typed or Attestation(dossier=whole),
        initial=None if typed else {"protocol": whole.dsu_protocol, "valid_to": date(whole.year, 12, 31)},
        today=timezone.localdate(),
    )
    if form.is_valid():
        attestations.save_attestation(attestation=form.instance, operator=request.user, at=timezone.now())
        messages.success(request, "Attestazione trascritta: è questo l'ISEE che vale.")
        for sentence in attestations.protocol_doubts(form.instance.protocol, whole.year):
            messages.warning(request, sentence)
        return back_to_dossier(request, dossier, "attestation")
    return form_page(request, form, dossier=dossier, title="Attestazione INPS, dal foglio")
