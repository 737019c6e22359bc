"""Acts on the lists that other bodies give to the Comune: imported, matched to citizens, worked line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from isee.models import WorkLine, WorkList
from isee.procedures.list_matching import Matches
from isee.procedures.list_reading import Line
from isee.procedures.tables import Row
from sportello import daily_log
from sportello.models import Citizen, User
from sportello.permission import NotAllowed

State, Match = WorkLine.State, WorkLine.Match


class AlreadyImported(NotAllowed):
    """The same file is here already."""


class CannotMove(NotAllowed):
    """The line is not where this step begins."""


def imported_before(content: bytes) -> WorkList | None:
    """The list that was made of this very file."""
    return WorkList.objects.filter(digest=digest_of(content)).first()


def digest_of(content: bytes) -> str:
    """What tells one file from another."""
    return sha256(content).hexdigest()


@transaction.atomic
def import_list(
    *, kind: str, title: str, received_on: date, content: bytes, lines: Sequence[Line], by: User, at: datetime
) -> WorkList:
    """Keep all the lines of a file, each with who it may be. Raises AlreadyImported."""
    before = imported_before(content)
    if before:
        raise AlreadyImported(already_imported(before))
    made = WorkList.objects.create(
        kind=kind,
        title=title,
        received_on=received_on,
        digest=digest_of(content),
        imported_at=at,
        imported_by=by,
    )
    matches = Matches.of(lines)
    WorkLine.objects.bulk_create(
        WorkLine(work_list=made, **asdict(line), **matches.match(line)) for line in lines
    )
    daily_log.record(
        "isee.list.imported", f"Importato l'elenco «{made}»: {len(lines)} righe.", operator=by, at=at
    )
    return made


def already_imported(before: WorkList) -> str:
    """That a file is here already, in a sentence."""
    return f"Questo file c'è già: è l'elenco «{before}», importato il {before.imported_at:%d/%m/%Y}."


@transaction.atomic
def move_line(*, line: WorkLine, state: WorkLine.State, reason: str, by: User, at: datetime) -> None:
    """Take a line one step on: checked, done, discarded with a reason, or to do again. Raises CannotMove."""
    _lock(line)
    if state == State.DONE and line.state != State.CHECKED:
        raise CannotMove("Prima si controlla la riga, poi si segna fatta.")
    if state in (State.CHECKED, State.DONE) and line.match in (Match.DOUBTFUL, Match.NONE):
        raise CannotMove("Prima conferma chi è la persona.")
    if state == State.DISCARDED and not reason:
        raise CannotMove("Scrivi perché scarti la riga.")
    line.state, line.reason = state, reason if state == State.DISCARDED else ""
    _save(line, f"{state.label}", by, at)


@transaction.atomic
def confirm_person(*, line: WorkLine, citizen: Citizen | None, by: User, at: datetime) -> None:
    """Say who a line speaks of, or that it is nobody known here. Raises CannotMove once it is worked."""
    _lock(line)
    if line.state in (State.DONE, State.DISCARDED):
        raise CannotMove("La riga è già lavorata: riprendila, poi cambia la persona.")
    line.citizen = citizen
    line.match = Match.CONFIRMED if citizen else Match.NONE
    if citizen is None:
        line.state = State.TO_DO
    _save(line, "confermata la persona" if citizen else "persona non trovata", by, at)


HEAD = ("riga", "codice_fiscale", "cognome", "nome", "riferimento", "importo", "persona", "stato", "motivo")
PUBLIC_HEAD = ("riferimento", "esito")


def export_lines(work_list: WorkList) -> Iterable[Row]:
    """Every line with what became of it. One query."""
    for line in work_list.lines.all():
        yield [
            line.number,
            line.tax_code,
            line.surname,
            line.given_name,
            line.reference,
            line.amount,
            str(line.get_match_display()),
            str(line.get_state_display()),
            line.reason,
        ]


def public_lines(work_list: WorkList) -> Iterable[Row]:
    """The lines that were done, by their reference alone: what may be published, without a name or a tax code."""
    for line in work_list.lines.filter(state=State.DONE).exclude(reference="").order_by("reference"):
        yield [line.reference, "confermato"]


def record_exported(*, work_list: WorkList, by: User, at: datetime) -> None:
    """Note that a list was taken out."""
    daily_log.record("isee.list.exported", f"Scaricato l'elenco «{work_list}».", operator=by, at=at)


def _lock(line: WorkLine) -> None:
    line.refresh_from_db(from_queryset=WorkLine.objects.select_for_update())


def _save(line: WorkLine, what: str, by: User, at: datetime) -> None:
    line.changed_by, line.changed_at = by, at
    line.save()
    daily_log.record(
        "isee.list.line",
        f"Elenco «{line.work_list}», riga {line.number}: {what}.",
        operator=by,
        at=at,
        citizen=line.citizen if line.match != Match.DOUBTFUL else None,
    )
