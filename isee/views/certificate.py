from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from isee.dossier import acquired_attestations, attestation_doubts, certificates, fetching
from isee.views.answers import back_to_dossier, tell_refusals
from sportello.access import Request, allow
from sportello.ids import id_of


@allow("operator")
@require_GET
def dossier_certificates(request: Request, dossier: int) -> HttpResponse:
    """The certificates in hand for a dossier, with the button that puts each into it.

    The page asks for it again when a look-up was answered.
    """
    whole = fetching.whole_dossier(dossier)
    context = {
        "dossier": whole,
        "certificates": certificates.certificates_of(whole),
        "acquirables": acquired_attestations.acquirable_of(whole),
    }
    return render(request, "isee/dossier.html#certificates", context)


@allow("operator")
@require_POST
@tell_refusals
def income_from_look_up(request: Request, dossier: int) -> HttpResponse:
    """Put the incomes of a certificate in hand among those of its member."""
    member = certificates.take_certificate(
        dossier=fetching.whole_dossier(dossier),
        look_up=id_of(request.POST.get("look_up", "")) or 0,
        replace={"sostituisci": True, "aggiungi": False}.get(request.POST.get("gia_scritti", "")),
        operator=request.user,
        at=timezone.now(),
    )
    messages.success(request, f"Certificazione di {member} nel fascicolo: il documento non va chiesto.")
    return back_to_dossier(request, dossier, "incomes")


@allow("operator")
@require_POST
@tell_refusals
def attestation_from_look_up(request: Request, dossier: int) -> HttpResponse:
    """Put an attestation in hand among those of the dossier."""
    attestation = acquired_attestations.take_attestation(
        dossier=fetching.whole_dossier(dossier),
        look_up=id_of(request.POST.get("look_up", "")) or 0,
        operator=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Attestazione acquisita da INPS: è questo l'ISEE che vale.")
    for sentence in attestation_doubts.doubts_of(attestation):
        messages.warning(request, sentence)
    return back_to_dossier(request, dossier, "attestation")
