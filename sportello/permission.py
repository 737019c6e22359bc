"""Whether an act may be done today: asked by the counter, answered by the partners (settings.ACT_PERMISSION)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sportello.models import Service, User


@dataclass(frozen=True)
class Permission:
    """The answer: allowed or not, and why not in a sentence for the operator."""

    allowed: bool
    reason: str = ""


class AnswersPermissions(Protocol):
    def __call__(self, services: Collection[Service], on: date, operator: User) -> dict[int, Permission]: ...


class NotAllowed(Exception):
    """The act may not be done; the message is the sentence for the operator."""


def permissions(services: Collection[Service], on: date, operator: User) -> dict[int, Permission]:
    """The permission of each service, by its id, in a fixed number of queries."""
    answer = cast(AnswersPermissions, import_string(settings.ACT_PERMISSION))
    return answer(services, on, operator)


def require_permission(service: Service, on: date, operator: User) -> None:
    """Raise NotAllowed unless an act of this service may be done by this operator on this day."""
    permission = permissions([service], on, operator)[service.pk]
    if not permission.allowed:
        raise NotAllowed(permission.reason)
