from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from isee.forms.terms import TermsForm
from isee.procedures.decision_terms import days_by_benefit, set_days
from isee.procedures.rules_in_use import benefits_at_the_comune
from sportello.access import Request, allow
from sportello.views.desk import posted


@allow("administrator")
@require_http_methods(["GET", "POST"])
def decision_terms(request: Request) -> HttpResponse:
    """How many days there are to decide on each benefit."""
    form = TermsForm(posted(request), initial=days_by_benefit(), benefits=benefits_at_the_comune())
    if form.is_valid():
        set_days(days=form.days, by=request.user, at=timezone.now())
        messages.success(request, "Termini salvati: valgono per le domande presentate da adesso.")
        return redirect("decision_terms")
    return render(request, "isee/decision_terms.html", {"form": form}, status=422 if form.errors else 200)
