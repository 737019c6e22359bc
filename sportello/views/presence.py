from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from sportello.access import Request
from sportello.middleware import asks_nobody


@require_POST
@asks_nobody
def presence(request: Request) -> HttpResponse:
    """Show by the password that it is still the same person; the page behind stays as it was."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        text = "Troppi tentativi: aspetta cinque minuti, oppure esci e accedi di nuovo."
        return render(request, "includes/presence_error.html", {"text": text}, status=422)
    form = ReauthenticateForm(request.POST, user=request.user)
    if not form.is_valid():
        text = "La password non è giusta: riprova. Quello che hai scritto nella pagina è ancora lì."
        return render(request, "includes/presence_error.html", {"text": text}, status=422)
    reauthenticate_by_password(request)
    return HttpResponse(status=204)
