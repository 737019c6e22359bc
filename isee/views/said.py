"""The answers of the person at the desk, in the operator's session: see isee/entitlement/said.py for why there."""

from typing import Any

from isee.entitlement.said import NOTHING, Said
from sportello.access import Request
from sportello.models import Visit

KEY = "said"


def said_by(request: Request, citizen: int) -> Said:
    """What a person said in this visit about the household; nothing where another visit began."""
    said: Said = _kept(request, citizen).get("facts", NOTHING)
    return said


def why_of(request: Request, citizen: int) -> list[tuple[str, bool]]:
    """What a person answered of the bonus that did not come, in order: the code of the cause, yes or no."""
    return [(code, answer) for code, answer in _kept(request, citizen).get("why", [])]


def keep_said(request: Request, citizen: int, facts: Said) -> None:
    """Keep these facts beside the others said in this visit; those of another person go."""
    _keep(request, citizen, facts={**said_by(request, citizen), **facts})


def forget_said(request: Request, citizen: int, fact: str = "") -> None:
    """Take back one thing that was said, those that begin with it, or without a name all of them."""
    facts = said_by(request, citizen)
    _keep(request, citizen, facts={name: facts[name] for name in facts if not name.startswith(fact)})


def keep_why(request: Request, citizen: int, answers: list[tuple[str, bool]]) -> None:
    """Keep the answers about the bonus that did not come."""
    _keep(request, citizen, why=[list(answer) for answer in answers])


def _keep(request: Request, citizen: int, **changed: Any) -> None:
    whose = {"citizen": citizen, "visit": _visit_at_desk(request)}
    request.session[KEY] = {**_kept(request, citizen), **whose, **changed}


def _kept(request: Request, citizen: int) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEY, {})
    if kept.get("citizen") != citizen or kept.get("visit") != _visit_at_desk(request):
        return {}
    return kept


def _visit_at_desk(request: Request) -> int | None:
    return Visit.objects.at_desk_of(request.user).values_list("pk", flat=True).first()
