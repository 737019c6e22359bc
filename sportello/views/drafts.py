from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sportello import drafts
from sportello.access import Request, allow

Parameters = ParamSpec("Parameters")
Form = TypeVar("Form", bound=BaseForm)
View = Callable[Concatenate[Request, Parameters], HttpResponse]


def keeps_draft(view: View[Parameters]) -> View[Parameters]:
    """Keep what is typed in the form of this address; `draft_key(request)` is what its `data-draft` says.

    Once the form was taken, and the page goes elsewhere, what was kept is forgotten.
    """

    @wraps(view)
    def kept(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and (response.status_code == 302 or "HX-Redirect" in response.headers):
            drafts.forget(request.user, draft_key(request))
        return response

    return kept


def open_form(request: Request, build: Callable[[QueryDict | None, dict[str, Any] | None], Form]) -> Form:
    """The form of this address: as it was sent; or asked for again while answers change; or with what was kept.

    `build` makes it from what was sent, and from first values; both may be missing. A form that is asked for again
    (`again` is sent with it) is shown with what was typed, and is not judged.
    """
    if request.method == "POST" and "again" not in request.POST:
        return build(request.POST, None)
    form = build(None, None)
    if request.method == "POST":
        return build(None, drafts.values_of(form, request.POST))
    if draft := drafts.draft_of(request.user, draft_key(request)):
        form = build(None, drafts.values_of(form, drafts.typed_in(draft)))
        form.draft = draft  # type: ignore[attr-defined]  # the page says since when
    return form


def draft_key(request: Request) -> str:
    """The key under which the form of this address is kept."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 - a view has an address
    return drafts.key_of(match.url_name or "", match.kwargs)


@allow("operator", "supervisor", "administrator")
@require_POST
def keep_draft(request: Request) -> HttpResponse:
    """Keep what the person is typing; the form sends it by itself, a moment after the last key."""
    key = request.POST.get("draft", "")
    size = sum(len(value) for _, values in request.POST.lists() for value in values)
    if not drafts.is_key(key) or size > drafts.LONGEST:
        return HttpResponse(status=400)
    typed = request.POST.copy()
    del typed["draft"]
    now = timezone.now()
    drafts.keep(user=request.user, key=key, typed=typed, at=now)
    return HttpResponse(f"{timezone.localtime(now):%H:%M}", content_type="text/plain; charset=utf-8")


@allow("operator", "supervisor", "administrator")
@require_POST
def discard_draft(request: Request) -> HttpResponse:
    """Throw away what was kept, and open the form again without it."""
    drafts.forget(request.user, request.POST.get("draft", ""))
    address = request.POST.get("form", "")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return redirect("home")
    try:
        resolve(address)
    except Resolver404:
        return redirect("home")
    return redirect(address)
