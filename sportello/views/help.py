from django.http import HttpResponse
from django.shortcuts import render

from sportello.access import Request, allow


@allow("operator", "supervisor", "administrator")
def help_page(request: Request) -> HttpResponse:
    """Short guides: a morning at the counter, the keys, what to do when a partner is down."""
    return render(request, "sportello/help.html")


@allow("operator", "supervisor", "administrator")
def accessibility(request: Request) -> HttpResponse:
    """How accessible the program is, what is not yet, and whom to tell."""
    return render(request, "sportello/accessibility.html")
