import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[Any], HttpResponse]
SEEN_AT = "seen_at"
SEEN_EVERY = 30  # seconds
View = TypeVar("View", bound=Callable[..., Any])


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keep pages out of every cache: they show personal data, and Back must not show them after signing out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def page_of(htmx: HtmxDetails) -> str:
    """The path of the page that shows the part that htmx asks for; the first page where the browser names none."""
    try:
        return htmx.current_url_abs_path or "/"
    except ValueError:  # what the browser said is no address
        return "/"


def page_before(request: HttpRequest) -> str:
    """The address of the page from which a form was sent; the first page where the browser names none of ours."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    return urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl() or "/"


def login_redirect(get_response: GetResponse) -> GetResponse:
    """When the session has ended, lead the whole page to sign-in, and from there back to a page.

    htmx would paint the sign-in inside a panel; and what a form was sent to cannot be opened afterwards.
    """

    def middleware(request: HtmxRequest) -> HttpResponse:
        response = get_response(request)
        login = reverse(settings.LOGIN_URL)
        if response.status_code != 302 or not response.headers["Location"].startswith(f"{login}?"):
            return response
        if request.htmx:
            return HttpResponseClientRedirect(f"{login}?{urlencode({'next': page_of(request.htmx)})}")
        if request.method == "POST":
            return HttpResponseRedirect(f"{login}?{urlencode({'next': page_before(request)})}")
        return response

    return middleware


def act_without_page(get_response: GetResponse) -> GetResponse:
    """Say so where the address of an act is opened like a page: Django's own answer is an empty one."""

    def middleware(request: HtmxRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.htmx:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


class Presence:
    """Ask again who is there after some minutes without an act; nothing that was sent is lost.

    The page itself asks first, in a window over what was being typed (static/sportello/js). This is the lock behind
    it: a page is led to the password, a form is put aside and sent on once the password was right.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HtmxRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or getattr(view, "asks_nobody", False):
            return None
        is_open = getattr(view, "login_required", True) is False
        if is_open or request.path == reverse("account_reauthenticate"):
            return None
        if session_seconds(request) > settings.SESSION_COOKIE_AGE:
            logout(request)
            return redirect_to_login(request.get_full_path())
        if idle_seconds(request) > settings.IDLE_MINUTES * 60:
            if request.htmx:
                return HttpResponse(status=401, headers={"HX-Trigger": "presence-required"})
            put_aside: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))
            return put_aside
        # Not at each request: two at once would each write the whole session, and one of them in vain.
        if not getattr(view, "is_polled", False) and idle_seconds(request) > SEEN_EVERY:
            request.session[SEEN_AT] = int(time.time())
        return None


presence = Presence


def session_seconds(request: HttpRequest) -> float:
    """Seconds since the person signed in; the cookie alone would live on with each act."""
    passwords = password_times(request)
    return time.time() - passwords[0] if passwords else 0


def idle_seconds(request: HttpRequest) -> float:
    """Seconds since the last act of this session, or since its last password."""
    seen_at: float = request.session.get(SEEN_AT, 0)
    return time.time() - max([seen_at, *password_times(request)])


def password_times(request: HttpRequest) -> list[float]:
    """When this session gave the password: at signing in, and each time it was asked again."""
    return [record["at"] for record in get_authentication_records(request, request.user)]


def polled(view: View) -> View:
    """Mark a view that the page itself calls again and again: it shows no presence."""
    view.is_polled = True  # type: ignore[attr-defined]
    return view


def asks_nobody(view: View) -> View:
    """Mark a view that works for an idle session too: the one that ends the idleness."""
    view.asks_nobody = True  # type: ignore[attr-defined]
    return view
