"""The portal channel: what an operator does by hand on a partner's portal, step by step, with the values to copy.

A procedure is text, one step a line, kept by the administrator. A name in braces, as in «Incolla {codice fiscale}»,
is a value that the page shows under the step with its copy button. partners/portal_values.py says which names there
are; docs/portal-channel.md tells how a page shows the steps.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from partners.models import PortalProcedure
from sportello import daily_log
from sportello.models import Service, User

_NAME = re.compile(r"\{([^{}]*)\}")
# A list numbered by hand would be numbered twice.
_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, repr=False)
class Value:
    """A value to be typed into a portal: its name in the procedures, and the text, which is what is copied.

    An empty text is shown as missing, never copied.
    """

    name: str
    text: str


@dataclass(frozen=True, repr=False)
class Step:
    """One step as it is shown: its text in pieces, of which the odd ones are names, and the values to copy there."""

    pieces: tuple[str, ...]
    values: tuple[Value, ...]


def steps_of(text: str, values: Iterable[Value] = ()) -> list[Step]:
    """The steps of a procedure with the values that each names, in the order of the text; a value may come twice.

    A name without a value is shown as one that is missing.
    """
    known = {value.name: value for value in values}
    return [_step(line, known) for line in lines_of(text)]


def steps_without_procedure(values: Iterable[Value]) -> list[Step]:
    """One step with every value that there is, where nobody has written a procedure."""
    return [Step(("Copia questi valori nel portale.",), tuple(value for value in values if value.text))]


def lines_of(text: str) -> list[str]:
    """The steps as they were written, without the empty lines and the numbers that somebody put before them."""
    return [_NUMBER.sub("", line).strip() for line in text.splitlines() if line.strip()]


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """The names in braces that no value has, each once, in the order of the text."""
    return [name for name in dict.fromkeys(map(_plain, _NAME.findall(text))) if name not in known]


def latest_procedure(service: Service) -> PortalProcedure | None:
    """The version that is followed today; None where nobody has written one."""
    return PortalProcedure.objects.filter(service=service).first()


@transaction.atomic
def publish_procedure(*, procedure: PortalProcedure, service: Service, by: User, at: datetime) -> None:
    """Make a text the next version of a service's procedure; the version before it stays as it was."""
    Service.objects.select_for_update().get(pk=service.pk)  # two who publish get two numbers
    newest = service.procedures.aggregate(newest=Max("number"))["newest"] or 0
    procedure.service, procedure.number = service, newest + 1
    procedure.published_by, procedure.published_at = by, at
    procedure.save(force_insert=True)
    text = f"Pubblicata la {procedure} della procedura sul portale per «{service}»."
    daily_log.record("partners.procedure.published", text, operator=by, at=at, service=service)


def _step(line: str, known: dict[str, Value]) -> Step:
    pieces = tuple(_plain(piece) if place % 2 else piece for place, piece in enumerate(_NAME.split(line)))
    return Step(pieces, tuple(known.get(name, Value(name, "")) for name in pieces[1::2]))


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
