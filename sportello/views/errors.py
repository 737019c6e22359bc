from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its key: signed out meanwhile, or sent by another site. Nothing was stored."""
    return render(request, "403_csrf.html", status=403)
