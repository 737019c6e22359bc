import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
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


def htmx_login_redirect(get_response: GetResponse) -> GetResponse:
    """When the session has ended, lead the whole page to sign-in: htmx would paint it inside a panel."""

    def middleware(request: HtmxRequest) -> HttpResponse:
        response = get_response(request)
        login = reverse(settings.LOGIN_URL)
        if request.htmx and response.status_code == 302 and response.headers["Location"].startswith(login):
            return HttpResponseClientRedirect(f"{login}?{urlencode({'next': page_of(request.htmx)})}")
        return response

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
