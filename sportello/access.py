"""Who may open a page. The role is checked before anything is fetched; the fetching functions check the rest."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from sportello.models import User

Role = Literal["operator", "supervisor", "administrator"]
Parameters = ParamSpec("Parameters")


class Request(HttpRequest):
    """A request of somebody signed in, as the middleware leaves it."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[Request, Parameters], HttpResponse]


def has_role(user: User, *roles: Role) -> bool:
    return any(getattr(user, f"is_{role}") for role in roles)


def allow(*roles: Role) -> Callable[[View[Parameters]], Callable[Concatenate[Any, Parameters], HttpResponse]]:
    """Open a view to those who hold one of the roles; others get the page 403."""

    def decorate(view: View[Parameters]) -> Callable[Concatenate[Any, Parameters], HttpResponse]:
        @wraps(view)
        def checked(request: Request, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.roles = roles  # type: ignore[attr-defined]  # read by the test of all URLs
        return checked

    return decorate
